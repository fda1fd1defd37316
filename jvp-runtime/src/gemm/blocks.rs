//! The loops around the tiles: blocks that fit the caches, and what is packed.

use std::iter::zip;
use std::mem::MaybeUninit;

use super::machine::Machine;
use super::pack::{self, Scratch};
use super::thin::{self, Thin};
use super::tile::Tile;
use super::vector::Vector;
use super::{Mat, MatMut, Scalar};

/// `c[s] = alpha a[s] b + beta c[s]`.
pub struct Problem<'a, E> {
    pub alpha: E,
    pub a: &'a [Mat<E>],
    pub b: Mat<E>,
    pub beta: E,
    pub c: &'a [MatMut<E>],
}

impl<E> Problem<'_, E> {
    /// Whether there are so few products of two numbers that to choose loops would take longer.
    #[inline]
    pub fn is_small(&self) -> bool {
        let (m, k, n) = (self.c.len() * self.c[0].rows, self.b.rows, self.b.cols);
        k <= SMALL_DEPTH && m <= SMALL && n <= SMALL && m * n * k <= SMALL
    }
}

/// How many products of two numbers are few.
const SMALL: usize = 32;
/// How many of them are summed at most, since each waits for the one before.
const SMALL_DEPTH: usize = 12;

/// Rows whose addresses are listed at a time; a multiple of every tile's height. What is packed of
/// them stays in the second cache.
const ROWS: usize = 240;
/// Products that are summed in registers before they are added to `c`: so many that `c` is seldom
/// read, and so few that a panel of `b` and the packed [`ROWS`] of `a` stay in the second cache.
const DEPTH: usize = 384;
/// Columns of `b` that are packed at a time; they stay in the last cache.
const COLS: usize = 2048;

