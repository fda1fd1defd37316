//! The predators and prey of Lotka and Volterra over 1000 steps of the classical Runge-Kutta
//! method, in one direction of the four parameters; written twice, as users write it.

pub mod inline;
pub mod with_rhs;

use num_dual::Dual64;

/// Step size.
const H: f64 = 0.01;
/// Steps.
const STEPS: usize = 1000;
/// Prey and predators at the start.
const START: [f64; 2] = [10.0, 5.0];
/// Growth of the prey, predation, death of the predators, growth by predation.
const PARAMETERS: [f64; 4] = [1.1, 0.4, 0.4, 0.1];
/// The direction.
const SEED: [f64; 4] = [0.3, -0.2, 0.5, 0.1];

/// The right-hand side and its tangent, by hand.
fn rhs_by_hand(p: [f64; 4], dp: [f64; 4], s: [f64; 2], ds: [f64; 2]) -> ([f64; 2], [f64; 2]) {
    let ([a, b, c, d], [da, db, dc, dd]) = (p, dp);
    let ([x, y], [dx, dy]) = (s, ds);
    let (u, v) = (a - b * y, d * x - c);
    let (du, dv) = (da - db * y - b * dy, dd * x + d * dx - dc);
    ([x * u, y * v], [dx * u + x * du, dy * v + y * dv])
}

/// The whole by hand: the arithmetic of the primal is that of both users.
fn by_hand(p: [f64; 4], dp: [f64; 4], steps: usize) -> ([f64; 2], [f64; 2]) {
    let (mut s, mut ds) = (START, [0.0; 2]);
    // `s + h*k`, for primal and tangent alike.
    let ahead = |s: [f64; 2], h: f64, k: [f64; 2]| [s[0] + h * k[0], s[1] + h * k[1]];
    let slope = |k1: [f64; 2], k2: [f64; 2], k3: [f64; 2], k4: [f64; 2]| {
        [
            k1[0] + 2.0 * k2[0] + 2.0 * k3[0] + k4[0],
            k1[1] + 2.0 * k2[1] + 2.0 * k3[1] + k4[1],
        ]
    };
    for _ in 0..steps {
        let (k1, dk1) = rhs_by_hand(p, dp, s, ds);
        let (k2, dk2) = rhs_by_hand(p, dp, ahead(s, H / 2.0, k1), ahead(ds, H / 2.0, dk1));
        let (k3, dk3) = rhs_by_hand(p, dp, ahead(s, H / 2.0, k2), ahead(ds, H / 2.0, dk2));
        let (k4, dk4) = rhs_by_hand(p, dp, ahead(s, H, k3), ahead(ds, H, dk3));
        s = ahead(s, H / 6.0, slope(k1, k2, k3, k4));
        ds = ahead(ds, H / 6.0, slope(dk1, dk2, dk3, dk4));
    }
    (s, ds)
}

fn rhs_over_duals([a, b, c, d]: [Dual64; 4], [x, y]: [Dual64; 2]) -> [Dual64; 2] {
    [x * (a - b * y), y * (d * x - c)]
}

fn over_duals(p: [Dual64; 4], steps: usize) -> [Dual64; 2] {
    let mut s = START.map(Dual64::from);
    for _ in 0..steps {
        let k1 = rhs_over_duals(p, s);
        let k2 = rhs_over_duals(p, [s[0] + k1[0] * (H / 2.0), s[1] + k1[1] * (H / 2.0)]);
        let k3 = rhs_over_duals(p, [s[0] + k2[0] * (H / 2.0), s[1] + k2[1] * (H / 2.0)]);
        let k4 = rhs_over_duals(p, [s[0] + k3[0] * H, s[1] + k3[1] * H]);
        s[0] += (k1[0] + k2[0] * 2.0 + k3[0] * 2.0 + k4[0]) * (H / 6.0);
        s[1] += (k1[1] + k2[1] * 2.0 + k3[1] * 2.0 + k4[1]) * (H / 6.0);
    }
    s
}

fn duals() -> [Dual64; 4] {
    std::array::from_fn(|i| Dual64::new(PARAMETERS[i], SEED[i]))
}

/// Asserts that a user's version, with its results `f`, `jvp` and `pushforward`, agrees with the others.
fn check(f: [f64; 2], jvp: ([f64; 2], [f64; 2]), pushforward: [f64; 2]) {
    let (hand, dual) = (by_hand(PARAMETERS, SEED, STEPS), over_duals(duals(), STEPS));
    for i in 0..2 {
        assert_eq!(jvp.0[i].to_bits(), f[i].to_bits());
        assert_eq!(hand.0[i].to_bits(), f[i].to_bits());
        assert!(crate::close(jvp.1[i], hand.1[i]) && crate::close(jvp.1[i], pushforward[i]));
        assert!(crate::close(jvp.0[i], dual[i].re) && crate::close(jvp.1[i], dual[i].eps));
    }
}
