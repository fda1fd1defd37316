//! The laws of a vector space, on random tangents: every operation against the same on flat
//! vectors of coordinates.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jvp::prelude::*;

/// Uniform numbers in (-1, 1).
pub fn numbers(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

pub fn flat<T: Tangent>(tangent: &T) -> Vec<f64> {
    let mut out = vec![0.0; tangent.coordinates()];
    tangent.write_flat(&mut out);
    out
}

fn close(left: &[f64], right: &[f64], tolerance: f64) {
    assert_eq!(left.len(), right.len());
    for (l, r) in left.iter().zip(right) {
        assert!((l - r).abs() <= tolerance, "{left:?} and {right:?}");
    }
}

/// Checks the tangents at `primal`, which have `coordinates` coordinates, all of them `f64`.
pub fn check<P: Differentiable>(primal: &P, coordinates: usize) {
    check_to(primal, coordinates, 1e-14);
}

/// The same, with a tolerance: `f32` coordinates are rounded.
pub fn check_to<P: Differentiable>(primal: &P, coordinates: usize, tolerance: f64) {
    let close = |left: &[f64], right: &[f64]| close(left, right, tolerance);
    let zero = primal.zero_tangent();
    assert_eq!(zero.coordinates(), coordinates);
    assert_eq!(flat(&zero), vec![0.0; coordinates]);
    assert_eq!(primal.check_shape(&zero), Ok(()));

    let mut sample = numbers(7 + coordinates as u64);
    let (a, b) = (zero.random_like(&mut sample), zero.random_like(&mut sample));
    assert_eq!(primal.check_shape(&a), Ok(()));
    assert_eq!(a.check_like(&b), Ok(()));
    let (x, y) = (flat(&a), flat(&b));
    assert_eq!(x.iter().filter(|x| **x == 0.0).count(), 0, "all are drawn");

    let mut back = zero.clone();
    back.read_flat(&x);
    assert_eq!(back, a);
    assert_eq!(a.zero_like(), zero);
    back.set_zero();
    assert_eq!(back, zero);

    let mut sum = a.clone();
    sum.accumulate(&b);
    close(&flat(&sum), &each(&x, &y, |x, y| x + y));
    let mut scaled = a.clone();
    scaled.scale_by(-1.5);
    close(&flat(&scaled), &each(&x, &y, |x, _| -1.5 * x));
    let mut combined = a.clone();
    combined.axpy(0.25, &b);
    close(&flat(&combined), &each(&x, &y, |x, y| x + 0.25 * y));

    let dot: f64 = each(&x, &y, |x, y| x * y).iter().sum();
    assert!((a.inner(&b) - dot).abs() <= 1e-13);
    let norm = x.iter().map(|x| x * x).sum::<f64>().sqrt();
    assert!((a.norm() - norm).abs() <= 1e-13);

    for (i, x) in x.iter().enumerate() {
        let e = zero.basis_like(i);
        assert_eq!(a.inner(&e), *x);
        for j in 0..coordinates {
            let both = e.inner(&zero.basis_like(j));
            assert_eq!(both, if i == j { 1.0 } else { 0.0 });
        }
    }
    let none = panic_of(|| zero.basis_like(coordinates));
    assert_eq!(
        none,
        format!("there is no coordinate {coordinates}: the tangent has {coordinates} coordinates")
    );
    let short = panic_of(|| a.write_flat(&mut vec![0.0; coordinates + 1]));
    assert_eq!(
        short,
        format!(
            "the flat slice has length {}, but the tangent has {coordinates} coordinates",
            coordinates + 1
        )
    );
}

fn each(x: &[f64], y: &[f64], f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    x.iter().zip(y).map(|(x, y)| f(*x, *y)).collect()
}

/// What `f` says when it panics.
pub fn panic_of<R>(f: impl FnOnce() -> R) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => (*other.downcast::<&str>().expect("a message")).to_owned(),
    }
}

#[test]
fn of_what_the_runtime_has() {
    check(&1.0_f64, 1);
    check_to(&1.0_f32, 1, 1e-6);
    check(&(1.0, [2.0, 3.0], vec![4.0]), 4);
    check(
        &(
            1.0,
            2,
            3.0,
            4,
            5.0,
            6,
            7.0,
            8,
            9.0,
            10,
            11.0,
            "twelve".to_owned(),
        ),
        6,
    );
    check(&Some(Box::new([vec![1.0], vec![]])), 1);
    check(&None::<f64>, 0);
    check(&ndarray::array![[1.0, 2.0], [3.0, 4.0]], 4);
    check(&std::collections::VecDeque::from([1.0, 2.0]), 2);
    check(&ndarray::arr1(&[1.0, 2.0]).into_shared(), 2);
}
