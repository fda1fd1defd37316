//! `x · sin y`: the product rule and the chain rule.
//!
//! The tangent of a product is `dx · sin y + x · d(sin y)`, and `d(sin y) = cos y · dy`. The sine
//! is needed twice, by the value and by the first term, so it has a name; the cosine is needed
//! once, so it stands where it is used.

// #[derive_jvp]
pub fn f(x: f64, y: f64) -> f64 {
    x * y.sin()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_f(x: f64, dx: f64, y: f64, dy: f64) -> (f64, f64) {
    let sin = y.sin();
    (x * sin, dx * sin + x * (dy * y.cos()))
}

// ---- End of what `derive_jvp` writes. ----

check! {
    product_with_sine, (x dx, y dy) in -3.0..3.0;
    primal f(x, y);
    oracle x * y.sin();
    [x y] jvp_f(x, dx, y, dy);
    [x] jvp_f(x, dx, y, dy);
}
