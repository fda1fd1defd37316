//! The contract with generated code: what `rt` promises to the macro, in the ways it is called.

use std::cmp::Ordering;

use jvp_runtime::rt;
use jvp_runtime::{Real, nn, stop_gradient};
use ndarray::{Array1, Array2, array};

#[test]
fn own_takes_references_off() {
    let (x, mut z) = (1.5_f64, 2.5_f32);
    assert_eq!(rt::own(x), 1.5);
    assert_eq!(rt::own(&x), 1.5);
    assert_eq!(rt::own(&&x), 1.5);
    assert_eq!(rt::own(&&mut z), 2.5);
    assert_eq!(rt::own(&mut z), 2.5);
    assert_eq!(generic_own(&x), 1.5);
}

/// Without a bound of its own, and with the type of the result known.
fn generic_own<T: Real>(x: &T) -> T {
    rt::own(&x) * rt::own(T::ONE) + rt::own(x) - *x
}

#[test]
fn zero_has_the_shape_of_the_value() {
    assert_eq!(rt::zero(&1.5_f64), 0.0);
    assert_eq!(rt::zero(&&1.5_f32), 0.0);
    assert_eq!(rt::zero(&[1.0, 2.0][..]), vec![0.0; 2]);
    assert_eq!(rt::zero(&&[vec![1.0], vec![]][..]), vec![vec![0.0], vec![]]);
    assert_eq!(rt::zero(&[1.0_f32; 3]), [0.0; 3]);
    assert_eq!(
        rt::zero(&(1.0, Some([2.0]), 3_usize)),
        (0.0, Some([0.0]), ())
    );
    assert_eq!(rt::zero(&None::<f64>), None);
    assert_eq!(rt::zero(&Box::new(2.0)), Box::new(0.0));
    assert_eq!(rt::zero(&array![[1.0, 2.0]]), array![[0.0, 0.0]]);
    let (): () = rt::zero("text");
    let (): () = rt::zero(&String::new());
    let (): () = rt::zero(&(0..3));
    assert_eq!(generic_zero(&[1.0_f64, 2.0]), [0.0, 0.0]);
}

fn generic_zero<T: Real>(x: &[T]) -> Vec<T> {
    rt::zero(x)
}

#[test]
fn constant_takes_what_has_no_tangent() {
    assert_eq!(rt::constant(3_usize), 3);
    assert_eq!(rt::constant("name"), "name");
    assert_eq!(rt::constant(&[1_u8, 2][..]), [1, 2]);
    assert_eq!(rt::constant(Some((true, 'x'))), Some((true, 'x')));
    assert_eq!(rt::constant(1.0_f64.total_cmp(&2.0)), Ordering::Less);
    assert_eq!(rt::constant(array![1_i32, 2].view()), array![1, 2]);
    rt::constant(());
    rt::constant(Array1::<f64>::zeros(2).raw_dim());
}

#[test]
fn cast_is_the_tangent_of_as() {
    assert_eq!(rt::cast::<f64, _>(0.5_f32), 0.5_f64);
    assert_eq!(rt::cast::<f32, _>(0.1_f64), 0.1_f32);
    assert_eq!(rt::cast::<f64, _>(()), 0.0);
    let (): () = rt::cast::<usize, _>(2.5_f64);
    let (): () = rt::cast::<u8, _>(());
}

#[test]
fn guard_keeps_zero_from_infinity() {
    assert_eq!(rt::guard(0.0, 0.0 * f64::INFINITY), 0.0);
    assert_eq!(rt::guard(2.0, 2.0 * f64::INFINITY), f64::INFINITY);
    assert!(rt::guard(f64::NAN, f64::NAN).is_nan());
}

#[test]
fn sort_by_moves_the_tangents_along() {
    // equal keys keep their order, and neither type is `Clone`
    #[derive(Debug, PartialEq)]
    struct Item(i32, usize);
    for n in [0, 1, 2, 3, 20, 64, 257] {
        let key = |i: usize| (i * 37 % 11) as i32 - 5;
        let mut primal: Vec<Item> = (0..n).map(|i| Item(key(i), i)).collect();
        let mut tangent: Vec<Item> = (0..n).map(|i| Item(key(i), i)).collect();
        let mut expected: Vec<usize> = (0..n).collect();
        expected.sort_by_key(|i| key(*i));
        rt::sort_by(&mut primal, &mut tangent, |a, b| a.0.cmp(&b.0));
        assert_eq!(
            primal.iter().map(|item| item.1).collect::<Vec<_>>(),
            expected
        );
        assert_eq!(primal, tangent);
    }
}

#[test]
#[should_panic(expected = "called `Option::unwrap()` on a `None` value")]
fn sort_by_panics_where_the_comparison_does() {
    rt::sort_by(&mut [1.0, f64::NAN], &mut [0.0, 0.0], |a, b| {
        a.partial_cmp(b).unwrap()
    });
}

