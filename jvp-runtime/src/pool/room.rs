//! [`Room`]: memory for the length of a call, from a line of the cache on.
//!
//! Registers that lie across two lines are written and read in two steps. An array's buffer lies where the
//! allocator puts it; a room is nobody's array, and may begin a bit behind its buffer's start.

use super::{LINE, Pooled, scrap, scratch};

/// Memory for elements that are written before they are read.
#[derive(Debug)]
pub struct Room<E: Pooled> {
    buffer: Vec<E>,
    start: usize,
}

impl<E: Pooled> Room<E> {
    /// Room for `len` elements.
    #[inline]
    pub fn new(len: usize) -> Self {
        if len == 0 {
            let buffer = Vec::new();
            return Room { buffer, start: 0 };
        }
        let buffer: Vec<E> = scratch(len + LINE / size_of::<E>());
        let place = buffer.as_ptr().addr();
        let start = (place.next_multiple_of(LINE) - place) / size_of::<E>();
        Room { buffer, start }
    }

    /// The first element.
    #[inline]
    pub fn as_mut_ptr(&mut self) -> *mut E {
        self.buffer.as_mut_ptr().wrapping_add(self.start)
    }

    /// The first element.
    #[inline]
    pub fn as_ptr(&self) -> *const E {
        self.buffer.as_ptr().wrapping_add(self.start)
    }
}

impl<E: Pooled> Drop for Room<E> {
    #[inline]
    fn drop(&mut self) {
        scrap(std::mem::take(&mut self.buffer));
    }
}
