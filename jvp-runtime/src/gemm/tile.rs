//! The innermost kernel: a tile of the result, held in registers.
//!
//! `c[i][j] = alpha sum_p a[i][p] b[p][j] + beta c[i][j]` for `M` rows and `N` registers of columns.
//! Each element is one chain of multiply-adds over `p`, so its bits do not depend on the tile.

use super::Scalar;
use super::vector::Vector;

/// What a tile is computed from.
pub struct Tile<E> {
    /// Products that are summed.
    pub k: usize,
    /// From one element of a row of `a` to the next.
    pub a_step: isize,
    /// The first row's columns of `b`; they are contiguous.
    pub b: *const E,
    /// From one row of `b` to the next.
    pub b_step: isize,
    /// The columns of `c` before this tile.
    pub c_at: usize,
    /// How many columns the last register has.
    pub tail: usize,
    pub alpha: E,
    /// Zero: `c` is not read.
    pub beta: E,
}

/// Computes one tile; `a` and `c` are where its rows start. With `PART`, columns of `b` beyond the
/// `tail` are not touched (else they can be read, and do not matter).
///
/// # Safety
/// As [`Vector`]; the rows, `b` and `c` are as large as [`Tile`] says.
#[inline(always)]
pub unsafe fn tile<V: Vector, const M: usize, const N: usize, const PART: bool>(
    t: &Tile<V::Elem>,
    a: &[*const V::Elem; M],
    c: &[*mut V::Elem; M],
) where
    V::Elem: Scalar,
{
    let zero = V::Elem::ZERO;
    // SAFETY: the caller's: `k` steps stay within the rows of `a` and `b`, and `N` registers, the
    // last one up to `tail`, within a row of `b` and `c`.
    unsafe {
        let mask = V::mask(t.tail);
        let mut sums = [[V::splat(zero); N]; M];
        let mut b = t.b;
        let mut at = 0;
        for _ in 0..t.k {
            let mut row = [V::splat(zero); N];
            for (j, x) in row.iter_mut().enumerate() {
                let from = b.add(j * V::LANES);
                *x = if PART && j + 1 == N {
                    V::load_part(from, mask)
                } else {
                    V::load(from)
                };
            }
            for (i, sums) in sums.iter_mut().enumerate() {
                let x = V::splat(*a[i].offset(at));
                for (j, sum) in sums.iter_mut().enumerate() {
                    *sum = x.mul_add(row[j], *sum);
                }
            }
            b = b.wrapping_offset(t.b_step);
            at += t.a_step;
        }
        let (alpha, beta) = (V::splat(t.alpha), V::splat(t.beta));
        let full = t.tail == V::LANES;
        for (i, sums) in sums.iter().enumerate() {
            for (j, sum) in sums.iter().enumerate() {
                let to = c[i].add(t.c_at + j * V::LANES);
                let mut y = sum.mul(alpha);
                if j + 1 < N || full {
                    if t.beta != zero {
                        y = beta.mul_add(V::load(to), y);
                    }
                    y.store(to);
                } else {
                    if t.beta != zero {
                        y = beta.mul_add(V::load_part(to, mask), y);
                    }
                    y.store_part(to, t.tail);
                }
            }
        }
    }
}
