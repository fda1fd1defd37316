//! Copies between the elements of a stream, wherever they are, and consecutive places.
//!
//! In: a stream along axes, and a range of indices. The two innermost axes are copied in one go, in
//! the order in which memory is read best, so that short rows cost little.

#![allow(unsafe_code, reason = "copies between raw memory and buffers")]

use super::machine::Machine;
use super::nest::{Axes, Stream};

/// Moves an index `count` places on; behind the last index comes the first.
#[inline]
pub(super) fn advance(index: &mut [usize], lens: &[usize], count: usize) {
    let mut carry = count;
    for (i, &len) in index.iter_mut().zip(lens).rev() {
        *i += carry;
        if *i < len {
            return;
        }
        if *i == len {
            (*i, carry) = (0, 1);
        } else {
            (*i, carry) = (*i % len, *i / len);
        }
    }
}

/// Rows of equal length: row `r` has elements at `ptr + r outer + k inner`.
struct Rows<E> {
    ptr: *mut E,
    count: usize,
    outer: isize,
    len: usize,
    inner: isize,
}

/// Calls `f` with the place of the first element and the rows, for all `len` elements from `index` on.
#[inline(always)]
fn rows<E>(
    stream: &Stream<E>,
    lens: &[usize],
    index: &Axes<usize>,
    len: usize,
    f: impl Fn(usize, Rows<E>),
) {
    let last = lens.len() - 1;
    let (row, inner) = (lens[last], stream.steps[last]);
    let mut moved: Option<Axes<usize>> = None;
    let mut done = 0;
    loop {
        let at = moved.as_ref().unwrap_or(index);
        let mut rows = Rows {
            ptr: stream.at(at),
            count: 1,
            outer: 0,
            len: (row - at[last]).min(len - done),
            inner,
        };
        if rows.len == row && last > 0 {
            rows.count = (lens[last - 1] - at[last - 1]).min((len - done) / row);
            rows.outer = stream.steps[last - 1];
        }
        let count = rows.count * rows.len;
        // In one place, so that it is compiled as a part of this function.
        f(done, rows);
        done += count;
        if done >= len {
            return;
        }
        advance(moved.get_or_insert_with(|| index.clone()), lens, count);
    }
}

/// Copies `len` elements of the stream from `index` on to consecutive places.
///
/// # Safety
/// The elements may be read, and `buffer` has room for them and is not among them.
pub(super) unsafe fn gather<E: Copy>(
    stream: &Stream<E>,
    lens: &[usize],
    index: &Axes<usize>,
    len: usize,
    buffer: *mut E,
) {
    // SAFETY: the caller's, and the machine has the features.
    unsafe {
        match Machine::here() {
            #[cfg(target_arch = "x86_64")]
            Machine::Avx512 => x86::gather64(stream, lens, index, len, buffer),
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2 => x86::gather32(stream, lens, index, len, buffer),
            _ => gather_in::<E, 16>(stream, lens, index, len, buffer),
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! The copies with registers of 32 or 64 bytes: a column that is broadcast is many equal numbers.

    use super::{Axes, Stream, gather_in};

    /// # Safety
    /// As [`gather`](super::gather), and the machine has AVX2.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn gather32<E: Copy>(
        stream: &Stream<E>,
        lens: &[usize],
        index: &Axes<usize>,
        len: usize,
        buffer: *mut E,
    ) {
        // SAFETY: the caller's.
        unsafe { gather_in::<E, 32>(stream, lens, index, len, buffer) }
    }

    /// # Safety
    /// As [`gather`](super::gather), and the machine has AVX-512 F.
    #[target_feature(enable = "avx512f")]
    pub(super) unsafe fn gather64<E: Copy>(
        stream: &Stream<E>,
        lens: &[usize],
        index: &Axes<usize>,
        len: usize,
        buffer: *mut E,
    ) {
        // SAFETY: the caller's.
        unsafe { gather_in::<E, 64>(stream, lens, index, len, buffer) }
    }
}

/// The copies, in code for the machine of the function that this becomes a part of. By `WIDTH` each has a
/// closure of its own: one that several call becomes a part of none.
///
/// # Safety
/// As [`gather`].
#[inline(always)]
unsafe fn gather_in<E: Copy, const WIDTH: usize>(
    stream: &Stream<E>,
    lens: &[usize],
    index: &Axes<usize>,
    len: usize,
    buffer: *mut E,
) {
    rows(stream, lens, index, len, |done, rows| {
        // SAFETY: the caller's; the rows are a part of the `len` elements.
        unsafe {
            let to = buffer.add(done);
            if rows.outer == 0 {
                gather_row(rows.ptr, rows.inner, rows.len, to);
                repeat(to, rows.len, rows.len * rows.count);
            } else if rows.outer.abs() < rows.inner.abs() {
                for k in 0..rows.len {
                    let from = rows.ptr.offset(k as isize * rows.inner);
                    for r in 0..rows.count {
                        let value = from.offset(r as isize * rows.outer).read();
                        to.add(r * rows.len + k).write(value);
                    }
                }
            } else {
                for r in 0..rows.count {
                    let from = rows.ptr.offset(r as isize * rows.outer);
                    gather_row(from, rows.inner, rows.len, to.add(r * rows.len));
                }
            }
        }
    });
}

/// Copies the elements of one row.
///
/// # Safety
/// As [`gather`].
#[inline(always)]
unsafe fn gather_row<E: Copy>(from: *const E, step: isize, len: usize, to: *mut E) {
    // SAFETY: the caller's.
    unsafe {
        match step {
            1 => {
                for k in 0..len {
                    to.add(k).write(from.add(k).read());
                }
            }
            0 => {
                let value = from.read();
                for k in 0..len {
                    to.add(k).write(value);
                }
            }
            step => {
                for k in 0..len {
                    to.add(k).write(from.offset(k as isize * step).read());
                }
            }
        }
    }
}

/// Fills `len` places with the first `have` over and over: each copy doubles what is there.
///
/// # Safety
/// The first elements are there, and there is room for all.
pub(super) unsafe fn repeat<E: Copy>(elements: *mut E, have: usize, len: usize) {
    let mut have = have;
    while have < len {
        let more = have.min(len - have);
        // SAFETY: the caller's.
        unsafe { std::ptr::copy_nonoverlapping(elements, elements.add(have), more) };
        have += more;
    }
}

/// Copies consecutive elements to the `len` places of the stream from `index` on.
///
/// # Safety
/// The places may be written, and `buffer` has as many elements and is not among them.
pub(super) unsafe fn scatter<E: Copy>(
    stream: &Stream<E>,
    lens: &[usize],
    index: &Axes<usize>,
    len: usize,
    buffer: *const E,
) {
    rows(stream, lens, index, len, |done, rows| {
        // SAFETY: the caller's; the rows are a part of the `len` places.
        unsafe {
            let from = buffer.add(done);
            for r in 0..rows.count {
                let to = rows.ptr.offset(r as isize * rows.outer);
                for k in 0..rows.len {
                    let value = from.add(r * rows.len + k).read();
                    to.offset(k as isize * rows.inner).write(value);
                }
            }
        }
    });
}
