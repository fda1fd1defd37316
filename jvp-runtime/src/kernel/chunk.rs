//! One chunk of elements, which the compiler makes vector code of.
//!
//! In: pointers to the inputs, and to the outputs, of a kernel. All results of the chunk are computed
//! into memory of its own, and then they are stored: so the compiler sees that no result is an input of
//! its own chunk, though a result may lie exactly on an input.
//!
//! What is longer than a few operations computes two elements side by side ([`Twin`]), since it waits
//! more than it computes: `erf`, `powf` and a chain of several functions then take a fifth to a third
//! less, on every kind of machine. What divides by an input several times takes its reciprocal once
//! ([`Known`]). Lanes for easy arguments, which give NaN for the others, come first; where a result is
//! NaN, the chunk is computed once more by lanes for all.

#![allow(unsafe_code, reason = "chunks of raw memory")]

use std::ops::Range;

use super::Kernel;
use super::task::Input;
use crate::lane::{Angle, Known, Lane, Number, Twin, reciprocal};
use crate::scalar::Real;

/// All chunks of a range.
///
/// # Safety
/// The range's length is a multiple of `LEN`; so many elements can be read from each input, and written
/// to each output, behind its start.
#[inline(always)]
pub(super) unsafe fn run<E, N, K, const IN: usize, const OUT: usize, const LEN: usize>(
    kernel: &K,
    inputs: &[Input<E>; IN],
    outputs: &[*mut E; OUT],
    range: Range<usize>,
) where
    E: Real,
    N: Angle<Element = E>,
    K: Kernel<IN, OUT>,
{
    let mut reciprocals = [[E::ZERO; LEN]; IN];
    for &d in K::DIVISORS {
        if inputs[d].is_chunk() {
            // SAFETY: the caller's.
            unsafe { invert::<E, N, LEN>(inputs[d].chunk_at(0), &mut reciprocals[d]) };
        }
    }
    let mut start = range.start;
    while start < range.end {
        // SAFETY: the caller's, from `start` on.
        unsafe {
            for &d in K::DIVISORS {
                if !inputs[d].is_chunk() {
                    invert::<E, N, LEN>(inputs[d].chunk_at(start), &mut reciprocals[d]);
                }
            }
            one::<E, N, K, IN, OUT, LEN>(kernel, start, inputs, &reciprocals, outputs);
        }
        start += LEN;
    }
}

/// The reciprocals of a chunk of divisors.
///
/// # Safety
/// `LEN` elements can be read.
#[inline(always)]
unsafe fn invert<E, N, const LEN: usize>(divisors: *const E, to: &mut [E; LEN])
where
    E: Real,
    N: Number<Element = E>,
{
    for (k, to) in to.iter_mut().enumerate() {
        // SAFETY: the caller's.
        *to = reciprocal(N::new(unsafe { divisors.add(k).read() })).get();
    }
}

/// One chunk.
///
/// # Safety
/// A whole chunk can be read from each input, and written to each output, behind `start`.
#[inline(always)]
unsafe fn one<E, N, K, const IN: usize, const OUT: usize, const LEN: usize>(
    kernel: &K,
    start: usize,
    inputs: &[Input<E>; IN],
    reciprocals: &[[E; LEN]; IN],
    outputs: &[*mut E; OUT],
) where
    E: Real,
    N: Angle<Element = E>,
    K: Kernel<IN, OUT>,
{
    let mut results = [[E::ZERO; LEN]; OUT];
    let inputs = inputs.map(|input| input.chunk_at(start));
    let (angles, divides) = const { (K::ANGLES, !K::DIVISORS.is_empty()) };
    // SAFETY: the caller's.
    unsafe {
        let odd = match (angles, divides) {
            (true, true) => {
                divide::<E, N::Near, K, IN, OUT, LEN>(kernel, inputs, reciprocals, &mut results)
            }
            (true, false) => compute::<E, N::Near, K, IN, OUT, LEN>(kernel, inputs, &mut results),
            (false, true) => {
                divide::<E, N, K, IN, OUT, LEN>(kernel, inputs, reciprocals, &mut results)
            }
            (false, false) => true,
        };
        if odd {
            compute::<E, N, K, IN, OUT, LEN>(kernel, inputs, &mut results);
        }
    }
    for o in 0..OUT {
        // SAFETY: the caller's.
        unsafe {
            outputs[o]
                .add(start)
                .cast::<[E; LEN]>()
                .write_unaligned(results[o])
        };
    }
}

