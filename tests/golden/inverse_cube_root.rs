//! Newton's method for an inverse cube root: a loop that gives a value through a labelled `break`.
//!
//! The program that runs is differentiated, not the equation that it solves: each step's tangent
//! follows from that of the step before, and they converge together. With `p = x²` and `q = a / p`,
//! `dp = 2 x dx` and `dq = (da - q dp) / p`. What the loop breaks with is a pair, and of the quotient
//! `y = 1 / root` the tangent is `-y droot / root`.

// #[derive_jvp]
pub fn inverse_cube_root(a: f64) -> f64 {
    let mut x = 1.0;
    let mut steps = 0;
    let root = 'newton: loop {
        let next = (2.0 * x + a / (x * x)) / 3.0;
        steps += 1;
        if steps == 60 {
            break 'newton next;
        }
        x = next;
    };
    1.0 / root
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_inverse_cube_root(a: f64, da: f64) -> (f64, f64) {
    #[inline(always)]
    fn body(fma: impl ::jvp::rt::MulAdd, a: f64, da: f64) -> (f64, f64) {
        let mut x = 1.0;
        let mut dx = 0.0;
        let mut steps = 0;
        let (root, droot) = 'newton: loop {
            let prod = x * x;
            let quot = a / prod;
            let next = (2.0 * x + quot) / 3.0;
            let dnext = fma
                .mul_add(2.0, dx, fma.mul_add(-quot, 2.0 * (x * dx), da) / prod) / 3.0;
            steps += 1;
            if steps == 60 {
                break 'newton (next, dnext);
            }
            dx = dnext;
            x = next;
        };
        let quot = 1.0 / root;
        (quot, -(quot * droot) / root)
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, a, da)),
        ::core::option::Option::None => body(::jvp::rt::Plain, a, da),
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    root_by_newton, (a da) in 0.1..9.0;
    primal inverse_cube_root(a);
    oracle a.cbrt().recip();
    [a] jvp_inverse_cube_root(a, da);
}
