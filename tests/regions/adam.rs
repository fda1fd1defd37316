//! A step of Adam (D. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015) with `Zip`
//! over three arrays that are written to: one kernel, in place, and nothing is copied.
//!
//! What is read of an array is what it was before the step, and what is stored is stored at the end. That
//! the shapes agree is checked first, as `Zip` does: a check in between would end the region.

use ndarray::{Array1, Zip};

// #[derive_jvp]
pub fn adam(w: &mut Array1<f64>, m: &mut Array1<f64>, v: &mut Array1<f64>, g: &Array1<f64>, rate: f64) {
    Zip::from(w).and(m).and(v).and(g).for_each(|w, m, v, &g| {
        *m = 0.9 * *m + 0.1 * g;
        *v = 0.99 * *v + 0.01 * g * g;
        *w -= rate * *m / (v.sqrt() + 1e-8);
    });
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_adam(
    w: &mut Array1<f64>,
    dw: &mut Array1<f64>,
    m: &mut Array1<f64>,
    dm: &mut Array1<f64>,
    v: &mut Array1<f64>,
    dv: &mut Array1<f64>,
    g: &Array1<f64>,
    dg: &Array1<f64>,
    rate: f64,
    drate: f64,
) {
    ::jvp::rt::assert_shape(w.shape(), dw.shape(), "dw");
    ::jvp::rt::assert_shape(m.shape(), dm.shape(), "dm");
    ::jvp::rt::assert_shape(v.shape(), dv.shape(), "dv");
    ::jvp::rt::assert_shape(g.shape(), dg.shape(), "dg");
    ::jvp::rt::assert_zip([w.shape(), m.shape(), v.shape(), g.shape()]);
    {
        struct UpdateKernel;
        impl ::jvp::rt::Kernel<10, 6> for UpdateKernel {
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(
                &self,
                [w,
                dw,
                m,
                dm,
                v,
                dv,
                g,
                dg,
                rate,
                drate,
                ]: [N; 10],
            ) -> [N; 6] {
                let sum = N::lit(0.9) * m + N::lit(0.1) * g;
                let dsum = N::lit(0.9) * dm + N::lit(0.1) * dg;
                let prod = N::lit(0.01) * g;
                let sum_2 = N::lit(0.99) * v + prod * g;
                let dsum_2 = N::lit(0.99) * dv + N::lit(0.01) * dg * g + prod * dg;
                let sqrt = sum_2.sqrt();
                let sum_3 = sqrt + N::lit(0.00000001);
                let quot = rate * sum / sum_3;
                [
                    w - quot,
                    dw
                        - (drate * sum + rate * dsum
                            - quot * (N::lit(0.5) * dsum_2 / sqrt.abs())) / sum_3,
                    sum,
                    dsum,
                    sum_2,
                    dsum_2,
                ]
            }
        }
        ::jvp::rt::update(
            UpdateKernel,
            (&mut *w, &mut *dw, &mut *m, &mut *dm, &mut *v, &mut *dv),
            (g, dg, rate, drate),
        )
    };
}

// ---- End of what `derive_jvp` writes. ----

fn numbers(a: f64, b: f64) -> Array1<f64> {
    Array1::from_shape_fn(40, |i| a + (b * i as f64).sin())
}

fn gradient(t: f64) -> Array1<f64> {
    numbers(0.0, 0.5) + t * numbers(0.2, 1.1)
}

check! {
    value_and_tangent:
    |t| {
        let mut w = numbers(0.0, 0.7) + t * numbers(0.1, 0.3);
        let mut m = numbers(0.0, 0.9) + t * numbers(0.1, 0.6);
        let mut v = numbers(1.5, 0.4) + t * numbers(0.1, 0.8);
        adam(&mut w, &mut m, &mut v, &gradient(t), 0.05 + t);
        (w, m, v)
    },
    {
        let (mut w, mut dw) = (numbers(0.0, 0.7), numbers(0.1, 0.3));
        let (mut m, mut dm) = (numbers(0.0, 0.9), numbers(0.1, 0.6));
        let (mut v, mut dv) = (numbers(1.5, 0.4), numbers(0.1, 0.8));
        let (g, dg) = (gradient(0.0), numbers(0.2, 1.1));
        jvp_adam(&mut w, &mut dw, &mut m, &mut dm, &mut v, &mut dv, &g, &dg, 0.05, 1.0);
        ((w, m, v), (dw, dm, dv))
    }
}
