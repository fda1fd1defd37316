//! Reductions: sums and means of what a kernel gives, without an array in between.
//!
//! In: a kernel and operands, as for [`map`](crate::kernel::map); for `_axis`, the axis. Out: for
//! each of the kernel's results its sum or mean over all elements, or over the axis. Values of the
//! kernel are computed block by block into buffers, and summed from there.
//!
//! Always holds: the order of summation follows from shapes and layouts alone, not from the machine
//! or the number of threads. Within a block 32 sums run side by side; blocks are summed in pairs
//! (`tree.rs`). So an element goes through far fewer roundings than in a plain loop, and the error is
//! below that of ndarray's sums. Empty sums are 0, empty means `None`, as ndarray's.

mod all;
mod axis;
mod beside;
pub(crate) mod extremum;
mod leaf;
mod rows;
mod slices;
mod stairs;
mod tree;
mod values;

use crate::kernel::Kernel;
use crate::lane::Lane;

pub use all::{mean, sum};
pub use axis::{mean_axis, sum_axis};
pub use beside::map_sum_axis;

/// The kernel that gives its inputs: for reductions of arrays as they are.
#[derive(Clone, Copy, Debug)]
pub struct Identity;

impl<const N: usize> Kernel<N, N> for Identity {
    const IDENTITY: bool = true;

    #[inline(always)]
    fn eval<L: Lane>(&self, x: [L; N]) -> [L; N] {
        x
    }
}
