//! `cast`: the tangent of `x as To` where the type of `x` is not known.

use crate::tangent::Differentiable;

/// The tangent of a number that is cast to `To`.
#[diagnostic::on_unimplemented(
    message = "`as {To}` of a value with the tangent `{Self}` has no derivative rule"
)]
pub trait CastTangent<To: Differentiable> {
    /// The tangent of the result.
    fn cast_tangent(self) -> To::Tangent;
}

/// The tangent of `x as To`, from the tangent of `x`: linear between floats, zero from a number
/// without tangent, `()` where `To` has none.
#[inline(always)]
pub fn cast<To: Differentiable, D: CastTangent<To>>(d: D) -> To::Tangent {
    d.cast_tangent()
}

macro_rules! casts {
    ($($from:ty => $to:ty, |$d:pat_param| $tangent:expr;)*) => {$(
        impl CastTangent<$to> for $from {
            #[inline(always)]
            fn cast_tangent(self) -> <$to as Differentiable>::Tangent {
                let $d = self;
                $tangent
            }
        }
    )*};
}

casts! {
    f64 => f64, |d| d;
    f32 => f32, |d| d;
    f32 => f64, |d| f64::from(d);
    f64 => f32, |d| d as f32;
    () => f64, |()| 0.0;
    () => f32, |()| 0.0;
}

macro_rules! casts_to_constants {
    ($($to:ty)*) => {
        casts! { $(f64 => $to, |_| (); f32 => $to, |_| (); () => $to, |()| ();)* }
    };
}

casts_to_constants!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char);
