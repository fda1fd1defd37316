//! Fusion: regions of elementwise work become kernels.
//!
//! In: simplified IR. Out: IR in which every maximal region of elementwise operations on tensors is
//! one kernel. Scalars need none: plain Rust arithmetic is their kernel, and tensors are still
//! refused by the pushforward, so that today there is no region and the pass hands its input on.
//! Always holds: no operation on a tensor is left outside of a kernel.

use crate::ir::{Function, Kind};

/// Forms the regions of `f`.
pub fn run(f: &mut Function) {
    debug_assert!(
        f.locals.iter().all(|l| l.kind != Kind::Tensor || !matches!(l.origin, crate::ir::Origin::Tangent(_))),
        "a tensor with a tangent came through the pushforward"
    );
}
