//! Generic types: which bounds and which parameters the tangent type has.

use std::fmt::Display;
use std::marker::PhantomData;

use jvp::prelude::*;
use ndarray::{Array, Array1, Dimension, array};

use crate::laws::check;

#[derive(Clone, Copy, Differentiable)]
struct Complex<T: Real> {
    re: T,
    im: T,
}

/// A function generic over `T: Real` makes a literal of the tangent.
fn turned<T: Real>(z: &Complex<T>) -> ComplexTangent<T> {
    ComplexTangent {
        re: -z.im,
        im: z.re,
    }
}

#[test]
fn a_real_parameter_is_its_own_tangent() {
    let z = Complex { re: 1.0, im: 2.0 };
    check(&z, 2);
    assert_eq!(turned(&z), ComplexTangent { re: -2.0, im: 1.0 });
    let single: ComplexTangent<f32> = Complex {
        re: 1.0_f32,
        im: 2.0,
    }
    .zero_tangent();
    assert_eq!(single.coordinates(), 2);
}

#[derive(Clone, Differentiable)]
struct Twice<T> {
    first: T,
    both: [T; 2],
    list: Vec<(T, f64)>,
    marker: PhantomData<T>,
}

#[test]
fn a_plain_parameter_has_its_own_tangent_type() {
    let twice = Twice {
        first: Complex { re: 1.0, im: 2.0 },
        both: [Complex { re: 1.0, im: 2.0 }; 2],
        list: vec![(Complex { re: 1.0, im: 2.0 }, 3.0)],
        marker: PhantomData,
    };
    check(&twice, 9);
    let zero: TwiceTangent<Complex<f64>> = twice.zero_tangent();
    assert_eq!(zero.first, ComplexTangent { re: 0.0, im: 0.0 });
    let ints = Twice {
        first: 1,
        both: [2; 2],
        list: vec![(3, 4.0)],
        marker: PhantomData,
    };
    check(&ints, 1);
    let _ = (twice.marker, ints.marker);
}

/// A generic function over such a type needs no more than the parameter's bound.
fn zero_of<T: Differentiable>(twice: &Twice<T>) -> TwiceTangent<T> {
    twice.zero_tangent()
}

#[test]
fn the_parameters_bound_is_enough() {
    #[derive(Debug)]
    struct NotClone(f64);
    impl Differentiable for NotClone {
        type Tangent = f64;
        fn zero_tangent(&self) -> f64 {
            self.0 * 0.0
        }
    }
    let make = || NotClone(1.0);
    let twice = Twice {
        first: make(),
        both: [make(), make()],
        list: vec![],
        marker: PhantomData,
    };
    assert_eq!(zero_of(&twice).clone(), zero_of(&twice));
}

#[derive(Differentiable)]
struct Grid<T, D, const N: usize, F = fn(f64) -> f64, M = ()>
where
    T: Real + Display,
    D: Dimension,
    F: Fn(f64) -> f64,
    M: Into<Option<F>>,
{
    values: Array<T, D>,
    edges: [T; N],
    #[jvp(skip)]
    map: F,
    #[jvp(skip)]
    marker: Option<M>,
}

#[test]
fn parameters_that_no_tangent_needs_are_not_in_it() {
    let grid = Grid::<_, _, 2, _, Option<fn(f64) -> f64>> {
        values: array![[1.0, 2.0]],
        edges: [0.0, 1.0],
        map: f64::sin as fn(f64) -> f64,
        marker: None,
    };
    check(&grid, 4);
    let zero: GridTangent<f64, ndarray::Ix2, 2> = grid.zero_tangent();
    assert_eq!(
        zero,
        GridTangent {
            values: array![[0.0, 0.0]],
            edges: [0.0; 2]
        }
    );
    assert_eq!((grid.map)(0.0), 0.0);
    assert!(grid.marker.is_none());
    let built = grid
        .jvp_tangent()
        .jvp_set_edges([1.0, 2.0])
        .jvp_set_map(())
        .jvp_done();
    assert_eq!(built.edges, [1.0, 2.0]);
}

#[derive(Differentiable)]
struct Tree<T> {
    value: T,
    children: Vec<Tree<T>>,
    next: Option<Box<Self>>,
}

