//! The right-hand side a function of its own, over arrays; the solver calls it.

use std::hint::black_box;

use jvp::prelude::*;

use super::{H, PARAMETERS, SEED, START, STEPS, by_hand, check, duals, over_duals};
use crate::contest::{Contest, run};

#[derive_jvp]
fn rhs(p: [f64; 4], s: [f64; 2]) -> [f64; 2] {
    let [a, b, c, d] = p;
    let [x, y] = s;
    [x * (a - b * y), y * (d * x - c)]
}

#[derive_jvp(wrt(p), pushforward)]
pub fn prey_and_predators(p: [f64; 4], steps: usize) -> [f64; 2] {
    let mut s = START;
    for _ in 0..steps {
        let k1 = rhs(p, s);
        let k2 = rhs(p, [s[0] + H / 2.0 * k1[0], s[1] + H / 2.0 * k1[1]]);
        let k3 = rhs(p, [s[0] + H / 2.0 * k2[0], s[1] + H / 2.0 * k2[1]]);
        let k4 = rhs(p, [s[0] + H * k3[0], s[1] + H * k3[1]]);
        for i in 0..2 {
            s[i] += H / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
    }
    s
}

pub fn contest() -> Contest {
    check(
        prey_and_predators(PARAMETERS, STEPS),
        jvp_prey_and_predators(PARAMETERS, SEED, STEPS),
        pushforward_prey_and_predators(PARAMETERS, SEED, STEPS),
    );

    Contest::new(
        "lotka-volterra, with rhs",
        [
            run(|| prey_and_predators(black_box(PARAMETERS), black_box(STEPS))),
            run(|| {
                jvp_prey_and_predators(black_box(PARAMETERS), black_box(SEED), black_box(STEPS))
            }),
            run(|| by_hand(black_box(PARAMETERS), black_box(SEED), black_box(STEPS))),
            run(|| over_duals(black_box(duals()), black_box(STEPS))),
            run(|| {
                pushforward_prey_and_predators(
                    black_box(PARAMETERS),
                    black_box(SEED),
                    black_box(STEPS),
                )
            }),
        ],
    )
}
