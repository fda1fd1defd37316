//! Products of matrices of `f32` and `f64`: the kernels, over raw strided memory.
//!
//! In: factors and results as [`Mat`] and [`MatMut`], which are pointers with two strides, so that a
//! transposed, reversed or broadcast matrix is no other case. Out: results overwritten or added to.
//! Always holds: an element is summed in the order of the inner index, whatever the shapes of the
//! tiles, the vector width or the number of threads.

#![allow(unsafe_code, reason = "kernels over raw memory")]

#[cfg(feature = "blas")]
mod blas;
mod blocks;
mod machine;
mod pack;
mod thin;
mod threads;
mod tile;
mod vector;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::iter::zip;

use blocks::Problem;
use ndarray::LinalgScalar;

use crate::pool::{Pooled, Room};

/// A matrix to read: element `(i, j)` is at `ptr + i * row_step + j * col_step`.
#[derive(Debug)]
pub struct Mat<E> {
    pub ptr: *const E,
    pub rows: usize,
    pub cols: usize,
    pub row_step: isize,
    pub col_step: isize,
}

/// A matrix to write, laid out as [`Mat`].
#[derive(Debug)]
pub struct MatMut<E> {
    pub ptr: *mut E,
    pub rows: usize,
    pub cols: usize,
    pub row_step: isize,
    pub col_step: isize,
}

impl<E> Clone for Mat<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Mat<E> {}

impl<E> Clone for MatMut<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for MatMut<E> {}

impl<E> Mat<E> {
    /// Where element `(i, j)` is.
    #[inline(always)]
    pub fn at(self, i: usize, j: usize) -> *const E {
        self.ptr
            .wrapping_offset(i as isize * self.row_step + j as isize * self.col_step)
    }

    /// A block that starts at `(i, j)`.
    #[inline(always)]
    pub fn block(self, i: usize, j: usize, rows: usize, cols: usize) -> Self {
        Self {
            ptr: self.at(i, j),
            rows,
            cols,
            ..self
        }
    }

    /// The transposed matrix.
    pub fn t(self) -> Self {
        Self {
            ptr: self.ptr,
            rows: self.cols,
            cols: self.rows,
            row_step: self.col_step,
            col_step: self.row_step,
        }
    }
}

impl<E> MatMut<E> {
    /// Where element `(i, j)` is.
    #[inline(always)]
    pub fn at(self, i: usize, j: usize) -> *mut E {
        self.ptr
            .wrapping_offset(i as isize * self.row_step + j as isize * self.col_step)
    }

    /// A block that starts at `(i, j)`.
    #[cfg(feature = "rayon")]
    fn block(self, i: usize, j: usize, rows: usize, cols: usize) -> Self {
        Self {
            ptr: self.at(i, j),
            rows,
            cols,
            ..self
        }
    }

    /// `c = x + beta c`
    ///
    /// # Safety
    /// As [`Multiply::multiply`].
    unsafe fn take_from(self, x: Self, beta: E)
    where
        E: Scalar,
    {
        for i in 0..self.rows {
            for j in 0..self.cols {
                // SAFETY: the caller's.
                unsafe {
                    let (to, x) = (self.at(i, j), *x.at(i, j));
                    *to = if beta == E::ZERO { x } else { x + beta * *to };
                }
            }
        }
    }

    /// `c = beta c`
    ///
    /// # Safety
    /// As [`Multiply::multiply`].
    unsafe fn scale(self, beta: E)
    where
        E: Scalar,
    {
        for i in 0..self.rows {
            for j in 0..self.cols {
                let to = self.at(i, j);
                // SAFETY: the caller's.
                unsafe { *to = if beta == E::ZERO { beta } else { beta * *to } }
            }
        }
    }

    /// The transposed matrix.
    pub fn t(self) -> Self {
        Self {
            ptr: self.ptr,
            rows: self.cols,
            cols: self.rows,
            row_step: self.col_step,
            col_step: self.row_step,
        }
    }
}

/// The scalars that there are kernels for. These are compiled here, once, and not in every crate
/// that multiplies: so nothing of the kernels that is not generic may be `#[inline]`.
pub trait Multiply: Copy + 'static {
    /// `c[s] = alpha a[s] b + beta c[s]` for each `s`.
    ///
    /// # Safety
    /// Every element of `a[s]` and `b` may be read, every element of `c[s]` written; with `beta`
    /// other than zero it may be read too, else it may be uninitialised. No two elements of the
    /// `c` are one, and none is one of `a` or `b`. The shapes fit, and are those of all `s`; there
    /// is at least one.
    unsafe fn multiply(alpha: Self, a: &[Mat<Self>], b: Mat<Self>, beta: Self, c: &[MatMut<Self>]);
}

/// A scalar, to the kernels.
pub trait Scalar: Pooled + PartialEq + LinalgScalar {
    const ZERO: Self;
    const ONE: Self;

    /// Runs the loops of the best set of instructions that this machine has.
    ///
    /// # Safety
    /// As [`blocks::multiply`].
    unsafe fn run(problem: &Problem<'_, Self>);
}

macro_rules! multiply {
    ($($scalar:ident)*) => {$(
        impl Multiply for $scalar {
            unsafe fn multiply(
                alpha: $scalar,
                a: &[Mat<$scalar>],
                b: Mat<$scalar>,
                beta: $scalar,
                c: &[MatMut<$scalar>],
            ) {
                // SAFETY: the caller's.
                unsafe { multiply(&Problem { alpha, a, b, beta, c }) }
            }
        }
    )*};
}

multiply!(f32 f64);

/// Brings the results into a layout that there are loops for.
///
/// # Safety
/// As [`Multiply::multiply`].
unsafe fn multiply<E: Scalar>(problem: &Problem<'_, E>) {
    let &Problem {
        alpha,
        a,
        b,
        beta,
        c,
    } = problem;
    let (rows, cols) = (c[0].rows, c[0].cols);
    if rows == 0 || cols == 0 {
        return;
    }
    // SAFETY: the caller's, in all of these.
    unsafe {
        if b.rows == 0 {
            return c.iter().for_each(|c| c.scale(beta));
        }
        if problem.is_small() {
            return E::run(problem);
        }
        #[cfg(feature = "blas")]
        if blas::multiply(problem) {
            return;
        }
        let lying = c.iter().all(|c| c.col_step == 1 || cols == 1);
        // a column is the row of the transposed product: then its registers are full
        let column = cols == 1 && rows > 1 && c.iter().all(|c| c.row_step == 1);
        if lying && !column {
            return threads::run(problem);
        }
        for (a, c) in zip(a, c) {
            if c.row_step == 1 || rows == 1 {
                threads::run(&Problem {
                    alpha,
                    a: &[b.t()],
                    b: a.t(),
                    beta,
                    c: &[c.t()],
                });
            } else {
                // no axis of the result is contiguous: through one that is
                let mut product = Room::<E>::new(rows * cols);
                let dense = MatMut {
                    ptr: product.as_mut_ptr(),
                    row_step: cols as isize,
                    col_step: 1,
                    ..*c
                };
                threads::run(&Problem {
                    alpha,
                    a: &[*a],
                    b,
                    beta: E::ZERO,
                    c: &[dense],
                });
                c.take_from(dense, beta);
            }
        }
    }
}