/// Computes the results of one chunk, two at a time where the kernel is long. Whether one is NaN.
///
/// # Safety
/// A whole chunk can be read from each input.
#[inline(always)]
unsafe fn compute<E, N, K, const IN: usize, const OUT: usize, const LEN: usize>(
    kernel: &K,
    inputs: [*const E; IN],
    results: &mut [[E; LEN]; OUT],
) -> bool
where
    E: Real,
    N: Angle<Element = E>,
    K: Kernel<IN, OUT>,
{
    // SAFETY: the caller's.
    unsafe {
        if K::TWIN {
            let lane = |i: usize, k| Twin::<N>::new(Elements::read(inputs[i], k, LEN));
            each(kernel, lane, results)
        } else {
            let lane = |i: usize, k| N::new(Elements::read(inputs[i], k, LEN));
            each(kernel, lane, results)
        }
    }
}

/// The same, with the reciprocals of divisors.
///
/// # Safety
/// As [`compute`].
#[inline(always)]
unsafe fn divide<E, N, K, const IN: usize, const OUT: usize, const LEN: usize>(
    kernel: &K,
    inputs: [*const E; IN],
    reciprocals: &[[E; LEN]; IN],
    results: &mut [[E; LEN]; OUT],
) -> bool
where
    E: Real,
    N: Angle<Element = E>,
    K: Kernel<IN, OUT>,
{
    let reciprocals: [_; IN] = std::array::from_fn(|i| {
        let known = K::DIVISORS.contains(&i);
        known.then_some(reciprocals[i].as_ptr())
    });
    // SAFETY: the caller's; there is a reciprocal for each element of a divisor.
    unsafe {
        if K::TWIN {
            each(
                kernel,
                |i, k| known::<E, Twin<N>>(inputs[i], reciprocals[i], k, LEN),
                results,
            )
        } else {
            each(
                kernel,
                |i, k| known::<E, N>(inputs[i], reciprocals[i], k, LEN),
                results,
            )
        }
    }
}

/// The lane at `k`, with its reciprocal if there is one.
///
/// # Safety
/// As [`Elements::read`], for both.
#[inline(always)]
unsafe fn known<E, N>(
    from: *const E,
    reciprocal: Option<*const E>,
    k: usize,
    len: usize,
) -> Known<N>
where
    N: Number,
    N::Element: Elements<E>,
{
    // SAFETY: the caller's.
    let lane = |from| N::new(unsafe { Elements::read(from, k, len) });
    Known::with(lane(from), reciprocal.map(lane))
}

/// Computes the results lane by lane; `lane` gives that of an input at a place. Whether one is NaN.
#[inline(always)]
#[allow(
    clippy::needless_range_loop,
    reason = "counted loops over all inputs and results, which become vector code"
)]
fn each<E, L, K, const IN: usize, const OUT: usize, const LEN: usize>(
    kernel: &K,
    lane: impl Fn(usize, usize) -> L,
    results: &mut [[E; LEN]; OUT],
) -> bool
where
    E: Real,
    L: Lane,
    L::Element: Elements<E>,
    K: Kernel<IN, OUT>,
{
    let mut odd = false;
    for k in 0..LEN / L::Element::COUNT {
        let mut x = [L::lit(0.0); IN];
        for i in 0..IN {
            x[i] = lane(i, k);
        }
        let y = kernel.eval(x);
        for o in 0..OUT {
            let y = y[o].get();
            odd |= y.has_nan();
            y.write(&mut results[o], k);
        }
    }
    odd
}

/// What a lane has of a chunk: one element, or two that lie half of it apart.
trait Elements<E>: Copy {
    /// How many.
    const COUNT: usize;

    /// Those at `k`.
    ///
    /// # Safety
    /// `len` elements can be read, and `k` is less than that by `COUNT`.
    unsafe fn read(from: *const E, k: usize, len: usize) -> Self;

    /// Stores them at `k`.
    fn write(self, to: &mut [E], k: usize);

    /// One is NaN.
    fn has_nan(self) -> bool;
}

impl<E: Real> Elements<E> for E {
    const COUNT: usize = 1;

    #[inline(always)]
    unsafe fn read(from: *const E, k: usize, _: usize) -> E {
        // SAFETY: the caller's.
        unsafe { from.add(k).read() }
    }

    #[inline(always)]
    fn write(self, to: &mut [E], k: usize) {
        to[k] = self;
    }

    #[inline(always)]
    fn has_nan(self) -> bool {
        self.is_nan()
    }
}

impl<E: Real> Elements<E> for [E; 2] {
    const COUNT: usize = 2;

    #[inline(always)]
    unsafe fn read(from: *const E, k: usize, len: usize) -> [E; 2] {
        // SAFETY: the caller's.
        unsafe { [from.add(k).read(), from.add(k + len / 2).read()] }
    }

    #[inline(always)]
    fn write(self, to: &mut [E], k: usize) {
        [to[k], to[k + to.len() / 2]] = self;
    }

    #[inline(always)]
    fn has_nan(self) -> bool {
        self[0].is_nan() | self[1].is_nan()
    }
}
