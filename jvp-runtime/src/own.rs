//! Reading a scalar through references: `f64`, `&f64`, `&&mut f64` all become the `f64`.
//!
//! Generated code does not know how many references stand before an operand; [`own`] takes any
//! number off. The trait is a supertrait of `Real`, so that it resolves in code generic over
//! `T: Real` without a bound of its own.

/// A scalar, or references to one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a scalar",
    label = "expected `f32`, `f64`, a `T: Real`, or a reference to one"
)]
pub trait Own {
    /// The scalar behind the references.
    type Owned;

    /// The scalar's value.
    fn own_scalar(&self) -> Self::Owned;
}

/// The scalar behind any depth of references.
#[inline(always)]
pub fn own<X: Own>(x: X) -> X::Owned {
    x.own_scalar()
}

macro_rules! scalars {
    ($($scalar:ty)*) => {$(
        impl Own for $scalar {
            type Owned = Self;

            #[inline(always)]
            fn own_scalar(&self) -> Self {
                *self
            }
        }
    )*};
}

scalars!(f32 f64);

impl<T: Own + ?Sized> Own for &T {
    type Owned = T::Owned;

    #[inline(always)]
    fn own_scalar(&self) -> T::Owned {
        T::own_scalar(self)
    }
}

impl<T: Own + ?Sized> Own for &mut T {
    type Owned = T::Owned;

    #[inline(always)]
    fn own_scalar(&self) -> T::Owned {
        T::own_scalar(self)
    }
}
