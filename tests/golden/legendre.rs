//! Legendre's polynomials by their recurrence: a function that calls itself.
//!
//! `n` has no tangent: the mask of the calls, `01`, says that only `x` is active in them. The
//! recurrence `k Pₙ = (2k - 1) x Pₙ₋₁ - (k - 1) Pₙ₋₂` is linear in the `P`, with the coefficient
//! `(2k - 1) x`, whose tangent is `(2k - 1) dx`; the product rule does the rest.

// #[derive_jvp]
pub fn legendre(n: u32, x: f64) -> f64 {
    match n {
        0 => 1.0,
        1 => x,
        _ => {
            let k = n as f64;
            ((2.0 * k - 1.0) * x * legendre(n - 1, x) - (k - 1.0) * legendre(n - 2, x)) / k
        }
    }
}

/// What the attribute writes beside the function, cut to what is called here: annotated callers
/// reach a derivative through it.
#[allow(non_camel_case_types, reason = "it shares the function's name, in the namespace of types")]
pub struct legendre {}

impl legendre {
    pub fn jvp_01(n: u32, x: f64, dx: f64) -> (f64, f64) {
        jvp_legendre(n, x, dx)
    }
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_legendre(n: u32, x: f64, dx: f64) -> (f64, f64) {
    match n {
        0 => (1.0, 0.0),
        1 => (x, dx),
        _ => {
            let k = n as f64;
            let factor = 2.0 * k - 1.0;
            let prod = factor * x;
            let dprod = factor * dx;
            let (legendre_1, dlegendre_1) = legendre::jvp_01(n - 1, x, dx);
            let value = k - 1.0;
            let (legendre_2, dlegendre_2) = legendre::jvp_01(n - 2, x, dx);
            (
                (prod * legendre_1 - value * legendre_2) / k,
                (dprod * legendre_1 + prod * dlegendre_1 - value * dlegendre_2) / k,
            )
        }
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    fifth_polynomial, (x dx) in -1.0..1.0;
    primal legendre(5, x);
    oracle (x.powi(5) * 63.0 - x.powi(3) * 70.0 + x * 15.0) / 8.0;
    [x] jvp_legendre(5, x, dx);
}

check! {
    zeroth_and_first_polynomial, (x dx) in -1.0..1.0;
    primal [legendre(0, x), legendre(1, x)];
    oracle [Dual::from_re(1.0), x];
    [x] {
        let ((a, da), (b, db)) = (jvp_legendre(0, x, dx), jvp_legendre(1, x, dx));
        ([a, b], [da, db])
    };
}
