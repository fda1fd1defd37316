//! `assert_same_shape`: a tangent argument must have its primal's shape.

use ndarray::{ArrayView, ArrayViewMut, Dimension};

use super::kind::{ByElements, ByReference, ByTrait, ByView};
use crate::tangent::{Differentiable, Mismatch};

/// A primal and the tangent that belongs to it; `K` is a kind of `super::kind`.
pub trait SameShape<D: ?Sized, K> {
    /// Whether nothing of this type can have another shape.
    const LEAF: bool;

    /// The first difference in shape.
    fn same_shape(&self, tangent: &D) -> Result<(), Mismatch>;
}

/// Stops, naming the parameter and both lengths, where `dx` does not have the shape of `x`.
#[track_caller]
#[inline]
pub fn assert_same_shape<X, D, K>(x: &X, dx: &D, name: &str)
where
    X: SameShape<D, K> + ?Sized,
    D: ?Sized,
{
    if X::LEAF {
        return;
    }
    if let Err(mismatch) = x.same_shape(dx) {
        stop(name, &mismatch);
    }
}

/// The panic, kept out of the callers' code.
#[track_caller]
#[cold]
#[inline(never)]
fn stop(
    name: &str,
    Mismatch {
        path,
        primal,
        tangent,
    }: &Mismatch,
) -> ! {
    panic!("the tangent of `{name}{path}` has {tangent}, but `{name}{path}` has {primal}")
}

impl<T: Differentiable> SameShape<T::Tangent, ByTrait> for T {
    const LEAF: bool = <T as Differentiable>::LEAF;

    #[inline]
    fn same_shape(&self, tangent: &T::Tangent) -> Result<(), Mismatch> {
        self.check_shape(tangent)
    }
}

impl<T: SameShape<D, K> + ?Sized, D: ?Sized, K> SameShape<&D, ByReference<K>> for &T {
    const LEAF: bool = T::LEAF;

    #[inline]
    fn same_shape(&self, tangent: &&D) -> Result<(), Mismatch> {
        T::same_shape(self, tangent)
    }
}

impl<T: SameShape<D, K> + ?Sized, D: ?Sized, K> SameShape<&mut D, ByReference<K>> for &mut T {
    const LEAF: bool = T::LEAF;

    #[inline]
    fn same_shape(&self, tangent: &&mut D) -> Result<(), Mismatch> {
        T::same_shape(self, tangent)
    }
}

impl SameShape<(), ByTrait> for str {
    const LEAF: bool = true;

    #[inline]
    fn same_shape(&self, (): &()) -> Result<(), Mismatch> {
        Ok(())
    }
}

impl<T: SameShape<D, K>, D, K> SameShape<[D], ByElements<K>> for [T] {
    const LEAF: bool = false;

    #[inline]
    fn same_shape(&self, tangent: &[D]) -> Result<(), Mismatch> {
        if self.len() != tangent.len() {
            return Err(Mismatch::lengths(self.len(), tangent.len()));
        }
        if T::LEAF {
            return Ok(());
        }
        for (i, (x, dx)) in self.iter().zip(tangent).enumerate() {
            x.same_shape(dx)
                .map_err(|mismatch| mismatch.within(format_args!("[{i}]")))?;
        }
        Ok(())
    }
}

/// Views, which borrow as references do.
macro_rules! views {
    ($($view:ident)*) => {$(
        impl<A, B, D: Dimension> SameShape<$view<'_, B, D>, ByView> for $view<'_, A, D> {
            const LEAF: bool = false;

            #[inline]
            fn same_shape(&self, tangent: &$view<'_, B, D>) -> Result<(), Mismatch> {
                match self.shape() == tangent.shape() {
                    true => Ok(()),
                    false => Err(Mismatch::shapes(self.shape(), tangent.shape())),
                }
            }
        }
    )*};
}

views! { ArrayView ArrayViewMut }

/// Containers of references and views: the trait does not reach them, their elements do.
macro_rules! sequences_of_references {
    ($([$($n:tt)*] $primal:ty, $tangent:ty;)*) => {$(
        impl<'a, 'd, T, D, K $($n)*> SameShape<$tangent, ByElements<K>> for $primal
        where
            T: ?Sized,
            D: ?Sized,
            <$primal as IntoIterator>::Item: SameShape<<$tangent as IntoIterator>::Item, K>,
        {
            const LEAF: bool = false;

            #[inline]
            fn same_shape(&self, tangent: &$tangent) -> Result<(), Mismatch> {
                self.as_slice().same_shape(tangent.as_slice())
            }
        }
    )*};
}

