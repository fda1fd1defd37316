//! Rules of the operators and of `std`'s float methods.
//!
//! `powi` and `sin_cos` are not here: the one has an integer operand, the other two results, and
//! each has a structured rule. Every formula keeps a relative error of 1e-12 over the operation's
//! whole domain in `f64`; where the shortest one would cancel, a longer one stands. Points where
//! there is no derivative are in `docs/kinks.md`.

use super::row::Row;

/// The table: operators first, then `std`'s methods by family.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Operators.
    Row { name: "neg", tangent: &["-t"], both: None, math: "d(-a) = -da" },
    Row { name: "add", tangent: &["t", "t"], both: None, math: "d(a + b) = da + db" },
    Row { name: "sub", tangent: &["t", "-t"], both: Some("ta - tb"), math: "d(a - b) = da - db" },
    Row { name: "mul", tangent: &["t * b", "a * t"], both: None, math: "d(a b) = da b + a db" },
    Row { name: "div", tangent: &["t / b", "-(y * t) / b"], both: Some("(ta - y * tb) / b"), math: "d(a / b) = (da - y db) / b" },
    Row { name: "rem", tangent: &["t", "-(t * ((a - y) / b).round())"], both: None, math: "d(a % b) = da - n db, with n = trunc(a / b) = (a - y) / b" },
    // Powers and roots.
    Row { name: "recip", tangent: &["-(t * y * y)"], both: None, math: "d(1 / a) = -y² da" },
    Row { name: "sqrt", tangent: &["0.5 * t / y.abs()"], both: None, math: "d √a = da / (2 y), +∞ at both zeros" },
    Row { name: "cbrt", tangent: &["t / (3.0 * y * y)"], both: None, math: "d ∛a = da / (3 y²)" },
    Row { name: "powf", tangent: &["t * powf_base_slope(a, b, y)", "t * powf_exponent_slope(a, b, y)"], both: None, math: "d aᵇ = b aᵇ⁻¹ da + aᵇ ln a db" },
    Row { name: "hypot", tangent: &["t * hypot_slope(a, y)", "t * hypot_slope(b, y)"], both: None, math: "d √(a² + b²) = (a da + b db) / y" },
    Row { name: "mul_add", tangent: &["t * b", "a * t", "t"], both: None, math: "d(a b + c) = da b + a db + dc" },
    // Exponentials and logarithms.
    Row { name: "exp", tangent: &["t * y"], both: None, math: "d exp a = y da" },
    Row { name: "exp2", tangent: &["t * (0.6931471805599453 * y)"], both: None, math: "d 2ᵃ = ln 2 · y da" },
    Row { name: "exp_m1", tangent: &["t * (if y > -0.5 { y + 1.0 } else { a.exp() })"], both: None, math: "d(exp a - 1) = exp a da, from y where that does not cancel" },
    Row { name: "ln", tangent: &["t / a"], both: None, math: "d ln a = da / a" },
    Row { name: "log", tangent: &["t / (a * b.ln())", "-(t * y) / (b * b.ln())"], both: None, math: "d log_b a = da / (a ln b) - y db / (b ln b)" },
    Row { name: "log2", tangent: &["1.4426950408889634 * t / a"], both: None, math: "d log₂ a = da / (a ln 2)" },
    Row { name: "log10", tangent: &["0.4342944819032518 * t / a"], both: None, math: "d log₁₀ a = da / (a ln 10)" },
    Row { name: "ln_1p", tangent: &["t / (1.0 + a)"], both: None, math: "d ln(1 + a) = da / (1 + a)" },
    // Trigonometry.
    Row { name: "sin", tangent: &["t * a.cos()"], both: None, math: "d sin a = cos a da" },
    Row { name: "cos", tangent: &["-(t * a.sin())"], both: None, math: "d cos a = -sin a da" },
    Row { name: "tan", tangent: &["t * (1.0 + y * y)"], both: None, math: "d tan a = (1 + y²) da" },
    Row { name: "asin", tangent: &["t / ((1.0 - a) * (1.0 + a)).sqrt()"], both: None, math: "d asin a = da / √((1 - a)(1 + a))" },
    Row { name: "acos", tangent: &["-t / ((1.0 - a) * (1.0 + a)).sqrt()"], both: None, math: "d acos a = -da / √((1 - a)(1 + a))" },
    Row { name: "atan", tangent: &["t / (1.0 + a * a)"], both: None, math: "d atan a = da / (1 + a²)" },
    Row { name: "atan2", tangent: &["t * angle_slope(a, b)", "-(t * angle_slope(b, a))"], both: None, math: "d atan2(a, b) = (b da - a db) / (a² + b²)" },
    Row { name: "to_degrees", tangent: &["t * 57.29577951308232"], both: None, math: "linear: 180/π" },
    Row { name: "to_radians", tangent: &["t * 0.017453292519943295"], both: None, math: "linear: π/180" },
    // Hyperbolic functions.
    Row { name: "sinh", tangent: &["t * a.cosh()"], both: None, math: "d sinh a = cosh a da" },
    Row { name: "cosh", tangent: &["t * a.sinh()"], both: None, math: "d cosh a = sinh a da" },
    Row { name: "tanh", tangent: &["t * tanh_slope(a, y)"], both: None, math: "d tanh a = (1 - y²) da; 1 - y² = (1 + |y|)² exp(-2|a|) where it would cancel" },
    Row { name: "asinh", tangent: &["t / a.hypot(1.0)"], both: None, math: "d asinh a = da / √(1 + a²)" },
    Row { name: "acosh", tangent: &["t / ((a - 1.0).sqrt() * (a + 1.0).sqrt())"], both: None, math: "d acosh a = da / √((a - 1)(a + 1))" },
    Row { name: "atanh", tangent: &["t / ((1.0 - a) * (1.0 + a))"], both: None, math: "d atanh a = da / ((1 - a)(1 + a))" },
    // Piecewise linear: kinks by `docs/kinks.md`.
    Row { name: "abs", tangent: &["abs_part(a, t)"], both: None, math: "d|a| = sign(a) da; 0 at 0" },
    Row { name: "max", tangent: &["max_part(a, b, t)", "max_part(b, a, t)"], both: None, math: "follows the greater; half each at a tie" },
    Row { name: "min", tangent: &["min_part(a, b, t)", "min_part(b, a, t)"], both: None, math: "follows the smaller; half each at a tie" },
    Row { name: "clamp", tangent: &["clamp_part(a, b, c, t)", "clamp_low_part(a, b, t)", "clamp_high_part(a, c, t)"], both: None, math: "follows a inside and the bound outside; half each on a bound" },
    Row { name: "copysign", tangent: &["copysign_part(a, b, t)", "0"], both: None, math: "d copysign(a, b) = sign(a) sign(b) da; 0 at a = 0" },
    Row { name: "fract", tangent: &["t"], both: None, math: "d(a - trunc a) = da" },
    Row { name: "rem_euclid", tangent: &["t", "-(t * (a / b - y / b).round())"], both: None, math: "d rem_euclid(a, b) = da - n db, with n = (a - y) / b" },
    // Piecewise constant.
    Row { name: "signum", tangent: &["0"], both: None, math: "piecewise constant" },
    Row { name: "floor", tangent: &["0"], both: None, math: "piecewise constant" },
    Row { name: "ceil", tangent: &["0"], both: None, math: "piecewise constant" },
    Row { name: "round", tangent: &["0"], both: None, math: "piecewise constant" },
    Row { name: "round_ties_even", tangent: &["0"], both: None, math: "piecewise constant" },
    Row { name: "trunc", tangent: &["0"], both: None, math: "piecewise constant" },
    Row { name: "div_euclid", tangent: &["0", "0"], both: None, math: "piecewise constant" },
];
