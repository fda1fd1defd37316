//! The entry of a callee that takes every tangent: what callers give it for what is constant there.
//!
//! A caller doesn't know which parameters have a tangent, nor the callee which of its arguments are
//! active: a caller gives whatever zero there is, `()` where the type has none, and says of each
//! argument by a type whether it is active. So a parameter that the callee takes no tangent of can
//! refuse those that would be lost.

use super::receiver::Seen;
use super::zero::ZeroTangent;

/// An argument that carries a tangent.
#[derive(Clone, Copy, Debug)]
pub struct Active;

/// An argument that carries none: what is given as such is a zero.
#[derive(Clone, Copy, Debug)]
pub struct Still;

/// What may be given as the tangent of a parameter that the callee takes none of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is given as a tangent, and none is taken here",
    note = "the parameter is a constant of the function: name it in the function's `wrt(..)`, or write `stop_gradient(..)` here"
)]
pub trait Ignored<Mark> {}

impl<T: ?Sized, Mark: Ignores<T>> Ignored<Mark> for T {}

/// What an argument of that mark may be given as its tangent where none is taken: as a trait of
/// marks, so that no mark is found by what is given.
pub trait Ignores<T: ?Sized> {}

impl<T: ?Sized> Ignores<T> for Still {}

impl<T: Seen<()>> Ignores<T> for Active {}

/// A value whose type may have no tangent.
#[derive(Debug)]
pub struct Perhaps<'a, X: ?Sized>(pub &'a X);

/// Comes first where the type has a tangent.
pub trait ZeroIfAny<K> {
    /// The owned tangent.
    type Zero;

    /// The zero tangent.
    fn zero_if_any(&self) -> Self::Zero;
}

impl<X: ZeroTangent<K> + ?Sized, K> ZeroIfAny<K> for Perhaps<'_, X> {
    type Zero = X::Zero;

    #[inline(always)]
    fn zero_if_any(&self) -> X::Zero {
        self.0.zero()
    }
}

/// Comes second, behind one more reference.
pub trait NoneAtAll {
    /// No tangent.
    fn zero_if_any(&self) {}
}

impl<X: ?Sized> NoneAtAll for &Perhaps<'_, X> {}

/// The owned zero tangent of what the reference points to; `()` where its type has none.
#[doc(hidden)]
#[macro_export]
macro_rules! __zero_if_any {
    ($place:expr) => {{
        use $crate::rt::{NoneAtAll as _, ZeroIfAny as _};
        (&$crate::rt::Perhaps($place)).zero_if_any()
    }};
}

pub use __zero_if_any as zero_if_any;
