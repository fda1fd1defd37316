//! [`update`]: new values of targets, from their values and from operands.
//!
//! In: a kernel, a tuple of targets of one shape, and a tuple of operands that can be broadcast to it.
//! The kernel's inputs are the targets' values and then the operands; its results go to the targets.

#![allow(
    unsafe_code,
    reason = "targets are read and written through one pointer"
)]

use super::Kernel;
use super::dense::Dense;
use super::few;
use super::map::{exact, recycle};
use super::nest::{Order, nest};
use super::shape;
use super::task::Task;
use super::walk::{Blocks, Walk};
use super::work::Work;
use crate::operand::{Operands, Part, Targets};
use crate::scalar::Real;

/// Runs a kernel on targets, in place.
///
/// # Panics
/// As ndarray's assigning operators, where an operand can't be broadcast to the targets' shape; and
/// where the targets differ in shape.
#[track_caller]
#[inline(always)]
pub fn update<E, K, T, O, const IN: usize, const OUT: usize, const REST: usize>(
    kernel: K,
    mut targets: T,
    operands: O,
) where
    E: Real,
    K: Kernel<IN, OUT>,
    T: Targets<E, OUT>,
    O: Operands<E, REST>,
{
    if T::SCALAR && O::SCALAR {
        let places = targets.parts();
        let parts = inputs::<E, IN, OUT, REST>(&places, &operands.parts());
        // SAFETY: targets and operands are numbers.
        let results = unsafe { exact(&kernel, &parts) };
        for (place, result) in places.iter().zip(results) {
            // SAFETY: a target that is a number points to that number.
            unsafe { place.ptr.write(result) };
        }
        return;
    }
    let work = Work::Kernel(Task::new::<K, IN, OUT>(&kernel));
    // SAFETY: the kernel has `IN` inputs and writes `OUT` outputs.
    unsafe { assign::<E, T, O, IN, OUT, REST>(targets, operands, work) };
}

/// Targets and operands, as the kernel takes them.
#[inline(always)]
pub(super) fn inputs<'a, E, const IN: usize, const OUT: usize, const REST: usize>(
    targets: &[Part<'a, E>; OUT],
    operands: &[Part<'a, E>; REST],
) -> [Part<'a, E>; IN] {
    const {
        assert!(
            IN == OUT + REST,
            "a kernel takes the targets and then the operands"
        )
    };
    std::array::from_fn(|i| {
        if i < OUT {
            targets[i]
        } else {
            operands[i - OUT]
        }
    })
}

/// Lets the work write all elements of the targets.
///
/// # Safety
/// The work reads `IN` inputs, and writes all elements of `OUT` outputs.
#[track_caller]
pub(super) unsafe fn assign<E, T, O, const IN: usize, const OUT: usize, const REST: usize>(
    mut targets: T,
    operands: O,
    work: Work<'_, E>,
) where
    E: Real,
    T: Targets<E, OUT>,
    O: Operands<E, REST>,
{
    let (places, others) = (targets.parts(), operands.parts());
    shape::check_targets(&places, &others);
    let parts: [Part<'_, E>; IN] = inputs(&places, &others);
    let (shape, steps) = (parts[0].shape, parts[0].steps);
    let total = shape::count(shape);
    let order = work.order();
    let dense = Dense::with_rows(&parts, shape.len());
    // SAFETY: targets and operands are borrowed or owned by this function. The elements of a target
    // are distinct places, which are read and then written in one block.
    unsafe {
        match dense {
            _ if total == 0 => {}
            _ if let Work::Kernel(task) = &work
                && few::pays::<E>(shape, total, dense.is_some()) =>
            {
                few::update::<E, IN, OUT>(task, &parts, shape, total);
            }
            Some(dense) if order == Order::Memory || !dense.fortran => {
                work.dense(dense, &parts, places.map(|place| place.ptr));
            }
            _ => {
                let (lens, _, streams) = nest(shape, None, steps, &parts, order);
                let (places, chunks) = (&streams[..OUT], work.chunks());
                work.walk(&Walk::new(&lens, &streams, places, Blocks::Any, chunks));
            }
        }
    }
    recycle(operands.into_buffers());
}
