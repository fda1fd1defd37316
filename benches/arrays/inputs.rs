//! Inputs, and the check of results before the clock starts.

use jvp::Real;
use ndarray::{Array, ArrayRef, Dimension, ShapeBuilder};

/// Numbers between `-scale` and `scale` without any order, the same for the same `seed`. They live
/// as long as the program, as inputs of a benchmark do.
pub fn array<E: Real, S: ShapeBuilder>(
    shape: S,
    scale: f64,
    seed: u64,
) -> &'static Array<E, S::Dim> {
    // Knuth's generator for 64 bits; the upper half is good enough for data.
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    Box::leak(Box::new(Array::from_shape_simple_fn(shape, || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let unit = (state >> 32) as f64 / f64::from(u32::MAX);
        E::lit(scale * (2.0 * unit - 1.0))
    })))
}

/// The derivative of `f` at `x` in the direction `dx` by a central difference.
pub fn difference<E: Real, D: Dimension, R>(
    x: &Array<E, D>,
    dx: &Array<E, D>,
    f: impl Fn(&Array<E, D>) -> Array<E, R>,
) -> Array<E, R>
where
    R: Dimension,
{
    // About the cube root of what a number can resolve.
    let step = E::lit(if size_of::<E>() == 4 { 1e-2 } else { 1e-5 });
    let (right, left) = (f(&(x + dx * step)), f(&(x - dx * step)));
    (right - left) / (step + step)
}

/// # Panics
/// If `a` and `b` differ by more than `tolerance`, relative to the largest element.
pub fn assert_close<E: Real, D: Dimension>(
    what: &str,
    a: &ArrayRef<E, D>,
    b: &ArrayRef<E, D>,
    tolerance: f64,
) {
    assert_eq!(a.shape(), b.shape(), "{what}");
    let largest = |x: &mut dyn Iterator<Item = E>| x.fold(E::ZERO, |m, v| m.max(v.abs()));
    let scale = largest(&mut b.iter().copied());
    let error = largest(&mut a.iter().zip(b).map(|(a, b)| *a - *b));
    assert!(
        error <= E::lit(tolerance) * scale,
        "{what}: off by {error} where the largest is {scale}"
    );
}
