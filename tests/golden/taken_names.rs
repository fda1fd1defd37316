//! Names that a tangent would like to have, taken by the user.
//!
//! `x` would get `dx`, but the source has a `dx` of its own, so it is `dx_`; `o` would get `do`, which
//! is a keyword, so it is `r#do`; the second `dx` shadows the first, and its tangents keep up. The
//! mathematics is `(x - o)²`, once more shifted: with `u = x - o`, `d(u²) = 2 u du`.

// #[derive_jvp]
pub fn taken_names(x: f64, o: f64) -> f64 {
    let dx = x - o;
    let dx = dx * dx;
    dx + x * o
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_taken_names(x: f64, dx_: f64, o: f64, r#do: f64) -> (f64, f64) {
    let dx = x - o;
    let ddx = dx_ - r#do;
    let ddx = 2.0 * (dx * ddx);
    let dx = dx * dx;
    (dx + x * o, ddx + dx_ * o + x * r#do)
}

// ---- End of what `derive_jvp` writes. ----

check! {
    names_that_are_taken, (x dx, o r_do) in -2.0..2.0;
    primal taken_names(x, o);
    oracle (x - o).powi(2) + x * o;
    [x o] jvp_taken_names(x, dx, o, r_do);
    [o] jvp_taken_names(x, dx, o, r_do);
}
