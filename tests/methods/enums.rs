//! Enums with active payloads, and patterns of structs.

use crate::oracle::{Dual64, DualNum, agree, dual};
use jvp::prelude::*;

#[derive(Clone, Copy, Debug, Differentiable)]
enum Shape {
    Circle { r: f64 },
    Rect(f64, f64),
    Polygon { n: usize, side: f64 },
    Empty,
}

impl Shape {
    #[derive_jvp]
    fn area(&self) -> f64 {
        match self {
            Shape::Circle { r } => std::f64::consts::PI * r * r,
            Shape::Rect(a, b) => a * b,
            Shape::Polygon { n, side } => {
                let n = *n as f64;
                0.25 * n * side * side / (std::f64::consts::PI / n).tan()
            }
            Shape::Empty => 0.0,
        }
    }

    #[derive_jvp]
    fn grown(self, k: f64) -> Shape {
        match self {
            Shape::Circle { r } => Shape::Circle { r: r * k },
            Shape::Rect(a, b) => Shape::Rect(a * k, b + k),
            other => other,
        }
    }

    #[derive_jvp]
    fn shrink(&mut self, k: f64) {
        match self {
            Shape::Circle { r } => *r /= k,
            Shape::Rect(a, _) => *a -= k,
            _ => {}
        }
    }
}

#[derive_jvp]
fn made(x: f64, round: bool) -> f64 {
    let shape = if round {
        Shape::Circle { r: x }
    } else {
        Shape::Rect(x, x.sin())
    };
    shape.grown(x).area()
}

