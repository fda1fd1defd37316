//! The innermost kernel: a tile of the result, held in registers.
//!
//! `c[i][j] = alpha sum_p a[i][p] b[p][j] + beta c[i][j]` for `M` rows and `N` registers of columns.
//! Each element is one chain of multiply-adds over `p`, so its bits do not depend on the tile.

#![allow(
    clippy::needless_range_loop,
    reason = "loops over indices are unrolled early, those of iterators too late for registers"
)]

use std::iter::zip;

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
        if t.beta != zero {
            for row in c {
                for j in 0..N {
                    V::ask(row.wrapping_add(t.c_at + j * V::LANES));
                }
            }
        }
        for _ in 0..t.k {
            let mut row = [V::splat(zero); N];
            for (j, x) in row.iter_mut().enumerate() {
                let from = b.add(j * V::LANES);
                *x = if PART && j + 1 == N {
                    V::load_part(from, mask)
                } else {
                    V::load(from)
                };
                V::ask(from.wrapping_offset(AHEAD as isize * t.b_step));
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
        finish(t, mask, sums, c);
    }
}

/// Products that [`packed`] sums in one turn of its loop.
const UNROLL: usize = 4;
/// How many rows of `b` ahead are asked for before they are needed.
const AHEAD: usize = 8;

/// [`tile`] of packed factors: both lie in memory in the order in which they are read, the numbers
/// of `a` from `a` on, those of `b` from `t.b` on.
///
/// # Safety
/// As [`tile`].
#[inline(always)]
pub unsafe fn packed<V: Vector, const M: usize, const N: usize>(
    t: &Tile<V::Elem>,
    mut a: *const V::Elem,
    c: &[*mut V::Elem; M],
) where
    V::Elem: Scalar,
{
    // SAFETY: the caller's; what is asked for is not read.
    unsafe {
        let mut sums = [[V::splat(V::Elem::ZERO); N]; M];
        let mut b = t.b;
        for row in c {
            for j in 0..N {
                V::ask(row.wrapping_add(t.c_at + j * V::LANES));
            }
        }
        let mut left = t.k;
        while left >= UNROLL {
            for u in 0..UNROLL {
                let (a, b) = (a.add(u * M), b.add(u * N * V::LANES));
                add_row::<V, M, N>(a, b, &mut sums);
            }
            a = a.add(UNROLL * M);
            b = b.add(UNROLL * N * V::LANES);
            left -= UNROLL;
        }
        for _ in 0..left {
            add_row::<V, M, N>(a, b, &mut sums);
            a = a.add(M);
            b = b.add(N * V::LANES);
        }
        finish(t, V::mask(t.tail), sums, c);
    }
}

/// Adds the products of a row of packed `b`.
///
/// # Safety
/// As [`packed`].
#[inline(always)]
unsafe fn add_row<V: Vector, const M: usize, const N: usize>(
    a: *const V::Elem,
    b: *const V::Elem,
    sums: &mut [[V; N]; M],
) where
    V::Elem: Scalar,
{
    // SAFETY: the caller's; what is asked for is not read.
    unsafe {
        let mut row = [V::splat(V::Elem::ZERO); N];
        for j in 0..N {
            row[j] = V::load(b.add(j * V::LANES));
            V::ask(b.wrapping_add((AHEAD * N + j) * V::LANES));
        }
        for i in 0..M {
            let x = V::splat(*a.add(i));
            for j in 0..N {
                sums[i][j] = x.mul_add(row[j], sums[i][j]);
            }
        }
    }
}

/// Scales the sums, and stores them or adds them to the result.
///
/// # Safety
/// As [`tile`].
#[inline(always)]
unsafe fn finish<V: Vector, const M: usize, const N: usize>(
    t: &Tile<V::Elem>,
    mask: V::Mask,
    mut sums: [[V; N]; M],
    c: &[*mut V::Elem; M],
) where
    V::Elem: Scalar,
{
    let zero = V::Elem::ZERO;
    // SAFETY: the caller's.
    unsafe {
        // Loops that are small enough to be unrolled early: only then the sums live in registers,
        // and not in memory that each step writes.
        let alpha = V::splat(t.alpha);
        for sums in &mut sums {
            for sum in sums {
                *sum = sum.mul(alpha);
            }
        }
        let full = if t.tail == V::LANES { N } else { N - 1 };
        if t.beta == zero {
            for i in 0..M {
                for j in 0..N {
                    if j < full {
                        sums[i][j].store(c[i].add(t.c_at + j * V::LANES));
                    }
                }
            }
        } else {
            let beta = V::splat(t.beta);
            for i in 0..M {
                for j in 0..N {
                    let to = c[i].add(t.c_at + j * V::LANES);
                    if j < full {
                        beta.mul_add(V::load(to), sums[i][j]).store(to);
                    }
                }
            }
        }
        if full < N {
            let mut last = [V::splat(zero); M];
            for i in 0..M {
                last[i] = sums[i][N - 1];
            }
            part(t, mask, last, c.map(|c| c.add(t.c_at + (N - 1) * V::LANES)));
        }
    }
}

/// Stores the last registers of a tile's rows, of which only the `tail` counts.
///
/// # Safety
/// As [`tile`].
#[inline(always)]
unsafe fn part<V: Vector, const M: usize>(
    t: &Tile<V::Elem>,
    mask: V::Mask,
    sums: [V; M],
    to: [*mut V::Elem; M],
) where
    V::Elem: Scalar,
{
    // SAFETY: the caller's.
    unsafe {
        let beta = V::splat(t.beta);
        for (mut y, to) in zip(sums, to) {
            if t.beta != V::Elem::ZERO {
                y = beta.mul_add(V::load_part(to, mask), y);
            }
            y.store_part(to, t.tail);
        }
    }
}
