//! A dense layer: a product, then one kernel that runs in the product's buffers.
//!
//! With respect to `x`, `x W` and `dx W` are one call that packs `W` once; with respect to the
//! parameters, `x W` and `x dW` share `x`. What only the value needs is not there when only the
//! tangent is wanted: the layer's own sum is, since the slope of `tanh` needs it. `prod` and `dprod`
//! go into the kernel by value, so that their buffers become those of the results.

use ndarray::{Array1, Array2};

// #[derive_jvp(wrt(x), wrt(w, b) as dense_params, pushforward)]
pub fn dense(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    (x.dot(w) + b).tanh()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_dense(
    x: &Array2<f64>,
    dx: &Array2<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
) -> (Array2<f64>, Array2<f64>) {
    ::jvp::rt::assert_shape(x.shape(), dx.shape(), "dx");
    let (prod, dprod) = ::jvp::rt::dot::jvp_10(x, dx, w);
    let [tanh, dtanh] = {
        struct TanhKernel;
        impl ::jvp::rt::Kernel<3, 2> for TanhKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[2];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [prod, b, dprod]: [N; 3]) -> [N; 2] {
                let sum = prod + b;
                let tanh = sum.tanh();
                [tanh, dprod * sum.tanh_slope(tanh)]
            }
        }
        ::jvp::rt::map(TanhKernel, (prod, b, dprod))
    };
    (tanh, dtanh)
}

pub fn pushforward_dense(
    x: &Array2<f64>,
    dx: &Array2<f64>,
    w: &Array2<f64>,
    b: &Array1<f64>,
) -> Array2<f64> {
    ::jvp::rt::assert_shape(x.shape(), dx.shape(), "dx");
    let (prod, dprod) = ::jvp::rt::dot::jvp_10(x, dx, w);
    let [dtanh] = {
        struct DtanhKernel;
        impl ::jvp::rt::Kernel<3, 1> for DtanhKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[2];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [prod, b, dprod]: [N; 3]) -> [N; 1] {
                let sum = prod + b;
                let tanh = sum.tanh();
                [dprod * sum.tanh_slope(tanh)]
            }
        }
        ::jvp::rt::map(DtanhKernel, (prod, b, dprod))
    };
    dtanh
}

pub fn jvp_dense_params(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dw: &Array2<f64>,
    b: &Array1<f64>,
    db: &Array1<f64>,
) -> (Array2<f64>, Array2<f64>) {
    ::jvp::rt::assert_shape(w.shape(), dw.shape(), "dw");
    ::jvp::rt::assert_shape(b.shape(), db.shape(), "db");
    let (prod, dprod) = ::jvp::rt::dot::jvp_01(x, w, dw);
    let [tanh, dtanh] = {
        struct TanhKernel;
        impl ::jvp::rt::Kernel<4, 2> for TanhKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [prod, b, dprod, db]: [N; 4]) -> [N; 2] {
                let sum = prod + b;
                let tanh = sum.tanh();
                [tanh, (dprod + db) * sum.tanh_slope(tanh)]
            }
        }
        ::jvp::rt::map(TanhKernel, (prod, b, dprod, db))
    };
    (tanh, dtanh)
}

pub fn pushforward_dense_params(
    x: &Array2<f64>,
    w: &Array2<f64>,
    dw: &Array2<f64>,
    b: &Array1<f64>,
    db: &Array1<f64>,
) -> Array2<f64> {
    ::jvp::rt::assert_shape(w.shape(), dw.shape(), "dw");
    ::jvp::rt::assert_shape(b.shape(), db.shape(), "db");
    let (prod, dprod) = ::jvp::rt::dot::jvp_01(x, w, dw);
    let [dtanh] = {
        struct DtanhKernel;
        impl ::jvp::rt::Kernel<4, 1> for DtanhKernel {
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[2, 3];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [prod, b, dprod, db]: [N; 4]) -> [N; 1] {
                let sum = prod + b;
                let tanh = sum.tanh();
                [(dprod + db) * sum.tanh_slope(tanh)]
            }
        }
        ::jvp::rt::map(DtanhKernel, (prod, b, dprod, db))
    };
    dtanh
}

// ---- End of what `derive_jvp` writes. ----

fn matrix(n: usize, m: usize, k: f64) -> Array2<f64> {
    Array2::from_shape_fn((n, m), |(i, j)| (k * (3 * i + 2 * j) as f64).sin())
}

fn bias(k: f64) -> Array1<f64> {
    Array1::linspace(-k, k, 3)
}

check! {
    with_respect_to_the_input:
    |t| dense(&(matrix(4, 5, 1.0) + t * matrix(4, 5, 0.3)), &matrix(5, 3, 0.7), &bias(0.2)),
    jvp_dense(&matrix(4, 5, 1.0), &matrix(4, 5, 0.3), &matrix(5, 3, 0.7), &bias(0.2))
}

check! {
    with_respect_to_the_parameters:
    |t| dense(&matrix(4, 5, 1.0), &(matrix(5, 3, 0.7) + t * matrix(5, 3, 0.1)), &(bias(0.2) + t * bias(1.0))),
    jvp_dense_params(&matrix(4, 5, 1.0), &matrix(5, 3, 0.7), &matrix(5, 3, 0.1), &bias(0.2), &bias(1.0))
}

#[test]
fn the_pushforward_is_the_tangent() {
    let (x, dx, w, b) = (matrix(4, 5, 1.0), matrix(4, 5, 0.3), matrix(5, 3, 0.7), bias(0.2));
    assert_eq!(pushforward_dense(&x, &dx, &w, &b), jvp_dense(&x, &dx, &w, &b).1);
    let (dw, db) = (matrix(5, 3, 0.1), bias(1.0));
    let (_, tangent) = jvp_dense_params(&x, &w, &dw, &b, &db);
    assert_eq!(pushforward_dense_params(&x, &w, &dw, &b, &db), tangent);
}
