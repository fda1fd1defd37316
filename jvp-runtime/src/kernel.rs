//! Kernels: elementwise work on any operands, primal and tangent in one pass.
//!
//! In: a [`Kernel`], which is scalar code, or a closure; operands of any rank and layout. Out: new
//! arrays of the operands' common shape ([`map`], [`map_by`]), or new values of targets ([`update`],
//! [`update_by`]). A kernel runs as vector code for the machine at hand (`machine.rs`) over blocks of
//! elements (`walk.rs`) along the axes that are best for it (`nest.rs`).
//!
//! Always holds: the value of an element depends on its inputs only, not on layout, alignment, place
//! in a block, or the number of threads; where all operands are numbers, it has the bits of plain
//! scalar Rust. Shapes that do not fit panic as ndarray's operators do. Results come from the pool or
//! from operands that are passed by value, whose buffers are taken over or go to the pool.

mod chunk;
mod closure;
mod copy;
mod dense;
mod elements;
pub(crate) mod few;
mod like;
mod machine;
mod map;
mod nest;
pub(crate) mod shape;
mod special;
mod task;
mod threads;
mod update;
mod walk;
mod work;

pub(crate) mod driver {
    //! What reductions share with maps.

    pub(crate) use super::dense::Dense;
    pub(crate) use super::machine::Machine;
    pub(crate) use super::map::{
        Arrangement, Output, alone, arrangement, collect, exact, is_gapless, lead, recycle,
        strides, together,
    };
    pub(crate) use super::nest::{Axes, Order, Stream, nest, step};
    pub(crate) use super::task::{Input, Task};
    pub(crate) use super::threads::{Shared, each, fold, piece};
    pub(crate) use super::walk::{Blocks, OnBlock, Walk, room};
    pub(crate) use super::work::Work;
}

use crate::lane::Lane;

pub use closure::{map_by, update_by};
pub use elements::{Elements, elements};
pub use like::like;
pub use map::map;
pub use special::ErrorFunctions;
pub use update::update;

/// `OUT` numbers from `IN` numbers, for each element.
pub trait Kernel<const IN: usize, const OUT: usize>: Sync {
    /// The results are the inputs: a reduction then need not compute them.
    #[doc(hidden)]
    const IDENTITY: bool = false;

    /// It has functions of angles, and each result is NaN where one that it depends on is. It is
    /// then computed as for angles that are not huge, and once more where a result is NaN.
    #[doc(hidden)]
    const ANGLES: bool = false;

    /// It has functions, and compares no lanes: two at a time may go through it side by side.
    #[doc(hidden)]
    const TWIN: bool = false;

    /// The places of inputs that it divides by several times, and each result is NaN where one that it
    /// depends on is. Their reciprocals are taken once.
    #[doc(hidden)]
    const DIVISORS: &[usize] = &[];

    /// The places of the inputs that are tangents. The results lie in memory as what is computed from the
    /// others does: a tangent has no say in how its primal lies.
    #[doc(hidden)]
    const TANGENTS: &[usize] = &[];

    /// The results for one element. To become vector code it must be `#[inline(always)]`, and
    /// without branches or calls.
    fn eval<N: Lane>(&self, x: [N; IN]) -> [N; OUT];
}
