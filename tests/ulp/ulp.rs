//! Errors in units of the last place.

/// `|got - want|` in units of the last place that `want` has as an `f32`, `want` being exact. Where
/// `want` is below `2^floor` the unit is that of `2^floor`.
pub fn narrow(got: f32, want: f64, floor: i32) -> f64 {
    if got.is_nan() || want.is_nan() || got.is_infinite() || got == want as f32 {
        let same = got.is_nan() == want.is_nan() && (got.is_nan() || got == want as f32);
        // What overflows only by its rounding may be the largest number, and the other way round.
        let edge = got.is_infinite() && want.abs() > 0.999_999_9 * f64::from(f32::MAX);
        return if same || edge { 0.0 } else { f64::INFINITY };
    }
    let exponent = (((want.to_bits() >> 52) & 0x7ff) as i32 - 1023).max(floor.max(-126));
    (f64::from(got) - want).abs() * 2f64.powi(23 - exponent)
}

/// The number of `f64`s from `got` to `want`; where `want` is below `floor`, units of `floor`.
pub fn wide(got: f64, want: f64, floor: f64) -> f64 {
    if got.is_nan() || want.is_nan() {
        return if got.is_nan() == want.is_nan() {
            0.0
        } else {
            f64::INFINITY
        };
    }
    if want.abs() < floor {
        return (got - want).abs() / (floor * f64::EPSILON);
    }
    (ordered(got) - ordered(want)).unsigned_abs() as f64
}

/// An integer that counts floats from the least one on.
fn ordered(x: f64) -> i64 {
    let bits = x.to_bits() as i64;
    if bits < 0 {
        i64::MIN.wrapping_sub(bits)
    } else {
        bits
    }
}