/// # Safety
/// As [`Machine`] and [`Multiply::multiply`](super::Multiply::multiply); the shapes are not empty,
/// and the columns of each `c[s]` are contiguous, unless the problem is small.
#[inline(always)]
pub unsafe fn multiply<X, E>(problem: &Problem<'_, E>)
where
    X: Machine<E>,
    E: Scalar,
{
    // SAFETY: the caller's.
    unsafe {
        if problem.is_small() {
            return each::<X, E>(problem);
        }
        match problem.c.len() * problem.c[0].rows {
            1 => rows::<X, E, 1>(problem),
            2 if problem.b.row_step == 1 => rows::<X, E, 2>(problem),
            _ => tiles::<X, E>(problem),
        }
    }
}

/// Each element by itself.
#[inline(always)]
unsafe fn each<X, E>(problem: &Problem<'_, E>)
where
    X: Machine<E>,
    E: Scalar,
{
    let b = problem.b;
    // SAFETY: the caller's.
    unsafe {
        // In registers, of which one number counts: so multiply-adds are the machine's.
        let one = |x: E| X::Vector::splat(x);
        for (a, c) in zip(problem.a, problem.c) {
            for i in 0..c.rows {
                for j in 0..c.cols {
                    let (mut x, mut y) = (a.at(i, 0), b.at(0, j));
                    let mut sum = one(E::ZERO);
                    for _ in 0..b.rows {
                        sum = one(*x).mul_add(one(*y), sum);
                        x = x.wrapping_offset(a.col_step);
                        y = y.wrapping_offset(b.row_step);
                    }
                    sum = sum.mul(one(problem.alpha));
                    let to = c.at(i, j);
                    if problem.beta != E::ZERO {
                        sum = one(problem.beta).mul_add(one(*to), sum);
                    }
                    *to = sum.first();
                }
            }
        }
    }
}

/// One or two rows.
#[inline(always)]
unsafe fn rows<X, E, const M: usize>(problem: &Problem<'_, E>)
where
    X: Machine<E>,
    E: Scalar,
{
    let Problem {
        alpha,
        a,
        b,
        beta,
        c,
    } = problem;
    let per = M / c.len();
    let by_cols = b.row_step == 1 && (b.col_step != 1 || b.cols == 1);
    if !by_cols && b.col_step != 1 && b.cols > 1 {
        // SAFETY: the caller's.
        return unsafe { tiles::<X, E>(problem) };
    }
    let t = Thin {
        alpha: *alpha,
        b: *b,
        beta: *beta,
    };
    let c_rows = std::array::from_fn(|i| c[i / per].at(i % per, 0));
    let mut a_rows: [_; M] = std::array::from_fn(|i| a[i / per].at(i % per, 0));
    let step = a[0].col_step;
    let even = a.iter().all(|x| x.col_step == step);
    let pack = if by_cols { !even || step != 1 } else { !even };
    let mut scratch = Scratch::take::<E>(if pack { M * b.rows } else { 0 });
    let scratch = scratch.start::<E>();
    {
        // SAFETY: the caller's, and the scratch memory is as long as `M` rows.
        unsafe {
            if pack {
                for (i, row) in a_rows.iter_mut().enumerate() {
                    let to = scratch.add(i * b.rows);
                    pack::line(*row, a[i / per].col_step, b.rows, to);
                    *row = to;
                }
            }
            if by_cols {
                thin::by_cols::<X::Vector, M>(&t, a_rows, c_rows);
            } else {
                thin::by_rows::<X::Vector, M>(&t, a_rows, if pack { 1 } else { step }, c_rows);
            }
        }
    }
}

/// Any number of rows.
#[inline(always)]
unsafe fn tiles<X, E>(problem: &Problem<'_, E>)
where
    X: Machine<E>,
    E: Scalar,
{
    let Problem {
        alpha,
        a,
        b,
        beta,
        c,
    } = problem;
    let (m, k, n) = (a[0].rows, b.rows, b.cols);
    let rows = a.len() * m;
    let size = size_of::<E>();
    let a_step = a[0].col_step;
    let far = a_step != 1 && k.min(DEPTH) * a_step.unsigned_abs() * size > PACK_A_FAR;
    let pack_a = a.iter().any(|x| x.col_step != a_step)
        || n >= 8 * X::LANES && far
        || n >= 256 && rows * k > PACK_A_MK;
    let (stride, span) = (
        b.row_step.unsigned_abs() * size,
        k * b.row_step.unsigned_abs() * size,
    );
    let pack_b = b.col_step != 1 && n > 1
        || rows > PACK_B_ROWS
            && (span > PACK_B_SPAN || span > PACK_B_SPAN / 3 && stride % 512 == 0);
    // the columns of a last, partial register alone: to load a part costs more than a whole
    let pack_part =
        X::PACKS_PARTS && !pack_b && rows > PACK_PART_ROWS && !n.is_multiple_of(X::LANES);
    let depth = even(k, DEPTH);
    let height = even(rows, ROWS);
    let width = if pack_b { even(n, COLS) } else { n };
    let b_len = if pack_b {
        // to a cache line, where the packed `a` begins
        ((width + 4 * X::LANES) * depth).next_multiple_of(64 / size)
    } else if pack_part {
        (4 * X::LANES * depth).next_multiple_of(64 / size)
    } else {
        0
    };
    let a_len = if pack_a {
        height.next_multiple_of(pack::GROUP) * depth
    } else {
        0
    };
    let mut scratch = Scratch::take::<E>(b_len + a_len);
    let scratch = scratch.start::<E>();
    {
        let (packed_b, packed_a) = (scratch, scratch.wrapping_add(b_len));
        // SAFETY: the caller's; blocks lie within their matrices, and packed blocks within the
        // scratch memory, which has the length of both.
        unsafe {
            // loops without a division: a small product has no time for one
            let mut p = 0;
            while p < k {
                let depth = depth.min(k - p);
                let mut j = 0;
                while j < n {
                    let width = width.min(n - j);
                    let b = b.block(p, j, depth, width);
                    if pack_b {
                        pack::panels::<X, E>(b, rows, packed_b);
                    }
                    // the next row: which factor's, and which one of it
                    let (mut s, mut from) = (0, 0);
                    let mut i = 0;
                    while i < rows {
                        let height = height.min(rows - i);
                        let mut a_rows = [MaybeUninit::<*const E>::uninit(); ROWS];
                        let mut c_rows = [MaybeUninit::<*mut E>::uninit(); ROWS];
                        let mut r = 0;
                        while r < height {
                            let len = (m - from).min(height - r);
                            let (mut c_row, c_step) = (c[s].at(from, j), c[s].row_step);
                            let (mut a_row, a_step) = (a[s].at(from, p), a[s].row_step);
                            if pack_a && (j == 0 || rows > height) {
                                let block = a[s].block(from, p, len, depth);
                                pack::groups::<X, E>(block, r, packed_a);
                            }
                            for q in r..r + len {
                                a_rows[q].write(if pack_a {
                                    packed_a.add(pack::place(q, depth))
                                } else {
                                    a_row
                                });
                                c_rows[q].write(c_row);
                                a_row = a_row.wrapping_offset(a_step);
                                c_row = c_row.wrapping_offset(c_step);
                            }
                            r += len;
                            from += len;
                            if from == m {
                                (s, from) = (s + 1, 0);
                            }
                        }
                        let a_rows = a_rows.as_ptr().cast::<*const E>();
                        let c_rows = c_rows.as_ptr().cast::<*mut E>();
                        let mut at = 0;
                        while at < width {
                            let w = panel::<X, E>(width - at, rows);
                            let cols = (w * X::LANES).min(width - at);
                            let tail = cols - (w - 1) * X::LANES;
                            let apart = pack_part && tail < X::LANES;
                            if apart && i == 0 {
                                let last = b.block(0, at, depth, cols);
                                pack::panels::<X, E>(last, rows, packed_b);
                            }
                            let t = Tile {
                                k: depth,
                                a_step: if pack_a { pack::GROUP as isize } else { a_step },
                                b: if pack_b {
                                    packed_b.add(at * depth)
                                } else if apart {
                                    packed_b
                                } else {
                                    b.at(0, at)
                                },
                                b_step: if pack_b || apart {
                                    (w * X::LANES) as isize
                                } else {
                                    b.row_step
                                },
                                c_at: at,
                                tail,
                                alpha: *alpha,
                                beta: if p == 0 { *beta } else { E::ONE },
                            };
                            let part = !pack_b && !apart && tail < X::LANES;
                            let most = X::ROWS[w];
                            let packed = pack_a && pack_b && most == pack::GROUP;
                            let mut r = 0;
                            while r < height {
                                let left = height - r;
                                // the last two share: a low tile waits for its sums
                                let m = if left > most && left < 2 * most {
                                    left.div_ceil(2)
                                } else {
                                    left.min(most)
                                };
                                let c_rows = c_rows.add(r);
                                if packed && m == pack::GROUP {
                                    let a = packed_a.add(pack::place(r, depth));
                                    X::packed(w, &t, a, c_rows);
                                } else {
                                    X::tile(m, w, part, &t, a_rows.add(r), c_rows);
                                }
                                r += m;
                            }
                            at += cols;
                        }
                        i += height;
                    }
                    j += width;
                }
                p += depth;
            }
        }
    }
}

const PACK_B_ROWS: usize = 24;
const PACK_B_SPAN: usize = 96 << 10;
const PACK_PART_ROWS: usize = 8;
const PACK_A_FAR: usize = 16 << 10;
const PACK_A_MK: usize = 32768;

/// Registers of the next tile, when `cols` columns are left and there are `rows` rows.
#[inline(always)]
pub fn panel<X: Machine<E>, E>(cols: usize, rows: usize) -> usize {
    let left = cols.div_ceil(X::LANES);
    if rows <= X::ROWS[4] {
        return left.min(4);
    }
    if rows <= X::ROWS[3] || left == 3 {
        return left.min(3);
    }
    // one register alone waits for its sums: the last four are two and two
    if left == 4 { 2 } else { left.min(X::WIDTH) }
}

/// The size of the equal parts that `len` is cut into, at most `max`.
#[inline(always)]
fn even(len: usize, max: usize) -> usize {
    if len <= max {
        len
    } else {
        len.div_ceil(len.div_ceil(max))
            .next_multiple_of(24)
            .min(max)
    }
}
