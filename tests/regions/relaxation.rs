//! A step in place on the inner points of a rod: a kernel that stores.
//!
//! What is stored is read by the same kernel, so the new values go to a slice of their own first:
//! the second derivative reads its neighbours. The update `u += k d` is linear in `u` and `d` and
//! bilinear in `k`: `du += dk d + k dd`.

use ndarray::{Array1, s};

// #[derive_jvp]
pub fn relaxation(u: &mut Array1<f64>, k: f64, steps: usize) {
    let n = u.len();
    for _ in 0..steps {
        let d = &u.slice(s![2..]) - &(2.0 * &u.slice(s![1..n - 1])) + u.slice(s![..n - 2]);
        u.slice_mut(s![1..n - 1]).scaled_add(k, &d);
    }
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_relaxation(
    u: &mut Array1<f64>,
    du: &mut Array1<f64>,
    k: f64,
    dk: f64,
    steps: usize,
) {
    ::jvp::rt::assert_shape(u.shape(), du.shape(), "du");
    let n = u.len();
    for _ in 0..steps {
        let prod_arg = u.slice(s![1..n - 1]);
        let dprod_arg = du.slice(s![1..n - 1]);
        let diff_arg = u.slice(s![2..]);
        let ddiff_arg = du.slice(s![2..]);
        let sum_arg = u.slice(s![..n - 2]);
        let dsum_arg = du.slice(s![..n - 2]);
        let [prod, dprod] = {
            struct ProdKernel;
            impl ::jvp::rt::Kernel<8, 2> for ProdKernel {
                const TANGENTS: &[usize] = &[1, 3, 5, 7];
                #[inline(always)]
                fn eval<N: ::jvp::rt::Lane>(
                    &self,
                    [prod_arg,
                    dprod_arg,
                    diff_arg,
                    ddiff_arg,
                    sum_arg,
                    dsum_arg,
                    k,
                    dk,
                    ]: [N; 8],
                ) -> [N; 2] {
                    let d = diff_arg - N::lit(2.0) * prod_arg + sum_arg;
                    [
                        k * d,
                        dk * d + k * (ddiff_arg - N::lit(2.0) * dprod_arg + dsum_arg),
                    ]
                }
            }
            ::jvp::rt::map(
                ProdKernel,
                (prod_arg, dprod_arg, diff_arg, ddiff_arg, sum_arg, dsum_arg, k, dk),
            )
        };
        {
            struct UpdateKernel;
            impl ::jvp::rt::Kernel<4, 2> for UpdateKernel {
                #[inline(always)]
                fn eval<N: ::jvp::rt::Lane>(
                    &self,
                    [old,
                    old_2,
                    prod,
                    dprod,
                    ]: [N; 4],
                ) -> [N; 2] {
                    [old + prod, old_2 + dprod]
                }
            }
            ::jvp::rt::update(
                UpdateKernel,
                (&mut u.slice_mut(s![1..n - 1]), &mut du.slice_mut(s![1..n - 1])),
                (prod, dprod),
            )
        };
    }
}

// ---- End of what `derive_jvp` writes. ----

fn u(t: f64) -> Array1<f64> {
    Array1::from_shape_fn(8, |i| (i as f64).sin() + t * (2 * i) as f64)
}

check! {
    value_and_tangent:
    |t| {
        let mut u = u(t);
        relaxation(&mut u, 0.2 + t, 5);
        u
    },
    {
        let (mut p, mut d) = (u(0.0), u(1.0) - u(0.0));
        jvp_relaxation(&mut p, &mut d, 0.2, 1.0, 5);
        (p, d)
    }
}
