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
