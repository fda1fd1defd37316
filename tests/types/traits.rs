//! The traits of tangent types: `Clone`, `Debug` and `PartialEq` always, `Copy` where the type has
//! it, `Default` where the parts have it.

use jvp::prelude::*;
use ndarray::Array1;

/// Whether `$ty` has `$bound`: the inherent constant is there only if it has, and comes first.
macro_rules! has {
    ($ty:ty: $bound:path) => {{
        struct Probe<T>(std::marker::PhantomData<T>);
        #[allow(dead_code, reason = "one of the two is used")]
        trait Otherwise {
            const HAS: bool = false;
        }
        impl<T> Otherwise for Probe<T> {}
        #[allow(dead_code, reason = "one of the two is used")]
        impl<T: $bound> Probe<T> {
            const HAS: bool = true;
        }
        <Probe<$ty>>::HAS
    }};
}

#[derive(Clone, Copy, Differentiable)]
struct Small<T> {
    x: T,
    y: [f64; 2],
}

/// The tangent has not all of its parameters.
#[derive(Clone, Copy, Differentiable)]
struct Marked<'a, M> {
    x: f64,
    name: &'a str,
    marker: std::marker::PhantomData<M>,
}

/// Derives nothing else.
#[derive(Differentiable)]
struct Plain {
    x: f64,
    y: [f64; 2],
    n: usize,
}

#[derive(Differentiable)]
struct Heap {
    v: Array1<f64>,
}

#[derive(Differentiable)]
struct Over<T>(T);

#[derive(Differentiable)]
enum Either {
    A(f64),
    B(Vec<f64>),
}

#[test]
fn every_tangent_can_be_cloned_printed_and_compared() {
    fn all<T: Clone + std::fmt::Debug + PartialEq>() {}
    all::<PlainTangent>();
    all::<HeapTangent>();
    all::<OverTangent<Heap>>();
    all::<EitherTangent>();
    let plain = PlainTangent {
        x: 1.0,
        y: [2.0, 3.0],
    };
    assert_eq!(
        format!("{plain:?}"),
        "PlainTangent { x: 1.0, y: [2.0, 3.0] }"
    );
    assert_ne!(
        plain,
        PlainTangent {
            x: 2.0,
            ..plain.clone()
        }
    );
    assert_eq!(EitherTangent::A(1.0), EitherTangent::A(1.0));
    assert_ne!(EitherTangent::A(1.0), EitherTangent::B(vec![1.0]));
    let _ = (
        Either::A(1.0),
        Either::B(vec![]),
        Plain {
            x: 0.0,
            y: [0.0; 2],
            n: 1,
        }
        .n,
    );
}

#[test]
fn copies_are_there_if_the_type_has_them_and_defaults_if_the_parts_have() {
    assert!(!has!(PlainTangent: Copy) && has!(PlainTangent: Default));
    assert!(has!(SmallTangent<f64>: Copy) && !has!(SmallTangent<Heap>: Copy));
    assert!(has!(MarkedTangent: Copy));
    assert!(!has!(HeapTangent: Copy) && has!(HeapTangent: Default));
    assert!(!has!(OverTangent<f64>: Copy));
    assert!(!has!(EitherTangent: Copy) && !has!(EitherTangent: Default));
    assert_eq!(
        PlainTangent::default(),
        PlainTangent {
            x: 0.0,
            y: [0.0; 2]
        }
    );
    assert_eq!(OverTangent::<Heap>::default().0.v.len(), 0);
}

#[test]
fn threads_may_have_them() {
    fn all<T: Send + Sync + Unpin>() {}
    all::<PlainTangent>();
    all::<OverTangent<Heap>>();
}
