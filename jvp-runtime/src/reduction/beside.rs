//! [`map_sum_axis`]: new arrays and sums along an axis, from one pass over the operands.
//!
//! In: a kernel whose first results are kept and whose last ones are summed, the axis, the operands.
//! Out: what `map` gives of the ones and `sum_axis` of the others. Where rows of the last axis are
//! summed, the values to sum stay in the cache: a few rows, or a part of one, are computed into
//! scratch and summed from there. Elsewhere all results are mapped first.
//!
//! Always holds: the sums have the bits that `sum_axis` gives for arrays of the same values.

#![allow(unsafe_code, reason = "blocks are raw memory")]

use ndarray::{Array, Axis, Dimension, RemoveAxis};

use super::Identity;
use super::axis::{Along, sum_axis};
use super::leaf::side_by_side;
use super::tree::Tree;
use crate::kernel::driver::{
    Arrangement, Input, Output, Task, Work, arrangement, collect, piece, room,
};
use crate::kernel::{Kernel, map, shape};
use crate::operand::{Broadcast, Rank, Reduced, Shaped};
use crate::pool::{self, Room};
use crate::scalar::Real;

/// Arrays or numbers of the operands' shape, and sums without the axis.
type Beside<E, O, const IN: usize, const KEPT: usize, const SUMS: usize> =
    ([Output<E, O, IN>; KEPT], [Along<E, O, IN>; SUMS]);

/// The first `KEPT` results of a kernel, for each element of the operands broadcast to their common
/// shape, and the sums of the `SUMS` others along an axis of it.
///
/// # Panics
/// As ndarray's operators, where the operands have no common shape; as its `sum_axis`, where there
/// is no such axis.
#[track_caller]
#[inline]
pub fn map_sum_axis<
    E,
    K,
    O,
    const IN: usize,
    const OUT: usize,
    const KEPT: usize,
    const SUMS: usize,
>(
    kernel: K,
    axis: Axis,
    operands: O,
) -> Beside<E, O, IN, KEPT, SUMS>
where
    E: Real,
    K: Kernel<IN, OUT>,
    O: Broadcast<E, IN, Rank: Reduced>,
    O::Rank: Rank<Output<E> = Array<E, <O::Rank as Rank>::Dim>>,
{
    const { assert!(KEPT + SUMS == OUT, "every result is kept or summed") }
    let parts = operands.parts();
    let dim: <O::Rank as Rank>::Dim = shape::common(&parts);
    let len = dim.slice()[axis.index()];
    let total = shape::count(dim.slice());
    let last = axis.index() + 1 == dim.ndim();
    let alone = cfg!(not(feature = "rayon")) || total <= piece(1);
    let rows = matches!(
        arrangement(&parts, dim.slice(), K::TANGENTS),
        Arrangement::Rows
    );
    if !(last && alone && total > 0 && rows) {
        return apart(kernel, axis, operands);
    }

    let kept = dim.remove_axis(axis);
    let count = total / len;
    let mut rows = Rows::new(len, count);
    let task = Task::new::<K, IN, OUT>(&kernel);
    let mut on_block = |inputs: &[Input<E>], outputs: &[*mut E], len: usize| {
        // SAFETY: `collect` gives `IN` and `KEPT` pointers to `len` elements each, row by row, of
        // which there are `total`.
        unsafe { rows.block::<IN, OUT>(&task, inputs, outputs, len) }
    };
    // SAFETY: `block` reads `IN` inputs and writes `KEPT` outputs.
    let outputs = unsafe { collect(operands, K::TANGENTS, Work::Rows(&mut on_block)) };
    let sums = rows.finish().map(|sum| Shaped::output(&kept, false, sum));
    (outputs, sums)
}

