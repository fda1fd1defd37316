//! The functions of one argument, by name: as maps of slices for each lane, and with their bounds.

use jvp::rt::{Exact, Fast, Fused, Lane, Twin};

/// A function over slices, for one kind of lane.
pub type Map<E> = fn(&[E], &mut [E]);

/// A function of one argument.
pub struct Unary {
    pub name: &'static str,
    /// The largest error in units of the last place.
    pub bound: f64,
    /// Results below it are held to its unit in the last place, as a power of two: sums that
    /// cancel.
    pub floor: i32,
    pub narrow: [Map<f32>; 2],
    pub wide: [Map<f64>; 2],
    /// `wide` with fused multiply-adds, on two lanes side by side.
    pub twin: fn([f64; 2]) -> [f64; 2],
    /// The oracle for `f32`: the function of `f64`.
    pub oracle: Map<f64>,
}

/// What the lanes of a [`Unary`] are, in the order of its arrays.
pub const VARIANTS: [&str; 2] = ["fused", "plain"];

macro_rules! unary {
    ($($name:ident $(= |$x:ident| $body:expr)?, $bound:expr $(, $floor:expr)?;)*) => {
        $(mod $name {
            use super::*;

            #[inline(always)]
            fn map<N: Lane>(x: &[N::Element], y: &mut [N::Element]) {
                for (x, y) in x.iter().zip(y) {
                    *y = value(N::new(*x)).get();
                }
            }

            unary!(@value $name $(|$x| $body)?);

            pub fn narrow_fused(x: &[f32], y: &mut [f32]) {
                on_machine(move || map::<Fast<f32, true>>(x, y));
            }

            pub fn narrow_plain(x: &[f32], y: &mut [f32]) {
                map::<Fast<f32, false>>(x, y);
            }

            pub fn wide_fused(x: &[f64], y: &mut [f64]) {
                on_machine(move || map::<Fast<f64, true>>(x, y));
            }

            pub fn wide_plain(x: &[f64], y: &mut [f64]) {
                map::<Fast<f64, false>>(x, y);
            }

            pub fn twin(x: [f64; 2]) -> [f64; 2] {
                value(Twin::<Fast<f64, true>>::new(x)).get()
            }

            pub fn exact(x: &[f64], y: &mut [f64]) {
                map::<Exact<f64>>(x, y);
            }
        })*

        /// All functions of one argument, with the factors of tangents that are functions of one.
        pub const UNARY: &[Unary] = &[$(Unary {
            name: stringify!($name),
            bound: $bound,
            floor: unary!(@floor $($floor)?),
            narrow: [$name::narrow_fused, $name::narrow_plain],
            wide: [$name::wide_fused, $name::wide_plain],
            twin: $name::twin,
            oracle: $name::exact,
        }),*];
    };
    (@value $name:ident) => {
        #[inline(always)]
        fn value<N: Lane>(x: N) -> N {
            x.$name()
        }
    };
    (@value $name:ident |$x:ident| $body:expr) => {
        #[inline(always)]
        fn value<N: Lane>($x: N) -> N {
            $body
        }
    };
    (@floor) => { -1100 };
    (@floor $floor:expr) => { $floor };
}

/// Runs in code for fused multiply-adds where the machine has them; they are calls elsewhere.
fn on_machine(f: impl FnOnce()) {
    match Fused::detect() {
        Some(fused) => fused.run(f),
        None => f(),
    }
}

unary! {
    abs, 0.0; signum, 0.0; recip, 0.5; sqrt, 0.5; cbrt, 1.0;
    exp, 1.0; exp2, 1.5; exp_m1, 2.0; ln, 1.0; log2, 1.0; log10, 1.0; ln_1p, 1.0;
    sin, 1.0; cos, 1.0; tan, 3.0; asin, 2.0; acos, 2.0; atan, 2.0;
    sinh, 2.0; cosh, 2.0; tanh, 2.0; asinh, 2.0; acosh, 2.0; atanh, 2.0;
    floor, 0.0; ceil, 0.0; round, 0.0; round_ties_even, 0.0; trunc, 0.0; fract, 0.0;
    to_degrees, 2.0; to_radians, 2.0;
    erf, 2.0; erfc, 2.0; sigmoid, 2.0; softplus, 2.0; relu, 0.0; leaky_relu, 1.0; elu, 2.0;
    selu, 2.0; silu, 2.0; gelu, 2.0; gelu_tanh, 2.0; hard_tanh, 0.0; log_sigmoid, 2.0;
    lgamma, 3.0, -2; digamma, 3.0, -2; trigamma, 8.0;
    gelu_slope, 2.0, 0; gelu_tanh_slope, 3.0, 0; silu_slope = |x| x.silu_slope(), 3.0, 0;
    tanh_slope = |x| x.tanh_slope(x.tanh()), 4.0; sigmoid_slope = |x| x.sigmoid_slope(x.sigmoid()), 4.0;
    powi_3 = |x| x.powi(3), 2.0; powi_5 = |x| x.powi(5), 2.0; powi_minus_7 = |x| x.powi(-7), 2.0;
    powf_half = |x| x.powf(N::lit(0.5)), 3.0; powf_minus_2_5 = |x| x.powf(N::lit(-2.5)), 3.0;
    hypot_1 = |x| x.hypot(N::lit(1.0)), 2.0; atan2_1 = |x| x.atan2(N::lit(-1.0)), 2.0;
}
