//! Horner's rule, with respect to the point, to the coefficients, and to both.
//!
//! One step maps `p` to `p x + a`, and so `dp` to `dp x + p dx + da`. Of these terms a variant has
//! those whose tangents exist: without `dx` there is no `p dx`, without `dc` no `da`. The tangent
//! is updated before the value, since it reads the old `p`.
//!
//! In the coefficients the map is linear. Its tangent-only function is therefore Horner's rule
//! itself, applied to `dc`: `p` is gone, for no tangent needs it.

// #[derive_jvp(wrt(x), wrt(c) as horner_in_c, wrt(c, x) as horner_in_both, pushforward)]
pub fn horner(c: &[f64], x: f64) -> f64 {
    let mut p = 0.0;
    for a in c.iter().rev() {
        p = p * x + a;
    }
    p
}

// ---- What `derive_jvp` writes. ----
// ---- End of what `derive_jvp` writes. ----

check! {
    horner_of_degree_four, (c dc: 5, x dx) in -1.5..1.5;
    primal horner(&c, x);
    oracle c[0] + c[1] * x + c[2] * x.powi(2) + c[3] * x.powi(3) + c[4] * x.powi(4);
    [x] jvp_horner(&c, x, dx);
    [c] jvp_horner_in_c(&c, &dc, x);
    [c x] jvp_horner_in_both(&c, &dc, x, dx);
    [x] (horner(&c, x), pushforward_horner(&c, x, dx));
    [c] (horner(&c, x), pushforward_horner_in_c(&c, &dc, x));
    [c x] (horner(&c, x), pushforward_horner_in_both(&c, &dc, x, dx));
}
