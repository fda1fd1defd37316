//! Sums in pairs.

use crate::scalar::Real;

/// A sum of numbers that come one after the other, in pairs, in pairs of pairs, and so on: the error
/// grows with the logarithm of their number.
#[derive(Debug)]
pub(super) struct Tree<E> {
    /// At `k` the sum of `2ᵏ` numbers, if bit `k` of `count` is set.
    levels: [E; usize::BITS as usize],
    count: usize,
}

impl<E: Real> Tree<E> {
    /// The empty sum.
    pub(super) const NEW: Self = Tree {
        levels: [E::ZERO; usize::BITS as usize],
        count: 0,
    };

    /// Adds a number.
    #[inline]
    pub(super) fn push(&mut self, number: E) {
        let mut sum = number;
        let mut level = 0;
        while self.count >> level & 1 == 1 {
            sum = self.levels[level] + sum;
            level += 1;
        }
        self.levels[level] = sum;
        self.count += 1;
    }

    /// The sum, and an empty tree.
    #[inline]
    pub(super) fn take(&mut self) -> E {
        let mut sum = E::ZERO;
        let mut level = 0;
        while self.count >> level > 0 {
            if self.count >> level & 1 == 1 {
                sum = self.levels[level] + sum;
            }
            level += 1;
        }
        self.count = 0;
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn small_numbers_are_not_lost() {
        let mut tree = Tree::<f32>::NEW;
        (0..1 << 25).for_each(|_| tree.push(1.0));
        assert_eq!(tree.take(), (1 << 25) as f32);
        assert_eq!(tree.take(), 0.0);
        (1..=7).for_each(|k| tree.push(k as f32));
        assert_eq!(tree.take(), 28.0);
    }
}