#[derive_jvp]
fn is_round(shape: Shape, x: f64) -> f64 {
    if let Shape::Circle { r } = shape {
        r * x
    } else {
        x
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Segment(Point, Point);

#[derive_jvp]
fn length(s: Segment) -> f64 {
    let Segment(a, Point { x, y }) = s;
    (x - a.x).hypot(y - a.y)
}

#[derive_jvp]
fn length_of_reference(s: &Segment) -> f64 {
    let Segment(a, Point { x, y }) = s;
    (x - a.x).hypot(y - a.y)
}

#[derive_jvp]
fn total(points: &[Point]) -> f64 {
    let mut sum = 0.0;
    for Point { x, y } in points {
        sum += x * y.exp();
    }
    sum
}

fn shapes() -> [(Shape, ShapeTangent); 4] {
    [
        (Shape::Circle { r: 1.5 }, ShapeTangent::Circle { r: 0.3 }),
        (Shape::Rect(2.0, 3.0), ShapeTangent::Rect(0.5, -0.2)),
        (
            Shape::Polygon { n: 6, side: 1.2 },
            ShapeTangent::Polygon { n: (), side: 0.4 },
        ),
        (Shape::Empty, ShapeTangent::Empty),
    ]
}

#[test]
fn matched_by_reference() {
    let pi = std::f64::consts::PI;
    let side = dual(1.2, 0.4);
    let oracle = [
        dual(1.5, 0.3) * dual(1.5, 0.3) * pi,
        dual(2.0, 0.5) * dual(3.0, -0.2),
        side * side * (0.25 * 6.0 / (pi / 6.0).tan()),
        dual(0.0, 0.0),
    ];
    for ((shape, tangent), oracle) in shapes().iter().zip(oracle) {
        agree(shape.jvp_area(tangent), shape.area(), oracle);
    }
}

#[test]
fn made_and_taken_apart() {
    let oracle = |x: Dual64, round: bool| match round {
        true => (x * x) * (x * x) * std::f64::consts::PI,
        false => (x * x) * (x.sin() + x),
    };
    for round in [true, false] {
        agree(
            jvp_made(0.8, 0.7, round),
            made(0.8, round),
            oracle(dual(0.8, 0.7), round),
        );
    }
}

#[test]
fn changed_in_place() {
    let k = dual(1.25, 0.5);
    let mut plain = shapes()[0].0;
    plain.shrink(1.25);
    let (mut shape, mut tangent) = shapes()[0];
    shape.jvp_shrink(&mut tangent, 1.25, 0.5);
    let (Shape::Circle { r }, ShapeTangent::Circle { r: dr }) = (shape, tangent) else {
        panic!("the variant has changed");
    };
    let Shape::Circle { r: of_plain } = plain else {
        panic!("the variant has changed");
    };
    agree((r, dr), of_plain, dual(1.5, 0.3) / k);
    let (mut shape, mut tangent) = shapes()[1];
    shape.jvp_shrink(&mut tangent, 1.25, 0.5);
    let (Shape::Rect(a, _), ShapeTangent::Rect(da, db)) = (shape, tangent) else {
        panic!("the variant has changed");
    };
    agree((a, da), 2.0 - 1.25, dual(2.0, 0.5) - k);
    assert_eq!(db.to_bits(), (-0.2_f64).to_bits());
}

#[test]
fn if_let() {
    let (shape, tangent) = shapes()[0];
    let oracle = dual(1.5, 0.3) * dual(2.0, 0.9);
    agree(
        jvp_is_round(shape, tangent, 2.0, 0.9),
        is_round(shape, 2.0),
        oracle,
    );
    let (shape, tangent) = shapes()[1];
    agree(jvp_is_round(shape, tangent, 2.0, 0.9), 2.0, dual(2.0, 0.9));
}

#[test]
#[should_panic(expected = "variant")]
fn a_tangent_of_another_variant() {
    shapes()[0].0.jvp_area(&shapes()[1].1);
}

#[test]
fn structs_taken_apart() {
    let s = Segment(Point { x: 0.5, y: 1.0 }, Point { x: 2.0, y: -0.7 });
    let ds = SegmentTangent(
        PointTangent { x: 0.1, y: 0.2 },
        PointTangent { x: -0.3, y: 0.4 },
    );
    let x = dual(2.0, -0.3) - dual(0.5, 0.1);
    let y = dual(-0.7, 0.4) - dual(1.0, 0.2);
    let oracle = (x * x + y * y).sqrt();
    agree(jvp_length(s, ds), length(s), oracle);
    let out = jvp_length_of_reference(&s, &ds);
    agree(out, length_of_reference(&s), oracle);
}

#[test]
fn structs_in_a_slice() {
    let points = [Point { x: 0.5, y: 1.0 }, Point { x: 2.0, y: -0.7 }];
    let tangents = [
        PointTangent { x: 0.1, y: 0.2 },
        PointTangent { x: -0.3, y: 0.4 },
    ];
    let oracle = dual(0.5, 0.1) * dual(1.0, 0.2).exp() + dual(2.0, -0.3) * dual(-0.7, 0.4).exp();
    agree(jvp_total(&points, &tangents), total(&points), oracle);
}

/// The checker for users' own tests works on derived types.
#[test]
fn checked() {
    for (shape, _) in shapes().into_iter().take(3) {
        jvp::check_jvp!(Shape::area, Shape::jvp_area, &shape);
        jvp::check_jvp!(Shape::grown, Shape::jvp_grown, shape, 1.5);
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Drawing {
    main: Shape,
    largest: Option<Shape>,
}

/// A guard may ask what it can't change by calls of annotated methods.
#[derive_jvp]
fn redraw(d: &mut Drawing, k: f64) {
    match &mut d.largest {
        Some(s) if s.area() < k => *s = Shape::Circle { r: k },
        Some(s) => s.shrink(k),
        None => {}
    }
    match &mut d.main {
        Shape::Rect(a, b) if Shape::Rect(*a, *b).area() > k => std::mem::swap(a, b),
        Shape::Rect(a, _) => *a *= k,
        _ => {}
    }
}

#[test]
fn guards_call_methods() {
    let rect = |a, b| Shape::Rect(a, b);
    let drect = |a, b| ShapeTangent::Rect(a, b);
    for (k, area, area_of_largest) in [
        (
            2.0,
            dual(3.0, 0.1) * dual(1.0, 0.2),
            (dual(3.0, 0.3) - dual(2.0, 0.5)) * dual(1.0, 0.4),
        ),
        (
            4.0,
            dual(3.0, 0.1) * dual(1.0, 0.2) * dual(4.0, 0.5),
            dual(4.0, 0.5) * dual(4.0, 0.5) * std::f64::consts::PI,
        ),
    ] {
        let mut d = Drawing {
            main: rect(3.0, 1.0),
            largest: Some(rect(3.0, 1.0)),
        };
        let mut dd = DrawingTangent {
            main: drect(0.1, 0.2),
            largest: Some(drect(0.3, 0.4)),
        };
        let mut plain = d.clone();
        redraw(&mut plain, k);
        jvp_redraw(&mut d, &mut dd, k, 0.5);
        agree(d.main.jvp_area(&dd.main), plain.main.area(), area);
        let (largest, dlargest) = (d.largest.unwrap(), dd.largest.unwrap());
        let original = plain.largest.unwrap().area();
        agree(largest.jvp_area(&dlargest), original, area_of_largest);
    }
}
