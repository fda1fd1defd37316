//! `zero`: the owned zero tangent of a value.

use ndarray::{Array, ArrayRef, ArrayView, ArrayViewMut, Dimension};

use super::kind::{ByElements, ByReference, ByTrait, ByValue, ByView};
use crate::tangent::Differentiable;

/// A value, slice or reference that has a zero tangent; `K` is a kind of `super::kind`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no tangent type",
    label = "not differentiable",
    note = "derive `Differentiable` for it, or name the parameters to differentiate in `wrt(..)`"
)]
pub trait ZeroTangent<K> {
    /// The owned tangent.
    type Zero;

    /// The zero tangent in the shape of `self`.
    fn zero(&self) -> Self::Zero;
}

/// The zero tangent at `x`: of a slice a `Vec`, of a `str` `()`.
#[inline(always)]
pub fn zero<X: ZeroTangent<K> + ?Sized, K>(x: &X) -> X::Zero {
    x.zero()
}

/// What owns all that can be written through it.
#[diagnostic::on_unimplemented(
    message = "active data is written through `{Self}`, which may be the caller's and has no tangent",
    label = "its tangent would be lost",
    note = "take what it refers to as a `&mut` parameter of its own, or derive `Differentiable` for a type that owns its data"
)]
pub trait Owned: Differentiable {}

impl<T: Differentiable> Owned for T {}

/// The zero tangent at `x`, which is no reference: through that it would be lost what is written to
/// the caller's memory.
#[inline(always)]
pub fn owned_zero<X: Owned>(x: &X) -> X::Tangent {
    x.zero_tangent()
}

impl<T: Differentiable> ZeroTangent<ByTrait> for T {
    type Zero = T::Tangent;

    #[inline(always)]
    fn zero(&self) -> T::Tangent {
        self.zero_tangent()
    }
}

impl<T: ZeroTangent<K>, K> ZeroTangent<ByElements<K>> for [T] {
    type Zero = Vec<T::Zero>;

    #[inline]
    fn zero(&self) -> Self::Zero {
        self.iter().map(T::zero).collect()
    }
}

// An error has no tangent.
impl<T: ZeroTangent<K>, E, K> ZeroTangent<ByValue<K>> for Result<T, E> {
    type Zero = Result<T::Zero, ()>;

    #[inline]
    fn zero(&self) -> Self::Zero {
        self.as_ref().map(T::zero).map_err(|_| ())
    }
}

impl<T: ZeroTangent<K> + ?Sized, K> ZeroTangent<ByReference<K>> for &T {
    type Zero = T::Zero;

    #[inline]
    fn zero(&self) -> Self::Zero {
        T::zero(self)
    }
}

impl<T: ZeroTangent<K> + ?Sized, K> ZeroTangent<ByReference<K>> for &mut T {
    type Zero = T::Zero;

    #[inline]
    fn zero(&self) -> Self::Zero {
        T::zero(self)
    }
}

macro_rules! views {
    ($($view:ty),*) => {$(
        impl<A: Differentiable, D: Dimension> ZeroTangent<ByView> for $view {
            type Zero = Array<A::Tangent, D>;

            fn zero(&self) -> Self::Zero {
                self.map(A::zero_tangent)
            }
        }
    )*};
}

views!(ArrayView<'_, A, D>, ArrayViewMut<'_, A, D>, ArrayRef<A, D>);

impl ZeroTangent<ByTrait> for str {
    type Zero = ();

    #[inline(always)]
    fn zero(&self) {}
}
