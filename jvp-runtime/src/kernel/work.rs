//! [`Work`]: what is done with the blocks, by a kernel or by a closure.
//!
//! In: dense operands or a walk. A kernel may take them in any order and in pieces, on several
//! threads; a closure takes them row by row.

#![allow(unsafe_code, reason = "blocks are raw memory")]

use super::dense::Dense;
use super::nest::Order;
use super::task::Task;
use super::threads::{Shared, each, piece};
use super::walk::{OnBlock, Walk};
use crate::operand::Part;
use crate::scalar::Real;

/// A kernel, or what is done with each block.
pub(crate) enum Work<'a, E> {
    Kernel(Task<'a, E>),
    /// Takes the elements of its inputs.
    Closure(&'a mut OnBlock<'a, E>),
    /// Runs a kernel on its inputs, row by row.
    Rows(&'a mut OnBlock<'a, E>),
}

impl<E: Real> Work<'_, E> {
    /// The order in which elements have to be visited.
    pub fn order(&self) -> Order {
        match self {
            Work::Kernel(_) => Order::Memory,
            Work::Closure(_) | Work::Rows(_) => Order::RowMajor,
        }
    }

    /// Whether it takes numbers as chunks.
    pub fn chunks(&self) -> bool {
        !matches!(self, Work::Closure(_))
    }

    /// All elements of dense operands; the results are as dense, from `places` on.
    ///
    /// # Safety
    /// The operands are those that `dense` was made of. The kernel or the closure has `IN` inputs and
    /// `OUT` outputs. Places are different, and are an operand's only if it is the operand's own.
    pub unsafe fn dense<const IN: usize, const OUT: usize>(
        self,
        dense: Dense<'_>,
        parts: &[Part<'_, E>; IN],
        places: [*mut E; OUT],
    ) {
        let chunks = self.chunks();
        // SAFETY: the caller's. Pieces are different elements.
        unsafe {
            match self {
                Work::Kernel(task) => {
                    let shared = Shared::new((parts, places));
                    each(0..dense.total, piece(1), &|range| {
                        let (parts, places) = shared.get();
                        dense.run(range, parts, usize::MAX, true, &mut |inputs, start, len| {
                            task.run(inputs, &places.map(|place| place.add(start)), len);
                        });
                    });
                }
                Work::Closure(f) | Work::Rows(f) => {
                    dense.run(
                        0..dense.total,
                        parts,
                        usize::MAX,
                        chunks,
                        &mut |inputs, start, len| {
                            f(inputs, &places.map(|place| place.add(start)), len);
                        },
                    );
                }
            }
        }
    }

    /// All elements of a walk.
    ///
    /// # Safety
    /// As [`Walk::run`].
    pub unsafe fn walk(self, walk: &Walk<'_, E>) {
        // SAFETY: the caller's. Pieces are different elements.
        unsafe {
            match self {
                Work::Kernel(task) => {
                    let shared = Shared::new(walk);
                    each(0..walk.total(), piece(walk.block()), &|range| {
                        shared.get().run(range, &mut |inputs, outputs, len| {
                            task.run(inputs, outputs, len);
                        });
                    });
                }
                Work::Closure(f) | Work::Rows(f) => walk.run(0..walk.total(), f),
            }
        }
    }
}
