//! The loops around the tiles: blocks that fit the caches, and what is packed.

use std::mem::MaybeUninit;

use super::machine::Machine;
use super::pack::{self, Scratch};
use super::thin::{self, Thin};
use super::tile::Tile;
use super::{Mat, MatMut, Scalar};

/// `c[s] = alpha a[s] b + beta c[s]`.
pub struct Problem<'a, E> {
    pub alpha: E,
    pub a: &'a [Mat<E>],
    pub b: Mat<E>,
    pub beta: E,
    pub c: &'a [MatMut<E>],
}

/// Rows whose addresses are listed at a time; a multiple of every tile's height.
const ROWS: usize = 240;
/// Products that are summed in registers before they are added to `c`: so many that `c` is seldom
/// read, and so few that the panel of `b` that a tile reads stays in the second cache, as does a
/// [`BLOCK`].
const DEPTH: usize = 384;
/// Bytes of a block of `a`.
const BLOCK: usize = 512 << 10;
/// Columns of `b` that are packed at a time; they stay in the last cache.
const COLS: usize = 2048;

/// # Safety
/// As [`Machine`] and [`Multiply::multiply`](super::Multiply::multiply); the shapes are not empty,
/// and the columns of each `c[s]` are contiguous.
#[inline(always)]
pub unsafe fn multiply<X, E>(problem: &Problem<'_, E>)
where
    X: Machine<E>,
    E: Scalar,
{
    // SAFETY: the caller's.
    unsafe {
        match problem.c.len() * problem.c[0].rows {
            1 => rows::<X, E, 1>(problem),
            2 if problem.b.row_step == 1 => rows::<X, E, 2>(problem),
            _ => tiles::<X, E>(problem),
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
    let depth = even(k, DEPTH);
    let height = even(rows, ROWS.min(BLOCK / (size * depth) / 24 * 24));
    let width = if pack_b { even(n, COLS) } else { n };
    let b_len = if pack_b {
        // to a cache line, where the packed `a` begins
        ((width + 4 * X::LANES) * depth).next_multiple_of(64 / size)
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
            for p in (0..k).step_by(depth) {
                let depth = depth.min(k - p);
                for j in (0..n).step_by(width) {
                    let width = width.min(n - j);
                    let b = b.block(p, j, depth, width);
                    if pack_b {
                        pack::panels::<X, E>(b, rows, packed_b);
                    }
                    for i in (0..rows).step_by(height) {
                        let height = height.min(rows - i);
                        let mut a_rows = [MaybeUninit::<*const E>::uninit(); ROWS];
                        let mut c_rows = [MaybeUninit::<*mut E>::uninit(); ROWS];
                        let (mut s, mut from, mut r) = (i / m, i % m, 0);
                        while r < height {
                            let len = (m - from).min(height - r);
                            if pack_a && (j == 0 || rows > height) {
                                let block = a[s].block(from, p, len, depth);
                                pack::groups::<X, E>(block, r, packed_a);
                            }
                            let c_from = c[s].at(from, j);
                            for q in 0..len {
                                a_rows[r + q].write(if pack_a {
                                    packed_a.add(pack::place(r + q, depth))
                                } else {
                                    a[s].at(from + q, p)
                                });
                                c_rows[r + q]
                                    .write(c_from.wrapping_offset(q as isize * c[s].row_step));
                            }
                            (s, from, r) = (s + 1, 0, r + len);
                        }
                        let a_rows = a_rows.as_ptr().cast::<*const E>();
                        let c_rows = c_rows.as_ptr().cast::<*mut E>();
                        let mut at = 0;
                        while at < width {
                            let w = panel::<X, E>(width - at, rows);
                            let cols = (w * X::LANES).min(width - at);
                            let tail = cols - (w - 1) * X::LANES;
                            let t = Tile {
                                k: depth,
                                a_step: if pack_a { pack::GROUP as isize } else { a_step },
                                b: if pack_b {
                                    packed_b.add(at * depth)
                                } else {
                                    b.at(0, at)
                                },
                                b_step: if pack_b {
                                    (w * X::LANES) as isize
                                } else {
                                    b.row_step
                                },
                                c_at: at,
                                tail,
                                alpha: *alpha,
                                beta: if p == 0 { *beta } else { E::ONE },
                            };
                            let part = !pack_b && tail < X::LANES;
                            let mut r = 0;
                            if pack_a && pack_b && X::ROWS[w] == pack::GROUP {
                                while r + pack::GROUP <= height {
                                    let a = packed_a.add(pack::place(r, depth));
                                    X::packed(w, &t, a, c_rows.add(r));
                                    r += pack::GROUP;
                                }
                            }
                            // the tiles are as even as they can be: a low one waits for its sums
                            let left = height - r;
                            let tiles = left.div_ceil(X::ROWS[w]);
                            let (each, more) = match tiles {
                                0 | 1 => (left, 0),
                                _ => (left / tiles, left % tiles),
                            };
                            for q in 0..tiles {
                                let m = each + usize::from(q < more);
                                X::tile(m, w, part, &t, a_rows.add(r), c_rows.add(r));
                                r += m;
                            }
                            at += cols;
                        }
                    }
                }
            }
        }
    }
}

const PACK_B_ROWS: usize = 24;
const PACK_B_SPAN: usize = 96 << 10;
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
