//! The greatest and the least element of every lane, with tangents.
//!
//! In: a tensor, its tangent, an axis. Out: what `x.map_axis(axis, |lane| lane.fold(-∞, max))` and
//! its pairs give. Where one element alone is the extremum its tangent is the result's, and the lane
//! is scanned as vector code; with a tie the elements are folded one by one, since a tie gives half
//! to each side of every comparison.

use ndarray::{Array, ArrayRef, ArrayView1, Axis, Dimension, RemoveAxis};

use super::kinks::{max_part, min_part};
use crate::fma::Fused;
use crate::{Real, pool};

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
    let shape = x.raw_dim().remove_axis(axis);
    let count = shape.size();
    let (mut y, mut dy) = (pool::take(count), pool::take(count));
    if x.len_of(axis) == 0 {
        y.resize(count, X::start());
        dy.resize(count, E::ZERO);
    } else {
        let fused = Fused::detect();
        for (lane, dlane) in x.lanes(axis).into_iter().zip(dx.lanes(axis)) {
            let (m, dm) = extremum::<X, E>(&lane, &dlane, fused);
            y.push(m);
            dy.push(dm);
        }
    }
    let built = "one result for each lane";
    (
        Array::from_shape_vec(shape.clone(), y).expect(built),
        Array::from_shape_vec(shape, dy).expect(built),
    )
}

fn extremum<X: Extremum, E: Real>(
    lane: &ArrayView1<E>,
    dlane: &ArrayView1<E>,
    fused: Option<Fused>,
) -> (E, E) {
    if let Some(values) = lane.as_slice() {
        // On a machine with fused multiply-adds the scan runs in its wider vectors.
        let found = match fused {
            Some(fused) => fused.run(|| alone::<X, E>(values)),
            None => alone::<X, E>(values),
        };
        if let Some(at) = found {
            return (values[at], dlane[at]);
        }
    }
    let start = (X::start(), E::ZERO);
    lane.iter()
        .zip(dlane)
        .fold(start, |m, (v, dv)| X::pair(m, (*v, *dv)))
}

/// Where the extremum is, if no other element equals it.
#[inline(always)]
fn alone<X: Extremum, E: Real>(values: &[E]) -> Option<usize> {
    let further = |m: E, v: E| if X::beats(v, m) { v } else { m };
    let (blocks, rest) = values.as_chunks::<RUNNING>();
    let mut running = [X::start::<E>(); RUNNING];
    for block in blocks {
        for k in 0..RUNNING {
            running[k] = further(running[k], block[k]);
        }
    }
    let m = running
        .iter()
        .chain(rest)
        .fold(X::start(), |m, v| further(m, *v));
    // Counted as numbers, so that the count is vector code too.
    let one = |v: E| if v == m { E::ONE } else { E::ZERO };
    let mut counts = [E::ZERO; RUNNING];
    for block in blocks {
        for k in 0..RUNNING {
            counts[k] += one(block[k]);
        }
    }
    let equal = rest
        .iter()
        .fold(E::ZERO, |n, v| n + one(*v))
        + counts.iter().fold(E::ZERO, |n, c| n + *c);
    if equal != E::ONE {
        return None;
    }
    let holds = |block: &[E; RUNNING]| block.iter().fold(E::ZERO, |n, v| n + one(*v)) != E::ZERO;
    let start = blocks.iter().position(holds).unwrap_or(blocks.len()) * RUNNING;
    values[start..].iter().position(|v| *v == m).map(|at| start + at)
}
