//! Counts what the current thread asks of the allocator.
//!
//! In: a closure. Out: how often it asked for memory and for how many bytes; a buffer that grows
//! counts as a new one. Always holds: other threads do not count, and neither does what is freed.

#![allow(unsafe_code, reason = "an allocator is an unsafe trait")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

#[global_allocator]
static COUNTING: Counting = Counting;

/// Requests for memory.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Allocations {
    /// How many.
    pub count: usize,
    /// Their bytes.
    pub bytes: usize,
}

/// What `f` asks for.
pub fn of(f: impl FnOnce()) -> Allocations {
    let before = SO_FAR.get();
    f();
    let after = SO_FAR.get();
    Allocations {
        count: after.count - before.count,
        bytes: after.bytes - before.bytes,
    }
}

thread_local! {
    static SO_FAR: Cell<Allocations> = const { Cell::new(Allocations { count: 0, bytes: 0 }) };
}

/// The system's allocator, which counts.
struct Counting;

impl Counting {
    fn note(bytes: usize) {
        // A thread that is ending no longer counts.
        let _ = SO_FAR.try_with(|so_far| {
            let Allocations { count, bytes: sum } = so_far.get();
            so_far.set(Allocations {
                count: count + 1,
                bytes: sum + bytes,
            });
        });
    }
}

// SAFETY: every request goes to the system's allocator as it is; the counter is a constant that
// needs no memory and no destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size());
        // SAFETY: the caller's promises are those that `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::note(layout.size());
        // SAFETY: as in `alloc`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as in `alloc`; `place` came from `System`.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::note(size);
        // SAFETY: as in `dealloc`.
        unsafe { System.realloc(place, layout, size) }
    }
}
