//! [`map_by`] and [`update_by`]: elementwise work by a closure.
//!
//! In: a closure on plain numbers, operands and targets as for a kernel. Out: as for a kernel. The
//! closure is called exactly once for each element, row by row, with `std`'s functions: it may have
//! effects, and it may count.

#![allow(
    unsafe_code,
    reason = "the blocks that the closure is called on are raw memory"
)]

use super::map::{Output, collect, numbers};
use super::task::Input;
use super::update::{assign, inputs};
use super::work::Work;
use crate::operand::{Broadcast, Operands, Rank, Targets};
use crate::scalar::Real;

/// The results of a closure, for each element of the operands broadcast to their common shape.
///
/// # Panics
/// As ndarray's operators, where the operands have no common shape; and where the closure does.
#[track_caller]
#[inline]
pub fn map_by<E, F, O, const IN: usize, const OUT: usize>(
    mut closure: F,
    operands: O,
) -> [Output<E, O, IN>; OUT]
where
    E: Real,
    F: FnMut([E; IN]) -> [E; OUT],
    O: Broadcast<E, IN>,
{
    if O::SCALAR {
        // SAFETY: all operands are numbers.
        return closure(unsafe { numbers(&operands.parts()) }).map(O::Rank::one);
    }
    let mut on_block = |inputs: &[Input<E>], outputs: &[*mut E], len: usize| {
        // SAFETY: `collect` gives `IN` and `OUT` pointers to `len` elements each.
        unsafe { call(&mut closure, inputs, outputs, len) }
    };
    // SAFETY: `call` reads `IN` inputs and writes `OUT` outputs.
    unsafe { collect(operands, &[], Work::Closure(&mut on_block)) }
}

/// Calls a closure on targets, in place.
///
/// # Panics
/// As `update`, and where the closure does.
#[track_caller]
#[inline]
pub fn update_by<E, F, T, O, const IN: usize, const OUT: usize, const REST: usize>(
    mut closure: F,
    mut targets: T,
    operands: O,
) where
    E: Real,
    F: FnMut([E; IN]) -> [E; OUT],
    T: Targets<E, OUT>,
    O: Operands<E, REST>,
{
    if T::SCALAR && O::SCALAR {
        let places = targets.parts();
        let parts = inputs::<E, IN, OUT, REST>(&places, &operands.parts());
        // SAFETY: targets and operands are numbers.
        let results = closure(unsafe { numbers(&parts) });
        for (place, result) in places.iter().zip(results) {
            // SAFETY: a target that is a number points to that number.
            unsafe { place.ptr.write(result) };
        }
        return;
    }
    let mut on_block = |inputs: &[Input<E>], outputs: &[*mut E], len: usize| {
        // SAFETY: `assign` gives `IN` and `OUT` pointers to `len` elements each.
        unsafe { call(&mut closure, inputs, outputs, len) }
    };
    let work = Work::Closure(&mut on_block);
    // SAFETY: `call` reads `IN` inputs and writes `OUT` outputs.
    unsafe { assign::<E, T, O, IN, OUT, REST>(targets, operands, work) };
}

/// Calls the closure on each element of a block.
///
/// # Safety
/// `len` elements can be read from each of `IN` inputs and written to each of `OUT` outputs.
unsafe fn call<E: Real, F, const IN: usize, const OUT: usize>(
    closure: &mut F,
    inputs: &[Input<E>],
    outputs: &[*mut E],
    len: usize,
) where
    F: FnMut([E; IN]) -> [E; OUT],
{
    for k in 0..len {
        // SAFETY: `k < len`.
        let x = std::array::from_fn(|i| unsafe { inputs[i].elements().add(k).read() });
        for (output, y) in outputs.iter().zip(closure(x)) {
            // SAFETY: `k < len`.
            unsafe { output.add(k).write(y) };
        }
    }
}
