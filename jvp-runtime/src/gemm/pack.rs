//! Copies of blocks, in the order in which the tiles read them.

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::ptr::copy_nonoverlapping;

use super::blocks::panel;
use super::machine::Machine;
use super::vector::Vector;
use super::{Mat, Scalar};

/// The unit of scratch memory: a cache line, so that packed registers do not cross one.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line(#[allow(dead_code, reason = "memory, whatever is in it")] [MaybeUninit<u8>; 64]);

thread_local! {
    /// What packing has used before: no more than the blocks of one product.
    static SCRATCH: Cell<Vec<Line>> = const { Cell::new(Vec::new()) };
}

/// Room for some numbers, which is kept for the thread's next product.
pub struct Scratch(Vec<Line>);

impl Scratch {
    /// Room for `len` numbers.
    #[inline]
    pub fn take<E: Scalar>(len: usize) -> Self {
        if len == 0 {
            return Self(Vec::new());
        }
        let lines = (len * size_of::<E>()).div_ceil(64);
        let mut memory = SCRATCH.take();
        if memory.capacity() < lines {
            memory = Vec::with_capacity(lines);
        }
        Self(memory)
    }

    /// Where it starts: at a cache line.
    #[inline]
    pub fn start<E: Scalar>(&mut self) -> *mut E {
        self.0.as_mut_ptr().cast()
    }
}

impl Drop for Scratch {
    #[inline]
    fn drop(&mut self) {
        if self.0.capacity() > 0 {
            SCRATCH.set(std::mem::take(&mut self.0));
        }
    }
}

/// Packs `b` into panels as wide as the tiles that will read them, each row by row. The last
/// register of a panel is filled up with zeros.
///
/// # Safety
/// `b` can be read, and `to` has room for its rows, of which each is filled up to full registers.
#[inline(always)]
pub unsafe fn panels<X: Machine<E>, E: Scalar>(b: Mat<E>, rows: usize, to: *mut E) {
    let mut at = 0;
    while at < b.cols {
        let width = panel::<X, E>(b.cols - at, rows) * X::LANES;
        let cols = width.min(b.cols - at);
        // SAFETY: the caller's; the panels before have as many columns as `at` says.
        unsafe {
            let to = to.add(at * b.rows);
            let from = b.block(0, at, b.rows, cols);
            if b.col_step == 1 {
                rows_of::<X, E>(from, to, width);
            } else {
                transposed::<X, E>(from.t(), to, width);
                for p in 0..b.rows {
                    for j in cols..width {
                        *to.add(p * width + j) = E::ZERO;
                    }
                }
            }
        }
        at += cols;
    }
}

/// How many rows are asked for before they are copied: they lie apart.
const AHEAD: usize = 8;

/// Copies a matrix whose rows are contiguous to rows at steps of `width`, filled up with zeros to
/// full registers.
///
/// # Safety
/// As [`panels`].
#[inline(always)]
unsafe fn rows_of<X: Machine<E>, E: Scalar>(from: Mat<E>, to: *mut E, width: usize) {
    for p in 0..from.rows {
        // SAFETY: the caller's.
        unsafe {
            let (from_row, to) = (from.at(p, 0), to.add(p * width));
            let mut j = 0;
            while j + X::LANES <= from.cols {
                X::Vector::ask(from.at(p + AHEAD, j));
                X::Vector::load(from_row.add(j)).store(to.add(j));
                j += X::LANES;
            }
            if j < from.cols {
                let mask = X::Vector::mask(from.cols - j);
                X::Vector::load_part(from_row.add(j), mask).store(to.add(j));
            }
        }
    }
}

/// Writes `from` transposed, to rows at steps of `to_step`; fastest where its rows are contiguous.
///
/// # Safety
/// `from` can be read, and its transposed written to `to`.
#[inline(always)]
pub unsafe fn transposed<X: Machine<E>, E: Scalar>(from: Mat<E>, to: *mut E, to_step: usize) {
    let side = X::Vector::SIDE;
    let (rows, cols) = match from.col_step {
        1 => (from.rows / side * side, from.cols / side * side),
        _ => (0, 0),
    };
    // SAFETY: the caller's.
    unsafe {
        for i in (0..rows).step_by(side) {
            for j in (0..cols).step_by(side) {
                let to = to.add(j * to_step + i);
                X::Vector::transpose(from.at(i, j), from.row_step, to, to_step);
            }
        }
        for i in 0..from.rows {
            let done = if i < rows { cols } else { 0 };
            for j in done..from.cols {
                *to.add(j * to_step + i) = *from.at(i, j);
            }
        }
    }
}

/// Rows of `a` that are packed side by side; tiles may begin and end between them.
pub const GROUP: usize = 8;

/// Where row `r` of packed groups of `depth` columns begins; its elements are [`GROUP`] apart.
#[inline(always)]
pub fn place(r: usize, depth: usize) -> usize {
    r / GROUP * GROUP * depth + r % GROUP
}

/// Packs rows into groups, of which they become the rows from `r` on.
///
/// # Safety
/// `from` can be read, and `to` has room for whole groups.
#[inline(always)]
pub unsafe fn groups<X: Machine<E>, E: Scalar>(from: Mat<E>, r: usize, to: *mut E) {
    let depth = from.cols;
    let mut done = 0;
    while done < from.rows {
        let len = (GROUP - (r + done) % GROUP).min(from.rows - done);
        // SAFETY: the caller's.
        unsafe {
            let rows = from.block(done, 0, len, depth);
            let to = to.add(place(r + done, depth));
            if rows.row_step == 1 && len == GROUP {
                for p in 0..depth {
                    copy_nonoverlapping(rows.at(0, p), to.add(p * GROUP), GROUP);
                }
            } else {
                transposed::<X, E>(rows, to, GROUP);
            }
        }
        done += len;
    }
}

/// Copies a line of any step to contiguous memory.
///
/// # Safety
/// `len` elements can be read and written.
#[inline(always)]
pub unsafe fn line<E: Scalar>(from: *const E, step: isize, len: usize, to: *mut E) {
    // SAFETY: the caller's.
    unsafe {
        if step == 1 {
            copy_nonoverlapping(from, to, len);
        } else {
            for i in 0..len {
                *to.add(i) = *from.offset(i as isize * step);
            }
        }
    }
}
