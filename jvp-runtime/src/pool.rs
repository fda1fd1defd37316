//! The pool: buffers of arrays that nobody needs any more, kept for the next array.
//!
//! In: the vectors behind dead arrays ([`give`], [`recycle`]). Out: empty vectors of at least the
//! capacity asked for ([`take`]), from the pool or newly allocated. A fresh large buffer costs page
//! faults that dwarf the arithmetic on it, so a steady loop should run in the same few buffers.
//!
//! What a kernel needs for the length of one call comes from a shelf of its own ([`Room`], [`scratch`],
//! [`scrap`]): a result would leave the thread with it, and the next call would have to ask anew.
//!
//! Always holds: the pool belongs to its thread and to one type of scalar; each of its two shelves
//! keeps at most [`BUFFERS`] vectors and [`BYTES`] bytes, and lets the oldest go when it is full; no
//! vector that it hands out is more than a quarter larger than asked for, since it may leave with a
//! result. What it keeps is freed with its thread.

mod pages;
mod room;

use std::cell::RefCell;

use ndarray::{Array, Dimension};

pub use room::Room;

/// How many bytes a line of the cache has.
pub(crate) const LINE: usize = 64;

/// How many bytes the pool of one thread keeps, for each type of scalar.
pub const BYTES: usize = 256 << 20;

/// How many buffers the pool of one thread keeps, for each type of scalar.
pub const BUFFERS: usize = 32;

/// An empty vector with a capacity of at least `len`.
#[inline]
pub fn take<E: Pooled>(len: usize) -> Vec<E> {
    if len == 0 {
        return Vec::new();
    }
    E::with_shelves(|shelves| shelves.arrays.take(len))
        .flatten()
        .unwrap_or_else(|| pages::fresh(len))
}

/// An empty vector with a capacity of at least `len`, for the length of a call.
#[inline]
pub fn scratch<E: Pooled>(len: usize) -> Vec<E> {
    if len == 0 {
        return Vec::new();
    }
    E::with_shelves(|shelves| shelves.scratch.take(len))
        .flatten()
        .unwrap_or_else(|| Vec::with_capacity(len))
}

/// Takes back what [`scratch`] gave.
#[inline]
pub fn scrap<E: Pooled>(buffer: Vec<E>) {
    if buffer.capacity() > 0 {
        E::with_shelves(|shelves| shelves.scratch.give(buffer));
    }
}

/// Takes back a vector that nobody needs any more.
#[inline]
pub fn give<E: Pooled>(buffer: Vec<E>) {
    if buffer.capacity() > 0 {
        // A thread that is ending has no shelf: the buffer is freed.
        E::with_shelves(|shelves| shelves.arrays.give(buffer));
    }
}

/// Takes back the buffer of an array that nobody needs any more.
#[inline]
pub fn recycle<E: Pooled, D: Dimension>(array: Array<E, D>) {
    give(array.into_raw_vec_and_offset().0);
}

/// A scalar that has a pool.
pub trait Pooled: Copy + 'static {
    /// Calls `f` with this thread's shelves, unless the thread is ending.
    #[doc(hidden)]
    fn with_shelves<R>(f: impl FnOnce(&mut Shelves<Self>) -> R) -> Option<R>;
}

macro_rules! pooled {
    ($($scalar:ident)*) => {$(
        impl Pooled for $scalar {
            #[inline]
            fn with_shelves<R>(f: impl FnOnce(&mut Shelves<Self>) -> R) -> Option<R> {
                thread_local! {
                    static SHELVES: RefCell<Shelves<$scalar>> = const {
                        RefCell::new(Shelves { arrays: Shelf::new(), scratch: Shelf::new() })
                    };
                }
                SHELVES.try_with(|shelves| f(&mut shelves.borrow_mut())).ok()
            }
        }
    )*};
}

pooled!(f32 f64);

/// The buffers of one type in one thread.
#[doc(hidden)]
#[derive(Debug)]
pub struct Shelves<E> {
    arrays: Shelf<E>,
    scratch: Shelf<E>,
}

/// Buffers, the oldest first.
#[derive(Debug)]
struct Shelf<E> {
    buffers: Vec<Vec<E>>,
    bytes: usize,
}

impl<E> Shelf<E> {
    const fn new() -> Self {
        Shelf {
            buffers: Vec::new(),
            bytes: 0,
        }
    }

    /// The smallest buffer that is large enough but not much too large; of equal ones the one that
    /// came last, since it is most likely still in the cache.
    fn take(&mut self, len: usize) -> Option<Vec<E>> {
        let fits = len..=len.saturating_add(len / 4);
        let mut best: Option<(usize, usize)> = None;
        for (place, buffer) in self.buffers.iter().enumerate().rev() {
            let capacity = buffer.capacity();
            if fits.contains(&capacity) && best.is_none_or(|(_, least)| capacity < least) {
                best = Some((place, capacity));
                if capacity == len {
                    break;
                }
            }
        }
        best.map(|(place, _)| self.remove(place))
    }

