//! The values of a kernel for a block, before they are summed.

#![allow(unsafe_code, reason = "blocks are raw memory")]

use crate::kernel::driver::{Input, Task};
use crate::kernel::{Kernel, few};
use crate::operand::Part;
use crate::pool::Room;
use crate::scalar::Real;

/// A kernel whose values go into buffers, unless they are its inputs anyway.
pub(super) struct Values<'a, E> {
    task: Option<Task<'a, E>>,
}

impl<'a, E: Real> Values<'a, E> {
    #[inline]
    pub(super) fn new<K, const IN: usize, const OUT: usize>(kernel: &'a K) -> Self
    where
        K: Kernel<IN, OUT>,
    {
        Values {
            task: (!K::IDENTITY).then(|| Task::new::<K, IN, OUT>(kernel)),
        }
    }

    /// Whether numbers may come as chunks: there is a kernel that takes them.
    pub(super) fn chunks(&self) -> bool {
        self.task.is_some()
    }

    /// Buffers for [`of`](Self::of), for blocks of up to `len` elements.
    pub(super) fn buffers<const OUT: usize>(&self, len: usize) -> [Room<E>; OUT] {
        let len = if self.task.is_some() { len } else { 0 };
        std::array::from_fn(|_| Room::new(len))
    }

    /// Where the values for `len` elements are: in the buffers or where the inputs are.
    ///
    /// # Safety
    /// The kernel has `OUT` results; there are as many inputs as it has, and `len` elements can be
    /// read from each; the buffers were made for blocks of `len` elements.
    #[inline]
    pub(super) unsafe fn of<const OUT: usize>(
        &self,
        inputs: &[Input<E>],
        buffers: &mut [Room<E>; OUT],
        len: usize,
    ) -> [*const E; OUT] {
        match &self.task {
            Some(task) => {
                let outputs = buffers.each_mut().map(Room::as_mut_ptr);
                // SAFETY: the caller's; buffers are apart from all else.
                unsafe { task.run(inputs, &outputs, len) };
                outputs.map(<*mut E>::cast_const)
            }
            None => std::array::from_fn(|o| inputs[o].elements()),
        }
    }

    /// What `f` makes of the values for few elements, row by row.
    ///
    /// # Safety
    /// The kernel has `IN` inputs and `OUT` results; the operands can be broadcast to the shape, which
    /// has so many elements, and these are few, but not none.
    #[inline]
    pub(super) unsafe fn of_few<R, const IN: usize, const OUT: usize>(
        &self,
        parts: &[Part<'_, E>; IN],
        shape: &[usize],
        total: usize,
        f: impl FnOnce([&[E]; OUT]) -> R,
    ) -> R {
        // SAFETY: the caller's.
        unsafe {
            match &self.task {
                Some(task) => few::results(task, parts, shape, total, f),
                None => few::elements(parts, shape, total, |elements: [&[E]; IN]| {
                    f(std::array::from_fn(|o| elements[o]))
                }),
            }
        }
    }
}
