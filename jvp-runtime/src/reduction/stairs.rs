//! Sums of slices, with intermediate sums.

use super::leaf::add;
use crate::pool;
use crate::scalar::Real;

/// So many slices are added up before their sum goes one level up.
const STAIR: usize = 32;

/// A sum of many slices: those of [`STAIR`] slices are added up, those of `STAIR²`, and so on. The
/// error grows as the logarithm of their number, times `STAIR`.
pub(super) struct Stairs<E> {
    /// One behind the other: sums of up to `STAIR` slices, of up to `STAIR²`, …
    levels: Vec<E>,
    /// The length of a slice.
    size: usize,
    /// How many slices have been added.
    count: usize,
}

impl<E: Real> Stairs<E> {
    /// The empty sum of slices of `size` elements.
    pub(super) fn new(size: usize) -> Self {
        let mut levels = pool::scratch(2 * size);
        levels.resize(size, E::ZERO);
        Stairs {
            levels,
            size,
            count: 0,
        }
    }

    /// Adds the part of a slice that begins at `at`. Parts come in order.
    #[inline]
    pub(super) fn add(&mut self, at: usize, part: &[E]) {
        add(&mut self.levels[at..at + part.len()], part);
        if at + part.len() == self.size {
            self.count += 1;
            if self.count.is_multiple_of(STAIR) {
                self.climb();
            }
        }
    }

    /// Adds each full level to the one above.
    fn climb(&mut self) {
        let size = self.size;
        let (mut level, mut full) = (0, STAIR);
        while self.count.is_multiple_of(full) {
            if self.levels.len() == (level + 1) * size {
                self.levels.resize((level + 2) * size, E::ZERO);
            }
            let (below, above) = self.levels[level * size..].split_at_mut(size);
            add(&mut above[..size], below);
            below.fill(E::ZERO);
            (level, full) = (level + 1, full * STAIR);
        }
    }

    /// The sum.
    pub(super) fn finish(mut self) -> Vec<E> {
        let (sum, others) = self.levels.split_at_mut(self.size);
        for level in others.chunks(self.size) {
            add(sum, level);
        }
        self.levels.truncate(self.size);
        self.levels
    }
}
