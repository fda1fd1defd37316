//! Products by a BLAS, with the feature `blas`: ndarray's own way to one, since the program that
//! asks for it links a library for ndarray too.

use ndarray::{ArrayView2, ArrayViewMut2, LinalgScalar, ShapeBuilder};

use super::blocks::Problem;

/// Products of two numbers below which the call costs more than it gains.
const LEAST: usize = 32 * 32 * 32;

/// Computes the product with ndarray, if the BLAS is faster and takes the layouts; or says no.
///
/// # Safety
/// As [`Multiply::multiply`](super::Multiply::multiply).
pub unsafe fn multiply<E: LinalgScalar>(problem: &Problem<'_, E>) -> bool {
    let Problem {
        alpha,
        a,
        b,
        beta,
        c,
    } = problem;
    let steps = |steps: [isize; 2]| steps.iter().all(|&s| s > 0) && steps.contains(&1);
    let fits = steps([b.row_step, b.col_step])
        && a.iter().all(|a| steps([a.row_step, a.col_step]))
        && c.iter().all(|c| steps([c.row_step, c.col_step]));
    if !fits || a[0].rows * b.rows * b.cols < LEAST {
        return false;
    }
    let strides = |steps: [isize; 2]| (steps[0] as usize, steps[1] as usize);
    for (a, c) in std::iter::zip(*a, *c) {
        // SAFETY: the caller's: the matrices are as large as they say, and with `beta = 0` the
        // result is not read.
        unsafe {
            let a_steps = strides([a.row_step, a.col_step]);
            let b_steps = strides([b.row_step, b.col_step]);
            let c_steps = strides([c.row_step, c.col_step]);
            let a = ArrayView2::from_shape_ptr((a.rows, a.cols).strides(a_steps), a.ptr);
            let b = ArrayView2::from_shape_ptr((b.rows, b.cols).strides(b_steps), b.ptr);
            let mut c = ArrayViewMut2::from_shape_ptr((c.rows, c.cols).strides(c_steps), c.ptr);
            ndarray::linalg::general_mat_mul(*alpha, &a, &b, *beta, &mut c);
        }
    }
    true
}
