//! The oracle: dual numbers, and what is compared.

pub use num_dual::{Dual64, DualNum};

/// A dual number with this derivative.
pub fn dual(x: f64, dx: f64) -> Dual64 {
    Dual64::new(x, dx)
}

/// The value bit for bit, the tangent within 1e-10 of the dual number's.
#[track_caller]
pub fn agree((value, tangent): (f64, f64), plain: f64, oracle: Dual64) {
    assert_eq!(
        value.to_bits(),
        plain.to_bits(),
        "value {value}, original {plain}"
    );
    // The oracle is the same program.
    close(plain, oracle.re);
    close(tangent, oracle.eps);
}

/// Within 1e-10, relative to the larger of the second and one.
#[track_caller]
pub fn close(tangent: f64, oracle: f64) {
    let scale = oracle.abs().max(1.0);
    assert!(
        (tangent - oracle).abs() <= 1e-10 * scale,
        "tangent {tangent}, oracle {oracle}"
    );
}
