//! All in one function, over scalars.

use std::hint::black_box;

use jvp::prelude::*;

use super::{H, PARAMETERS, SEED, START, STEPS, by_hand, check, duals, over_duals};
use crate::contest::{Contest, run};

#[derive_jvp(wrt(a, b, c, d), pushforward)]
pub fn prey_and_predators(a: f64, b: f64, c: f64, d: f64, steps: usize) -> (f64, f64) {
    let mut x = START[0];
    let mut y = START[1];
    for _ in 0..steps {
        let k1x = x * (a - b * y);
        let k1y = y * (d * x - c);

        let x2 = x + H / 2.0 * k1x;
        let y2 = y + H / 2.0 * k1y;
        let k2x = x2 * (a - b * y2);
        let k2y = y2 * (d * x2 - c);

        let x3 = x + H / 2.0 * k2x;
        let y3 = y + H / 2.0 * k2y;
        let k3x = x3 * (a - b * y3);
        let k3y = y3 * (d * x3 - c);

        let x4 = x + H * k3x;
        let y4 = y + H * k3y;
        let k4x = x4 * (a - b * y4);
        let k4y = y4 * (d * x4 - c);

        x += H / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x);
        y += H / 6.0 * (k1y + 2.0 * k2y + 2.0 * k3y + k4y);
    }
    (x, y)
}

fn f([a, b, c, d]: [f64; 4], steps: usize) -> (f64, f64) {
    prey_and_predators(a, b, c, d, steps)
}

fn jvp(
    [a, b, c, d]: [f64; 4],
    [da, db, dc, dd]: [f64; 4],
    steps: usize,
) -> ((f64, f64), (f64, f64)) {
    jvp_prey_and_predators(a, da, b, db, c, dc, d, dd, steps)
}

fn pushforward([a, b, c, d]: [f64; 4], [da, db, dc, dd]: [f64; 4], steps: usize) -> (f64, f64) {
    pushforward_prey_and_predators(a, da, b, db, c, dc, d, dd, steps)
}

pub fn contest() -> Contest {
    let (value, tangent) = jvp(PARAMETERS, SEED, STEPS);
    check(
        f(PARAMETERS, STEPS).into(),
        (value.into(), tangent.into()),
        pushforward(PARAMETERS, SEED, STEPS).into(),
    );

    Contest::new(
        "lotka-volterra, inline",
        [
            run(|| f(black_box(PARAMETERS), black_box(STEPS))),
            run(|| jvp(black_box(PARAMETERS), black_box(SEED), black_box(STEPS))),
            run(|| by_hand(black_box(PARAMETERS), black_box(SEED), black_box(STEPS))),
            run(|| over_duals(black_box(duals()), black_box(STEPS))),
            run(|| pushforward(black_box(PARAMETERS), black_box(SEED), black_box(STEPS))),
        ],
    )
}
