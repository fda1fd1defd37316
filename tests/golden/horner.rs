//! Horner's rule, with respect to the point, to the coefficients, and to both.
//!
//! One step maps `p` to `p x + a`, and so `dp` to `dp x + p dx + da`. Of these terms a variant has
//! those whose tangents exist: without `dx` there is no `p dx`, without `dc` no `da`. The tangent
//! is updated before the value, since it reads the old `p`. `fma.mul_add(p, dx, dp * x)` is the sum
//! of the first two terms, with one rounding less where the machine can.
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

pub fn jvp_horner(c: &[f64], x: f64, dx: f64) -> (f64, f64) {
    #[inline(always)]
    fn body(fma: impl ::jvp::rt::MulAdd, c: &[f64], x: f64, dx: f64) -> (f64, f64) {
        let mut p = 0.0;
        let mut dp = 0.0;
        for a in c.iter().rev() {
            dp = fma.mul_add(p, dx, dp * x);
            p = p * x + a;
        }
        (p, dp)
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, c, x, dx)),
        ::core::option::Option::None => body(::jvp::rt::Plain, c, x, dx),
    }
}

pub fn pushforward_horner(c: &[f64], x: f64, dx: f64) -> f64 {
    #[inline(always)]
    fn body(fma: impl ::jvp::rt::MulAdd, c: &[f64], x: f64, dx: f64) -> f64 {
        let mut p = 0.0;
        let mut dp = 0.0;
        for a in c.iter().rev() {
            dp = fma.mul_add(p, dx, dp * x);
            p = p * x + a;
        }
        dp
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, c, x, dx)),
        ::core::option::Option::None => body(::jvp::rt::Plain, c, x, dx),
    }
}

pub fn jvp_horner_in_c(c: &[f64], dc: &[f64], x: f64) -> (f64, f64) {
    assert_eq!(dc.len(), c.len(), "the tangent `dc` must be as long as `c`");
    #[inline(always)]
    fn body(fma: impl ::jvp::rt::MulAdd, c: &[f64], dc: &[f64], x: f64) -> (f64, f64) {
        let mut p = 0.0;
        let mut dp = 0.0;
        for (a, da) in c.iter().zip(dc.iter()).rev() {
            dp = fma.mul_add(dp, x, *da);
            p = p * x + a;
        }
        (p, dp)
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, c, dc, x)),
        ::core::option::Option::None => body(::jvp::rt::Plain, c, dc, x),
    }
}

pub fn pushforward_horner_in_c(c: &[f64], dc: &[f64], x: f64) -> f64 {
    assert_eq!(dc.len(), c.len(), "the tangent `dc` must be as long as `c`");
    #[inline(always)]
    fn body(fma: impl ::jvp::rt::MulAdd, c: &[f64], dc: &[f64], x: f64) -> f64 {
        let mut dp = 0.0;
        for (_, da) in c.iter().zip(dc.iter()).rev() {
            dp = fma.mul_add(dp, x, *da);
        }
        dp
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, c, dc, x)),
        ::core::option::Option::None => body(::jvp::rt::Plain, c, dc, x),
    }
}

pub fn jvp_horner_in_both(c: &[f64], dc: &[f64], x: f64, dx: f64) -> (f64, f64) {
    assert_eq!(dc.len(), c.len(), "the tangent `dc` must be as long as `c`");
    #[inline(always)]
    fn body(
        fma: impl ::jvp::rt::MulAdd,
        c: &[f64],
        dc: &[f64],
        x: f64,
        dx: f64,
    ) -> (f64, f64) {
        let mut p = 0.0;
        let mut dp = 0.0;
        for (a, da) in c.iter().zip(dc.iter()).rev() {
            dp = fma.mul_add(p, dx, dp * x) + da;
            p = p * x + a;
        }
        (p, dp)
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, c, dc, x, dx)),
        ::core::option::Option::None => body(::jvp::rt::Plain, c, dc, x, dx),
    }
}

pub fn pushforward_horner_in_both(c: &[f64], dc: &[f64], x: f64, dx: f64) -> f64 {
    assert_eq!(dc.len(), c.len(), "the tangent `dc` must be as long as `c`");
    #[inline(always)]
    fn body(fma: impl ::jvp::rt::MulAdd, c: &[f64], dc: &[f64], x: f64, dx: f64) -> f64 {
        let mut p = 0.0;
        let mut dp = 0.0;
        for (a, da) in c.iter().zip(dc.iter()).rev() {
            dp = fma.mul_add(p, dx, dp * x) + da;
            p = p * x + a;
        }
        dp
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, c, dc, x, dx)),
        ::core::option::Option::None => body(::jvp::rt::Plain, c, dc, x, dx),
    }
}

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