    fn give(&mut self, mut buffer: Vec<E>) {
        let bytes = bytes(&buffer);
        if bytes > BYTES {
            return;
        }
        while self.buffers.len() >= BUFFERS || self.bytes + bytes > BYTES {
            drop(self.remove(0));
        }
        buffer.clear();
        self.bytes += bytes;
        if self.buffers.capacity() == 0 {
            self.buffers.reserve_exact(BUFFERS);
        }
        self.buffers.push(buffer);
    }

    fn remove(&mut self, place: usize) -> Vec<E> {
        let buffer = self.buffers.remove(place);
        self.bytes -= bytes(&buffer);
        buffer
    }
}

fn bytes<E>(buffer: &Vec<E>) -> usize {
    buffer.capacity() * size_of::<E>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On a thread of its own, so that the pool is empty at first.
    fn alone<R: Send>(f: impl FnOnce() -> R + Send) -> R {
        std::thread::scope(|scope| scope.spawn(f).join().unwrap())
    }

    fn kept<E: Pooled>() -> (usize, usize) {
        E::with_shelves(|shelves| (shelves.arrays.buffers.len(), shelves.arrays.bytes)).unwrap()
    }

    #[test]
    fn a_buffer_comes_back() {
        alone(|| {
            let buffer = vec![1.0_f64; 100];
            let place = buffer.as_ptr();
            give(buffer);
            let buffer = take::<f64>(90);
            assert_eq!((buffer.as_ptr(), buffer.len()), (place, 0));
            assert_eq!(kept::<f64>(), (0, 0));
        });
    }

    #[test]
    fn the_best_fit_is_taken_and_nothing_much_too_large() {
        alone(|| {
            for len in [400, 120, 110, 125, 126] {
                give(Vec::<f32>::with_capacity(len));
            }
            assert_eq!(take::<f32>(100).capacity(), 110);
            assert_eq!(take::<f32>(100).capacity(), 120);
            assert_eq!(take::<f32>(100).capacity(), 125);
            assert_eq!(take::<f32>(100).capacity(), 100);
            assert_eq!(kept::<f32>(), (2, 4 * (400 + 126)));
        });
    }

    #[test]
    fn the_number_of_buffers_is_bounded_and_the_oldest_go() {
        alone(|| {
            for len in 1..=BUFFERS + 3 {
                give(Vec::<f64>::with_capacity(len));
            }
            let sum: usize = (4..=BUFFERS + 3).sum();
            assert_eq!(kept::<f64>(), (BUFFERS, 8 * sum));
        });
    }

    #[test]
    fn the_number_of_bytes_is_bounded() {
        alone(|| {
            give(Vec::<f64>::with_capacity(BYTES / 8 + 1));
            assert_eq!(kept::<f64>(), (0, 0));
            give(Vec::<f64>::with_capacity(BYTES / 16));
            give(Vec::<f64>::with_capacity(BYTES / 16));
            assert_eq!(kept::<f64>(), (2, BYTES));
            give(Vec::<f64>::with_capacity(10));
            assert_eq!(kept::<f64>(), (2, BYTES / 2 + 80));
        });
    }

    #[test]
    fn long_buffers_are_filled_up_to_lines() {
        alone(|| {
            for len in [1024, 1025, 40_960, 1 << 20] {
                let bytes = take::<f32>(len).capacity() * 4;
                assert_eq!((bytes + size_of::<usize>()) % 64, 0);
                assert!(
                    (4 * len..4 * len + 64).contains(&bytes),
                    "{bytes} for {len}"
                );
            }
            assert_eq!(take::<f64>(500).capacity(), 500);
        });
    }

    #[test]
    fn scratch_is_apart() {
        alone(|| {
            let buffer = scratch::<f64>(100);
            let place = buffer.as_ptr();
            scrap(buffer);
            assert_eq!(take::<f64>(90).capacity(), 90);
            let buffer = scratch::<f64>(90);
            assert_eq!(buffer.as_ptr(), place);
            assert_eq!(kept::<f64>(), (0, 0));
        });
    }

    #[test]
    fn the_types_are_apart_and_empty_buffers_are_not_kept() {
        alone(|| {
            give(Vec::<f32>::with_capacity(10));
            give(Vec::<f64>::new());
            assert_eq!((kept::<f32>(), kept::<f64>()), ((1, 40), (0, 0)));
            assert_eq!(take::<f64>(10).capacity(), 10);
            recycle(Array::<f64, _>::zeros((2, 3)));
            assert_eq!(kept::<f64>(), (1, 48));
        });
    }
}
