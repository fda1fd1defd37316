//! Shapes that do not fit panic with ndarray's own words.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jvp_runtime::rt::{
    Identity, Kernel, Lane, map, map_by, mean_axis, sum, sum_axis, update, update_by,
};
use ndarray::{Array1, Array2, Axis};

struct Add;

impl Kernel<2, 1> for Add {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b]: [N; 2]) -> [N; 1] {
        [a + b]
    }
}

struct AddPair;

impl Kernel<3, 2> for AddPair {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b, c]: [N; 3]) -> [N; 2] {
        [a + c, b + c]
    }
}

fn message<R>(f: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(f)) else {
        panic!("it should have panicked");
    };
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().unwrap()).to_string(),
    }
}

#[test]
fn no_common_shape() {
    let a = Array2::<f64>::zeros((2, 3));
    let b = Array1::<f64>::zeros(4);
    let want = message(|| &a + &b);
    assert_eq!(message(|| map(Add, (&a, &b))), want);
    assert_eq!(message(|| map(Add, (b.clone(), a.clone()))), want);
    assert_eq!(
        message(|| map_by(|[a, b]: [f64; 2]| [a + b], (&a, &b))),
        want
    );
    assert_eq!(message(|| sum(Add, (&a, &b))), want);
    assert_eq!(message(|| sum_axis(Add, Axis(0), (&a, &b))), want);
    let empty = Array1::<f64>::zeros(0);
    assert_eq!(message(|| map(Add, (&empty, &b))), message(|| &empty + &b));
}

#[test]
fn no_broadcast_to_the_target() {
    let mut y = Array1::<f64>::zeros(3);
    let mut dy = Array1::<f64>::zeros(3);
    let a = Array2::<f64>::zeros((2, 3));
    let b = Array1::<f64>::zeros(4);
    let want = message(|| y += &b);
    assert_eq!(message(|| update(Add, (&mut y,), (&b,))), want);
    assert_eq!(message(|| update(AddPair, (&mut y, &mut dy), (&b,))), want);
    assert_eq!(
        message(|| update_by(|[a, b]: [f64; 2]| [a + b], (&mut y,), (&b,))),
        want
    );
    let want = message(|| y += &a);
    assert_eq!(message(|| update(Add, (&mut y,), (&a,))), want);
}

#[test]
fn targets_of_different_shapes() {
    let mut y = Array1::<f64>::zeros(3);
    let mut dy = Array1::<f64>::zeros(1);
    let message = message(|| update(AddPair, (&mut y, &mut dy), (1.0,)));
    assert_eq!(message, "the targets have different shapes: [1] and [3]");
}

#[test]
fn no_such_axis() {
    let a = Array2::<f64>::zeros((2, 3));
    // ndarray's `sum_axis` has other words in debug builds than in release.
    let want = message(|| a.mean_axis(Axis(2)));
    assert_eq!(message(|| sum_axis(Identity, Axis(2), (&a,))), want);
    assert_eq!(message(|| mean_axis(Identity, Axis(2), (&a,))), want);
}

#[test]
fn too_large() {
    let a = Array2::<f64>::zeros((1, 1));
    let wide = a.broadcast((1 << 40, 1)).unwrap();
    let high = a.broadcast((1, 1 << 40)).unwrap();
    let message = message(|| map(Add, (wide, high)));
    assert!(
        message.contains("product of non-zero axis lengths overflows isize"),
        "{message}"
    );
}
