//! The ways agree, and it is noticed when they don't.

use crate::cases::{Case, Sizes, WAYS, cases};
use crate::measure::{TOLERANCE, measure};
use crate::report;

/// Small, with sides that differ, so that a product the wrong way round does not fit.
const SMALL: Sizes = Sizes {
    linear: [(3, 5), (9, 17)],
    mlp: (6, [4, 9, 7, 3]),
};

#[test]
fn all_ways_agree() {
    let mut ticks = 0;
    let outcomes: Vec<_> = cases(&SMALL)
        .into_iter()
        .map(|case| measure(case, 2, || ticks += 1).unwrap_or_else(|error| panic!("{error}")))
        .collect();
    let names: Vec<_> = outcomes.iter().map(|o| (o.model.as_str(), o.by)).collect();
    let models = [
        "linear, 5 wide, batch 3",
        "linear, 17 wide, batch 9",
        "MLP 4-9-7-3, batch 6",
    ];
    let expected = models.map(|model| [(model, "input"), (model, "parameters")]);
    assert_eq!(names, expected.as_flattened());
    assert_eq!(ticks, 2 * outcomes.len());
    assert!(outcomes.iter().all(|o| o.apart <= TOLERANCE));

    let text = report::tables(&outcomes);
    let named = |word: &&str| text.contains(*word);
    assert!(WAYS.iter().chain(&models).all(named), "{text}");
}

/// The tangents are those of the models, by differences.
#[test]
fn the_tangents_are_those_of_the_models() {
    use crate::models::{
        jvp_linear_input, jvp_linear_parameters, jvp_mlp_input, jvp_mlp_parameters, linear, mlp,
    };
    use jvp::check_jvp;
    use ndarray::{Array1, Array2};
    let array = |rows, cols, step: f32| {
        Array2::from_shape_fn((rows, cols), |(i, j)| ((7 * i + 3 * j) as f32 * step).sin())
    };
    let layer = |inputs, outputs| (array(outputs, inputs, 0.4), Array1::from_elem(outputs, 0.1));
    let x = array(6, 4, 0.7);

    let layers = [layer(4, 9)];
    check_jvp!(linear, jvp_linear_input, &x, const &layers);
    check_jvp!(linear, jvp_linear_parameters, const &x, &layers);
    let layers = [layer(4, 9), layer(9, 7), layer(7, 3)];
    check_jvp!(mlp, jvp_mlp_input, &x, const &layers);
    check_jvp!(mlp, jvp_mlp_parameters, const &x, &layers);
}

#[test]
fn a_way_that_is_off_is_named() {
    for (way, name) in WAYS.iter().enumerate().skip(1) {
        for spoilt in [1.001, f32::NAN] {
            let error = refused(way, move |tangent| *tangent *= spoilt);
            assert!(
                error.starts_with("linear, 5 wide, batch 3, by input: ") && error.contains(name),
                "{error}"
            );
        }
    }
}

#[test]
fn another_shape_is_no_agreement() {
    let error = refused(1, |tangent| *tangent = tangent.t().to_owned());
    assert!(error.contains(WAYS[1]), "{error}");
}

/// What is said about the first case if a way's tangent is changed.
fn refused(way: usize, change: impl Fn(&mut ndarray::Array2<f32>) + 'static) -> String {
    let mut case: Case = cases(&SMALL).swap_remove(0);
    let mut unused: crate::cases::Run = Box::new(|| unreachable!());
    std::mem::swap(&mut case.ways[way], &mut unused);
    let mut right = unused;
    case.ways[way] = Box::new(move || {
        let mut tangent = right();
        change(&mut tangent);
        tangent
    });
    measure(case, 1, || ()).err().expect("a wrong tangent")
}
