//! Enums: the tangent has the same variants.

use jvp::prelude::*;

use crate::laws::{check, panic_of};

#[derive(Clone, Debug, Differentiable)]
enum Shape {
    Circle(f64),
    Box {
        sides: [f64; 2],
        name: String,
    },
    Named(usize, Vec<f64>),
    #[jvp(skip)]
    Fixed(f64, NotDifferentiable),
    Point,
}

#[derive(Clone, Debug)]
struct NotDifferentiable;

fn shapes() -> [Shape; 5] {
    [
        Shape::Circle(1.0),
        Shape::Box {
            sides: [1.0, 2.0],
            name: "a".to_owned(),
        },
        Shape::Named(1, vec![1.0, 2.0, 3.0]),
        Shape::Fixed(1.0, NotDifferentiable),
        Shape::Point,
    ]
}

#[test]
fn each_variant_is_a_vector_space() {
    for (shape, coordinates) in shapes().iter().zip([1, 2, 3, 0, 0]) {
        check(shape, coordinates);
    }
    check(&shapes().to_vec(), 6);
}

#[test]
fn variants_keep_their_form() {
    let zeros = shapes().map(|s| s.zero_tangent());
    let expected = [
        ShapeTangent::Circle(0.0),
        ShapeTangent::Box {
            sides: [0.0; 2],
            name: (),
        },
        ShapeTangent::Named((), vec![0.0; 3]),
        ShapeTangent::Fixed((), ()),
        ShapeTangent::Point,
    ];
    assert_eq!(zeros, expected);
    assert_eq!(
        format!("{zeros:?}"),
        "[Circle(0.0), Box { sides: [0.0, 0.0], name: () }, Named((), [0.0, 0.0, 0.0]), \
         Fixed((), ()), Point]"
    );
}

#[test]
fn different_variants_do_not_belong_together() {
    let mut circle = ShapeTangent::Circle(1.0);
    let message = "tangents of the variants `Circle` and `Point` do not belong together";
    assert_eq!(
        panic_of(|| circle.accumulate(&ShapeTangent::Point)),
        message
    );
    assert_eq!(panic_of(|| circle.axpy(2.0, &ShapeTangent::Point)), message);
    assert_eq!(panic_of(|| circle.inner(&ShapeTangent::Point)), message);
    assert!(circle != ShapeTangent::Point);
    let mismatch = Shape::Point
        .check_shape(&circle)
        .expect_err("variants differ");
    assert_eq!(mismatch.primal, "the variant `Point`");
    assert_eq!(mismatch.tangent, "the variant `Circle`");
    assert_eq!(circle.check_shape(&ShapeTangent::Circle(2.0)), Ok(()));
    assert!(circle.check_shape(&ShapeTangent::Point).is_err());
}

#[derive(Differentiable)]
enum Never {}

#[derive(Differentiable)]
enum Single<T> {
    Only(T),
}

#[derive(Clone, Copy, Differentiable)]
enum Kind {
    A = 3,
    B = 5,
}

#[test]
fn small_enums() {
    check(&None::<Never>, 0);
    check(&Single::Only(1.0), 1);
    check(&Kind::A, 0);
    assert_eq!(Kind::B.zero_tangent(), KindTangent::B);
    assert_eq!(Kind::B as usize, 5);
}

#[derive(Differentiable)]
enum Awkward {
    Tangent(f64),
    Target { r#type: f64 },
    Some(f64),
    None,
}

#[test]
fn variants_may_have_any_name() {
    let target = Awkward::Target { r#type: 1.0 };
    check(&target, 1);
    check(&Awkward::Tangent(1.0), 1);
    check(&Awkward::Some(1.0), 1);
    check(&Awkward::None, 0);
    let tangent = target.jvp_tangent_Target().jvp_set_type(2.0).jvp_done();
    assert_eq!(tangent, AwkwardTangent::Target { r#type: 2.0 });
}
