//! Everything follows from the operands' types: these functions need to compile.

use jvp_runtime::Real;
use jvp_runtime::rt::{Kernel, Lane, map, update};
use ndarray::{
    Array, Array1, Array2, Array3, ArrayD, ArrayRef, ArrayRef2, ArrayView2, ArrayViewMut1, Axis,
    Dimension, Ix2, IxDyn, array,
};

/// `s x` and its tangent.
struct Scale;

impl Kernel<3, 2> for Scale {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x, dx, s]: [N; 3]) -> [N; 2] {
        [x * s, dx * s]
    }
}

struct Sum3;

impl Kernel<3, 1> for Sum3 {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b, c]: [N; 3]) -> [N; 1] {
        [a + b + c]
    }
}

struct Add;

impl Kernel<2, 1> for Add {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b]: [N; 2]) -> [N; 1] {
        [a + b]
    }
}

fn generic<T: Real, D: Dimension>(x: &Array<T, D>, dx: &Array<T, D>, s: T) -> [Array<T, D>; 2] {
    map(Scale, (x, dx, s))
}

fn generic_scalar_first<T: Real, D: Dimension>(s: T, x: &ArrayRef<T, D>) -> Array<T, D> {
    let [y] = map(Add, (s, x));
    let [y] = map(Add, (y, &s));
    y
}

fn all_generic_scalars<T: Real>(a: T, b: T, c: T) -> T {
    let [y] = map(Sum3, (a, &b, c));
    y
}

fn generic_element_fixed_ranks<T: Real>(a: &Array2<T>, b: &Array1<T>, c: T) -> Array2<T> {
    let [y] = map(Sum3, (a, b, c));
    let z: Array2<T> = y;
    z
}

fn mixed(a: &Array2<f32>, b: &Array1<f32>, c: f32) -> Array2<f32> {
    let [y] = map(Sum3, (b, c, a));
    y
}

fn dynamic(a: &ArrayD<f64>, b: ArrayView2<'_, f64>) -> ArrayD<f64> {
    let [y] = map(Add, (a, b));
    y
}

fn generic_update<T: Real, D: Dimension>(y: &mut Array<T, D>, x: &Array<T, D>, s: T, t: &mut T) {
    update(Add, (y,), (x,));
    update(Add, (t,), (s,));
}

#[test]
fn results_have_the_joined_rank() {
    let a: Array2<f64> = array![[1.0, 2.0], [3.0, 4.0]];
    let [y, dy] = generic(&a, &a, 2.0);
    assert_eq!(y, array![[2.0, 4.0], [6.0, 8.0]]);
    assert_eq!(y, dy);
    assert_eq!(
        generic_scalar_first(1.0, &a),
        array![[3.0, 4.0], [5.0, 6.0]]
    );
    assert_eq!(all_generic_scalars(1.0_f32, 2.0, 4.0), 7.0);
    let b = array![10.0, 20.0];
    let sum = array![[111.0, 122.0], [113.0, 124.0]];
    assert_eq!(generic_element_fixed_ranks(&a, &b, 100.0), sum);
    let f = |x: &f64| *x as f32;
    assert_eq!(mixed(&a.map(f), &b.map(f), 100.0), sum.map(f));
    assert_eq!(
        dynamic(&b.clone().into_dyn(), a.view()),
        array![[11.0, 22.0], [13.0, 24.0]].into_dyn()
    );
    let [y] = map(Sum3, (1.0, 2.0, 4.0));
    assert_eq!(y, 7.0_f64);
    let [y] = map(Add, (&a, 1.0));
    let y: Array<f64, Ix2> = y;
    assert_eq!(y.sum(), 14.0);
}

#[test]
fn operands_of_every_ownership() {
    let a: Array2<f64> = array![[1.0, 2.0], [3.0, 4.0]];
    let twice = &a + &a;
    let mut m = a.clone();
    let reference: &ArrayRef2<f64> = &a;
    let [y] = map(Add, (a.clone(), &&a));
    assert_eq!(y, twice);
    let [y] = map(Add, (a.view(), &a.view()));
    assert_eq!(y, twice);
    let [y] = map(Add, (reference, &reference));
    assert_eq!(y, twice);
    let [y] = map(Add, (m.view_mut(), a.to_shared()));
    assert_eq!(y, twice);
    let [y] = map(Add, (&mut m, ndarray::CowArray::from(&a)));
    assert_eq!(y, twice);
    let [y] = map(Add, (a.index_axis(Axis(0), 0), a.clone().into_dyn()));
    let y: Array<f64, IxDyn> = y;
    assert_eq!(y, (&a + &a.row(0)).into_dyn());
}

#[test]
fn targets_of_every_ownership() {
    let x: Array1<f64> = array![1.0, 2.0];
    let mut y = array![10.0, 20.0];
    let mut t = 5.0;
    generic_update(&mut y, &x, 2.0, &mut t);
    assert_eq!((y[0], y[1], t), (11.0, 22.0, 7.0));
    update(Add, (y.view_mut(),), (1.0,));
    let view: ArrayViewMut1<'_, f64> = y.view_mut();
    update(Add, (view,), (&x,));
    let r: &mut ArrayRef<f64, _> = &mut y;
    update(Add, (r,), (x,));
    assert_eq!(y, array![14.0, 27.0]);
}

#[test]
fn sixteen_operands() {
    struct All;
    impl Kernel<16, 1> for All {
        #[inline(always)]
        fn eval<N: Lane>(&self, x: [N; 16]) -> [N; 1] {
            [x.into_iter().fold(N::lit(0.0), |s, x| s + x)]
        }
    }
    let a: Array3<f32> = Array::ones((2, 3, 4));
    let r = &a;
    let [y] = map(
        All,
        (r, r, r, r, r, r, r, r, 1.0, r, r, r, r, r, r, a.clone()),
    );
    assert_eq!(y, &a * 16.0);
}
