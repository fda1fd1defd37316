//! Fresh memory for large arrays.
//!
//! In: a capacity. Out: an empty vector with it. A result that leaves for the user comes from the
//! system each time, and the system hands it out page by page, which takes longer than most kernels
//! take to fill it. So large buffers ask for large pages, where the system has them (Linux, unless
//! they are switched off); elsewhere this is `Vec::with_capacity`.

use super::LINE;

/// From here on it is worth a call of the system: a few large pages.
#[cfg(target_os = "linux")]
const LARGE: usize = 4 << 20;

/// From here on it matters how a buffer lies on the lines of the cache.
const LONG: usize = 4096;

/// An empty vector with a capacity of at least `len`.
///
/// A long one is filled up to whole lines of the cache, less the word that an allocator writes in front
/// of it. So buffers that are allocated one after the other lie alike on the lines, and a loop that
/// begins where a line of its first result does finds one there in the others, too.
pub(super) fn fresh<E>(len: usize) -> Vec<E> {
    const WORD: usize = size_of::<usize>();
    let bytes = len.saturating_mul(size_of::<E>());
    let end = bytes
        .checked_add(WORD)
        .and_then(|end| end.checked_next_multiple_of(LINE));
    let len = match end {
        Some(end) if bytes >= LONG => (end - WORD) / size_of::<E>(),
        _ => len,
    };
    let buffer = Vec::with_capacity(len);
    #[cfg(target_os = "linux")]
    if buffer.capacity() * size_of::<E>() >= LARGE {
        ask_for_large_pages(&buffer);
    }
    buffer
}

/// Tells the system that the buffer will be used as a whole. It is free to do nothing.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "a call of the system about memory of our own")]
fn ask_for_large_pages<E>(buffer: &Vec<E>) {
    const PAGE: usize = 4096;
    let start = buffer.as_ptr().addr();
    let end = start + buffer.capacity() * size_of::<E>();
    // Pages that the buffer has for itself.
    let (first, last) = (start.next_multiple_of(PAGE), end / PAGE * PAGE);
    let first = buffer.as_ptr().cast::<u8>().wrapping_add(first - start);
    let len = last - first.addr();
    // SAFETY: the range lies within the buffer. The advice changes neither what the memory holds nor
    // who may use it, and where it is refused (no such pages, or pages of another size) nothing is
    // lost, so the result does not matter.
    unsafe {
        libc::madvise(first.cast_mut().cast(), len, libc::MADV_HUGEPAGE);
    }
}
