//! Huber's loss: `match` with a guard.
//!
//! Which arm holds depends on the primal alone, so the guards stay. Where the residual is small the
//! loss is `r²/2` with the tangent `r dr`; beyond, it is `delta (|r| - delta/2)`, whose tangent is
//! `ddelta (|r| - delta/2) + delta (d|r| - ddelta/2)`, and `abs_part` is the sign of `r` times `dr`.

// #[derive_jvp]
pub fn huber(r: f64, delta: f64) -> f64 {
    match r.abs() {
        a if a <= delta => 0.5 * r * r,
        a => delta * (a - 0.5 * delta),
    }
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_huber(r: f64, dr: f64, delta: f64, ddelta: f64) -> (f64, f64) {
    let dabs = ::jvp::rt::abs_part(r, dr);
    match r.abs() {
        a if a <= delta => {
            let prod = 0.5 * r;
            (prod * r, 2.0 * (prod * dr))
        }
        a => {
            let da = dabs;
            let diff = a - 0.5 * delta;
            (delta * diff, ddelta * diff + delta * (da - 0.5 * ddelta))
        }
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    huber_loss, (r dr, delta ddelta) in -3.0..3.0;
    primal huber(r, delta);
    oracle if r.abs() <= delta { r.powi(2) / 2.0 } else { (r.abs() - delta / 2.0) * delta };
    [r delta] jvp_huber(r, dr, delta, ddelta);
    [r] jvp_huber(r, dr, delta, ddelta);
}