sequences_of_references! {
    [] Vec<&'a T>, Vec<&'d D>;
    [] Vec<&'a mut T>, Vec<&'d mut D>;
    [] Option<&'a T>, Option<&'d D>;
    [] Option<&'a mut T>, Option<&'d mut D>;
    [, const N: usize] [&'a T; N], [&'d D; N];
    [, const N: usize] [&'a mut T; N], [&'d mut D; N];
}

/// The same of views.
macro_rules! sequences_of_views {
    ($($view:ident)*) => {$(
        impl<'a, 'd, A, B, D: Dimension, K> SameShape<Vec<$view<'d, B, D>>, ByElements<K>>
            for Vec<$view<'a, A, D>>
        where
            $view<'a, A, D>: SameShape<$view<'d, B, D>, K>,
        {
            const LEAF: bool = false;

            #[inline]
            fn same_shape(&self, tangent: &Vec<$view<'d, B, D>>) -> Result<(), Mismatch> {
                self.as_slice().same_shape(tangent.as_slice())
            }
        }

        impl<'a, 'd, A, B, D: Dimension, K> SameShape<Option<$view<'d, B, D>>, ByElements<K>>
            for Option<$view<'a, A, D>>
        where
            $view<'a, A, D>: SameShape<$view<'d, B, D>, K>,
        {
            const LEAF: bool = false;

            #[inline]
            fn same_shape(&self, tangent: &Option<$view<'d, B, D>>) -> Result<(), Mismatch> {
                self.as_slice().same_shape(tangent.as_slice())
            }
        }
    )*};
}

sequences_of_views! { ArrayView ArrayViewMut }

/// Tuples of references only.
macro_rules! tuples_of_references {
    ($(($($primal:ident $tangent:ident $kind:ident $index:tt),*);)*) => {$(
        impl<'a, 'd, $($primal: ?Sized, $tangent: ?Sized, $kind),*>
            SameShape<($(&'d $tangent,)*), ByElements<($($kind,)*)>> for ($(&'a $primal,)*)
        where
            $($primal: SameShape<$tangent, $kind>,)*
        {
            const LEAF: bool = true $(&& $primal::LEAF)*;

            #[inline]
            fn same_shape(&self, tangent: &($(&'d $tangent,)*)) -> Result<(), Mismatch> {
                $(self.$index.same_shape(tangent.$index)
                    .map_err(|mismatch| mismatch.within(concat!(".", $index)))?;)*
                Ok(())
            }
        }
    )*};
}

tuples_of_references! {
    (A DA KA 0, B DB KB 1);
    (A DA KA 0, B DB KB 1, C DC KC 2);
    (A DA KA 0, B DB KB 1, C DC KC 2, E DE KE 3);
}

/// That tensors that are gone through in step have one shape.
///
/// # Panics
///
/// If they have not, as ndarray's `Zip`.
#[track_caller]
pub fn assert_zip<const N: usize>(shapes: [&[usize]; N]) {
    if let Some(other) = shapes.iter().find(|shape| **shape != shapes[0]) {
        out_of_step(shapes[0], other);
    }
}

/// The panic of a `Zip`, which names the shapes where assertions are for debugging.
#[track_caller]
#[cold]
#[inline(never)]
pub(super) fn out_of_step(first: &[usize], other: &[usize]) -> ! {
    match cfg!(debug_assertions) {
        true => panic!("Zip: Producer dimension mismatch, expected: {first:?}, got: {other:?}"),
        false => panic!("assertion failed: part.equal_dim(dimension)"),
    }
}

/// That the tangent of a tensor has its shape.
///
/// # Panics
///
/// If it has not, naming the parameter and both shapes.
#[track_caller]
#[inline]
pub fn assert_shape(x: &[usize], dx: &[usize], name: &str) {
    if x != dx {
        other_shape(x, dx, name);
    }
}

#[track_caller]
#[cold]
#[inline(never)]
fn other_shape(x: &[usize], dx: &[usize], name: &str) -> ! {
    panic!("the tangent `{name}` has the shape {dx:?}, but its primal has {x:?}")
}
