//! `f64`: every function of one argument against values of 60 digits, and powers, angles and lengths
//! of two. `reference.txt` has a line `name x y` or `name x y z` with the bits of the arguments and
//! of the correctly rounded result; `reference.py` wrote it.

use crate::functions::{UNARY, VARIANTS};
use crate::ulp;
use jvp::rt::{Fast, Lane};
use std::collections::BTreeMap;

/// A function of two arguments.
type Binary<N> = fn(N, N) -> N;

/// Lines by function: the arguments and the result.
fn reference() -> BTreeMap<&'static str, Vec<Vec<f64>>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in include_str!("reference.txt").lines() {
        let (name, numbers) = line.split_once(' ').expect("a name and numbers");
        let bits = |word| f64::from_bits(u64::from_str_radix(word, 16).expect("hexadecimal"));
        all.entry(name)
            .or_default()
            .push(numbers.split(' ').map(bits).collect());
    }
    all
}

#[test]
fn one_argument() {
    let reference = reference();
    let mut faults = Vec::new();
    let mut seen = 0;
    for function in UNARY {
        let Some(lines) = reference.get(function.name) else {
            continue;
        };
        seen += 1;
        let x: Vec<f64> = lines.iter().map(|line| line[0]).collect();
        for (variant, label) in VARIANTS.iter().enumerate() {
            let mut got = x.clone();
            (function.wide[variant])(&x, &mut got);
            let errors = got.iter().zip(lines).map(|(got, line)| {
                let floor = 2f64.powi(function.floor.max(-1022));
                (ulp::wide(*got, line[1], floor), line[0])
            });
            let (error, x) = errors.max_by(|a, b| a.0.total_cmp(&b.0)).expect("lines");
            println!("{:16} {label} {error} at {x:e}", function.name);
            // A count of floats from the rounded result: half a unit more than the error.
            if error > (function.bound + 0.5).floor() {
                faults.push(format!("{} {label}: {error} ulp at {x:e}", function.name));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    assert!(seen > 35, "only {seen} functions are in the reference");
}

#[test]
fn side_by_side() {
    let x = [
        -1e300,
        -700.3,
        -2.5,
        -0.0,
        1e-310,
        0.7,
        3.1,
        710.0,
        f64::NAN,
    ];
    for function in UNARY {
        for (i, &first) in x.iter().enumerate() {
            let both = [first, x[(i + 4) % x.len()]];
            let mut want = both;
            (function.wide[0])(&both, &mut want);
            let bits = |x: f64| if x.is_nan() { None } else { Some(x.to_bits()) };
            let (got, want) = ((function.twin)(both).map(bits), want.map(bits));
            assert_eq!(got, want, "{} of {both:?}", function.name);
        }
    }
}

#[test]
fn two_arguments() {
    fn check<N: Lane<Element = f64>>(label: &str) {
        let functions: [(&str, f64, Binary<N>); 4] = [
            ("powf", 3.0, N::powf),
            ("atan2", 2.0, N::atan2),
            ("hypot", 2.0, N::hypot),
            ("log", 2.0, N::log),
        ];
        let reference = reference();
        for (name, bound, function) in functions {
            for line in &reference[name] {
                let got = function(N::new(line[0]), N::new(line[1])).get();
                let error = ulp::wide(got, line[2], f64::MIN_POSITIVE);
                assert!(
                    error <= bound,
                    "{name} {label} {line:?}: {got:e} is {error} ulp off"
                );
            }
        }
    }
    check::<Fast<f64, true>>("fused");
    check::<Fast<f64, false>>("plain");
}
