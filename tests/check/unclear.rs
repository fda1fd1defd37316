//! What differences can't tell is said: it neither passes nor counts as wrong.

use crate::message;
use jvp::check_jvp;
use jvp::prelude::*;

#[derive_jvp]
fn rectified(x: &[f64]) -> Vec<f64> {
    x.iter().map(|a| a.max(0.0)).collect()
}

#[test]
fn at_a_kink() {
    let text = message(|| check_jvp!(rectified, jvp_rectified, &[1.0, 0.0, -2.0]));
    assert!(text.starts_with("differences of `rectified` say nothing of `jvp_rectified` here"));
    assert!(text.contains("\n  output coordinate 1: "), "{text}");
    check_jvp!(rectified, jvp_rectified, &[1.0, 0.1, -2.0]);
}

#[test]
fn at_a_singularity() {
    let text = message(|| {
        check_jvp!(
            f64::sqrt,
            |x: f64, dx: f64| (x.sqrt(), 0.5 * dx / x.sqrt()),
            0.0
        )
    });
    assert!(text.contains("a singularity is too near"), "{text}");
}

#[test]
fn noise() {
    let noisy = |x: f64| {
        let bits = (x.to_bits() ^ (x.to_bits() >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        x.sin() * (1.0 + (bits >> 40) as f64 * 1e-9)
    };
    let text = message(|| check_jvp!(noisy, |x: f64, dx: f64| (noisy(x), dx * x.cos()), 0.5));
    assert!(text.contains("say nothing of"), "{text}");
}

#[test]
fn no_result() {
    let f = |x: f64| if x > 0.0 { Ok(x) } else { Err("negative") };
    let jvp = |x: f64, dx: f64| f(x).map(|x| (x, dx));
    let text = message(|| check_jvp!(f, jvp, -1.0));
    assert!(
        text.starts_with("there is nothing to compare: `f` has no result here"),
        "{text}"
    );
    check_jvp!(f, jvp, 1.0);
}

#[test]
fn no_coordinates() {
    let text = message(|| check_jvp!(|n: u32| n + 1, |n: u32, (): ()| (n + 1, ()), 3));
    assert!(text.starts_with("there is nothing to compare"), "{text}");
}
