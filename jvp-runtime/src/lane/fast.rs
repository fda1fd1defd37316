//! [`Fast`]: lanes whose functions are branch-free, for vector code.
//!
//! A function selects between values that are all computed, calls nothing and never panics, so
//! that a loop of it becomes vector code. Errors are at most 2 ulp (3 for `tan`, `powf`, `lgamma` and
//! `digamma`), the special cases are `std`'s. Without `FMA` no fused multiply-add and
//! no rounding instruction is used, since the baseline of x86-64 has neither.
//!
//! Not vector code are `%`, `rem_euclid`, `div_euclid`, `lgamma`, `digamma` and `trigamma`: they
//! call the scalar functions, and a loop with one of them runs element by element.

mod angle;
mod double;
mod exponential;
mod known;
mod logarithm;
mod normal;
mod number;
mod power;
mod quadrant;
mod rectifier;
mod rounding;
mod tables;
mod twin;

pub use known::{Known, reciprocal};
pub use number::Number;
pub use quadrant::Angle;
pub use twin::Twin;

use super::{Exact, Lane, operators};
use double::Double;
use number::select;

/// A lane for vector code. With `FMA` the code is compiled for a machine that has fused
/// multiply-adds; without, none is used. With `NEAR` sine, cosine and tangent of an angle beyond
/// 2¹⁷ (`f32`) or 2³⁸ (`f64`) are NaN, which saves the digits of `2/π` that only those need.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Fast<E, const FMA: bool, const NEAR: bool = false>(pub E);

/// The methods that are functions of the modules here, for one lane and for two side by side.
macro_rules! vector_functions {
    () => {
        vector_functions! {
            exponential { exp exp2 exp_m1 sinh cosh tanh sigmoid silu softplus }
            logarithm { ln ln_1p log2 log10 asinh acosh atanh }
            angle { sin cos tan asin acos atan }
            power { cbrt }
            normal { erf erfc gelu gelu_slope gelu_tanh gelu_tanh_slope }
            rectifier { relu leaky_relu elu selu hard_tanh log_sigmoid }
        }
    };
    ($($module:ident { $($name:ident)* })*) => {
        $($(
            #[inline(always)]
            fn $name(self) -> Self {
                $module::$name(self)
            }
        )*)*

        #[inline(always)]
        fn per(self, s: Self) -> Self {
            known::per(self, s)
        }

        #[inline(always)]
        fn fract(self) -> Self {
            self - self.trunc()
        }

        #[inline(always)]
        fn powi(self, n: i32) -> Self {
            power::powi(self, n)
        }

        #[inline(always)]
        fn powi_factor(self, n: i32) -> Self {
            power::powi_factor(self, n)
        }

        #[inline(always)]
        fn powf(self, b: Self) -> Self {
            power::powf(self, b)
        }

        #[inline(always)]
        fn log(self, b: Self) -> Self {
            self.ln() / b.ln()
        }

        #[inline(always)]
        fn atan2(self, b: Self) -> Self {
            angle::atan2(self, b)
        }

        #[inline(always)]
        fn sin_cos(self) -> (Self, Self) {
            (self.sin(), self.cos())
        }

        #[inline(always)]
        fn hypot(self, b: Self) -> Self {
            power::hypot(self, b)
        }

        #[inline(always)]
        fn clamp(self, low: Self, high: Self) -> Self {
            let held = select(self.below(low), low, self);
            let held = select(held.above(high), high, held);
            select(low.at_most(high), held, Self::lit(f64::NAN))
        }

        // These share the exponential and the reciprocal with the functions themselves.

        #[inline(always)]
        fn silu_slope(self) -> Self {
            exponential::silu_slope(self)
        }

        #[inline(always)]
        fn tanh_slope(self, _: Self) -> Self {
            exponential::tanh_slope(self)
        }

        #[inline(always)]
        fn sigmoid_slope(self, _: Self) -> Self {
            exponential::sigmoid_slope(self)
        }
    };
}
use vector_functions;

/// The other methods, by where they are: `std`'s own, those with an instruction only in `FMA`, and calls
/// of the scalar functions.
macro_rules! fast {
    (
        $scalar:ident:
        std $($std:ident)*;
        rounding $($rounding:ident)*;
        scalar $($call:ident)*
    ) => {
        operators!([const FMA: bool, const NEAR: bool] Fast<$scalar, FMA, NEAR>);

        impl<const FMA: bool, const NEAR: bool> Lane for Fast<$scalar, FMA, NEAR> {
            type Element = $scalar;

            #[inline(always)]
            fn new(element: $scalar) -> Self {
                Fast(element)
            }

            #[inline(always)]
            fn get(self) -> $scalar {
                self.0
            }

            #[inline(always)]
            fn lit(value: f64) -> Self {
                Fast(value as $scalar)
            }

            vector_functions!();

            $(
                #[inline(always)]
                fn $std(self) -> Self {
                    Fast(self.0.$std())
                }
            )*

            $(
                #[inline(always)]
                fn $rounding(self) -> Self {
                    if FMA { Fast(self.0.$rounding()) } else { rounding::$rounding(self) }
                }
            )*

            $(
                #[inline(always)]
                fn $call(self) -> Self {
                    Fast(Exact(self.0).$call().0)
                }
            )*

            #[inline(always)]
            fn mul_add(self, b: Self, c: Self) -> Self {
                if FMA {
                    Fast(self.0.mul_add(b.0, c.0))
                } else {
                    fused(self, b, c)
                }
            }

            #[inline(always)]
            fn max(self, b: Self) -> Self {
                Fast(self.0.max(b.0))
            }

            #[inline(always)]
            fn min(self, b: Self) -> Self {
                Fast(self.0.min(b.0))
            }

            #[inline(always)]
            fn copysign(self, b: Self) -> Self {
                Fast(self.0.copysign(b.0))
            }

            #[inline(always)]
            fn rem_euclid(self, b: Self) -> Self {
                Fast(self.0.rem_euclid(b.0))
            }

            #[inline(always)]
            fn div_euclid(self, b: Self) -> Self {
                Fast(self.0.div_euclid(b.0))
            }

            #[inline(always)]
            fn is_sign_negative(self) -> bool {
                self.0.is_sign_negative()
            }

            #[inline(always)]
            fn is_normal(self) -> bool {
                self.0.abs() >= $scalar::MIN_POSITIVE && self.0.abs() < $scalar::INFINITY
            }
        }
    };
    ($($scalar:ident)*) => {$(
        fast!($scalar:
            std abs signum recip sqrt to_degrees to_radians;
            rounding floor ceil round round_ties_even trunc;
            scalar lgamma digamma trigamma);
    )*};
}

fast!(f32 f64);

/// `a b + c` from exact parts; two roundings where the product's low part is lost to underflow,
/// and plain where the exact product overflows.
#[inline(always)]
fn fused<N: Number>(a: N, b: N, c: N) -> N {
    let product = Double::product(a, b);
    let sum = Double::sum(product.hi, c);
    let value = sum.hi + (sum.lo + product.lo);
    select(value.finite(), value, a * b + c)
}
