//! Structs: which fields the tangent has, and of what types.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Array3, ArrayD, Axis, arr0, array};

use crate::laws::check;

#[derive(Clone, Debug, Differentiable)]
struct Dense {
    w: Array2<f64>,
    pub b: Array1<f64>,
    #[jvp(skip)]
    activation: Activation,
    units: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Activation {
    Tanh,
}

fn dense() -> Dense {
    Dense {
        w: array![[1.0, 2.0], [3.0, 4.0]],
        b: array![5.0, 6.0],
        activation: Activation::Tanh,
        units: 2,
    }
}

#[test]
fn a_named_struct_has_its_differentiable_fields() {
    let layer = dense();
    assert_eq!((layer.units, layer.activation), (2, Activation::Tanh));
    check(&layer, 6);
    let tangent = DenseTangent {
        w: Array2::zeros((2, 2)),
        b: Array1::zeros(2),
    };
    assert_eq!(layer.zero_tangent(), tangent);
    let DenseTangent { w, b } = tangent;
    assert_eq!((w.len(), b.len()), (4, 2));
}

#[test]
fn fields_without_tangent_read_as_unit_and_can_be_assigned() {
    let mut tangent = dense().zero_tangent();
    let jvp::rt::Skipped = tangent.units;
    tangent.units = jvp::rt::Skipped;
    tangent.activation = jvp::rt::Skipped;
    let shared = &tangent;
    let jvp::rt::Skipped = shared.activation;
    #[allow(
        clippy::unit_arg,
        reason = "generated code passes it where a tangent may be"
    )]
    let of_float = jvp::rt::cast::<f64, _>(tangent.units);
    assert_eq!(of_float, 0.0);
}

#[derive(Clone, Differentiable)]
struct Network {
    layers: Vec<Dense>,
    head: Box<Dense>,
    tail: Option<Dense>,
    pair: [Point; 2],
    mixed: (Point, f32, usize),
    scale: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Point(f64, usize, f64);

#[test]
fn structs_nest_in_containers() {
    let network = Network {
        layers: vec![dense(), dense()],
        head: Box::new(dense()),
        tail: Some(dense()),
        pair: [Point(1.0, 2, 3.0); 2],
        mixed: (Point(1.0, 2, 3.0), 1.0, 1),
        scale: 2.0,
    };
    crate::laws::check_to(&network, 24 + 4 + 2 + 1 + 1, 1e-6);
    let zero: NetworkTangent = network.zero_tangent();
    let first: &DenseTangent = &zero.layers[0];
    assert_eq!(first.w.shape(), [2, 2]);
    assert_eq!(zero.mixed, (PointTangent(0.0, (), 0.0), 0.0, ()));
    let without = Network {
        tail: None,
        ..network
    };
    assert_eq!(without.zero_tangent().tail, None);
}

#[test]
fn a_tuple_struct_keeps_its_positions() {
    let point = Point(1.0, 2, 3.0);
    check(&point, 2);
    assert_eq!(point.zero_tangent(), PointTangent(0.0, (), 0.0));
    let PointTangent(x, (), y) = PointTangent(4.0, (), 5.0);
    assert_eq!((x, y), (4.0, 5.0));
}

#[derive(Differentiable)]
struct Unit;

#[derive(Differentiable)]
struct Empty {}

#[derive(Differentiable)]
struct EmptyTuple();

#[derive(Differentiable)]
struct Settings {
    name: String,
    along: Axis,
    #[jvp(skip)]
    tolerance: f64,
    text: &'static str,
    counts: Vec<usize>,
    flags: [bool; 3],
    range: std::ops::RangeFull,
    order: std::cmp::Ordering,
    marker: std::marker::PhantomData<fn(f64) -> f64>,
}

#[test]
fn a_tangent_may_have_no_coordinates() {
    check(&Unit, 0);
    check(&Empty {}, 0);
    check(&EmptyTuple(), 0);
    let UnitTangent = Unit.zero_tangent();
    let EmptyTangent {} = Empty {}.zero_tangent();
    let EmptyTupleTangent() = EmptyTuple().zero_tangent();
    let settings = Settings {
        name: "a".to_owned(),
        along: Axis(0),
        tolerance: 1e-6,
        text: "b",
        counts: vec![1],
        flags: [true; 3],
        range: ..,
        order: std::cmp::Ordering::Less,
        marker: std::marker::PhantomData,
    };
    check(&settings, 0);
    let SettingsTangent {} = settings.zero_tangent();
    let _ = (
        &settings.name,
        settings.along,
        settings.tolerance,
        settings.text,
    );
    let _ = (
        &settings.counts,
        settings.flags,
        settings.range,
        settings.order,
        settings.marker,
    );
}

mod own_names {
    //! A type of the user's own that has the name of one without tangent.

