//! Fields that borrow: their tangents borrow too, and can be read and not changed.

use jvp::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, array};

use crate::laws::{flat, panic_of};

#[derive(Clone, Copy, Differentiable)]
struct Data<'a, 'b, T: Real> {
    x: &'a [f64],
    y: ArrayView2<'b, f64>,
    weights: &'a [T],
    scale: T,
    labels: &'a [usize],
    mask: ArrayView1<'b, bool>,
}

#[test]
fn a_tangent_of_borrowed_fields_is_borrowed() {
    let (x, y, mask) = ([1.0, 2.0], Array2::ones((1, 2)), array![true]);
    let data = Data {
        x: &x,
        y: y.view(),
        weights: &[1.0_f32],
        scale: 3.0,
        labels: &[1],
        mask: mask.view(),
    };
    let zero = data.zero_tangent();
    assert_eq!(zero.coordinates(), 6);
    assert_eq!(flat(&zero), [0.0; 6]);
    assert_eq!(data.check_shape(&zero), Ok(()));
    assert_eq!((data.labels.len(), data.mask.len()), (1, 1));

    let (dx, dy) = (vec![1.0, 2.0], array![[3.0, 4.0]]);
    let tangent = DataTangent {
        x: &dx,
        y: dy.view(),
        weights: &[5.0],
        scale: 6.0,
    };
    assert_eq!(flat(&tangent), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(tangent.inner(&tangent), 91.0);
    assert_eq!(tangent.norm(), 91.0_f64.sqrt());
    assert_eq!(tangent.zero_like(), zero);
    let built = data
        .jvp_tangent()
        .jvp_set_x(&dx)
        .jvp_set_labels(())
        .jvp_done();
    assert_eq!(flat(&built), [1.0, 2.0, 0.0, 0.0, 0.0, 0.0]);
    let mut reset = tangent;
    reset.set_zero();
    assert_eq!(reset, zero);
}

#[test]
fn shapes_are_compared() {
    let y = array![[1.0, 2.0]];
    let data = Data::<f64> {
        x: &[1.0],
        y: y.view(),
        weights: &[],
        scale: 1.0,
        labels: &[],
        mask: ArrayView1::from(&[]),
    };
    let zero = data.zero_tangent();
    let long = DataTangent {
        x: &[1.0, 2.0],
        ..zero
    };
    let mismatch = data.check_shape(&long).expect_err("one is longer");
    assert_eq!(
        [mismatch.path, mismatch.primal, mismatch.tangent],
        [".x", "length 1", "length 2"]
    );
    let t = y.t();
    let turned = DataTangent { y: t, ..zero };
    let mismatch = zero.check_shape(&turned).expect_err("the shapes differ");
    assert_eq!(mismatch.path, ".y");
    assert_eq!(
        panic_of(|| zero.inner(&long)),
        "tangents of length 1 and 2 do not belong together"
    );
}

#[test]
fn a_borrowed_tangent_can_not_be_changed() {
    #[derive(Differentiable)]
    struct View<'a>(ArrayView1<'a, f32>);
    #[derive(Differentiable)]
    enum Slice<'a> {
        Of(&'a [f32]),
    }
    let message = "a borrowed tangent can't be changed in place: make a new one from values of \
                   your own, or let the field own its value";
    let x = Array1::from(vec![1.0, 2.0]);
    let mut view = View(x.view()).zero_tangent();
    let other = view.clone();
    assert_eq!(panic_of(|| view.accumulate(&other)), message);
    assert_eq!(panic_of(|| view.scale_by(2.0)), message);
    assert_eq!(panic_of(|| view.basis_like(1)), message);
    let mut slice = Slice::Of(&[1.0, 2.0]).zero_tangent();
    let other = slice.clone();
    assert_eq!(panic_of(|| slice.axpy(2.0, &other)), message);
    assert_eq!(panic_of(|| slice.read_flat(&[1.0, 2.0])), message);
    assert_eq!(slice, SliceTangent::Of(&[0.0, 0.0]));
}

#[test]
fn zeros_are_there_for_every_length() {
    #[derive(Differentiable)]
    struct Slice<'a>(&'a [f64]);
    let values = vec![1.0; 5000];
    for length in [0, 1, 3, 2, 100, 101, 5000, 7] {
        let zero = Slice(&values[..length]).zero_tangent();
        assert_eq!(zero.0, vec![0.0; length]);
    }
}
