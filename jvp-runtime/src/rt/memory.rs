//! Tangents that lie in memory as their primals do.
//!
//! Some of ndarray's methods depend on where elements are: whether they succeed (`as_slice`,
//! `into_shape_with_order`), or what they give (`as_slice_memory_order`, `into_raw_vec_and_offset`).
//! A tangent may come in another layout than its primal, so it is brought into the primal's before
//! such a call. Always holds: as arrays, what comes out is what went in; where the layouts agree,
//! nothing is copied.
//!
//! What generated code has made and nobody takes goes back to the pool from here, too, if its type
//! owns a buffer: the zeros beside a constant have the constant's type, which need not.

use super::visit::Visit;
use super::zeros::zeros_like;
use crate::pool::{self, Pooled};
use crate::scalar::Real;
use ndarray::{ArcArray, Array, ArrayRef, ArrayView, ArrayViewMut, CowArray, Dimension};

/// A tangent by value that can be brought into another layout; `'r` is how long it lives.
pub trait Laid<'r, E, D: Dimension>: Sized {
    /// The same elements, in the layout of `primal`; a view borrows them from `room`.
    fn laid(self, primal: &ArrayRef<E, D>, room: &'r mut Option<Array<E, D>>) -> Self;
}

impl<E: Clone, D: Dimension> Laid<'_, E, D> for Array<E, D> {
    fn laid(self, primal: &ArrayRef<E, D>, _: &mut Option<Array<E, D>>) -> Self {
        match same_layout(primal, &self) {
            true => self,
            false => copied(primal, &self),
        }
    }
}

impl<'r, E: Clone, D: Dimension> Laid<'r, E, D> for ArrayView<'r, E, D> {
    fn laid(self, primal: &ArrayRef<E, D>, room: &'r mut Option<Array<E, D>>) -> Self {
        match same_layout(primal, &self) {
            true => self,
            false => room.insert(copied(primal, &self)).view(),
        }
    }
}

impl<'r, E: Clone, D: Dimension> Laid<'r, E, D> for ArrayViewMut<'r, E, D> {
    fn laid(self, primal: &ArrayRef<E, D>, _: &'r mut Option<Array<E, D>>) -> Self {
        assert_laid(primal, &self);
        self
    }
}

/// `dx` in the layout of `x`.
#[track_caller]
pub fn laid<'r, E, D: Dimension, T: Laid<'r, E, D>>(
    x: &ArrayRef<E, D>,
    dx: T,
    room: &'r mut Option<Array<E, D>>,
) -> T {
    dx.laid(x, room)
}

/// A tensor by value that has zeros of its own type.
pub trait ZerosAs<'r, E, D: Dimension>: Sized {
    /// The zeros; those of a view live in `room`.
    fn zeros_as(&self, room: &'r mut Option<Array<E, D>>) -> Self;
}

impl<E: Real, D: Dimension> ZerosAs<'_, E, D> for Array<E, D> {
    fn zeros_as(&self, _: &mut Option<Array<E, D>>) -> Self {
        zeros_like(self)
    }
}

impl<'r, E: Real, D: Dimension> ZerosAs<'r, E, D> for ArrayView<'r, E, D> {
    fn zeros_as(&self, room: &'r mut Option<Array<E, D>>) -> Self {
        room.insert(zeros_like(self)).view()
    }
}

/// The zero tangent of a tensor that is handed over by value.
pub fn zeros_as<'r, E, D: Dimension, X: ZerosAs<'r, E, D>>(
    x: &X,
    room: &'r mut Option<Array<E, D>>,
) -> X {
    x.zeros_as(room)
}

/// A tensor that nobody needs any more.
pub trait Dead {
    /// Gives its buffer to the pool, if its type says that it is its own.
    fn recycle(self);
}

impl<E: Pooled, D: Dimension> Dead for Array<E, D> {
    #[inline]
    fn recycle(self) {
        pool::recycle(self);
    }
}

macro_rules! without_a_buffer {
    ($($tensor:ty),*) => {$(
        impl<E, D: Dimension> Dead for $tensor {
            #[inline]
            fn recycle(self) {}
        }
    )*};
}

without_a_buffer!(ArrayView<'_, E, D>, ArrayViewMut<'_, E, D>, CowArray<'_, E, D>, ArcArray<E, D>);

/// Gives the buffer of a tensor that nobody needs any more to the pool.
#[inline]
pub fn recycle(dead: impl Dead) {
    dead.recycle();
}

/// A tangent in place, whose layout can be changed if it owns its elements.
pub trait Relay<E, D: Dimension> {
    /// Brings the elements into the layout of `primal`.
    fn relay(&mut self, primal: &ArrayRef<E, D>);
}

impl<E: Clone, D: Dimension> Relay<E, D> for Array<E, D> {
    fn relay(&mut self, primal: &ArrayRef<E, D>) {
        if !same_layout(primal, self) {
            *self = copied(primal, self);
        }
    }
}

/// Tensors that own their elements or can come to own them.
macro_rules! copied_on_write {
    ($($tensor:ty),*) => {$(
        impl<'r, E: Clone, D: Dimension> Laid<'r, E, D> for $tensor {
            fn laid(self, primal: &ArrayRef<E, D>, _: &'r mut Option<Array<E, D>>) -> Self {
                match same_layout(primal, &self) {
                    true => self,
                    false => copied(primal, &self).into(),
                }
            }
        }

        impl<'r, E: Real, D: Dimension> ZerosAs<'r, E, D> for $tensor {
            fn zeros_as(&self, _: &'r mut Option<Array<E, D>>) -> Self {
                zeros_like(self).into()
            }
        }

        impl<'r, E: Clone, D: Dimension> Relay<E, D> for $tensor {
            fn relay(&mut self, primal: &ArrayRef<E, D>) {
                if !same_layout(primal, self) {
                    *self = copied(primal, self).into();
                }
            }
        }
    )*};
}

