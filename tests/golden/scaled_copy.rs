//! `y = a x` into a slice that is only written: `out`.
//!
//! The tangent of an element is `da x + a dx`, and goes where the element's tangent is: into `dy`.
//! It is written first, so that it could read the old `y` if it had to. Four slices walk together;
//! the seeds must be as long as what they belong to.

// #[derive_jvp(out(y))]
pub fn scaled_copy(a: f64, x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = a * x;
    }
}

// ---- What `derive_jvp` writes. ----
// ---- End of what `derive_jvp` writes. ----

check! {
    scaled_copy_of_three, (a da, x dx: 3) in -2.0..2.0;
    primal {
        let mut y = [f64::NAN; 3];
        scaled_copy(a, &x, &mut y);
        y
    };
    oracle [x[0] * a, x[1] * a, x[2] * a];
    [a x] {
        let (mut y, mut dy) = ([f64::NAN; 3], [f64::NAN; 3]);
        jvp_scaled_copy(a, da, &x, &dx, &mut y, &mut dy);
        (y, dy)
    };
}
