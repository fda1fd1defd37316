//! `Option` and `?`, differentiated twice.
//!
//! The first pass gives `Option<(f64, f64)>`, a type that has a tangent itself; a missing element is
//! `None` in every order.

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

pub fn jvp_jvp_log_ratio(
    xs: &[f64],
    dxs_: &[f64],
    dxs: &[f64],
    ddxs: &[f64],
    i: usize,
    j: usize,
) -> Option<((f64, f64), (f64, f64))> {
    assert_eq!(dxs_.len(), xs.len(), "the tangent `dxs_` must be as long as `xs`");
    assert_eq!(ddxs.len(), dxs.len(), "the tangent `ddxs` must be as long as `dxs`");
    assert_eq!(dxs.len(), xs.len(), "the tangent `dxs` must be as long as `xs`");
    let a = xs.get(i)?;
    let da_ = dxs_.get(i)?;
    let da = dxs.get(i)?;
    let dda = ddxs.get(i)?;
    let b = xs.get(j)?;
    let db_ = dxs_.get(j)?;
    let db = dxs.get(j)?;
    let ddb = ddxs.get(j)?;
    if *b == 0.0 {
        return None;
    }
    let quot = a / b;
    let dquot = (da_ - quot * db_) / b;
    let quot_ = (da - quot * db) / b;
    let quot_2 = quot_ / quot;
    Some((
        (quot.ln(), quot_2),
        (
            dquot / quot,
            ((dda - dquot * db - quot * ddb - quot_ * db_) / b - quot_2 * dquot) / quot,
        ),
    ))
}

// ---- End of what `derive_jvp` writes. ----

check! {
    second_derivatives_of_a_ratio, (xs dxs exs ddxs: 3) in 0.3..3.0;
    oracle xs[2].ln() - xs[0].ln();
    primal log_ratio(&xs, 2, 0).expect("both elements are there");
    first jvp_log_ratio(&xs, &dxs, 2, 0).expect("both elements are there");
    second jvp_jvp_log_ratio(&xs, &exs, &dxs, &ddxs, 2, 0).expect("both elements are there");
}
