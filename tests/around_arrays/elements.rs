//! Values of which only single elements are read: they need not get to memory, and must give the same.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Array3, ArrayD, ArrayView2, Axis, s};

#[derive_jvp]
fn cross_entropy(x: &Array2<f64>, labels: &[usize]) -> f64 {
    let max = x.map_axis(Axis(1), |row| row.fold(f64::NEG_INFINITY, |m, &v| m.max(v)));
    let shifted = x - &max.insert_axis(Axis(1));
    let log_sums = shifted.exp().sum_axis(Axis(1)).ln();
    let mut loss = 0.0;
    for (i, &label) in labels.iter().enumerate() {
        loss += log_sums[i] - shifted[[i, label]];
    }
    loss / labels.len() as f64
}

#[derive_jvp]
fn by_tuple_and_literal(x: &Array2<f64>, s: f64) -> f64 {
    let y = x * s - 1.0;
    y[(0, 1)] * y[[2, 3]] + y[[1, 2 + 1]].sin() + (y[[0, 0]] - s).max(0.0)
}

#[derive_jvp]
fn of_two_operands(x: &Array2<f64>, row: &Array1<f64>, s: f64) -> f64 {
    let y = x * row + s;
    let z = &y - row;
    let mut sum = 0.0;
    for k in 0..3 {
        sum += y[[k, 3 - k]] * z[[2 - k, k]];
    }
    sum
}

#[derive_jvp]
fn three_axes(x: &Array3<f64>, m: &Array2<f64>) -> f64 {
    let y = x - m;
    let mut sum = y.mapv(|v| v.cos()).sum();
    for i in 0..2 {
        sum += y[[i, 1, i]] * y[(1, 0, i)];
    }
    sum
}

#[derive_jvp]
fn dynamic(x: &ArrayD<f64>, s: f64) -> f64 {
    let y = x * s;
    y[[0, 1]] + y[[2, 2]] * s
}

#[derive_jvp]
fn one_element(x: &ArrayD<f64>, s: f64) -> f64 {
    let y = x * s;
    y[[2, 2]] + s
}

// What must get to memory, or be as it was.

#[derive_jvp]
fn the_operand_changes(mut x: Array2<f64>, s: f64) -> f64 {
    let y = &x * s;
    x[[0, 0]] = s;
    x *= 2.0;
    y[[0, 0]] + y[[1, 1]] * x[[0, 0]]
}

#[derive_jvp]
fn the_operand_of_a_reference_changes(x: &mut Array2<f64>, s: f64) -> f64 {
    let y = &*x * s;
    x[[1, 2]] += s;
    y[[1, 2]] * x[[1, 2]]
}

#[derive_jvp]
fn the_operand_moves(x: Array2<f64>, s: f64) -> (f64, Array2<f64>) {
    let y = &x * s;
    let mut z = x;
    z += s;
    (y[[0, 1]] * z[[0, 1]], z)
}

#[derive_jvp]
fn an_operand_in_memory_moves(x: &Array2<f64>, s: f64) -> (f64, Array2<f64>) {
    let y = x * s;
    let z = &y - s;
    let turned = y.reversed_axes();
    (z[[0, 1]] * z[[2, 0]], turned)
}

#[derive_jvp]
fn an_operand_in_memory_is_returned(x: &Array2<f64>, s: f64) -> (Array2<f64>, f64) {
    let y = x * s;
    let z = &y * s;
    (y, z[[0, 1]] * z[[2, 0]])
}

#[derive_jvp]
fn a_scalar_operand_changes(x: &Array2<f64>, mut s: f64) -> f64 {
    let y = x * s;
    s *= 3.0;
    y[[0, 1]] * s
}

#[derive_jvp]
fn the_value_is_lent(x: &Array2<f64>, s: f64) -> f64 {
    let y = x * s;
    let first = &y[[0, 1]];
    let second = &y[[1, 0]];
    first * second
}

