//! The greatest and the least element of every lane, with tangents.
//!
//! In: a tensor, its tangent, an axis. Out: what `x.map_axis(axis, |lane| lane.fold(-∞, max))` and
//! its pairs give. Where one element alone is the extremum its tangent is the result's, and the lane
//! is scanned as vector code; with a tie the elements are folded one by one, since a tie gives half
//! to each side of every comparison.

use ndarray::{Array, ArrayRef, ArrayView1, Axis, RemoveAxis, Zip};

use super::kinks::{max_part, min_part};
use super::pairs::unzip;
use crate::Real;

/// How many running extrema a scan keeps: enough to hide the latency of a comparison.
const RUNNING: usize = 32;

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
    extremum_axis::<Greatest, E, D>(axis, x, dx)
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
    extremum_axis::<Least, E, D>(axis, x, dx)
}

/// Which end.
trait Extremum {
    fn start<E: Real>() -> E;
    /// Whether `v` is further out than `m`; never for NaN.
    fn beats<E: Real>(v: E, m: E) -> bool;
    fn pair<E: Real>(m: (E, E), v: (E, E)) -> (E, E);
}

struct Greatest;

impl Extremum for Greatest {
    fn start<E: Real>() -> E {
        E::neg_infinity()
    }

    #[inline(always)]
    fn beats<E: Real>(v: E, m: E) -> bool {
        v > m
    }

    fn pair<E: Real>((m, dm): (E, E), (v, dv): (E, E)) -> (E, E) {
        (m.max(v), max_part(m, v, dm) + max_part(v, m, dv))
    }
}

struct Least;

impl Extremum for Least {
    fn start<E: Real>() -> E {
        E::infinity()
    }

    #[inline(always)]
    fn beats<E: Real>(v: E, m: E) -> bool {
        v < m
    }

    fn pair<E: Real>((m, dm): (E, E), (v, dv): (E, E)) -> (E, E) {
        (m.min(v), min_part(m, v, dm) + min_part(v, m, dv))
    }
}

fn extremum_axis<X: Extremum, E: Real, D: RemoveAxis>(
    axis: Axis,
    x: &ArrayRef<E, D>,
    dx: &ArrayRef<E, D>,
) -> (Array<E, D::Smaller>, Array<E, D::Smaller>) {
    if x.len_of(axis) == 0 {
        let shape = x.raw_dim().remove_axis(axis);
        return (
            Array::from_elem(shape.clone(), X::start()),
            Array::from_elem(shape, E::ZERO),
        );
    }
    let each = |lane: ArrayView1<E>, dlane: ArrayView1<E>| extremum::<X, E>(&lane, &dlane);
    unzip(Zip::from(x.lanes(axis)).and(dx.lanes(axis)).map_collect(each))
}

fn extremum<X: Extremum, E: Real>(lane: &ArrayView1<E>, dlane: &ArrayView1<E>) -> (E, E) {
    if let Some(values) = lane.as_slice()
        && let Some(at) = alone::<X, E>(values)
    {
        return (values[at], dlane[at]);
    }
    let start = (X::start(), E::ZERO);
    lane.iter().zip(dlane).fold(start, |m, (v, dv)| X::pair(m, (*v, *dv)))
}

/// Where the extremum is, if no other element equals it.
fn alone<X: Extremum, E: Real>(values: &[E]) -> Option<usize> {
    let mut running = [X::start::<E>(); RUNNING];
    let (blocks, rest) = values.as_chunks::<RUNNING>();
    for block in blocks {
        for (m, v) in running.iter_mut().zip(block) {
            *m = if X::beats(*v, *m) { *v } else { *m };
        }
    }
    let further = |m: E, v: &E| if X::beats(*v, m) { *v } else { m };
    let m = running.iter().chain(rest).fold(X::start(), further);
    let equal: usize = values.iter().map(|v| usize::from(*v == m)).sum();
    match equal {
        1 => values.iter().position(|v| *v == m),
        _ => None,
    }
}
