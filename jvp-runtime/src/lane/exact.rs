//! [`Exact`]: lanes that call what plain scalar Rust calls, `std` and the scalar special functions.
//!
//! The bits are those of the same function on a plain `f32` or `f64`.

use super::{Lane, operators};
use crate::math;

/// A lane that computes as plain scalar Rust does, bit for bit.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Exact<E>(pub E);

/// `std`'s functions, by name, and the special functions, through `f64`.
macro_rules! exact {
    ($scalar:ident: std $($unary:ident)*; special $($special:ident)*) => {
        operators!([] Exact<$scalar>);

        impl Lane for Exact<$scalar> {
            type Element = $scalar;

            #[inline(always)]
            fn new(element: $scalar) -> Self {
                Exact(element)
            }

            #[inline(always)]
            fn get(self) -> $scalar {
                self.0
            }

            #[inline(always)]
            fn lit(value: f64) -> Self {
                Exact(value as $scalar)
            }

            $(
                #[inline(always)]
                fn $unary(self) -> Self {
                    Exact(self.0.$unary())
                }
            )*

            $(
                #[inline(always)]
                fn $special(self) -> Self {
                    Exact(math::$special(f64::from(self.0)) as $scalar)
                }
            )*

            #[inline(always)]
            fn powi(self, n: i32) -> Self {
                Exact(self.0.powi(n))
            }

            #[inline(always)]
            fn powf(self, b: Self) -> Self {
                Exact(self.0.powf(b.0))
            }

            #[inline(always)]
            fn log(self, b: Self) -> Self {
                Exact(self.0.log(b.0))
            }

            #[inline(always)]
            fn atan2(self, b: Self) -> Self {
                Exact(self.0.atan2(b.0))
            }

            #[inline(always)]
            fn sin_cos(self) -> (Self, Self) {
                let (sin, cos) = self.0.sin_cos();
                (Exact(sin), Exact(cos))
            }

            #[inline(always)]
            fn hypot(self, b: Self) -> Self {
                Exact(self.0.hypot(b.0))
            }

            #[inline(always)]
            fn mul_add(self, b: Self, c: Self) -> Self {
                Exact(self.0.mul_add(b.0, c.0))
            }

            #[inline(always)]
            fn max(self, b: Self) -> Self {
                Exact(self.0.max(b.0))
            }

            #[inline(always)]
            fn min(self, b: Self) -> Self {
                Exact(self.0.min(b.0))
            }

            #[inline(always)]
            fn clamp(self, low: Self, high: Self) -> Self {
                Exact(self.0.clamp(low.0, high.0))
            }

            #[inline(always)]
            fn copysign(self, b: Self) -> Self {
                Exact(self.0.copysign(b.0))
            }

            #[inline(always)]
            fn rem_euclid(self, b: Self) -> Self {
                Exact(self.0.rem_euclid(b.0))
            }

            #[inline(always)]
            fn div_euclid(self, b: Self) -> Self {
                Exact(self.0.div_euclid(b.0))
            }

            #[inline(always)]
            fn is_sign_negative(self) -> bool {
                self.0.is_sign_negative()
            }

            #[inline(always)]
            fn is_normal(self) -> bool {
                self.0.is_normal()
            }

            #[inline]
            fn powi_factor(self, n: i32) -> Self {
                let (a, factor) = (self.0, n as $scalar);
                Exact(match n {
                    0 => 0.0,
                    1 => 1.0,
                    2 => a + a,
                    // `powi` multiplies: few factors, few roundings. `powf` is right for any
                    // number of them.
                    3..=64 => factor * a.powi(n - 1),
                    // the reciprocal first, since its power may be representable where `a`'s is not
                    -16..=-1 => factor * a.recip().powi(1 - n),
                    _ => (f64::from(n) * f64::from(a).powf(f64::from(n) - 1.0)) as $scalar,
                })
            }
        }
    };
    ($($scalar:ident)*) => {$(
        exact!($scalar:
            std abs signum recip sqrt cbrt exp exp2 exp_m1 ln log2 log10 ln_1p sin cos tan
                asin acos atan sinh cosh tanh asinh acosh atanh floor ceil round round_ties_even
                trunc fract to_degrees to_radians;
            special erf erfc sigmoid softplus relu leaky_relu elu selu silu gelu gelu_tanh
                hard_tanh log_sigmoid lgamma digamma trigamma gelu_slope gelu_tanh_slope);
    )*};
}

exact!(f32 f64);
