//! The greatest and the least element of every lane, with tangents.
//!
//! In: a tensor, its tangent, an axis. Out: what `x.map_axis(axis, |lane| lane.fold(-∞, max))` and
//! its pairs give. The extremum is found first, as vector code; then the elements that equal it, which
//! are few, are folded one by one, since a tie gives half to each side of every comparison. No other
//! element has a part in the result: it is less than what follows, or NaN.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis, Zip};

use super::kinks::{max_part, min_part};
use crate::reduction::extremum::{further, places, start};
use crate::{Real, pool};

/// Greatest elements, from `-∞` on.
///
/// # Panics
///
/// If `axis` is out of bounds, or the shapes of primal and tangent differ.
pub fn max_axis_pairs<E: Real, D: RemoveAxis>(
    axis: Axis,
    x: &ArrayRef<E, D>,
    dx: &ArrayRef<E, D>,
) -> (Array<E, D::Smaller>, Array<E, D::Smaller>) {
    extremum_axis::<E, D, true>(axis, x, dx)
}

/// Least elements, from `∞` on.
///
/// # Panics
///
/// If `axis` is out of bounds, or the shapes of primal and tangent differ.
pub fn min_axis_pairs<E: Real, D: RemoveAxis>(
    axis: Axis,
    x: &ArrayRef<E, D>,
    dx: &ArrayRef<E, D>,
) -> (Array<E, D::Smaller>, Array<E, D::Smaller>) {
    extremum_axis::<E, D, false>(axis, x, dx)
}

/// The extremum of two values, with its tangent.
fn pair<E: Real, const UP: bool>((m, dm): (E, E), (v, dv): (E, E)) -> (E, E) {
    if UP {
        (m.max(v), max_part(m, v, dm) + max_part(v, m, dv))
    } else {
        (m.min(v), min_part(m, v, dm) + min_part(v, m, dv))
    }
}

/// The extremum of every lane: the greatest with `UP`, else the least.
fn extremum_axis<E: Real, D: RemoveAxis, const UP: bool>(
    axis: Axis,
    x: &ArrayRef<E, D>,
    dx: &ArrayRef<E, D>,
) -> (Array<E, D::Smaller>, Array<E, D::Smaller>) {
    assert_eq!(x.shape(), dx.shape(), "a tangent has its primal's shape");
    let shape = x.raw_dim().remove_axis(axis);
    let (mut y, mut dy) = (
        filled(shape.clone(), start::<E, UP>()),
        filled(shape, E::ZERO),
    );
    if x.is_empty() {
        return (y, dy);
    }
    let stride = x.stride_of(axis).unsigned_abs();
    if x.strides().iter().all(|s| stride <= s.unsigned_abs()) {
        lanes::<E, D, UP>(axis, x, dx, &mut y, &mut dy);
    } else {
        slabs::<E, D, UP>(axis, x, dx, &mut y, &mut dy);
    }
    (y, dy)
}

/// An array with one number everywhere.
fn filled<E: Real, D: Dimension>(shape: D, with: E) -> Array<E, D> {
    let mut elements = pool::take(shape.size());
    elements.resize(shape.size(), with);
    Array::from_shape_vec(shape, elements).expect("as many elements as the shape has")
}

/// Where the elements lie along the axis: lane by lane.
fn lanes<E: Real, D: RemoveAxis, const UP: bool>(
    axis: Axis,
    x: &ArrayRef<E, D>,
    dx: &ArrayRef<E, D>,
    y: &mut Array<E, D::Smaller>,
    dy: &mut Array<E, D::Smaller>,
) {
    let results = y.iter_mut().zip(dy);
    for ((y, dy), (lane, dlane)) in results.zip(x.lanes(axis).into_iter().zip(dx.lanes(axis))) {
        let mut best = (*y, *dy);
        if let Some(values) = lane.as_slice() {
            places::<E, UP>(values, &mut |k| {
                best = pair::<E, UP>(best, (values[k], dlane[k]))
            });
        } else {
            let pairs = lane.iter().zip(dlane);
            best = pairs.fold(best, |best, (v, dv)| pair::<E, UP>(best, (*v, *dv)));
        }
        (*y, *dy) = best;
    }
}

/// Where the elements lie across the axis: slab by slab, twice.
fn slabs<E: Real, D: RemoveAxis, const UP: bool>(
    axis: Axis,
    x: &ArrayRef<E, D>,
    dx: &ArrayRef<E, D>,
    y: &mut Array<E, D::Smaller>,
    dy: &mut Array<E, D::Smaller>,
) {
    let mut m = filled(y.raw_dim(), start::<E, UP>());
    for slab in x.axis_iter(axis) {
        Zip::from(&mut m).and(&slab).for_each(|m, v| {
            *m = further::<E, UP>(*v, *m);
        });
    }
    for (slab, dslab) in x.axis_iter(axis).zip(dx.axis_iter(axis)) {
        let all = Zip::from(&mut *y).and(&mut *dy).and(&m);
        all.and(&slab).and(&dslab).for_each(|y, dy, m, v, dv| {
            if v == m {
                (*y, *dy) = pair::<E, UP>((*y, *dy), (*v, *dv));
            }
        });
    }
    pool::recycle(m);
}