/// The results in two passes.
#[track_caller]
fn apart<E, K, O, const IN: usize, const OUT: usize, const KEPT: usize, const SUMS: usize>(
    kernel: K,
    axis: Axis,
    operands: O,
) -> Beside<E, O, IN, KEPT, SUMS>
where
    E: Real,
    K: Kernel<IN, OUT>,
    O: Broadcast<E, IN, Rank: Reduced>,
    O::Rank: Rank<Output<E> = Array<E, <O::Rank as Rank>::Dim>>,
{
    let mut all = map::<E, K, O, IN, OUT>(kernel, operands).into_iter();
    let mut next = || all.next().expect("as many results as are kept and summed");
    let outputs = std::array::from_fn(|_| next());
    let sums = std::array::from_fn(|_| {
        let [sum] = sum_axis(Identity, axis, (next(),));
        sum
    });
    (outputs, sums)
}

/// The sums of rows, whose values come block by block.
struct Rows<E: Real, const SUMS: usize> {
    /// The length of a row.
    len: usize,
    /// How many values are summed at a time: whole rows, or at most so many of one.
    most: usize,
    /// The values that are not summed yet, and how many they are.
    scratch: [Room<E>; SUMS],
    filled: usize,
    /// How many values of a long row are summed already.
    at: usize,
    trees: [Tree<E>; SUMS],
    sums: [Vec<E>; SUMS],
}

impl<E: Real, const SUMS: usize> Rows<E, SUMS> {
    fn new(len: usize, count: usize) -> Self {
        let room = room::<E>();
        let most = if len <= room { room / len * len } else { room };
        Rows {
            len,
            most,
            scratch: std::array::from_fn(|_| Room::new(most)),
            filled: 0,
            at: 0,
            trees: [const { Tree::NEW }; SUMS],
            sums: std::array::from_fn(|_| pool::take(count)),
        }
    }

    /// Computes the next `len` elements.
    ///
    /// # Safety
    /// `len` elements can be read from each of `IN` inputs and written to the outputs, which are as
    /// many as the kernel's `OUT` results without the sums.
    unsafe fn block<const IN: usize, const OUT: usize>(
        &mut self,
        task: &Task<'_, E>,
        inputs: &[Input<E>],
        outputs: &[*mut E],
        len: usize,
    ) {
        let mut done = 0;
        while done < len {
            let missing = if self.len <= self.most {
                self.most - self.filled
            } else {
                (self.most - self.filled).min(self.len - self.at - self.filled)
            };
            let part = missing.min(len - done);
            // SAFETY: the caller's; the scratch has room for what is missing.
            unsafe {
                let from: [Input<E>; IN] = std::array::from_fn(|i| inputs[i].behind(done));
                let to: [*mut E; OUT] = std::array::from_fn(|o| match outputs.get(o) {
                    Some(output) => output.add(done),
                    None => self.scratch[o - outputs.len()]
                        .as_mut_ptr()
                        .add(self.filled),
                });
                task.run(&from, &to, part);
            }
            done += part;
            self.filled += part;
            if part == missing {
                // SAFETY: so many values have been written.
                unsafe { self.flush() };
            }
        }
    }

    /// Sums what is in the scratch.
    ///
    /// # Safety
    /// `filled` values are there.
    unsafe fn flush(&mut self) {
        // SAFETY: the caller's.
        let filled = self
            .scratch
            .each_ref()
            .map(|values| unsafe { std::slice::from_raw_parts(values.as_ptr(), self.filled) });
        if self.len <= self.most {
            for row in (0..self.filled).step_by(self.len) {
                let series = filled.map(|values| &values[row..row + self.len]);
                for (sums, sum) in self.sums.iter_mut().zip(side_by_side(series)) {
                    sums.push(sum);
                }
            }
        } else {
            for (tree, sum) in self.trees.iter_mut().zip(side_by_side(filled)) {
                tree.push(sum);
            }
            if self.at + self.filled == self.len {
                for (tree, sums) in self.trees.iter_mut().zip(&mut self.sums) {
                    sums.push(tree.take());
                }
            }
        }
        if self.len > self.most {
            self.at = (self.at + self.filled) % self.len;
        }
        self.filled = 0;
    }

    /// The sums, a row each.
    fn finish(mut self) -> [Vec<E>; SUMS] {
        if self.filled > 0 {
            // SAFETY: they have been written.
            unsafe { self.flush() };
        }
        self.sums
    }
}
