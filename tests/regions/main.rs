//! Which kernels array code becomes, as committed text that is compiled and run.
//!
//! As `tests/golden`, for tensors: a file shows a program, which regions it has and why, and the
//! functions that `derive_jvp` writes for it. Their values and tangents are checked against
//! differences of order 8 here; that the text is what the compiler writes is a test of `jvp-macro`.

#![deny(unused, nonstandard_style)]
#![allow(
    clippy::too_many_arguments,
    reason = "a function that is written has twice the arguments"
)]

#[path = "../arrays/flat.rs"]
#[allow(dead_code, reason = "it belongs to `tests/arrays`")]
mod flat;
#[path = "../arrays/oracle.rs"]
mod oracle;

use flat::{Flat, numbers};

/// `check! { name: along(t), jvp }`: `jvp` is value and tangent at 0 of the function `along`.
macro_rules! check {
    ($name:ident: |$t:ident| $along:expr, $jvp:expr) => {
        #[test]
        fn $name() {
            crate::agree(|$t: f64| $along, $jvp);
        }
    };
}

fn agree<Y: Flat, D: Flat>(along: impl Fn(f64) -> Y, (value, tangent): (Y, D)) {
    let close = |a: &[f64], b: &[f64], tolerance: f64| {
        a.len() == b.len()
            && a.iter()
                .zip(b)
                .all(|(a, b)| (a - b).abs() <= tolerance * (1.0 + b.abs()))
    };
    let own = numbers(&along(0.0));
    let value = numbers(&value);
    assert_eq!(value.shapes, own.shapes);
    assert!(
        close(&value.values, &own.values, 1e-13),
        "{value:?}, the program gives {own:?}"
    );
    let tangent = numbers(&tangent);
    let want = oracle::derivative(&|t| numbers(&along(t)).values);
    assert_eq!(tangent.shapes, own.shapes);
    assert!(
        close(&tangent.values, &want, 1e-9),
        "{tangent:?}, differences give {want:?}"
    );
    assert!(want.iter().any(|d| *d != 0.0));
}

// The generated text is laid out by `prettyplease`.
#[rustfmt::skip]
mod adam;
#[rustfmt::skip]
mod batch_norm;
#[rustfmt::skip]
mod chain;
#[rustfmt::skip]
mod cross_entropy;
#[rustfmt::skip]
mod dense;
#[rustfmt::skip]
mod log_softmax;
#[rustfmt::skip]
mod relaxation;
#[rustfmt::skip]
mod saturated;
#[rustfmt::skip]
mod softmax_rows;
#[rustfmt::skip]
mod standardized;
