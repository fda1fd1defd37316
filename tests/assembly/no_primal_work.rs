//! `pushforward_f` does no primal work that no tangent needs: the calls of the mathematical library and
//! the arithmetic on floats are counted.

use crate::listing::Function;
use crate::{functions, scalars, segment};

#[test]
fn an_affine_map_has_its_linear_part_as_tangent() {
    assert_eq!(calls("affine"), ["exp", "sin", "tanh"]);
    assert_eq!(calls("jvp_affine"), ["exp", "sin", "tanh"]);
    // `3 dx`: one multiplication, and nothing else.
    assert_eq!(calls("pushforward_affine"), [] as [&str; 0]);
    assert_eq!(arithmetic("pushforward_affine"), 1);
    assert!(arithmetic("affine") > 1);
}

#[test]
fn a_product_keeps_what_its_tangent_needs() {
    assert_eq!(calls("product"), ["exp", "sin", "tanh"]);
    assert_eq!(calls("jvp_product"), ["cos", "exp", "sin", "tanh"]);
    assert_eq!(calls("pushforward_product"), ["cos", "exp"]);
    assert!(arithmetic("pushforward_product") < arithmetic("jvp_product"));
}

#[test]
fn branches_keep_what_their_tangents_need() {
    assert_eq!(calls("branches"), ["cosh", "exp", "log1p"]);
    assert_eq!(calls("jvp_branches"), ["cosh", "exp", "log1p"]);
    assert_eq!(calls("pushforward_branches"), ["exp"]);
}

#[test]
fn the_tangents_are_those_of_the_whole_functions() {
    for i in -20..=20 {
        let (x, y, dx) = (0.3 * f64::from(i), 1.0 - 0.1 * f64::from(i), 0.7);
        let jvp = scalars::jvp_affine(x, dx, y);
        assert_eq!(
            jvp,
            (scalars::affine(x, y), scalars::pushforward_affine(x, dx, y))
        );
        let jvp = scalars::jvp_product(x, dx, y);
        assert_eq!(
            jvp,
            (
                scalars::product(x, y),
                scalars::pushforward_product(x, dx, y)
            )
        );
        let jvp = scalars::jvp_branches(x, dx, y);
        assert_eq!(
            jvp,
            (
                scalars::branches(x, y),
                scalars::pushforward_branches(x, dx, y)
            )
        );
    }
}

/// A function of `scalars.rs`, or one that is generated from it.
fn function(name: &str) -> &'static Function {
    let path = segment("scalars") + &segment(name);
    let found = functions(|symbol| symbol.ends_with(&path).then_some(()));
    assert_eq!(found.len(), 1, "`{name}`");
    found[0].2
}

/// The functions that `name` calls; one call for sine and cosine together counts as both.
fn calls(name: &str) -> Vec<&'static str> {
    let calls = function(name).calls().into_iter();
    let mut calls: Vec<_> = calls
        .flat_map(|call| match call {
            "sincos" | "__sincos_stret" => vec!["cos", "sin"],
            call => vec![call],
        })
        .collect();
    calls.sort_unstable();
    calls
}

/// How many instructions of `name` compute with floats.
fn arithmetic(name: &str) -> usize {
    let instructions = &function(name).instructions;
    instructions
        .iter()
        .filter(|i| i.arithmetic().is_some())
        .count()
}
