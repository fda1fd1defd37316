//! What is wrong is found: the argument, its coordinate, that of the result, and by how much.

use crate::message;
use jvp::check::{Argument, Fault, Problem, check};
use jvp::check_jvp;
use ndarray::{Array1, Array2};

fn weighted(x: f64, w: &[f64], power: i32) -> f64 {
    x * w.iter().map(|a| a.powi(power)).sum::<f64>()
}

/// Wrong by `off` in the derivative with respect to `w[at]`, and by `x_off` in that to `x`.
fn weighted_rule(
    (at, off): (usize, f64),
    x_off: f64,
) -> impl Fn(f64, f64, &[f64], &[f64], i32) -> (f64, f64) {
    move |x, dx, w, dw, power| {
        let slope = |a: f64| f64::from(power) * a.powi(power - 1);
        let dsum: f64 = w.iter().zip(dw).map(|(&a, da)| slope(a) * da).sum();
        let sum: f64 = w.iter().map(|a| a.powi(power)).sum();
        let tangent = dx * (sum + x_off) + x * dsum + off * dw.get(at).unwrap_or(&0.0);
        (x * sum, tangent)
    }
}

#[test]
fn the_argument_and_its_coordinate_are_named() {
    let w = [1.0, -0.5, 2.0, 0.25, 3.0, 0.5, 1.5];
    check_jvp!(weighted, weighted_rule((0, 0.0), 0.0), 2.0, &w, const 2);
    for at in 0..w.len() {
        let text =
            message(|| check_jvp!(weighted, weighted_rule((at, -0.25), 0.0), 2.0, &w, const 2));
        let right = 4.0 * w[at];
        let start = format!(
            "`weighted_rule((at, -0.25), 0.0)` disagrees with differences of `weighted`\n  \
             argument 2 (`&w`), coordinate {at}: jvp gives "
        );
        assert!(text.starts_with(&start), "{text}");
        assert!(text.ends_with("\n    output coordinate 0"), "{text}");
        let (jvp, differences) = numbers(&text);
        assert!((jvp - (right - 0.25)).abs() < 1e-14, "{text}");
        assert!((differences - right).abs() < 1e-9, "{text}");
    }
}

/// The two derivatives in a message about one fault.
fn numbers(text: &str) -> (f64, f64) {
    let after = |word: &str| {
        let rest = text.split(word).nth(1).expect("the number is there");
        let number = rest.split([',', ' ']).next().expect("it ends");
        number.parse().unwrap_or_else(|_| panic!("{text}"))
    };
    (after("jvp gives "), after("differences give "))
}

#[test]
fn every_argument_at_fault_is_named() {
    let w = [1.0, 3.0];
    let text = message(|| check_jvp!(weighted, weighted_rule((1, 1.0), 0.5), 2.0, &w, const 2));
    assert!(
        text.contains("\n  argument 1 (`2.0`), coordinate 0: jvp gives 10.5, "),
        "{text}"
    );
    assert!(
        text.contains("\n  argument 2 (`&w`), coordinate 1: jvp gives 13.0, "),
        "{text}"
    );
}

#[test]
fn a_small_fault_is_found() {
    for off in [1e-3, 1e-6, 1e-9] {
        let rule = weighted_rule((1, off), 0.0);
        let text = message(|| check_jvp!(weighted, rule, 2.0, &[1.0, 3.0], const 2));
        assert!(
            text.contains("argument 2 (`&[1.0, 3.0]`), coordinate 1"),
            "{text}"
        );
    }
}

#[test]
fn a_fault_in_single_precision_is_found() {
    let f = |x: &Array2<f32>| x.mapv(|a| a * a);
    let jvp = |x: &Array2<f32>, dx: &Array2<f32>| {
        let mut tangent = 2.0 * x * dx;
        tangent[[1, 2]] *= 1.01;
        (f(x), tangent)
    };
    let x = Array2::from_shape_fn((3, 4), |(i, j)| 0.3 + i as f32 - 0.4 * j as f32);
    let text = message(|| check_jvp!(f, jvp, &x));
    assert!(text.contains("argument 1 (`&x`), coordinate 6: "), "{text}");
    assert!(text.ends_with("output coordinate 6"), "{text}");
}

