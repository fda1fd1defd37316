//! Decay of every element in place: a `&mut` parameter that is read and written.
//!
//! With `k = exp(-rate)` and so `dk = -drate k`, the element `v` becomes `v k` and its tangent
//! `dv k + v dk`. The tangent is written before `v`, since it needs the old one.

// #[derive_jvp]
pub fn decay(x: &mut [f64], rate: f64) {
    for v in x.iter_mut() {
        *v *= (-rate).exp();
    }
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_decay(x: &mut [f64], dx: &mut [f64], rate: f64, drate: f64) {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    #[inline(always)]
    fn body(
        fma: impl ::jvp::rt::MulAdd,
        x: &mut [f64],
        dx: &mut [f64],
        rate: f64,
        drate: f64,
    ) {
        for (v, dv) in x.iter_mut().zip(dx.iter_mut()) {
            let exp = (-rate).exp();
            *dv = fma.mul_add(-*v, drate * exp, *dv * exp);
            *v *= exp;
        }
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, x, dx, rate, drate)),
        ::core::option::Option::None => body(::jvp::rt::Plain, x, dx, rate, drate),
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    decay_of_three, (x dx: 3, rate drate) in -2.0..2.0;
    primal {
        decay(&mut x, rate);
        x
    };
    oracle [x[0] / rate.exp(), x[1] / rate.exp(), x[2] / rate.exp()];
    [x rate] {
        jvp_decay(&mut x, &mut dx, rate, drate);
        (x, dx)
    };
}
