//! Large products on several threads, with the feature `rayon`.
//!
//! The result is cut into blocks of rows or of columns, at places that depend on its shape alone,
//! and never along the sum; and an element's bits do not depend on the block that it is in. So they
//! are those of one thread.

use super::Scalar;
use super::blocks::Problem;

/// Products of two numbers that are worth a task.
#[cfg(feature = "rayon")]
const TASK: usize = 1 << 20;
/// Rows and columns of a block are a multiple of this, which every tile's are.
#[cfg(feature = "rayon")]
const UNIT: usize = 48;

/// Computes the product, in parallel where it is large.
///
/// # Safety
/// As [`Scalar::run`].
pub unsafe fn run<E: Scalar>(problem: &Problem<'_, E>) {
    #[cfg(feature = "rayon")]
    {
        let (m, n) = (problem.c[0].rows, problem.b.cols);
        let work = problem.c.len() * m * n * problem.b.rows;
        if work >= 2 * TASK && m.max(n) >= 2 * UNIT {
            // SAFETY: the caller's.
            return unsafe { cut(problem, work.div_ceil(TASK)) };
        }
    }
    // SAFETY: the caller's.
    unsafe { E::run(problem) }
}

/// The blocks, each as a task.
#[cfg(feature = "rayon")]
unsafe fn cut<E: Scalar>(problem: &Problem<'_, E>, tasks: usize) {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};

    /// Raw matrices, on their way to another thread.
    struct Shared<T>(T);
    // SAFETY: tasks read the factors, and write disjoint blocks of the results.
    unsafe impl<T> Sync for Shared<T> {}
    impl<T> Shared<T> {
        fn get(&self) -> &T {
            &self.0
        }
    }

    let (m, n) = (problem.c[0].rows, problem.b.cols);
    let by_rows = m >= n;
    let len = if by_rows { m } else { n };
    let block = len.div_ceil(tasks).next_multiple_of(UNIT);
    // what would be less than a block goes with the last one: a thin block is summed differently
    let blocks = (len / block).max(1);
    let shared = Shared(problem);
    (0..blocks).into_par_iter().for_each(|i| {
        let p = shared.get();
        let from = i * block;
        let len = if i + 1 == blocks { len - from } else { block };
        let rows = if by_rows { (from, len) } else { (0, m) };
        let cols = if by_rows { (0, n) } else { (from, len) };
        let a = p.a.iter().map(|a| a.block(rows.0, 0, rows.1, a.cols));
        let c = p.c.iter().map(|c| c.block(rows.0, cols.0, rows.1, cols.1));
        let part = Problem {
            a: &a.collect::<Vec<_>>(),
            b: p.b.block(0, cols.0, p.b.rows, cols.1),
            c: &c.collect::<Vec<_>>(),
            ..**p
        };
        // SAFETY: the caller's: the part is a product of blocks of its matrices.
        unsafe { E::run(&part) }
    });
}
