//! What derived implementations share: the parts of a flat slice, and what goes wrong.
//!
//! A derived method hands a flat slice from field to field, each of which takes its coordinates
//! off the front.

use super::{Mismatch, Tangent, flat_length};

/// Stops where a flat slice has not the tangent's number of coordinates.
#[track_caller]
pub fn check_flat<T: Tangent>(tangent: &T, flat: &[f64]) {
    flat_length(tangent.coordinates(), flat.len());
}

/// Writes a part's coordinates to the front of `flat`, and gives the rest.
pub fn write_part<'a, T: Tangent>(part: &T, flat: &'a mut [f64]) -> &'a mut [f64] {
    let (head, tail) = flat.split_at_mut(part.coordinates());
    part.write_flat(head);
    tail
}

/// Reads a part's coordinates from the front of `flat`, and gives the rest.
pub fn read_part<'a, T: Tangent>(part: &mut T, flat: &'a [f64]) -> &'a [f64] {
    let (head, tail) = flat.split_at(part.coordinates());
    part.read_flat(head);
    tail
}

/// The tangent with these coordinates, in the shape of another.
pub fn from_flat<T: Tangent>(like: &T, flat: &[f64]) -> T {
    let mut out = like.zero_like();
    out.read_flat(flat);
    out
}

/// Coordinates in a row, as they are collected.
pub type Flat = Vec<f64>;

/// Appends a tangent's coordinates.
pub fn append_flat<T: Tangent>(tangent: &T, flat: &mut Flat) {
    let start = flat.len();
    flat.resize(start + tangent.coordinates(), 0.0);
    tangent.write_flat(&mut flat[start..]);
}

/// What a comparison of parts says, seen from the whole that `step` leads down from.
#[inline]
pub fn within(step: &str, compared: Result<(), Mismatch>) -> Result<(), Mismatch> {
    compared.map_err(|mismatch| mismatch.within(step))
}

/// Stops where two tangents that belong together are of different variants.
#[cold]
#[track_caller]
pub fn different_variants(left: &str, right: &str) -> ! {
    panic!("tangents of the variants `{left}` and `{right}` do not belong together")
}

/// A place for fields without tangent. They are `()` each, so there is nothing to allocate, and
/// nothing is leaked.
pub fn constants<C>(constants: C) -> &'static mut C {
    const { assert!(size_of::<C>() == 0) };
    Box::leak(Box::new(constants))
}
