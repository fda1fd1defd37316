//! Large work in pieces: on several threads with the feature `rayon`, one after the other without.
//!
//! In: how much there is, and how to do a range of it. Always holds: where pieces begin follows from
//! how much there is alone, and results are merged in a fixed order, so that nothing depends on the number of
//! threads.

#![allow(unsafe_code, reason = "pointers that several threads work through")]

use std::ops::Range;

/// So many elements at least are worth a thread.
const PIECE: usize = 1 << 15;

/// The length of a piece of elements, a multiple of `grain`.
#[inline]
pub(crate) fn piece(grain: usize) -> usize {
    PIECE.div_ceil(grain).saturating_mul(grain)
}

/// Calls `f` for ranges that together are the whole; each begins at a multiple of `piece`.
#[inline]
pub(crate) fn each(range: Range<usize>, piece: usize, f: &(impl Fn(Range<usize>) + Sync)) {
    #[cfg(feature = "rayon")]
    if range.len() > piece {
        let (left, right) = halves(range, piece);
        rayon::join(|| each(left, piece, f), || each(right, piece, f));
        return;
    }
    #[cfg(not(feature = "rayon"))]
    let _ = piece;
    f(range);
}

/// Merges what `f` gives for the pieces: the halves first, each merged from its own halves.
pub(crate) fn fold<R: Send>(
    range: Range<usize>,
    piece: usize,
    f: &(impl Fn(Range<usize>) -> R + Sync),
    merge: &(impl Fn(R, R) -> R + Sync),
) -> R {
    if range.len() <= piece {
        return f(range);
    }
    let (left, right) = halves(range, piece);
    let left = || fold(left, piece, f, merge);
    let right = || fold(right, piece, f, merge);
    #[cfg(feature = "rayon")]
    let (left, right) = rayon::join(left, right);
    #[cfg(not(feature = "rayon"))]
    let (left, right) = (left(), right());
    merge(left, right)
}

fn halves(range: Range<usize>, piece: usize) -> (Range<usize>, Range<usize>) {
    let middle = range.start + range.len().div_ceil(piece) / 2 * piece;
    (range.start..middle, middle..range.end)
}

/// Pointers that several threads may use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared<T>(T);

// SAFETY: whoever makes one has promised that its use on several threads is no race.
unsafe impl<T> Send for Shared<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Shared<T> {}

impl<T: Copy> Shared<T> {
    /// # Safety
    /// Threads read what nobody writes, and write to different places.
    #[inline]
    pub unsafe fn new(pointers: T) -> Self {
        Shared(pointers)
    }

    #[inline]
    pub fn get(&self) -> T {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::{each, fold};

    #[test]
    fn pieces_are_the_whole() {
        for (len, piece) in [(0, 4), (3, 4), (4, 4), (5, 4), (23, 4), (64, 7)] {
            let seen = Mutex::new(Vec::new());
            each(0..len, piece, &|range| {
                assert_eq!(range.start % piece, 0);
                seen.lock().unwrap().extend(range);
            });
            let mut seen = seen.into_inner().unwrap();
            seen.sort_unstable();
            assert_eq!(seen, (0..len).collect::<Vec<_>>());
            let parts = fold(0..len, piece, &|range| vec![range.start], &|a, b| {
                [a, b].concat()
            });
            let starts = (0..len.max(1)).step_by(piece).collect::<Vec<_>>();
            assert_eq!(parts, starts);
        }
    }
}
