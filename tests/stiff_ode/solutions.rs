//! The products, and the solutions that they drive.

use crate::compare::{Comparison, agreement, compare};
use crate::figure;
use crate::report;
use crate::solve::{end_state, solve};
use crate::systems::{
    SYSTEMS, System, hires, jvp_hires, jvp_hires_parameters, jvp_robertson,
    jvp_robertson_parameters, robertson,
};
use jvp::check_jvp;
use std::path::Path;

#[test]
fn the_products_are_derivatives() {
    let [p, q] = [&SYSTEMS[0], &SYSTEMS[1]].map(System::values);
    for y in [[0.7, 9e-6, 0.3], [1.0, 0.0, 0.0]] {
        check_jvp!(robertson, jvp_robertson, &y, const &p, &mut [0.0; 3]);
        check_jvp!(robertson, jvp_robertson_parameters, const &y, &p, &mut [0.0; 3]);
    }
    let y = [0.5, 0.1, 0.02, 0.2, 0.05, 0.3, 0.002, 0.0037];
    check_jvp!(hires, jvp_hires, &y, const &q, &mut [0.0; 8]);
    check_jvp!(hires, jvp_hires_parameters, const &y, &q, &mut [0.0; 8]);
}

/// What the solver gets is the tangent of what is checked above, bit for bit.
#[test]
fn the_products_are_those_of_the_jvps() {
    let y = [0.7, 9e-6, 0.3];
    let (v, p) = ([1.0, -2e-5, 0.25], SYSTEMS[0].values());
    let mut unused = [0.0; 3];
    let (mut product, mut tangent) = ([0.0; 3], [0.0; 3]);
    (SYSTEMS[0].by_state)(&y, &v, &p, &mut product);
    jvp_robertson(&y, &v, &p, &mut unused, &mut tangent);
    assert_eq!(product, tangent);
    (SYSTEMS[0].by_parameters)(&y, &p, &v, &mut product);
    jvp_robertson_parameters(&y, &p, &v, &mut unused, &mut tangent);
    assert_eq!(product, tangent);
}

fn compared(system: &System, tolerance: f64) -> Comparison<'_> {
    compare(system, tolerance).unwrap_or_else(|error| panic!("{}: {error}", system.name))
}

#[test]
fn states_are_the_published_ones_to_the_digits_of_the_tolerance() {
    for system in &SYSTEMS {
        for tolerance in [1e-4, 1e-6, 1e-8] {
            let solution = solve(system, &system.values(), tolerance, &[system.end])
                .unwrap_or_else(|error| panic!("{}: {error}", system.name));
            for (y, published) in solution.states[0].iter().zip(system.published) {
                let error = ((y - published) / published).abs();
                assert!(
                    error < 20.0 * tolerance,
                    "{}: {error:.0e} at {tolerance:.0e}",
                    system.name
                );
            }
            assert!(solution.steps > 100 && solution.products.iter().all(|&n| n > solution.steps));
        }
    }
}

#[test]
fn sensitivities_are_those_of_differences_and_of_cvodes() {
    for system in &SYSTEMS {
        let comparison = compared(system, 1e-7);
        assert!(!comparison.falls_short(1e-7), "{}", system.name);
        assert!(comparison.falls_short(1e-12), "{}", system.name);
        assert!(
            comparison.by_differences.iter().all(|&d| d > 4.0),
            "{:?}",
            comparison.by_differences
        );
        if let Some(digits) = comparison.by_cvodes {
            assert!(digits > 3.8, "{digits}");
        }
        let text = report::tables(&comparison);
        assert!(
            system
                .parameters
                .iter()
                .all(|(name, _)| text.contains(name)),
            "{text}"
        );
    }
}

/// What no solution of Robertson's problem creates or destroys, and so no sensitivity changes.
#[test]
fn mass_is_conserved() {
    let system = &SYSTEMS[0];
    let solution = solve(system, &system.values(), 1e-6, &[0.4, 40.0, 4e5]).expect("it solves");
    for (states, sensitivities) in solution.states.iter().zip(&solution.sensitivities) {
        assert!(
            (states.iter().sum::<f64>() - 1.0).abs() < 1e-12,
            "{states:?}"
        );
        for s in sensitivities {
            let largest = s.iter().map(|s| s.abs()).fold(0.0, f64::max);
            assert!(s.iter().sum::<f64>().abs() < 1e-9 * largest, "{s:?}");
        }
    }
}

#[test]
fn the_states_do_not_need_the_sensitivities() {
    for system in &SYSTEMS {
        let states = end_state(system, &system.values(), 1e-6, system.end).expect("it solves");
        for (y, published) in states.iter().zip(system.published) {
            assert!(
                agreement(*y, *published, *published) > 4.0,
                "{}: {y}",
                system.name
            );
        }
    }
}

#[test]
fn the_figure_is_drawn() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stiff_ode");
    let comparisons: Vec<_> = SYSTEMS.iter().map(|s| compared(s, 1e-3)).collect();
    figure::write(&folder, &comparisons).expect("it can be written");
    let [svg, png] =
        figure::FILES.map(|file| std::fs::read(folder.join(file)).expect("it is there"));
    let text = String::from_utf8(svg).expect("it is text");
    for system in &SYSTEMS {
        assert!(
            text.contains(&format!("{}: sensitivities", system.name)),
            "{}",
            system.name
        );
    }
    assert!(png.starts_with(b"\x89PNG") && png.len() > 10_000);
}

#[test]
fn a_wrong_product_is_noticed() {
    let mut system = SYSTEMS[0];
    system.by_parameters = |y, p, v, product| {
        (SYSTEMS[0].by_parameters)(y, p, v, product);
        product[0] *= 1.001;
    };
    assert!(compared(&system, 1e-7).falls_short(1e-7));
}

#[test]
fn digits_are_the_log_relative_error() {
    assert!((agreement(1.001, 1.0, 1.0) - 3.0).abs() < 1e-9);
    assert_eq!(agreement(1.0, 1.0, 1.0), 16.0);
    assert_eq!(agreement(f64::NAN, 1.0, 1.0), 0.0);
    assert_eq!(agreement(-5.0, 1.0, 1.0), 0.0);
}
