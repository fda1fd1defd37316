//! The vector space of tangents: every operation on every kind of container.

use jvp_runtime::{Differentiable, Tangent};
use ndarray::{Array1, Array2, array};

type Nested = (Vec<f64>, [f32; 2], Option<Box<f64>>, Array2<f64>, (), f64);

fn nested() -> Nested {
    (
        vec![1.0, 2.0],
        [3.0, 4.0],
        Some(Box::new(5.0)),
        array![[6.0, 7.0]],
        (),
        8.0,
    )
}

#[test]
fn flat_coordinates_go_there_and_back() {
    let value = nested();
    assert_eq!(value.coordinates(), 8);
    let mut flat = vec![0.0; 8];
    value.write_flat(&mut flat);
    assert_eq!(flat, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
    let mut back = value.zero_like();
    assert_eq!(back.inner(&back), 0.0);
    back.read_flat(&flat);
    assert_eq!(back, value);
}

#[test]
fn operations_are_those_of_a_vector_space() {
    let (x, mut y) = (nested(), nested());
    y.scale_by(3.0);
    y.axpy(-2.0, &x);
    assert_eq!(y, x);
    y.accumulate(&x);
    assert_eq!(
        y.inner(&x),
        2.0 * (1..=8).map(|i| f64::from(i * i)).sum::<f64>()
    );
    y.set_zero();
    assert_eq!(y, x.zero_like());
    assert_eq!(y.inner(&x), 0.0);
}

#[test]
fn zero_is_set_whatever_was_there() {
    let mut x = [f64::NAN, f64::INFINITY];
    x.set_zero();
    assert_eq!(x, [0.0, 0.0]);
}

#[test]
fn the_tangent_of_a_value_is_its_zero() {
    let value = (1.5_f64, vec![("name".to_owned(), 2.0_f32)], 3_u8);
    let zero = value.zero_tangent();
    assert_eq!(zero, (0.0, vec![((), 0.0)], ()));
    assert_eq!(zero.coordinates(), 2);
    assert_eq!(
        Array1::from_vec(vec![1.0, 2.0]).zero_tangent(),
        array![0.0, 0.0]
    );
}

#[test]
fn single_precision_is_rounded_once() {
    let mut x = 1.0_f32;
    x.axpy(1e-9, &1.0);
    assert_eq!(x, 1.0);
    x.scale_by(1.0 / 3.0);
    assert_eq!(x, (1.0_f64 / 3.0) as f32);
}

#[test]
#[should_panic(expected = "tangents of length 2 and 1 do not belong together")]
fn other_lengths_stop() {
    vec![1.0, 2.0].accumulate(&vec![1.0]);
}

#[test]
#[should_panic(expected = "tangents of shape [2] and [1] do not belong together")]
fn arrays_are_not_broadcast() {
    array![1.0, 2.0].accumulate(&array![1.0]);
}

#[test]
#[should_panic(expected = "the flat slice has length 3, but the tangent has 2 coordinates")]
fn flat_slices_have_the_right_length() {
    (1.0, [2.0]).write_flat(&mut [0.0; 3]);
}

#[test]
fn a_value_moves_along_a_tangent() {
    let mut point = (nested(), 7_usize, Some(Box::new(1.0_f32)));
    let mut direction = point.zero_tangent();
    let count = direction.coordinates();
    let steps: Vec<f64> = (0..count).map(|i| i as f64).collect();
    direction.read_flat(&steps);

    let flat = |point: &(Nested, usize, Option<Box<f32>>)| {
        let mut flat = Vec::new();
        point.coordinates_into(&mut flat);
        flat
    };
    let before = flat(&point);
    assert_eq!(before.len(), count);
    point.displace(0.5, &direction);
    for (i, (after, before)) in flat(&point).iter().zip(&before).enumerate() {
        assert_eq!(after - before, 0.5 * steps[i], "coordinate {i}");
    }
    assert_eq!(point.1, 7);
}

#[test]
#[should_panic(expected = "tangents of shape [2] and [1] do not belong together")]
fn an_array_does_not_move_along_another_shape() {
    array![1.0, 2.0].displace(1.0, &array![1.0]);
}
