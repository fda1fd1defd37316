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

pub fn jvp_log_ratio(xs: &[f64], dxs: &[f64], i: usize, j: usize) -> Option<(f64, f64)> {
    assert_eq!(dxs.len(), xs.len(), "the tangent `dxs` must be as long as `xs`");
    let a = xs.get(i)?;
    let da = dxs.get(i)?;
    let b = xs.get(j)?;
    let db = dxs.get(j)?;
    if *b == 0.0 {
        return None;
    }
    let quot = a / b;
    Some((quot.ln(), (da - quot * db) / b / quot))
}

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