#[derive_jvp]
fn the_value_is_used_as_well(x: &Array2<f64>, s: f64) -> (f64, Array2<f64>) {
    let y = x * s;
    let a = y[[2, 1]];
    (a, y)
}

#[derive_jvp]
fn all_elements_in_two_loops(x: &Array2<f64>, s: f64) -> f64 {
    let y = x * s;
    let mut sum = 0.0;
    for i in 0..3 {
        for j in 0..4 {
            sum += y[[i, j]] * y[[i, j]] * (i + j) as f64;
        }
    }
    sum
}

#[derive_jvp]
fn in_a_closure(x: &Array2<f64>, s: f64) -> Array1<f64> {
    let y = x * s;
    (0..3).map(|i| y[[i, i]] * s).collect()
}

#[derive_jvp]
fn generic<T: Real>(x: &Array2<T>, s: T) -> T {
    let y = x * s;
    y[[0, 1]] * y[[1, 0]].sin()
}

#[derive_jvp]
fn narrow(x: ArrayView2<f32>, s: f32) -> f32 {
    let y = &x - s;
    (y[[0, 1]] * 2.0).exp() + y[(1, 1)]
}

#[derive_jvp(pushforward)]
fn operands_of_their_own(x: &Array1<f64>, s: f64) -> f64 {
    let squares = x * x;
    let y = squares.insert_axis(Axis(0)) * s;
    let z = y.t().to_owned() - s;
    y[[0, 1]] * y[[0, 2]] + z[[3, 0]]
}

#[derive_jvp]
fn of_a_view(x: &Array2<f64>, s: f64) -> f64 {
    let part = x.slice(s![..2, ..;-1]);
    let y = &part * s;
    y[[0, 1]] * y[[1, 3]]
}

#[derive_jvp]
fn of_a_view_of_what_changes(mut x: Array2<f64>, s: f64) -> f64 {
    let y = &x.slice(s![1.., ..]) * s;
    x.fill(s);
    y[[0, 1]] * x[[0, 0]]
}

#[derive_jvp]
fn one_branch_reads(x: ArrayView2<f64>, s: f64, first: bool) -> f64 {
    let y = &x + s;
    if first {
        y[[0, 0]] * s
    } else {
        y[[1, 1]] * y[[2, 2]]
    }
}

#[derive_jvp]
fn the_next_kernel_reads(x: &Array2<f64>, s: f64) -> Array2<f64> {
    let y = x * s;
    let z = x * y[[1, 1]];
    let total = z.sum();
    z * total * y[[0, 2]]
}

#[derive_jvp]
fn in_a_loop_of_its_own(x: &Array2<f64>, s: f64) -> f64 {
    let mut sum = 0.0;
    for k in 0..3 {
        let y = x * (s + k as f64);
        sum += y[[k, 1]] * y.sum();
    }
    sum
}

mod checks {
    use super::*;
    use crate::harness::panics_alike;

    check!(by_tuple_and_literal: & [3, 4], num);
    check!(of_two_operands: & [3, 4], & [4], num);
    check!(three_axes: & [2, 3, 2], & [3, 2]);
    check!(the_operand_changes: own [3, 4], num);
    check!(the_operand_of_a_reference_changes: mut [3, 4], num);
    check!(the_operand_moves: own [3, 4], num);
    check!(an_operand_in_memory_moves: & [3, 4], num);
    check!(an_operand_in_memory_is_returned: & [3, 4], num);
    check!(a_scalar_operand_changes: & [3, 4], num);
    check!(the_value_is_lent: & [3, 4], num);
    check!(the_value_is_used_as_well: & [3, 4], num);
    check!(all_elements_in_two_loops: & [3, 4], num);
    check!(in_a_closure: & [3, 4], num);
    check!(operands_of_their_own: & [4], num);
    check!(of_a_view: & [3, 4], num);
    check!(of_a_view_of_what_changes: own [3, 4], num);
    check!(the_next_kernel_reads: & [3, 4], num);
    check!(in_a_loop_of_its_own: & [3, 4], num);