#[test]
fn a_fault_in_a_place_that_is_written_is_found() {
    let f = |x: f64, y: &mut [f64]| -> f64 {
        y[1] *= x;
        x * x
    };
    let jvp = |x: f64, dx: f64, y: &mut [f64], dy: &mut [f64]| -> (f64, f64) {
        dy[1] = dy[1] * x + 2.0 * y[1] * dx;
        y[1] *= x;
        (x * x, 2.0 * x * dx)
    };
    let text = message(|| check_jvp!(f, jvp, 3.0, &mut [1.0, 5.0]));
    // After the result come the coordinates of `y`.
    assert!(
        text.contains("argument 1 (`3.0`), coordinate 0: jvp gives 10.0, "),
        "{text}"
    );
    assert!(text.ends_with("output coordinate 2"), "{text}");
    assert!(!text.contains("argument 2"), "{text}");
}

#[test]
fn one_coordinate_of_very_many_is_found_in_few_calls() {
    let n = 100_000;
    let x: Vec<f64> = (0..n).map(|i| 1.0 + (i as f64).sin()).collect();
    let mut calls = 0;
    let checked = check(
        &x,
        |x| x.iter().map(|a| a * a).sum::<f64>(),
        |x, dx| {
            calls += 1;
            let sum: f64 = x.iter().zip(&dx).map(|(a, da)| 2.0 * a * da).sum();
            (x.iter().map(|a| a * a).sum(), sum + dx[77_777])
        },
    );
    let Err(Problem::Tangent(faults)) = checked.map_err(|error| error.problem) else {
        panic!("not found");
    };
    assert_eq!(faults[0].coordinates, 77_777..77_778);
    assert!((faults[0].jvp - faults[0].differences - 1.0).abs() < 1e-6);
    assert!(calls < 50, "{calls}");
}

#[test]
fn what_is_not_linear_in_its_seeds_is_said() {
    let checked = check(
        &(2.0, 3.0),
        |(x, y)| x * y,
        |(x, y), (dx, dy)| (x * y, dx * y + x * dy + 0.1 * dx * dy),
    );
    let Err(Problem::Tangent(faults)) = checked.map_err(|error| error.problem) else {
        panic!("not found");
    };
    // Neither coordinate of the point is wrong by itself.
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].coordinates, 0..2);

    let jvp = |x: f64, dx: f64, y: f64, dy: f64| (x * y, dx * y + x * dy + 0.1 * dx * dy);
    let text = message(|| check_jvp!(|x: f64, y: f64| x * y, jvp, 2.0, 3.0));
    assert!(
        text.contains("\n  only if all arguments are seeded together: "),
        "{text}"
    );
}

#[test]
fn a_missing_number_is_wrong() {
    let jvp = |x: f64, dx: f64| (x.sqrt(), dx * f64::NAN);
    let text = message(|| check_jvp!(f64::sqrt, jvp, 4.0));
    assert!(
        text.contains("jvp gives NaN, differences give 0.25"),
        "{text}"
    );
}

#[test]
fn another_value_is_wrong() {
    let text = message(|| check_jvp!(f64::sin, |x: f64, dx: f64| (x, dx * x.cos()), 0.5));
    assert!(
        text.ends_with("\n  output coordinate 0: 0.5, but the function gives 0.479425538604203"),
        "{text}"
    );
}

#[test]
fn another_shape_is_wrong() {
    let f = |x: f64| vec![x, x];
    let text = message(|| check_jvp!(f, |x: f64, dx: f64| (vec![x, x], vec![dx]), 0.5));
    assert!(
        text.ends_with("of the value: 2, of the tangent: 1, but of the function's result: 2"),
        "{text}"
    );
}

#[test]
fn a_result_of_only_one_is_wrong() {
    let text = message(|| check_jvp!(|x: f64| Some(x), |_: f64, _: f64| None, 0.5));
    assert!(
        text.ends_with("has a result where `|_: f64, _: f64| None` has none"),
        "{text}"
    );
}

#[test]
fn an_error_is_a_value() {
    let error = check(
        &Array1::<f64>::ones(3),
        |x| x.sum(),
        |x, dx| (x.sum(), dx[0] + dx[2]),
    )
    .expect_err("the middle one is missing");
    let Problem::Tangent(faults) = &error.problem else {
        panic!("{error}");
    };
    let [
        Fault {
            argument,
            coordinates,
            output,
            jvp,
            ..
        },
    ] = &faults[..]
    else {
        panic!("{error}");
    };
    let point = Argument {
        place: 1,
        text: "point".to_owned(),
    };
    assert_eq!((argument, coordinates.clone()), (&Some(point), 1..2));
    assert_eq!((*output, *jvp), (0, 0.0));
}
