//! An elementwise chain over many numbers, in one expression.

use std::hint::black_box;

use jvp::prelude::*;
use jvp::rt;
use ndarray::Array1;

use crate::contest::{Contest, Who, entry};
use crate::inputs;

/// Value and tangent of the chain: one `tanh`, one `exp`, one `sin_cos`, one division.
struct Chain;

impl rt::Kernel<4, 2> for Chain {
    const ANGLES: bool = true;
    const TWIN: bool = true;
    #[inline(always)]
    fn eval<N: rt::Lane>(&self, [x, dx, a, b]: [N; 4]) -> [N; 2] {
        let (one, two) = (N::lit(1.0), N::lit(2.0));
        let h = (a * x + b).tanh();
        let e = (-(x * x)).exp();
        let (sin, cos) = x.sin_cos();
        let r = one / (one + x * x);
        let q = sin * r;
        let slope = (a * (one - h * h) - two * x * h) * e + (cos - two * x * q) * r;
        [h * e + q, slope * dx]
    }
}

macro_rules! chain {
    ($float:ident, $tolerance:expr) => {
        pub mod $float {
            use super::*;

            #[derive_jvp(wrt(x), into)]
            pub fn chain(x: &Array1<$float>, a: $float, b: $float) -> Array1<$float> {
                (a * x + b).tanh() * (-(x * x)).exp() + x.sin() / (1.0 + x * x)
            }

            fn by_hand(
                x: &Array1<$float>,
                dx: &Array1<$float>,
                a: $float,
                b: $float,
            ) -> [Array1<$float>; 2] {
                rt::map(Chain, (x, dx, a, b))
            }

            /// So many numbers.
            pub fn contest(len: usize) -> Contest {
                let x = inputs::array::<$float, _>(len, 3.0, 1);
                let dx = inputs::array::<$float, _>(len, 1.0, 2);
                let (a, b) = (0.7, -0.2);

                let (y, dy) = jvp_chain(x, dx, a, b);
                let [hand, dhand] = by_hand(x, dx, a, b);
                inputs::assert_close("value", &y, &chain(x, a, b), $tolerance);
                inputs::assert_close("value by hand", &hand, &y, $tolerance);
                inputs::assert_close("tangent by hand", &dhand, &dy, $tolerance);
                let difference = inputs::difference(x, dx, |x| chain(x, a, b));
                inputs::assert_close("difference", &difference, &dy, 1e-3);

                let (mut out, mut dout) = (y, dy);
                Contest {
                    entries: vec![
                        entry(Who::Function, move || chain(black_box(x), a, b)),
                        entry(Who::Jvp, move || jvp_chain(black_box(x), dx, a, b)),
                        entry(Who::ByHand, move || by_hand(black_box(x), dx, a, b)),
                        entry(Who::Into, move || {
                            jvp_chain_into(black_box(x), dx, a, b, &mut out, &mut dout);
                        }),
                    ],
                    results: (2, 2 * len * size_of::<$float>()),
                }
            }
        }
    };
}

chain!(f32, 1e-6);
chain!(f64, 1e-15);