    use jvp::prelude::*;

    #[derive(Differentiable)]
    pub struct Axis {
        pub angle: f64,
    }

    #[derive(Differentiable)]
    pub struct Frame {
        pub first: self::Axis,
        pub rest: Vec<Axis>,
        pub range: std::ops::Range<usize>,
    }
}

#[test]
fn a_type_of_ones_own_may_be_called_axis() {
    use own_names::{Axis, Frame};
    let rest = vec![Axis { angle: 2.0 }];
    let frame = Frame {
        first: Axis { angle: 1.0 },
        rest,
        range: 0..1,
    };
    check(&frame, 2);
    assert_eq!(frame.zero_tangent().first.angle, 0.0);
}

#[derive(Differentiable)]
struct Arrays {
    scalar: ndarray::Array0<f64>,
    cube: Array3<f64>,
    any: ArrayD<f64>,
    points: Array1<Point>,
    indices: Array1<usize>,
    nested: Vec<(f64, Vec<usize>)>,
}

#[test]
fn arrays_of_all_ranks_and_elements() {
    let arrays = Arrays {
        scalar: arr0(1.0),
        cube: Array3::ones((1, 2, 1)),
        any: ArrayD::ones(vec![2]),
        points: array![Point(1.0, 2, 3.0)],
        indices: array![1],
        nested: vec![(1.0, vec![1])],
    };
    check(&arrays, 1 + 2 + 2 + 2 + 1);
    assert_eq!(arrays.zero_tangent().points[0], PointTangent(0.0, (), 0.0));
    assert_eq!(arrays.indices[0], 1);
}

/// A type of which `Differentiable` is written by hand.
struct Angle(f64);

impl Differentiable for Angle {
    type Tangent = f64;

    fn zero_tangent(&self) -> f64 {
        0.0 * self.0
    }
}

#[derive(Differentiable)]
struct Joint {
    angle: Angle,
    angles: Vec<Angle>,
}

#[test]
fn a_field_may_have_an_implementation_by_hand() {
    let joint = Joint {
        angle: Angle(1.0),
        angles: vec![Angle(2.0)],
    };
    check(&joint, 2);
    let zero = JointTangent {
        angle: 0.0,
        angles: vec![0.0],
    };
    assert_eq!(joint.zero_tangent(), zero);
}

/// Counts its drops: nothing of it may be moved out.
#[derive(Clone, Differentiable)]
pub struct Probe<T: Real> {
    values: Vec<Array1<T>>,
    scale: T,
    #[jvp(skip)]
    drops: std::rc::Rc<std::cell::Cell<usize>>,
}

impl<T: Real> Drop for Probe<T> {
    fn drop(&mut self) {
        self.drops.set(self.drops.get() + 1);
    }
}

#[derive_jvp(wrt(x, s), into)]
fn probed<T: Real>(
    x: &Array1<T>,
    s: T,
    drops: &std::rc::Rc<std::cell::Cell<usize>>,
) -> Option<Probe<T>> {
    if s > T::from(9.0).unwrap() {
        return None;
    }
    Some(Probe {
        values: vec![x * s, x.sin()],
        scale: s * s,
        drops: drops.clone(),
    })
}

#[test]
fn into_of_own_types() {
    let drops = std::rc::Rc::default();
    let x = Array1::from(vec![0.5, 1.5]);
    let (mut y, mut dy) = jvp_probed(&x, &x, 2.0, 1.0, &drops).unwrap();
    let before = drops.get();
    assert!(jvp_probed_into(&x, &x, 3.0, 1.0, &drops, &mut y, &mut dy).is_some());
    assert_eq!(drops.get(), before + 1);
    assert_eq!(y.values, [&x * 3.0, x.sin()]);
    assert_eq!((y.scale, dy.scale), (9.0, 6.0));
    assert_eq!(dy.values, [&x * 4.0, x.cos() * &x]);
    assert!(jvp_probed_into(&x, &x, 10.0, 1.0, &drops, &mut y, &mut dy).is_none());
    assert_eq!((y.scale, dy.scale), (9.0, 6.0));
}