#[test]
#[should_panic(expected = "the tangent has length 1, but the slice to sort has length 2")]
fn sort_by_wants_one_tangent_each() {
    rt::sort_by(&mut [2.0, 1.0], &mut [0.0], f64::total_cmp);
}

/// The message of a panic of `assert_same_shape`.
fn message(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = std::panic::catch_unwind(check);
    std::panic::set_hook(hook);
    *outcome
        .expect_err("the shapes differ")
        .downcast::<String>()
        .expect("a formatted message")
}

#[test]
fn same_shapes_pass() {
    rt::assert_same_shape(&1.0, &2.0, "x");
    rt::assert_same_shape(&1_usize, &(), "n");
    rt::assert_same_shape("text", &(), "name");
    rt::assert_same_shape(&[1.0, 2.0][..], &[0.0, 0.0][..], "x");
    rt::assert_same_shape(&[&[1.0][..], &[][..]][..], &[&[0.0][..], &[][..]][..], "x");
    rt::assert_same_shape(&[vec![1.0], vec![]][..], &[vec![0.0], vec![]][..], "x");
    rt::assert_same_shape(&vec![&1.0], &vec![&0.0], "x");
    rt::assert_same_shape(&Some(&1.0), &Some(&0.0), "x");
    rt::assert_same_shape(&(&[1.0][..], &2.0), &(&[0.0][..], &0.0), "x");
    rt::assert_same_shape(
        &Array2::<f64>::zeros((2, 3)),
        &Array2::<f64>::ones((2, 3)),
        "x",
    );
    let (mut x, mut dx) = ([1.0], [2.0]);
    let (x, dx): (&mut [f64], &mut [f64]) = (&mut x, &mut dx);
    rt::assert_same_shape(x, dx, "x");
    generic_shape(&[1.0_f32], &[0.0]);
}

fn generic_shape<T: Real>(x: &[T], dx: &[T]) {
    rt::assert_same_shape(x, dx, "x");
}

#[test]
fn other_shapes_stop_with_both() {
    assert_eq!(
        message(|| rt::assert_same_shape(&[1.0, 2.0][..], &[0.0][..], "x")),
        "the tangent of `x` has length 1, but `x` has length 2"
    );
    assert_eq!(
        message(|| rt::assert_same_shape(&[(1.0, vec![2.0])][..], &[(0.0, vec![])][..], "w")),
        "the tangent of `w[0].1` has length 0, but `w[0].1` has length 1"
    );
    assert_eq!(
        message(|| rt::assert_same_shape(&Some(1.0), &None, "o")),
        "the tangent of `o` has the variant `None`, but `o` has the variant `Some`"
    );
    assert_eq!(
        message(|| rt::assert_same_shape(&array![[1.0, 2.0]], &array![[0.0], [0.0]], "a")),
        "the tangent of `a` has shape [2, 1], but `a` has shape [1, 2]"
    );
}

#[test]
fn companions_come_with_the_name() {
    use jvp_runtime::nn::sigmoid;

    let (value, tangent) = sigmoid::jvp_1(0.0, 2.0);
    assert_eq!((value, tangent), (sigmoid(0.0), 0.5));
    assert_eq!(nn::softplus::jvp(0.0_f32, 2.0), (nn::softplus(0.0), 1.0));
    assert_eq!(stop_gradient::constant(2.0), stop_gradient(2.0));
}

/// What a generic function may do with `T: Real` alone, none of it ambiguous.
fn everything<T: Real>(x: T) -> T {
    let parts = [
        x.sin(),
        x.clamp(T::ZERO, T::ONE),
        x.rem_euclid(T::lit(0.5)),
        x.copysign(-x),
    ];
    let sum: T = parts.iter().copied().sum::<T>() + parts.iter().sum::<T>();
    let product: T = parts.iter().product();
    let order = x.total_cmp(&sum);
    let mut y = x.max(sum).mul_add(product, x.sigmoid());
    if order.is_lt() {
        y += T::default() + x.round_ties_even() + x.div_euclid(T::ONE);
    }
    y - x.lgamma().abs() * stop_gradient(x).powi(2)
}

#[test]
fn real_is_never_ambiguous() {
    let wide = everything(0.75_f64);
    assert!(wide.is_finite());
    assert!((f64::from(everything(0.75_f32)) - wide).abs() < 1e-6);
    // on the concrete types the inherent methods are the ones called, prelude or not
    use jvp_runtime::prelude::*;
    assert_eq!(0.75_f64.rem_euclid(0.5), 0.25);
    assert_eq!(0.75_f64.zero_tangent(), 0.0);
}
