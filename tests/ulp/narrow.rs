//! `f32`: every function of one argument against the function of `f64`, whose own error of a few
//! units of `f64` does not show.

use crate::functions::{UNARY, Unary, VARIANTS};
use crate::ulp;

/// Arguments at a time.
const BLOCK: usize = 4096;

/// Where some function had its largest error in the exhaustive run, or was wrong once.
const RECORDED: &[f32] = &[
    0.209_692_28,
    2.755_023_7,
    0.000_210_938_82,
    0.003_839_796_4,
    1.989_532_6,
    0.437_925_96,
    1.262_927_1e-38,
    4.13e-42,
    89.404_655,
    89.2,
    88.722_84,
    0.000_381_376_3,
    2.371_708_3e-4,
    5.515_489_5e17,
    8.261_497e32,
    0.030_883_715,
    2.439_532_3e-4,
    103.97,
    71.036_03,
    7.037_308,
    3.416_163_7,
    1.708_081_8,
    1.031_373_9,
    0.219_699_01,
    std::f32::consts::SQRT_2,
    std::f32::consts::FRAC_1_SQRT_2,
];

/// The largest error of each variant over the arguments, and where it is.
fn worst(function: &Unary, mut arguments: impl Iterator<Item = f32>) -> [(f64, f32); 2] {
    let mut worst = [(0.0, 0.0); 2];
    loop {
        let x: Vec<f32> = arguments.by_ref().take(BLOCK).collect();
        if x.is_empty() {
            return worst;
        }
        let wide: Vec<f64> = x.iter().map(|x| f64::from(*x)).collect();
        let (mut got, mut want) = (x.clone(), wide.clone());
        (function.oracle)(&wide, &mut want);
        for (map, worst) in function.narrow.iter().zip(&mut worst) {
            map(&x, &mut got);
            for ((x, got), want) in x.iter().zip(&got).zip(&want) {
                let error = ulp::narrow(*got, *want, function.floor);
                if error > worst.0 {
                    *worst = (error, *x);
                }
            }
        }
    }
}

/// Holds every function to its bound.
fn check(arguments: impl Fn() -> Box<dyn Iterator<Item = f32>>) {
    let mut faults = Vec::new();
    // One function alone: `JVP_FUNCTION=exp`.
    let asked = std::env::var("JVP_FUNCTION").ok();
    for function in UNARY {
        if asked.as_ref().is_some_and(|name| name != function.name) {
            continue;
        }
        for ((error, x), label) in worst(function, arguments()).iter().zip(VARIANTS) {
            println!("{:16} {label} {error:.3} at {x:e}", function.name);
            // what is exact in `f64` may still have to be rounded
            if *error > function.bound.max(0.5) {
                faults.push(format!("{} {label}: {error} ulp at {x:e}", function.name));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_sample_of_all_arguments() {
    check(|| {
        let stride = if cfg!(debug_assertions) {
            400_009
        } else {
            20_011
        };
        let spread = (0..=u32::MAX).step_by(stride).map(f32::from_bits);
        let signed = RECORDED.iter().flat_map(|x| [*x, -*x]);
        Box::new(spread.chain(signed))
    });
}

#[test]
#[ignore = "all 2³² arguments of all functions take two hours"]
fn all_arguments() {
    check(|| Box::new((0..=u32::MAX).map(f32::from_bits)));
}
