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

pub fn jvp_scaled_copy(
    a: f64,
    da: f64,
    x: &[f64],
    dx: &[f64],
    y: &mut [f64],
    dy: &mut [f64],
) {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    assert_eq!(dy.len(), y.len(), "the tangent `dy` must be as long as `y`");
    #[inline(always)]
    fn body(
        fma: impl ::jvp::rt::MulAdd,
        a: f64,
        da: f64,
        x: &[f64],
        dx: &[f64],
        y: &mut [f64],
        dy: &mut [f64],
    ) {
        for ((y, dy), (x, dx)) in y.iter_mut().zip(dy.iter_mut()).zip(x.iter().zip(dx)) {
            *dy = fma.mul_add(a, *dx, da * x);
            *y = a * x;
        }
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, a, da, x, dx, y, dy)),
        ::core::option::Option::None => body(::jvp::rt::Plain, a, da, x, dx, y, dy),
    }
}

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
