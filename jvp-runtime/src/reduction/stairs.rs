//! Sums of slices, with intermediate sums.

use super::leaf::add;
use crate::pool;
use crate::scalar::Real;

/// So many slices are added up before their sum goes one level up.
const STAIR: usize = 32;

/// A sum of many slices: those of [`STAIR`] slices are added up, those of `STAIR²`, and so on. The
/// error grows as the logarithm of their number, times `STAIR`.
pub(super) struct Stairs<'a, E> {
    /// The sum of everything that is in no other level. The result, in the end.
    top: &'a mut [E],
    /// One behind the other: sums of up to `STAIR` slices, of up to `STAIR²`, …
    levels: Vec<E>,
    /// How many slices have been added.
    count: usize,
}

impl<'a, E: Real> Stairs<'a, E> {
    /// The empty sum; `top` is zero.
    pub(super) fn new(top: &'a mut [E]) -> Self {
        Stairs {
            levels: pool::take(top.len()),
            top,
            count: 0,
        }
    }

    /// Adds the part of a slice that begins at `at`. Parts come in order.
    #[inline]
    pub(super) fn add(&mut self, at: usize, part: &[E]) {
        let size = self.top.len();
        if self.levels.is_empty() {
            self.levels.resize(size, E::ZERO);
        }
        add(&mut self.levels[at..at + part.len()], part);
        if at + part.len() == size {
            self.count += 1;
            if self.count % STAIR == 0 {
                self.climb();
            }
        }
    }

    /// Adds each full level to the one above.
    fn climb(&mut self) {
        let size = self.top.len();
        let (mut level, mut full) = (0, STAIR);
        while self.count % full == 0 {
            if self.levels.len() == (level + 1) * size {
                self.levels.resize((level + 2) * size, E::ZERO);
            }
            let (below, above) = self.levels[level * size..].split_at_mut(size);
            add(&mut above[..size], below);
            below.fill(E::ZERO);
            (level, full) = (level + 1, full * STAIR);
        }
    }

    /// Adds up the levels, into the result.
    pub(super) fn finish(self) {
        for level in self.levels.chunks(self.top.len()) {
            add(self.top, level);
        }
        pool::give(self.levels);
    }
}
