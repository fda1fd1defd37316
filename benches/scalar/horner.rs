//! A polynomial of 50 terms by Horner's scheme, with respect to its argument: a chain of dependent
//! operations. Calls don't depend on one another, so the processor overlaps two of `f`, but hardly
//! two of `jvp_f`, whose chains are the same length but twice the work.

use std::hint::black_box;

use jvp::prelude::*;
use num_dual::Dual64;

use crate::close;
use crate::contest::{Contest, run};

#[derive_jvp(wrt(x), pushforward)]
pub fn horner(coefficients: &[f64], x: f64) -> f64 {
    let mut y = 0.0;
    for &c in coefficients.iter().rev() {
        y = y * x + c;
    }
    y
}

fn by_hand(coefficients: &[f64], x: f64, dx: f64) -> (f64, f64) {
    let (mut y, mut dy) = (0.0, 0.0);
    for &c in coefficients.iter().rev() {
        dy = dy * x + y * dx;
        y = y * x + c;
    }
    (y, dy)
}

fn over_duals(coefficients: &[f64], x: Dual64) -> Dual64 {
    let mut y = Dual64::from(0.0);
    for &c in coefficients.iter().rev() {
        y = y * x + c;
    }
    y
}

pub fn contest() -> Contest {
    let c: [f64; 50] = std::array::from_fn(|i| (1.0 + i as f64).recip());
    let (x, dx) = (0.9, 0.4);
    let dual = Dual64::new(x, dx);

    let (value, tangent) = jvp_horner(&c, x, dx);
    assert_eq!(value.to_bits(), horner(&c, x).to_bits());
    assert_eq!(value.to_bits(), by_hand(&c, x, dx).0.to_bits());
    assert!(close(tangent, by_hand(&c, x, dx).1) && close(tangent, pushforward_horner(&c, x, dx)));
    assert!(close(value, over_duals(&c, dual).re) && close(tangent, over_duals(&c, dual).eps));

    Contest::new(
        "horner, 50 terms",
        [
            run(move || horner(black_box(&c), black_box(x))),
            run(move || jvp_horner(black_box(&c), black_box(x), black_box(dx))),
            run(move || by_hand(black_box(&c), black_box(x), black_box(dx))),
            run(move || over_duals(black_box(&c), black_box(dual))),
            run(move || pushforward_horner(black_box(&c), black_box(x), black_box(dx))),
        ],
    )
}
