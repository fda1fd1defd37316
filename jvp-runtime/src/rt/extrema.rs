//! The greatest and the least element of every lane, with tangents.
//!
//! In: a tensor, its tangent, an axis. Out: what `x.map_axis(axis, |lane| lane.fold(-∞, max))` and
//! its pairs give. The extremum is found first, as vector code; then the elements that equal it, which
//! are few, are folded one by one, since a tie gives half to each side of every comparison. No other
//! element has a part in the result: it is less than what follows, or NaN.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis, Zip};

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
    assert_eq!(x.shape(), dx.shape(), "a tangent has its primal's shape");
    let shape = x.raw_dim().remove_axis(axis);
    let count = shape.size();
    let filled = |with: E| {
        let mut elements = pool::take(count);
        elements.resize(count, with);
        Array::from_shape_vec(shape.clone(), elements).expect("one result for each lane")
    };
    let (mut y, mut dy) = (filled(X::start()), filled(E::ZERO));
    if x.len_of(axis) == 0 || count == 0 {
        return (y, dy);
    }
    let stride = x.stride_of(axis).unsigned_abs();
    let along = x.strides().iter().all(|s| stride <= s.unsigned_abs());
    // On a machine with fused multiply-adds the scans run in its wider vectors.
    let mut run = || match along {
        true => lanes::<X, E, D>(axis, x, dx, &mut y, &mut dy),
        false => {
            let mut m = filled(X::start());
            slabs::<X, E, D>(axis, x, dx, &mut m, &mut y, &mut dy);
            pool::recycle(m);
        }
    };
    match Fused::detect() {
        Some(fused) => fused.run(run),
        None => run(),
    }
    (y, dy)
}

/// Where the elements lie along the axis: lane by lane.
#[inline(always)]
fn lanes<X: Extremum, E: Real, D: RemoveAxis>(
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
            let m = furthest::<X, E>(values);
            for (start, block) in (0..).step_by(RUNNING).zip(values.chunks(RUNNING)) {
                let is_there = match block.as_array::<RUNNING>() {
                    Some(block) => block.iter().fold(false, |found, v| found | (*v == m)),
                    None => true,
                };
                if !is_there {
                    continue;
                }
                for (k, v) in block.iter().enumerate() {
                    if *v == m {
                        best = X::pair(best, (*v, dlane[start + k]));
                    }
                }
            }
        } else {
            let pairs = lane.iter().zip(dlane);
            best = pairs.fold(best, |best, (v, dv)| X::pair(best, (*v, *dv)));
        }
        (*y, *dy) = best;
    }
}

/// The extremum of a lane.
#[inline(always)]
fn furthest<X: Extremum, E: Real>(values: &[E]) -> E {
    let further = |m: E, v: E| if X::beats(v, m) { v } else { m };
    let (blocks, rest) = values.as_chunks::<RUNNING>();
    let mut running = [X::start::<E>(); RUNNING];
    for block in blocks {
        for k in 0..RUNNING {
            running[k] = further(running[k], block[k]);
        }
    }
    // In halves, since one after the other each would wait for the one before.
    let mut half = RUNNING / 2;
    while half > 0 {
        for k in 0..half {
            running[k] = further(running[k], running[k + half]);
        }
        half /= 2;
    }
    rest.iter().fold(running[0], |m, v| further(m, *v))
}

/// Where the elements lie across the axis: slab by slab, twice.
#[inline(always)]
fn slabs<X: Extremum, E: Real, D: RemoveAxis>(
    axis: Axis,
    x: &ArrayRef<E, D>,
    dx: &ArrayRef<E, D>,
    m: &mut Array<E, D::Smaller>,
    y: &mut Array<E, D::Smaller>,
    dy: &mut Array<E, D::Smaller>,
) {
    for slab in x.axis_iter(axis) {
        Zip::from(&mut *m).and(&slab).for_each(|m, v| {
            *m = if X::beats(*v, *m) { *v } else { *m };
        });
    }
    for (slab, dslab) in x.axis_iter(axis).zip(dx.axis_iter(axis)) {
        let all = Zip::from(&mut *y).and(&mut *dy).and(&*m);
        all.and(&slab).and(&dslab).for_each(|y, dy, m, v, dv| {
            if v == m {
                (*y, *dy) = X::pair((*y, *dy), (*v, *dv));
            }
        });
    }
}
