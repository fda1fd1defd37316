//! Sorts that carry the tangents along: what `std` would do to the values is done to their positions.
//!
//! An unstable sort leaves equal values in an order that `std` leaves open; here it is the one that the
//! positions get.

use std::cmp::Ordering;

/// Sorts `primal` as `<[T]>::sort_by` does and applies the same permutation to `tangent`.
///
/// # Panics
///
/// If the lengths differ, and where `compare` panics; both slices are unchanged then. So do the others.
pub fn sort_by<T, U>(
    primal: &mut [T],
    tangent: &mut [U],
    mut compare: impl FnMut(&T, &T) -> Ordering,
) {
    let mut order = positions(primal, tangent);
    order.sort_by(|&i, &j| compare(&primal[i], &primal[j]));
    follow(order, primal, tangent);
}

/// As `<[T]>::sort_unstable_by` does.
pub fn sort_unstable_by<T, U>(
    primal: &mut [T],
    tangent: &mut [U],
    mut compare: impl FnMut(&T, &T) -> Ordering,
) {
    let mut order = positions(primal, tangent);
    order.sort_unstable_by(|&i, &j| compare(&primal[i], &primal[j]));
    follow(order, primal, tangent);
}

/// As `<[T]>::sort_by_key` does.
pub fn sort_by_key<T, U, K: Ord>(
    primal: &mut [T],
    tangent: &mut [U],
    mut key: impl FnMut(&T) -> K,
) {
    let mut order = positions(primal, tangent);
    order.sort_by_key(|&i| key(&primal[i]));
    follow(order, primal, tangent);
}

/// As `<[T]>::sort_unstable_by_key` does.
pub fn sort_unstable_by_key<T, U, K: Ord>(
    primal: &mut [T],
    tangent: &mut [U],
    mut key: impl FnMut(&T) -> K,
) {
    let mut order = positions(primal, tangent);
    order.sort_unstable_by_key(|&i| key(&primal[i]));
    follow(order, primal, tangent);
}

/// As `<[T]>::sort_by_cached_key` does.
pub fn sort_by_cached_key<T, U, K: Ord>(
    primal: &mut [T],
    tangent: &mut [U],
    mut key: impl FnMut(&T) -> K,
) {
    let mut order = positions(primal, tangent);
    order.sort_by_cached_key(|&i| key(&primal[i]));
    follow(order, primal, tangent);
}

fn positions<T, U>(primal: &[T], tangent: &[U]) -> Vec<usize> {
    let (length, other) = (primal.len(), tangent.len());
    assert!(
        length == other,
        "the tangent has length {other}, but the slice to sort has length {length}"
    );
    (0..length).collect()
}

/// Position `at` takes the element from `order[at]`: walks each cycle of the permutation once, with a fixed
/// point as the mark of what is done.
fn follow<T, U>(mut order: Vec<usize>, primal: &mut [T], tangent: &mut [U]) {
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
