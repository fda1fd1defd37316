//! The orbit of the logistic map, pushed into a vector.
//!
//! A vector of values has a vector of tangents beside it, and both grow together. One step maps `x`
//! to `r x (1 - x)`, with the tangent `(dr x + r dx)(1 - x) - r x dx`. `last` is read out of both
//! vectors; `len` is constant.

// #[derive_jvp]
pub fn orbit(start: f64, r: f64, steps: usize) -> Vec<f64> {
    let mut orbit = vec![start];
    for _ in 0..steps {
        let last = orbit[orbit.len() - 1];
        orbit.push(r * last * (1.0 - last));
    }
    orbit
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_orbit(
    start: f64,
    dstart: f64,
    r: f64,
    dr: f64,
    steps: usize,
) -> (Vec<f64>, Vec<f64>) {
    #[inline(always)]
    fn body(
        fma: impl ::jvp::rt::MulAdd,
        start: f64,
        dstart: f64,
        r: f64,
        dr: f64,
        steps: usize,
    ) -> (Vec<f64>, Vec<f64>) {
        let mut orbit = vec![start];
        let mut dorbit = vec![dstart];
        for _ in 0..steps {
            let last = orbit[orbit.len() - 1];
            let dlast = dorbit[orbit.len() - 1];
            let prod = r * last;
            let diff = 1.0 - last;
            orbit.push(prod * diff);
            dorbit
                .push(
                    fma.mul_add(-prod, dlast, fma.mul_add(r, dlast, dr * last) * diff),
                );
        }
        (orbit, dorbit)
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => {
            fma.run(|| body(fma, start, dstart, r, dr, steps))
        }
        ::core::option::Option::None => {
            body(::jvp::rt::Plain, start, dstart, r, dr, steps)
        }
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    four_steps, (start dstart, r dr) in 0.1..0.9;
    primal orbit(start, r, 4);
    oracle {
        let mut all = [start; 5];
        for i in 1..5 {
            all[i] = (all[i - 1] - all[i - 1].powi(2)) * r;
        }
        all
    };
    [start r] jvp_orbit(start, dstart, r, dr, 4);
    [r] jvp_orbit(start, dstart, r, dr, 4);
}