copied_on_write!(CowArray<'r, E, D>, ArcArray<E, D>);

impl<E, D: Dimension> Relay<E, D> for ArrayRef<E, D> {
    fn relay(&mut self, primal: &ArrayRef<E, D>) {
        assert_laid(primal, self);
    }
}

impl<E, D: Dimension> Relay<E, D> for ArrayViewMut<'_, E, D> {
    fn relay(&mut self, primal: &ArrayRef<E, D>) {
        assert_laid(primal, self);
    }
}

/// Brings `dx` into the layout of `x`.
///
/// # Panics
///
/// If `dx` is a view in another layout.
#[track_caller]
pub fn relay<E, D: Dimension>(x: &ArrayRef<E, D>, dx: &mut (impl Relay<E, D> + ?Sized)) {
    dx.relay(x);
}

/// `into_raw_vec_and_offset` of both.
///
/// # Panics
///
/// If the tangent lies otherwise in memory and the primal does not show all of its buffer: nobody
/// knows the tangents of the rest.
#[track_caller]
#[allow(clippy::type_complexity, reason = "ndarray's result, twice")]
pub fn raw_vecs<E: Clone, D: Dimension>(
    x: Array<E, D>,
    dx: Array<E, D>,
) -> ((Vec<E>, Option<usize>), (Vec<E>, Option<usize>)) {
    let dx = dx.laid(&x, &mut None);
    let (x, dx) = (x.into_raw_vec_and_offset(), dx.into_raw_vec_and_offset());
    assert!(
        x.0.len() == dx.0.len() && x.1 == dx.1,
        "a tangent lies in memory otherwise than its primal, whose buffer has elements that are \
         not in the array: call `as_standard_layout` before"
    );
    (x, dx)
}

#[track_caller]
fn assert_laid<E, D: Dimension>(x: &ArrayRef<E, D>, dx: &ArrayRef<E, D>) {
    assert!(
        same_layout(x, dx),
        "the view of a tangent has the strides {:?}, but that of its primal has {:?}: what depends \
         on memory needs the same",
        dx.strides(),
        x.strides()
    );
}

/// Whether the elements of both are equally far from each other.
fn same_layout<E, D: Dimension>(x: &ArrayRef<E, D>, dx: &ArrayRef<E, D>) -> bool {
    let strides = x.strides().iter().zip(dx.strides());
    let matters = |n: &usize| *n > 1;
    x.is_empty()
        || x.shape() != dx.shape()
        || x.shape()
            .iter()
            .zip(strides)
            .all(|(n, (a, b))| !matters(n) || a == b)
}

/// `dx` with its axes in the order and the directions that those of `x` have in memory.
fn copied<E: Clone, D: Dimension>(x: &ArrayRef<E, D>, dx: &ArrayRef<E, D>) -> Array<E, D> {
    let visit = Visit::of_memory(x);
    let view = visit.view(dx);
    let elements = view.iter().cloned().collect();
    let array = Array::from_shape_vec(view.raw_dim(), elements).expect("as many elements");
    visit.placed(array)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array3, Axis, ShapeBuilder, s};

    /// Every order of three axes, in every direction.
    #[test]
    fn every_layout() {
        let t = Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (100 * i + 10 * j + k) as f64);
        for axes in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            for backwards in 0..8 {
                let shape = axes.map(|k| t.shape()[k]);
                let mut back = [0; 3];
                (0..3).for_each(|i| back[axes[i]] = i);
                let mut x = Array3::<f64>::zeros(shape).permuted_axes(back);
                (0..3)
                    .filter(|k| backwards >> k & 1 == 1)
                    .for_each(|k| x.invert_axis(Axis(k)));
                let y = t.clone().laid(&x, &mut None);
                assert_eq!(y, t);
                assert_eq!(y.strides(), x.strides());
            }
        }
    }

    #[test]
    fn a_view_borrows_only_where_it_must() {
        let x = Array::<f64, _>::zeros((2, 3));
        let t = Array::<f64, _>::ones((2, 3));
        let mut room = None;
        laid(&x, t.view(), &mut room);
        assert!(room.is_none());
        let t = Array::<f64, _>::ones((2, 3).f());
        assert!(laid(&x, t.view(), &mut room).is_standard_layout());
    }

    #[test]
    #[should_panic(expected = "elements that are not in the array")]
    fn a_buffer_with_more_than_the_array() {
        let x = Array::<f64, _>::zeros((4, 4)).slice_move(s![..2, ..]);
        raw_vecs(x, Array::ones((2, 4).f()));
    }
}
