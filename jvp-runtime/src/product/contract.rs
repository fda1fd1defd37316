//! The pairs of ranks that have a product, and the products as calls of the kernels.
//!
//! A vector on the left is a matrix of one row, one on the right a matrix of one column; so every
//! pair of ranks is a product of matrices, and only the form of the result differs.

#![allow(
    unsafe_code,
    reason = "the kernels write into memory that is not initialised"
)]

use std::iter::zip;

use ndarray::linalg::Dot;
use ndarray::{
    Array1, Array2, ArrayD, ArrayRef, ArrayRef2, ArrayView, Dimension, Ix1, Ix2, IxDyn,
    ShapeBuilder,
};

use crate::gemm::{Mat, MatMut};
use crate::pool;
use crate::scalar::Real;

/// A left factor of rank `Self` has a product with a right one of rank `R`.
#[diagnostic::on_unimplemented(
    message = "there is no product of arrays of the dimensions `{Self}` and `{R}`",
    note = "`dot` multiplies arrays of rank 1 or 2, or two arrays of dynamic rank"
)]
pub trait Contract<R: Dimension>: Dimension {
    /// The product: a scalar for two vectors, else an array.
    type Product<E: Real>;

    /// Results of the given form, of which `fill` writes every element.
    ///
    /// # Safety
    /// `fill` must write every element of every matrix that it is given.
    #[doc(hidden)]
    unsafe fn results<E: Real, const S: usize>(
        form: Form,
        fill: impl FnOnce([MatMut<E>; S]),
    ) -> [Self::Product<E>; S];

    /// A result as a matrix, to add to.
    #[doc(hidden)]
    fn open<E: Real>(result: &mut Self::Product<E>, form: Form) -> MatMut<E>;
}

/// What a result looks like.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Both factors' ranks: a vector has no axis in the result.
    left: usize,
    right: usize,
    rows: usize,
    cols: usize,
    /// Column by column in memory, as ndarray has it where both factors have steps of 1 downward.
    fortran: bool,
}

