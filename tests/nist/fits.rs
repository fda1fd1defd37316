//! The generated JVPs of the models, and the fits that they drive.

use crate::fit::{digits, fit};
use crate::models::MODELS;
use crate::problem::{Derivatives, Problem};
use crate::read;
use jvp::check_jvp;

#[test]
fn the_primal_of_a_jvp_is_the_curve() {
    for model in &MODELS {
        let data = read(model);
        for b in [&data.starts[0], &data.starts[1], &data.certified] {
            let mut curve = vec![0.0; data.x.len()];
            (model.curve)(b, &data.x, &mut curve);
            // What was in the outputs before must not matter.
            let (mut y, mut dy) = (vec![f64::NAN; data.x.len()], vec![f64::NAN; data.x.len()]);
            (model.jvp)(b, b, &data.x, &mut y, &mut dy);
            let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&y), bits(&curve), "{}", data.name);
            assert!(dy.iter().all(|v| v.is_finite()), "{}", data.name);
        }
    }
}

#[test]
fn jacobians_agree_with_finite_differences() {
    for model in &MODELS {
        let data = read(model);
        let at = |by| Problem::new(model, &data, &data.certified, by).jacobian_matrix();
        let (exact, differences) = (at(Derivatives::Jvp), at(Derivatives::Differences));
        for (j, column) in exact.column_iter().enumerate() {
            let error = (column - differences.column(j)).norm() / column.norm();
            // The truncation error of a step of 1.5e-8 and rounding over it, each with some room.
            assert!(error < 1e-6, "{}, column {j}: {error:e}", data.name);
        }
    }
}

#[test]
fn jvps_agree_with_differences_of_high_order() {
    for model in &MODELS {
        let data = read(model);
        for b in [&data.starts[1], &data.certified] {
            let y = vec![0.0; data.x.len()];
            check_jvp!(model.curve, model.jvp, &*b, const &data.x, &mut y);
        }
    }
}

#[test]
fn every_set_reaches_its_certified_parameters_from_start_2() {
    for model in &MODELS {
        let data = read(model);
        let fit = fit(model, &data, &data.starts[1], Derivatives::Jvp);
        assert_eq!(fit.failure, None, "{}", data.name);
        // A value rounded to 11 digits is itself only sure to 10.3.
        assert!(fit.digits > 10.0, "{}: {:.1} digits", data.name, fit.digits);
        assert!(
            fit.rss_digits > 10.0,
            "{}: {:.1} digits of the sum",
            data.name,
            fit.rss_digits
        );
        assert!(
            fit.iterations < 200 && fit.evaluations > fit.iterations,
            "{}",
            data.name
        );
        assert_eq!(fit.parameters.len(), model.parameters);
    }
}

#[test]
fn digits_are_the_log_relative_error() {
    assert_eq!(digits(2.0, 2.0), 11.0);
    assert!((digits(1.001, 1.0) - 3.0).abs() < 1e-9);
    assert!((digits(-1.0e-6 * 1.0001, -1.0e-6) - 4.0).abs() < 1e-9);
    assert_eq!(digits(-5.0, 1.0), 0.0);
    assert_eq!(digits(f64::NAN, 1.0), 0.0);
    assert_eq!(digits(f64::INFINITY, 1.0), 0.0);
}
