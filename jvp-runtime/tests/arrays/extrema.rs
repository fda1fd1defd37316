//! The greatest and the least element of each lane with its tangent, against a plain fold.

use jvp_runtime::rt;
use ndarray::{Array, Array3, ArrayRef, Axis, Ix2, Ix3, ShapeBuilder, s};

/// `fold(-∞, max)` of values with tangents: a tie gives half to each side, NaN has no part.
fn folded(lane: impl Iterator<Item = (f64, f64)>, sign: f64) -> (f64, f64) {
    let start = (sign * f64::NEG_INFINITY, 0.0);
    lane.fold(start, |(m, dm), (v, dv)| {
        let (further, behind) = (sign * v > sign * m, v.is_nan() || sign * v < sign * m);
        match (further, behind) {
            (true, _) => (v, dv),
            (_, true) => (m, dm),
            _ => (m, 0.5 * dm + 0.5 * dv),
        }
    })
}

fn check(x: &ArrayRef<f64, Ix3>, dx: &ArrayRef<f64, Ix3>) {
    for axis in [Axis(0), Axis(1), Axis(2)] {
        let oracle = |sign: f64| -> (Array<f64, Ix2>, Array<f64, Ix2>) {
            let both = ndarray::Zip::from(x.lanes(axis)).and(dx.lanes(axis));
            let pairs = both.map_collect(|lane, dlane| {
                folded(lane.iter().copied().zip(dlane.iter().copied()), sign)
            });
            (pairs.mapv(|p| p.0), pairs.mapv(|p| p.1))
        };
        assert_eq!(
            rt::max_axis_pairs(axis, x, dx),
            oracle(1.0),
            "max, {axis:?}, {x:?}"
        );
        assert_eq!(
            rt::min_axis_pairs(axis, x, dx),
            oracle(-1.0),
            "min, {axis:?}, {x:?}"
        );
    }
}

/// Values of few kinds, so that there are ties; with infinities and NaN if asked for.
fn values(shape: (usize, usize, usize), kinds: usize, special: bool) -> Array3<f64> {
    let mut word = 1_u64;
    Array3::from_shape_fn(shape, |_| {
        word = word
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        match ((word >> 33) as usize % kinds, special) {
            (0, true) => f64::NAN,
            (1, true) => f64::NEG_INFINITY,
            (2, true) => f64::INFINITY,
            (k, _) => k as f64 - 0.5 * kinds as f64,
        }
    })
}

#[test]
fn lanes_of_every_length_and_layout() {
    for shape in [
        (1, 1, 1),
        (2, 3, 5),
        (3, 2, 70),
        (2, 70, 3),
        (1, 4, 1000),
        (70, 33, 2),
    ] {
        for (kinds, special) in [
            (1_000_000, false),
            (7, false),
            (1, false),
            (9, true),
            (2, true),
        ] {
            let (x, dx) = (values(shape, kinds, special), values(shape, 97, false));
            check(&x, &dx);
            check(&x.view().reversed_axes(), &dx.view().reversed_axes());
            check(
                &x.slice(s![.., ..;-1, ..;2]),
                &dx.slice(s![.., ..;-1, ..;2]),
            );
            let mut fortran = Array3::zeros(shape.f());
            fortran.assign(&dx);
            check(&x, &fortran);
        }
    }
}

#[test]
fn axes_without_elements() {
    let x = Array3::<f64>::zeros((2, 0, 3));
    check(&x, &x);
}

#[test]
#[should_panic(expected = "a tangent has its primal's shape")]
fn a_tangent_of_another_shape() {
    let (x, dx) = (Array3::<f64>::zeros((2, 1, 3)), Array3::zeros((2, 1, 4)));
    rt::max_axis_pairs(Axis(0), &x, &dx);
}
