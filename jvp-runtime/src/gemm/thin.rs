//! Products of one or two rows with a matrix: as fast as the matrix comes from memory. It is read
//! once and in its own order, whether its rows are contiguous ([`by_rows`]) or its columns
//! ([`by_cols`]).

#![allow(
    clippy::needless_range_loop,
    reason = "what closures of iterators do would not be compiled for the instructions"
)]

use super::vector::Vector;
use super::{Mat, Scalar};

/// `c[i] = alpha a[i] b + beta c[i]`, for up to two rows.
pub struct Thin<E> {
    pub alpha: E,
    pub b: Mat<E>,
    /// Zero: `c` is not read.
    pub beta: E,
}

/// Rows of `b` that [`by_rows`] adds up in registers, before it adds them to the result.
const DEPTH: usize = 4;
/// Columns of `b` that [`by_cols`] goes down at once.
const COLS: usize = 4;

/// For contiguous rows of `b`: a few of them at a time, times numbers of `a`, added to `c`.
///
/// # Safety
/// As [`Vector`]; row `i` of `a` has `b.rows` elements with steps of `a_step`, that of `c` has
/// `b.cols` contiguous ones.
#[inline(always)]
pub unsafe fn by_rows<V: Vector, const M: usize>(
    t: &Thin<V::Elem>,
    a: [*const V::Elem; M],
    a_step: isize,
    c: [*mut V::Elem; M],
) where
    V::Elem: Scalar,
{
    let mut p = 0;
    while p < t.b.rows {
        // SAFETY: the caller's, and the rows from `p` on are there.
        unsafe {
            if p + DEPTH <= t.b.rows {
                add_rows::<V, M, DEPTH>(t, p, a, a_step, c);
                p += DEPTH;
            } else {
                add_rows::<V, M, 1>(t, p, a, a_step, c);
                p += 1;
            }
        }
    }
}

/// `P` rows from `p` on.
#[inline(always)]
unsafe fn add_rows<V: Vector, const M: usize, const P: usize>(
    t: &Thin<V::Elem>,
    p: usize,
    a: [*const V::Elem; M],
    a_step: isize,
    c: [*mut V::Elem; M],
) where
    V::Elem: Scalar,
{
    let (zero, cols) = (V::Elem::ZERO, t.b.cols);
    let fresh = p == 0 && t.beta == zero;
    // SAFETY: the caller's.
    unsafe {
        let alpha = V::splat(t.alpha);
        // what the rows before have left is scaled already
        let beta = V::splat(if p == 0 { t.beta } else { V::Elem::ONE });
        let mut x = [[V::splat(zero); P]; M];
        for i in 0..M {
            for q in 0..P {
                x[i][q] = V::splat(*a[i].offset((p + q) as isize * a_step));
            }
        }
        let mut j = 0;
        while j < cols {
            let rest = V::LANES.min(cols - j);
            let mask = V::mask(rest);
            let full = rest == V::LANES;
            let mut sums = [V::splat(zero); M];
            for q in 0..P {
                let from = t.b.at(p + q, j);
                let b = if full {
                    V::load(from)
                } else {
                    V::load_part(from, mask)
                };
                for i in 0..M {
                    sums[i] = if q == 0 {
                        x[i][q].mul(b)
                    } else {
                        x[i][q].mul_add(b, sums[i])
                    };
                }
            }
            for i in 0..M {
                let to = c[i].add(j);
                let y = sums[i].mul(alpha);
                if full {
                    let y = if fresh {
                        y
                    } else {
                        beta.mul_add(V::load(to), y)
                    };
                    y.store(to);
                } else {
                    let y = if fresh {
                        y
                    } else {
                        beta.mul_add(V::load_part(to, mask), y)
                    };
                    y.store_part(to, rest);
                }
            }
            j += V::LANES;
        }
    }
}

/// For contiguous columns of `b`: inner products, a few columns at a time.
///
/// # Safety
/// As [`by_rows`], but the rows of `a` are contiguous, and so are the columns of `b`.
#[inline(always)]
pub unsafe fn by_cols<V: Vector, const M: usize>(
    t: &Thin<V::Elem>,
    a: [*const V::Elem; M],
    c: [*mut V::Elem; M],
) where
    V::Elem: Scalar,
{
    let mut j = 0;
    while j < t.b.cols {
        // SAFETY: the caller's, and the columns from `j` on are there.
        unsafe {
            if j + COLS <= t.b.cols {
                inner::<V, M, COLS, 2>(t, j, a, c);
                j += COLS;
            } else {
                inner::<V, M, 1, 4>(t, j, a, c);
                j += 1;
            }
        }
    }
}

/// The columns `j` to `j + N`, with `U` sums for each, so that one need not wait for another.
#[inline(always)]
unsafe fn inner<V: Vector, const M: usize, const N: usize, const U: usize>(
    t: &Thin<V::Elem>,
    j: usize,
    a: [*const V::Elem; M],
    c: [*mut V::Elem; M],
) where
    V::Elem: Scalar,
{
    let zero = V::Elem::ZERO;
    // SAFETY: the caller's.
    unsafe {
        let mut cols = [t.b.ptr; N];
        for q in 0..N {
            cols[q] = t.b.at(0, j + q);
        }
        let mut sums = [[[V::splat(zero); U]; N]; M];
        let mut p = 0;
        while p + U * V::LANES <= t.b.rows {
            for u in 0..U {
                let at = p + u * V::LANES;
                let mut x = [V::splat(zero); M];
                for i in 0..M {
                    x[i] = V::load(a[i].add(at));
                }
                for q in 0..N {
                    let y = V::load(cols[q].add(at));
                    for i in 0..M {
                        sums[i][q][u] = x[i].mul_add(y, sums[i][q][u]);
                    }
                }
            }
            p += U * V::LANES;
        }
        while p < t.b.rows {
            let mask = V::mask(V::LANES.min(t.b.rows - p));
            let mut x = [V::splat(zero); M];
            for i in 0..M {
                x[i] = V::load_part(a[i].add(p), mask);
            }
            for q in 0..N {
                let y = V::load_part(cols[q].add(p), mask);
                for i in 0..M {
                    sums[i][q][0] = x[i].mul_add(y, sums[i][q][0]);
                }
            }
            p += V::LANES;
        }
        for i in 0..M {
            for q in 0..N {
                let mut sum = sums[i][q];
                let mut half = U / 2;
                while half > 0 {
                    for u in 0..half {
                        sum[u] = sum[u].add(sum[u + half]);
                    }
                    half /= 2;
                }
                let y = t.alpha * sum[0].sum();
                let to = c[i].add(j + q);
                *to = if t.beta == zero { y } else { t.beta * *to + y };
            }
        }
    }
}
