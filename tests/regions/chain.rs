//! A chain of elementwise work over three statements: one kernel, whatever the statements.
//!
//! The closure of `mapv` is part of it. `u` and `v` never get to memory. With `u = tanh(a x + b)`
//! and `v = exp(-x²)`: `d(u v + sin x) = du v + u dv + cos x dx`, where
//! `du = (da x + a dx + db) (1 - u²)` and `dv = -2 x dx v`; `tanh_slope` is `1 - u²` without
//! cancellation. A scalar is an operand like the tensors. With a sine in it, and nothing that a NaN
//! does not get through, the kernel says so (`ANGLES`): no angle is thought huge at first. With a function
//! in it, and nothing that is compared, it says that, too (`TWIN`): two elements go side by side.

use ndarray::Array1;

// #[derive_jvp]
pub fn chain(x: &Array1<f64>, a: f64, b: f64) -> Array1<f64> {
    let u = (a * x + b).tanh();
    let v = x.mapv(|x| (-(x * x)).exp());
    u * v + x.sin()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_chain(
    x: &Array1<f64>,
    dx: &Array1<f64>,
    a: f64,
    da: f64,
    b: f64,
    db: f64,
) -> (Array1<f64>, Array1<f64>) {
    ::jvp::rt::assert_shape(x.shape(), dx.shape(), "dx");
    let [sum, dsum] = {
        struct SumKernel;
        impl ::jvp::rt::Kernel<6, 2> for SumKernel {
            const ANGLES: bool = true;
            const TWIN: bool = true;
            const TANGENTS: &[usize] = &[2, 3, 5];
            #[inline(always)]
            fn eval<N: ::jvp::rt::Lane>(&self, [a, x, da, dx, b, db]: [N; 6]) -> [N; 2] {
                let sum = a * x + b;
                let u = sum.tanh();
                let du = (da * x + a * dx + db) * sum.tanh_slope(u);
                let v = (-(x * x)).exp();
                [
                    u * v + x.sin(),
                    du * v + u * (N::lit(-2.0) * (x * dx) * v) + dx * x.cos(),
                ]
            }
        }
        ::jvp::rt::map(SumKernel, (a, x, da, dx, b, db))
    };
    (sum, dsum)
}

// ---- End of what `derive_jvp` writes. ----

fn x() -> Array1<f64> {
    Array1::linspace(-2.0, 1.5, 9)
}

check! {
    value_and_tangent: |t| chain(&(x() + t * x().cos()), 1.3 - t, 0.2 + 0.5 * t),
    jvp_chain(&x(), &x().cos(), 1.3, -1.0, 0.2, 0.5)
}
