//! `ln(a / b)` of two elements that may be missing: `Option` and `?`.
//!
//! Where an element is missing there is neither value nor tangent, so both leave by the same `?`.
//! With `q = a / b`, `dq = (da - q db) / b` and `d(ln q) = dq / q`. A comparison is constant between
//! its jumps: `*b == 0.0` reads the primal.

// #[derive_jvp]
pub fn log_ratio(xs: &[f64], i: usize, j: usize) -> Option<f64> {
    let a = xs.get(i)?;
    let b = xs.get(j)?;
    if *b == 0.0 {
        return None;
    }
    Some((a / b).ln())
}

// ---- What `derive_jvp` writes. ----
// ---- End of what `derive_jvp` writes. ----

check! {
    ratio_of_elements, (xs dxs: 3) in 0.2..4.0;
    primal log_ratio(&xs, 2, 0);
    oracle xs[2].ln() - xs[0].ln();
    [xs] jvp_log_ratio(&xs, &dxs, 2, 0);
}

#[test]
fn a_missing_element_has_no_tangent() {
    assert_eq!(jvp_log_ratio(&[1.0, 0.0], &[1.0, 1.0], 0, 2), None);
    assert_eq!(jvp_log_ratio(&[1.0, 0.0], &[1.0, 1.0], 0, 1), None);
}