#[derive(Differentiable)]
struct Left<T: Real> {
    x: T,
    rights: Vec<Right<T>>,
}

#[derive(Differentiable)]
struct Right<T: Real> {
    y: T,
    left: Option<Box<Left<T>>>,
}

#[test]
fn types_may_be_recursive() {
    let leaf = |value| Tree {
        value,
        children: vec![],
        next: None,
    };
    let tree = Tree {
        value: 1.0,
        children: vec![leaf(2.0), leaf(3.0)],
        next: Some(Box::new(leaf(4.0))),
    };
    check(&tree, 4);
    let inner = Left {
        x: 1.0,
        rights: vec![],
    };
    let right = Right {
        y: 2.0,
        left: Some(Box::new(inner)),
    };
    check(
        &Left {
            x: 3.0,
            rights: vec![right],
        },
        3,
    );
}

#[derive(Differentiable)]
struct Model<T: Real> {
    layers: Vec<Layer<T>>,
    heads: Array1<Layer<T>>,
}

#[derive(Differentiable)]
struct Layer<T: Real> {
    w: Array1<T>,
    scale: T,
}

/// Names the tangents of fields by their own types.
fn first_scale<T: Real>(tangent: &ModelTangent<T>) -> T {
    let layer: &LayerTangent<T> = &tangent.layers[0];
    layer.scale + tangent.heads[0].w[0]
}

#[test]
fn generic_types_nest() {
    let layer = || Layer {
        w: array![1.0, 2.0],
        scale: 3.0,
    };
    let model = Model {
        layers: vec![layer()],
        heads: array![layer()],
    };
    check(&model, 6);
    let tangent = model.zero_tangent().basis_like(2);
    assert_eq!(first_scale(&tangent), 1.0);
}

#[derive(Differentiable)]
struct Borrowing<'a, T: Real> {
    x: T,
    name: &'a str,
    indices: &'a [usize],
    #[jvp(skip)]
    data: &'a [T],
    #[jvp(skip)]
    solver: &'a dyn Fn(f64) -> f64,
}

#[test]
fn references_that_are_constants() {
    let data = [1.0, 2.0];
    let borrowing = Borrowing {
        x: 1.0,
        name: "x",
        indices: &[1],
        data: &data,
        solver: &f64::exp,
    };
    check(&borrowing, 1);
    let zero: BorrowingTangent<f64> = borrowing.zero_tangent();
    let jvp::rt::Skipped = zero.data;
    let built = borrowing
        .jvp_tangent()
        .jvp_set_x(2.0)
        .jvp_set_data(())
        .jvp_set_name(())
        .jvp_done();
    assert_eq!(built, BorrowingTangent { x: 2.0 });
    assert_eq!(
        (borrowing.name, borrowing.indices, borrowing.data.len()),
        ("x", &[1][..], 2)
    );
    assert_eq!((borrowing.solver)(0.0), 1.0);
}

struct Size;

impl Size {
    const N: usize = 3;
}

#[derive(Differentiable)]
struct Sized {
    x: [f64; Size::N],
    y: [f64; Self::M],
}

impl Sized {
    const M: usize = 2;
}

#[test]
fn lengths_may_be_constants() {
    check(
        &Sized {
            x: [0.0; 3],
            y: [0.0; 2],
        },
        5,
    );
}

trait Potential {
    type State: Differentiable;
}

struct Harmonic;

impl Potential for Harmonic {
    type State = [f64; 2];
}

#[derive(Differentiable)]
struct System<P: Potential, T>
where
    T: Differentiable,
{
    state: P::State,
    history: Vec<P::State>,
    energy: Option<T>,
    wrapped: Over<T>,
}

#[derive(Differentiable)]
struct Over<T>(T);

#[test]
fn associated_types_have_their_tangents() {
    let system = System::<Harmonic, f64> {
        state: [1.0, 2.0],
        history: vec![[1.0, 2.0]],
        energy: Some(3.0),
        wrapped: Over(4.0),
    };
    check(&system, 6);
    let zero: SystemTangent<Harmonic, f64> = system.zero_tangent();
    assert_eq!((zero.state, zero.wrapped), ([0.0; 2], OverTangent(0.0)));
}
