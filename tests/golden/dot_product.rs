//! A score `x · w + b`, of which only the tangent in `x` is wanted: `dx · w`.
//!
//! The map is affine in `x`, so its tangent map is its linear part, applied to `dx`. Neither `b`
//! nor any product `x w` is there: nothing in the tangent depends on them.

// #[derive_jvp(wrt(x), pushforward)]
pub fn score(x: &[f64], w: &[f64], b: f64) -> f64 {
    let mut total = b;
    for (x, w) in x.iter().zip(w) {
        total += x * w;
    }
    total
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_score(x: &[f64], dx: &[f64], w: &[f64], b: f64) -> (f64, f64) {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let mut total = b;
    let mut dtotal = 0.0;
    for ((x, dx), w) in x.iter().zip(dx.iter()).zip(w) {
        dtotal += dx * w;
        total += x * w;
    }
    (total, dtotal)
}

pub fn pushforward_score(x: &[f64], dx: &[f64], w: &[f64], b: f64) -> f64 {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    let mut dtotal = 0.0;
    for ((_, dx), w) in x.iter().zip(dx.iter()).zip(w) {
        dtotal += dx * w;
    }
    dtotal
}

// ---- End of what `derive_jvp` writes. ----

check! {
    score_of_four, (x dx: 4, w dw: 4, b db) in -2.0..2.0;
    primal score(&x, &w, b);
    oracle x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + x[3] * w[3] + b;
    [x] jvp_score(&x, &dx, &w, b);
    [x] (score(&x, &w, b), pushforward_score(&x, &dx, &w, b));
}