    fn a(n: usize, m: usize) -> Array2<f64> {
        Array2::from_shape_fn((n, m), |(i, j)| ((i * m + j) as f64 * 0.7).sin())
    }

    #[test]
    fn the_loss_and_its_slope() {
        let (x, dx, labels) = (a(5, 7), a(5, 7).mapv(|v| v * v - 0.3), [1, 6, 0, 3, 2]);
        let (loss, dloss) = jvp_cross_entropy(&x, &dx, &labels);
        assert_eq!(loss, super::cross_entropy(&x, &labels));
        let at = |t: f64| super::cross_entropy(&(&x + &(&dx * t)), &labels);
        let slope = (at(1e-5) - at(-1e-5)) / 2e-5;
        assert!(
            (dloss - slope).abs() < 1e-9,
            "{dloss}, differences give {slope}"
        );
    }

    #[test]
    fn branches() {
        let x = a(3, 3);
        let (y, dy) = jvp_one_branch_reads(x.view(), x.view(), 0.5, 1.0, true);
        assert_eq!(
            (y, dy),
            (
                (x[[0, 0]] + 0.5) * 0.5,
                (x[[0, 0]] + 1.0) * 0.5 + x[[0, 0]] + 0.5
            )
        );
        assert_eq!(y, super::one_branch_reads(x.view(), 0.5, true));
        let (y, _) = jvp_one_branch_reads(x.view(), x.view(), 0.5, 1.0, false);
        assert_eq!(y, (x[[1, 1]] + 0.5) * (x[[2, 2]] + 0.5));
    }

    #[test]
    fn scalars() {
        let x = a(2, 2);
        let (y, dy) = jvp_generic(&x, &x, 2.0, 0.0);
        let (p, q) = (2.0 * x[[0, 1]], 2.0 * x[[1, 0]]);
        assert_eq!(y, super::generic(&x, 2.0));
        assert!((dy - (p * q.sin() + p * q * q.cos())).abs() < 1e-15);
        let x = x.mapv(|v| v as f32);
        let (y, dy) = jvp_narrow(x.view(), x.view(), 0.5, 1.0);
        assert_eq!(y, super::narrow(x.view(), 0.5));
        let e = ((x[[0, 1]] - 0.5) * 2.0).exp();
        assert!((dy - (2.0 * (x[[0, 1]] - 1.0) * e + x[[1, 1]] - 1.0)).abs() < 1e-6);
    }

    #[test]
    fn dynamic_rank() {
        let x = a(3, 3).into_dyn();
        let (y, dy) = jvp_dynamic(&x, &x, 2.0, 0.0);
        let want = x[[0, 1]] * 2.0 + x[[2, 2]] * 4.0;
        assert_eq!((y, dy), (want, want));
        assert_eq!(y, super::dynamic(&x, 2.0));
    }

    #[test]
    fn panics() {
        let (x, column) = (a(3, 4), a(3, 1));
        for labels in [[4, 0, 0], [0, 0, 9]] {
            panics_alike(
                || super::cross_entropy(&x, &labels),
                || jvp_cross_entropy(&x, &x, &labels),
            );
        }
        // Along an axis of length one as well.
        panics_alike(
            || super::cross_entropy(&column, &[0, 1, 0]),
            || jvp_cross_entropy(&column, &column, &[0, 1, 0]),
        );
        panics_alike(
            || super::of_two_operands(&x, &Array1::zeros(3), 1.0),
            || jvp_of_two_operands(&x, &x, &Array1::zeros(3), &Array1::zeros(3), 1.0, 1.0),
        );
        panics_alike(
            || super::one_element(&Array1::zeros(3).into_dyn(), 1.0),
            || {
                jvp_one_element(
                    &Array1::zeros(3).into_dyn(),
                    &Array1::zeros(3).into_dyn(),
                    1.0,
                    1.0,
                )
            },
        );
    }
}
