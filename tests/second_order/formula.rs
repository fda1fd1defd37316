//! A formula of elementary functions, differentiated twice.
//!
//! `jvp_jvp_f(x, dx_, dx, ddx, ..)` gives, of the curve `f(x + s dx + t dx_ + s t ddx)` at the origin,
//! the value and the slope in `s`, and then the slopes of both in `t`: the last number is
//! `dx_ᵀ H dx + ∇f · ddx`, with `H` the matrix of second derivatives.
//!
//! The rules of the first pass are products of values and tangents, written with operations that
//! have rules themselves; so the second pass has nothing to learn. `d(cos y) = -sin y dy` is the
//! rule of the cosine that the first pass wrote for the sine.

// #[derive_jvp]
pub fn f(x: f64, y: f64) -> f64 {
    x.sin() * (x * y).exp() + y.powi(3) / x
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_f(x: f64, dx: f64, y: f64, dy: f64) -> (f64, f64) {
    let sin = x.sin();
    let exp = (x * y).exp();
    let quot = y.powi(3) / x;
    (
        sin * exp + quot,
        dx * x.cos() * exp + sin * ((dx * y + x * dy) * exp)
            + (3.0 * y * y * dy - quot * dx) / x,
    )
}

pub fn jvp_jvp_f(
    x: f64,
    dx_: f64,
    dx: f64,
    ddx: f64,
    y: f64,
    dy_: f64,
    dy: f64,
    ddy: f64,
) -> ((f64, f64), (f64, f64)) {
    let sin = x.sin();
    let cos = x.cos();
    let dsin = dx_ * cos;
    let exp = (x * y).exp();
    let dexp = (dx_ * y + x * dy_) * exp;
    let quot = y.powi(3) / x;
    let dquot = (3.0 * y * y * dy_ - quot * dx_) / x;
    let prod = dx * cos;
    let sum = dx * y + x * dy;
    let prod_2 = sum * exp;
    let prod_3 = 3.0 * y;
    let prod_4 = prod_3 * y;
    let quot_ = (prod_4 * dy - quot * dx) / x;
    (
        (sin * exp + quot, prod * exp + sin * prod_2 + quot_),
        (
            dsin * exp + sin * dexp + dquot,
            (ddx * cos - dx * (dx_ * sin)) * exp + prod * dexp + dsin * prod_2
                + sin * ((ddx * y + dx * dy_ + dx_ * dy + x * ddy) * exp + sum * dexp)
                + (2.0 * (prod_3 * dy_) * dy + prod_4 * ddy - dquot * dx - quot * ddx
                    - quot_ * dx_) / x,
        ),
    )
}

// ---- End of what `derive_jvp` writes. ----

check! {
    second_derivatives_of_a_formula, (x dx ex ddx, y dy ey ddy) in 0.3..1.7;
    oracle x.sin() * (x * y).exp() + y.powi(3) / x;
    primal f(x, y);
    first jvp_f(x, dx, y, dy);
    second jvp_jvp_f(x, ex, dx, ddx, y, ey, dy, ddy);
}
