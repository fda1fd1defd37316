//! Tangents that are borrowed: those of the slices and views in a struct's fields.
//!
//! A struct that borrows its data has a tangent that borrows too, of the same form. What reads it
//! works as for owned tangents; nothing is ever written to it, so that what would change it in
//! place panics. Its zero is borrowed from blocks of zeros that are never freed.

use std::any::Any;
use std::sync::{Mutex, PoisonError};

use ndarray::{ArrayView, Dimension};

use crate::scalar::Real;
use crate::tangent::{Mismatch, Tangent, flat_length, same_length, same_shape};

/// Stops where a borrowed tangent would be changed.
#[cold]
#[track_caller]
fn in_place() -> ! {
    panic!(
        "a borrowed tangent can't be changed in place: make a new one from values of your own, or \
         let the field own its value"
    )
}

/// `length` zeros for as long as the program runs. The blocks that they come from grow by
/// doubling, so that all of a type together are less than four times the longest that was asked
/// for.
fn zeros<T: Real>(length: usize) -> &'static [T] {
    static BLOCKS: Mutex<Vec<Box<dyn Any + Send>>> = Mutex::new(Vec::new());
    let mut blocks = BLOCKS.lock().unwrap_or_else(PoisonError::into_inner);
    let known = blocks.iter().position(|b| b.is::<&'static [T]>());
    let at = known.unwrap_or_else(|| {
        blocks.push(Box::new(&[] as &'static [T]));
        blocks.len() - 1
    });
    let mut block: &'static [T] = blocks[at].downcast_ref().copied().unwrap_or_default();
    if block.len() < length {
        block = vec![T::ZERO; length.max(2 * block.len())].leak();
        blocks[at] = Box::new(block);
    }
    &block[..length]
}

/// What a borrowed tangent can't do.
macro_rules! nothing_in_place {
    () => {
        #[track_caller]
        fn accumulate(&mut self, _other: &Self) {
            in_place()
        }

        #[track_caller]
        fn scale_by(&mut self, _factor: f64) {
            in_place()
        }

        #[track_caller]
        fn axpy(&mut self, _factor: f64, _other: &Self) {
            in_place()
        }

        #[track_caller]
        fn read_flat(&mut self, _flat: &[f64]) {
            in_place()
        }
    };
}

/// Changing it in place panics; `set_zero` makes it another one.
impl<T: Real> Tangent for &[T] {
    fn zero_like(&self) -> Self {
        zeros(self.len())
    }

    fn set_zero(&mut self) {
        *self = zeros(self.len());
    }

    fn inner(&self, other: &Self) -> f64 {
        same_length(self.len(), other.len());
        self.iter().zip(*other).map(|(a, b)| a.inner(b)).sum()
    }

    fn coordinates(&self) -> usize {
        self.len()
    }

    fn write_flat(&self, flat: &mut [f64]) {
        flat_length(self.len(), flat.len());
        for (to, from) in flat.iter_mut().zip(*self) {
            *to = from.widen();
        }
    }

    fn check_like(&self, tangent: &Self) -> Result<(), Mismatch> {
        match self.len() == tangent.len() {
            true => Ok(()),
            false => Err(Mismatch::lengths(self.len(), tangent.len())),
        }
    }

    nothing_in_place!();
}

/// Changing it in place panics; `set_zero` makes it another one.
impl<T: Real, D: Dimension> Tangent for ArrayView<'_, T, D> {
    fn zero_like(&self) -> Self {
        ArrayView::from_shape(self.raw_dim(), zeros(self.len())).expect("as many zeros as elements")
    }

    fn set_zero(&mut self) {
        *self = self.zero_like();
    }

    fn inner(&self, other: &Self) -> f64 {
        same_shape(self.shape(), other.shape());
        self.iter().zip(other).map(|(a, b)| a.inner(b)).sum()
    }

    fn coordinates(&self) -> usize {
        self.len()
    }

    fn write_flat(&self, flat: &mut [f64]) {
        flat_length(self.len(), flat.len());
        for (to, from) in flat.iter_mut().zip(self) {
            *to = from.widen();
        }
    }

    fn check_like(&self, tangent: &Self) -> Result<(), Mismatch> {
        match self.shape() == tangent.shape() {
            true => Ok(()),
            false => Err(Mismatch::shapes(self.shape(), tangent.shape())),
        }
    }

    nothing_in_place!();
}