/// `a[s] b` for each `s`.
#[track_caller]
#[inline]
pub(super) fn by_right<L, R, E, const S: usize>(
    a: [ArrayView<'_, E, L>; S],
    b: ArrayView<'_, E, R>,
) -> [L::Product<E>; S]
where
    L: Contract<R>,
    R: Dimension,
    E: Real,
{
    let form = form(&a[0], &b);
    let (a, b) = (a.map(|a| left(&a)), right(&b));
    // SAFETY: the matrices are views of living arrays whose shapes `form` and `check_tangent` have
    // compared; `multiply` writes every element, and with `beta = 0` it reads none.
    unsafe { L::results(form, |c| E::multiply(E::ONE, &a, b, E::ZERO, &c)) }
}

/// `a b[s]` for each `s`: transposed it is the same, `b[s]ᵀ aᵀ`.
#[track_caller]
#[inline]
pub(super) fn by_left<L, R, E, const S: usize>(
    a: ArrayView<'_, E, L>,
    b: [ArrayView<'_, E, R>; S],
) -> [L::Product<E>; S]
where
    L: Contract<R>,
    R: Dimension,
    E: Real,
{
    let form = form(&a, &b[0]);
    let (a, b) = (left(&a).t(), b.map(|b| right(&b).t()));
    // SAFETY: as in `by_right`.
    unsafe {
        L::results(form, |c: [MatMut<E>; S]| {
            E::multiply(E::ONE, &b, a, E::ZERO, &c.map(MatMut::t));
        })
    }
}

/// Adds `a b` to a result of the same form.
#[track_caller]
#[inline]
pub(super) fn add<L, R, E>(
    result: &mut L::Product<E>,
    a: ArrayView<'_, E, L>,
    b: ArrayView<'_, E, R>,
) where
    L: Contract<R>,
    R: Dimension,
    E: Real,
{
    let c = L::open(result, form(&a, &b));
    // SAFETY: as in `by_right`; the result is initialised, and borrowed for this call alone.
    unsafe { E::multiply(E::ONE, &[left(&a)], right(&b), E::ONE, &[c]) }
}

/// Stops where a tangent has not its factor's shape.
#[track_caller]
#[inline]
pub(super) fn check_tangent<E, D: Dimension>(x: ArrayView<'_, E, D>, dx: ArrayView<'_, E, D>) {
    assert!(
        x.raw_dim() == dx.raw_dim(),
        "the tangent of a factor has shape {:?}, but the factor has shape {:?}",
        dx.shape(),
        x.shape()
    );
}

/// The form of `a b`.
#[track_caller]
#[inline]
fn form<E: Real, L: Dimension, R: Dimension>(
    a: &ArrayView<'_, E, L>,
    b: &ArrayView<'_, E, R>,
) -> Form {
    if !matches!((a.ndim(), b.ndim()), (1 | 2, 1 | 2)) {
        mismatch(a, b);
    }
    let (l, r) = (left(a), right(b));
    if l.cols != r.rows || l.rows.checked_mul(r.cols).is_none() {
        mismatch(a, b);
    }
    Form {
        left: a.ndim(),
        right: b.ndim(),
        rows: l.rows,
        cols: r.cols,
        fortran: a.ndim() == 2 && b.ndim() == 2 && l.row_step == 1 && r.row_step == 1,
    }
}

/// ndarray's own panic: its `dot` refuses what `form` refuses.
#[track_caller]
#[cold]
#[inline(never)]
fn mismatch<E: Real, L: Dimension, R: Dimension>(
    a: &ArrayView<'_, E, L>,
    b: &ArrayView<'_, E, R>,
) -> ! {
    let (l, r) = (a.view().into_dyn(), b.view().into_dyn());
    let _: ArrayD<E> = <ArrayRef<E, IxDyn> as Dot<ArrayRef<E, IxDyn>>>::dot(&l, &r);
    unreachable!("ndarray multiplies {:?} and {:?}", a.shape(), b.shape())
}

/// A left factor as a matrix: a vector is a row.
#[inline]
pub(super) fn left<E, D: Dimension>(a: &ArrayView<'_, E, D>) -> Mat<E> {
    let (shape, steps) = (a.shape(), a.strides());
    let last = shape.len() - 1;
    Mat {
        ptr: a.as_ptr(),
        rows: if last == 0 { 1 } else { shape[0] },
        cols: shape[last],
        row_step: if last == 0 { 0 } else { steps[0] },
        col_step: steps[last],
    }
}

/// A right factor as a matrix: a vector is a column.
#[inline]
pub(super) fn right<E, D: Dimension>(b: &ArrayView<'_, E, D>) -> Mat<E> {
    let (shape, steps) = (b.shape(), b.strides());
    let matrix = shape.len() == 2;
    Mat {
        ptr: b.as_ptr(),
        rows: shape[0],
        cols: if matrix { shape[1] } else { 1 },
        row_step: steps[0],
        col_step: if matrix { steps[1] } else { 0 },
    }
}

/// An array of rank 2 to write to, whatever its layout.
#[inline]
pub(super) fn matrix_mut<E>(c: &mut ArrayRef2<E>) -> MatMut<E> {
    let ((rows, cols), steps) = (c.dim(), [c.strides()[0], c.strides()[1]]);
    MatMut {
        ptr: c.as_mut_ptr(),
        rows,
        cols,
        row_step: steps[0],
        col_step: steps[1],
    }
}

impl Form {
    /// A matrix of this form that starts at `ptr`.
    #[inline]
    fn matrix<E>(self, ptr: *mut E) -> MatMut<E> {
        let (row_step, col_step) = if self.fortran {
            (1, self.rows as isize)
        } else {
            (self.cols as isize, 1)
        };
        MatMut {
            ptr,
            rows: self.rows,
            cols: self.cols,
            row_step,
            col_step,
        }
    }

    /// The elements of the results, in memory order.
    ///
    /// # Safety
    /// As [`Contract::results`].
    #[inline]
    unsafe fn filled<E: Real, const S: usize>(
        self,
        fill: impl FnOnce([MatMut<E>; S]),
    ) -> [Vec<E>; S] {
        let len = self.rows * self.cols;
        let mut buffers: [Vec<E>; S] = [const { Vec::new() }; S];
        let mut matrices = [self.matrix(std::ptr::null_mut()); S];
        for (buffer, matrix) in zip(&mut buffers, &mut matrices) {
            *buffer = pool::take(len);
            matrix.ptr = buffer.as_mut_ptr();
        }
        fill(matrices);
        for buffer in &mut buffers {
            // SAFETY: the capacity is at least `len`, and `fill` has written as many elements.
            unsafe { buffer.set_len(len) };
        }
        buffers
    }
}

impl Contract<Ix1> for Ix1 {
    type Product<E: Real> = E;

    #[inline]
    unsafe fn results<E: Real, const S: usize>(
        form: Form,
        fill: impl FnOnce([MatMut<E>; S]),
    ) -> [E; S] {
        let mut results = [E::ZERO; S];
        fill(results.each_mut().map(|r| form.matrix(r)));
        results
    }

    #[inline]
    fn open<E: Real>(result: &mut E, form: Form) -> MatMut<E> {
        form.matrix(result)
    }
}

macro_rules! vector {
    ($($left:ident $right:ident)*) => {$(
        impl Contract<$right> for $left {
            type Product<E: Real> = Array1<E>;

            #[inline]
            unsafe fn results<E: Real, const S: usize>(
                form: Form,
                fill: impl FnOnce([MatMut<E>; S]),
            ) -> [Array1<E>; S] {
                // SAFETY: the caller's.
                let mut buffers = unsafe { form.filled(fill) };
                std::array::from_fn(|s| Array1::from_vec(std::mem::take(&mut buffers[s])))
            }

            #[inline]
            fn open<E: Real>(result: &mut Array1<E>, form: Form) -> MatMut<E> {
                form.matrix(result.as_mut_ptr())
            }
        }
    )*};
}

vector!(Ix1 Ix2 Ix2 Ix1);

impl Contract<Ix2> for Ix2 {
    type Product<E: Real> = Array2<E>;

    #[inline]
    unsafe fn results<E: Real, const S: usize>(
        form: Form,
        fill: impl FnOnce([MatMut<E>; S]),
    ) -> [Array2<E>; S] {
        let shape = (form.rows, form.cols).set_f(form.fortran);
        // SAFETY: the caller's.
        let mut buffers = unsafe { form.filled(fill) };
        std::array::from_fn(|s| {
            let buffer = std::mem::take(&mut buffers[s]);
            // SAFETY: the length is that of the shape.
            unsafe { Array2::from_shape_vec_unchecked(shape, buffer) }
        })
    }

    #[inline]
    fn open<E: Real>(result: &mut Array2<E>, _: Form) -> MatMut<E> {
        matrix_mut(result)
    }
}

impl Contract<IxDyn> for IxDyn {
    type Product<E: Real> = ArrayD<E>;

    #[inline]
    unsafe fn results<E: Real, const S: usize>(
        form: Form,
        fill: impl FnOnce([MatMut<E>; S]),
    ) -> [ArrayD<E>; S] {
        let shape: &[usize] = match (form.left, form.right) {
            (1, 1) => &[],
            (1, _) => &[form.cols],
            (_, 1) => &[form.rows],
            _ => &[form.rows, form.cols],
        };
        // SAFETY: the caller's, and the length is that of the shape.
        unsafe { form.filled(fill) }.map(|buffer| unsafe {
            ArrayD::from_shape_vec_unchecked(IxDyn(shape).set_f(form.fortran), buffer)
        })
    }

    #[inline]
    fn open<E: Real>(result: &mut ArrayD<E>, form: Form) -> MatMut<E> {
        match result.view_mut().into_dimensionality() {
            Ok(mut matrix) => matrix_mut(&mut matrix),
            Err(_) => form.matrix(result.as_mut_ptr()),
        }
    }
}
