//! `sort_by`: a stable sort that carries the tangents along.

use std::cmp::Ordering;

/// Sorts `primal` as `<[T]>::sort_by` does and applies the same permutation to `tangent`.
///
/// # Panics
///
/// If the lengths differ, and where `compare` panics; both slices are unchanged then.
pub fn sort_by<T, U>(
    primal: &mut [T],
    tangent: &mut [U],
    mut compare: impl FnMut(&T, &T) -> Ordering,
) {
    let (length, other) = (primal.len(), tangent.len());
    assert!(
        length == other,
        "the tangent has length {other}, but the slice to sort has length {length}"
    );
    let mut order: Vec<usize> = (0..primal.len()).collect();
    order.sort_by(|&i, &j| compare(&primal[i], &primal[j]));
    // Position `at` takes the element from `order[at]`: walk each cycle of the permutation once,
    // with a fixed point as the mark of what is done.
    for start in 0..order.len() {
        let mut at = start;
        while order[at] != start {
            let from = order[at];
            primal.swap(at, from);
            tangent.swap(at, from);
            order[at] = at;
            at = from;
        }
        order[at] = at;
    }
}
