//! Methods and associated functions with an attribute each.

use crate::oracle::{Dual64, DualNum, agree, close, dual};
use jvp::prelude::*;

#[derive(Clone, Copy, Debug, Differentiable)]
struct Spring {
    stiffness: f64,
    rest: f64,
    turns: usize,
}

impl Spring {
    #[derive_jvp]
    fn new(stiffness: f64, rest: f64) -> Self {
        Spring {
            stiffness,
            rest,
            turns: 7,
        }
    }

    #[derive_jvp]
    fn energy(&self, length: f64) -> f64 {
        let extension = length - self.rest;
        0.5 * self.stiffness * extension * extension
    }

    #[derive_jvp]
    fn per_turn(&self, length: f64) -> f64 {
        self.energy(length) / self.turns as f64
    }

    #[derive_jvp]
    fn stiffen(&mut self, factor: f64) {
        self.stiffness *= factor;
        self.rest += 0.1 * self.stiffness.sqrt();
    }

    #[derive_jvp]
    fn into_force(self, length: f64) -> f64 {
        self.stiffness * (self.rest - length)
    }

    #[derive_jvp(wrt(length), wrt(self) as energy_of_spring, pushforward)]
    fn cubic(&self, length: f64) -> f64 {
        self.stiffness * length.powi(3) + self.rest.sin()
    }

    #[derive_jvp]
    fn pair(stiffness: f64, length: f64) -> f64 {
        let soft = Self::new(stiffness, 1.0);
        let mut hard = Spring::new(2.0 * stiffness, length.cos());
        hard.stiffen(length);
        soft.energy(length) + hard.per_turn(length) * hard.into_force(stiffness)
    }
}

fn energy(stiffness: Dual64, rest: Dual64, length: Dual64) -> Dual64 {
    let extension = length - rest;
    stiffness * extension * extension * 0.5
}

fn pair(stiffness: Dual64, length: Dual64) -> Dual64 {
    let factor = stiffness * 2.0 * length;
    let rest = length.cos() + factor.sqrt() * 0.1;
    let force = factor * (rest - stiffness);
    energy(stiffness, dual(1.0, 0.0), length) + energy(factor, rest, length) / 7.0 * force
}

const SPRING: Spring = Spring {
    stiffness: 3.5,
    rest: 1.2,
    turns: 7,
};
const DSPRING: SpringTangent = SpringTangent {
    stiffness: 0.7,
    rest: -0.4,
};

#[test]
fn of_self_and_an_argument() {
    let out = SPRING.jvp_energy(&DSPRING, 2.0, 0.3);
    let oracle = energy(dual(3.5, 0.7), dual(1.2, -0.4), dual(2.0, 0.3));
    agree(out, SPRING.energy(2.0), oracle);
}

#[test]
fn an_integer_field_is_a_constant() {
    let out = SPRING.jvp_per_turn(&DSPRING, 2.0, 0.3);
    let oracle = energy(dual(3.5, 0.7), dual(1.2, -0.4), dual(2.0, 0.3)) / 7.0;
    agree(out, SPRING.per_turn(2.0), oracle);
}

#[test]
fn in_place() {
    let (mut plain, mut spring, mut tangent) = (SPRING, SPRING, DSPRING);
    plain.stiffen(1.5);
    spring.jvp_stiffen(&mut tangent, 1.5, -0.2);
    let stiffness = dual(3.5, 0.7) * dual(1.5, -0.2);
    let rest = dual(1.2, -0.4) + stiffness.sqrt() * 0.1;
    agree(
        (spring.stiffness, tangent.stiffness),
        plain.stiffness,
        stiffness,
    );
    agree((spring.rest, tangent.rest), plain.rest, rest);
}

#[test]
fn by_value() {
    let out = SPRING.jvp_into_force(DSPRING, 2.0, 0.3);
    let oracle = dual(3.5, 0.7) * (dual(1.2, -0.4) - dual(2.0, 0.3));
    agree(out, SPRING.into_force(2.0), oracle);
}

#[test]
fn an_associated_function_gives_a_struct() {
    let (spring, tangent) = Spring::jvp_new(3.0, 0.5, 2.0, 0.25);
    assert_eq!((spring.stiffness, spring.rest, spring.turns), (3.0, 2.0, 7));
    assert_eq!((tangent.stiffness, tangent.rest), (0.5, 0.25));
}

#[test]
fn variants_and_pushforward() {
    let out = SPRING.jvp_cubic(2.0, 0.3);
    let oracle = |s: [f64; 2], l| dual(3.5, s[0]) * dual(2.0, l).powi(3) + dual(1.2, s[1]).sin();
    agree(out, SPRING.cubic(2.0), oracle([0.0, 0.0], 0.3));
    close(
        SPRING.pushforward_cubic(2.0, 0.3),
        oracle([0.0, 0.0], 0.3).eps,
    );
    let out = SPRING.jvp_energy_of_spring(&DSPRING, 2.0);
    agree(out, SPRING.cubic(2.0), oracle([0.7, -0.4], 0.0));
    close(
        SPRING.pushforward_energy_of_spring(&DSPRING, 2.0),
        oracle([0.7, -0.4], 0.0).eps,
    );
}

#[test]
fn methods_call_methods() {
    for (ds, dl) in [(1.0, 0.0), (0.0, 1.0), (0.3, -0.8)] {
        let out = Spring::jvp_pair(1.5, ds, 2.25, dl);
        agree(
            out,
            Spring::pair(1.5, 2.25),
            pair(dual(1.5, ds), dual(2.25, dl)),
        );
    }
}

/// A free function that calls methods, with every set of active arguments.
#[derive_jvp(wrt(spring), wrt(length) as outside_length, wrt(spring, length) as outside_both)]
fn outside(spring: &Spring, length: f64) -> f64 {
    let mut other = *spring;
    other.stiffen(1.0 + length);
    other.energy(length) * spring.per_turn(2.0) + Spring::new(length, 1.0).energy(0.5)
}

fn outside_dual(stiffness: Dual64, rest: Dual64, length: Dual64) -> Dual64 {
    let other = stiffness * (length + 1.0);
    let other_rest = rest + other.sqrt() * 0.1;
    energy(other, other_rest, length) * (energy(stiffness, rest, dual(2.0, 0.0)) / 7.0)
        + energy(length, dual(1.0, 0.0), dual(0.5, 0.0))
}

#[test]
fn subsets_of_self_and_arguments() {
    let plain = outside(&SPRING, 0.9);
    let oracle =
        |s: f64, l: f64| outside_dual(dual(3.5, 0.7 * s), dual(1.2, -0.4 * s), dual(0.9, 0.6 * l));
    agree(jvp_outside(&SPRING, &DSPRING, 0.9), plain, oracle(1.0, 0.0));
    agree(
        jvp_outside_length(&SPRING, 0.9, 0.6),
        plain,
        oracle(0.0, 1.0),
    );
    let both = jvp_outside_both(&SPRING, &DSPRING, 0.9, 0.6);
    agree(both, plain, oracle(1.0, 1.0));
}

/// Neither of the two has a tangent.
struct Sample {
    t: f64,
    y: f64,
}

struct Fit {
    scale: f64,
}

impl Fit {
    #[derive_jvp(wrt(a))]
    fn error(&self, samples: &[Sample], a: f64) -> f64 {
        let mut sum = 0.0;
        for s in samples {
            sum += self.scale * (a * s.t - s.y).powi(2);
        }
        sum
    }
}

#[test]
fn a_slice_of_a_type_without_tangent_is_a_constant() {
    let fit = Fit { scale: 0.5 };
    let samples = [Sample { t: 1.0, y: 2.0 }, Sample { t: 3.0, y: -1.0 }];
    let a = dual(1.5, 0.25);
    let oracle = ((a - 2.0).powi(2) + (a * 3.0 + 1.0).powi(2)) * 0.5;
    agree(
        fit.jvp_error(&samples, 1.5, 0.25),
        fit.error(&samples, 1.5),
        oracle,
    );
}

/// `into` on methods: what it calls stands beside it.
#[derive(Clone, Copy, Differentiable)]
struct Gain {
    k: f64,
}

impl Gain {
    #[derive_jvp(wrt(x), wrt(self, x) as both, pushforward, into)]
    fn amplified(&self, x: f64) -> f64 {
        self.k * x * x
    }

    #[derive_jvp(into)]
    fn squared(k: f64) -> Option<f64> {
        (k > 0.0).then_some(k * k)
    }
}

trait Response {
    #[derive_jvp(pushforward, into)]
    fn response(&self, out: f64) -> f64;
}

impl Response for Gain {
    #[derive_jvp(pushforward, into)]
    fn response(&self, out: f64) -> f64 {
        (self.k * out).sin()
    }
}

#[test]
fn results_of_methods_go_into_places() {
    let (gain, dgain) = (Gain { k: 1.5 }, GainTangent { k: 0.5 });
    let (mut y, mut dy) = (0.0, 0.0);
    let (dual_k, dual_x) = (dual(1.5, 0.5), dual(0.7, 0.25));

    gain.jvp_amplified_into(0.7, 0.25, &mut y, &mut dy);
    let oracle = dual_x * dual_x * 1.5;
    agree((y, dy), gain.amplified(0.7), oracle);
    gain.pushforward_amplified_into(0.7, 0.25, &mut dy);
    close(dy, oracle.eps);
    gain.jvp_both_into(&dgain, 0.7, 0.25, &mut y, &mut dy);
    agree((y, dy), gain.amplified(0.7), dual_k * dual_x * dual_x);

    assert_eq!(Gain::jvp_squared_into(3.0, 0.5, &mut y, &mut dy), Some(()));
    assert_eq!((y, dy), (Gain::squared(3.0).unwrap(), 3.0));
    assert_eq!(Gain::jvp_squared_into(-3.0, 0.5, &mut y, &mut dy), None);
    assert_eq!((y, dy), (9.0, 3.0));

    let oracle = (dual_k * dual_x).sin();
    gain.jvp_response_into(&dgain, 0.7, 0.25, &mut y, &mut dy);
    agree((y, dy), gain.response(0.7), oracle);
    gain.pushforward_response_into(&dgain, 0.7, 0.25, &mut dy);
    close(dy, oracle.eps);
}

/// A method in an argument of itself: what it is called on stays as it is.
#[derive(Clone, Copy, Differentiable)]
struct Linear {
    k: f64,
}

trait Acts {
    #[derive_jvp]
    fn act(&self, x: f64) -> f64;

    #[derive_jvp]
    fn act_twice(&self, x: f64) -> f64
    where
        Self: Differentiable + Sized,
    {
        self.act(self.act(x))
    }
}

impl Acts for Linear {
    #[derive_jvp]
    fn act(&self, x: f64) -> f64 {
        (self.k * x).sin()
    }
}

impl Linear {
    #[derive_jvp]
    fn thrice(&self, x: f64) -> f64 {
        self.act(self.act(self.act(x)))
    }
}

#[derive_jvp]
fn generic_twice<A: Acts + Differentiable>(a: &A, x: f64) -> f64 {
    a.act(a.act(x))
}

#[derive_jvp]
fn by_value_twice<A: Acts + Differentiable>(a: A, x: f64) -> f64 {
    a.act(a.act(x))
}

#[test]
fn a_method_in_its_own_argument() {
    let (a, da) = (Linear { k: 1.5 }, LinearTangent { k: 0.5 });
    let (k, x) = (dual(1.5, 0.5), dual(0.7, 0.25));
    let act = |x: Dual64| (k * x).sin();
    let twice = act(act(x));
    agree(a.jvp_act_twice(&da, 0.7, 0.25), a.act_twice(0.7), twice);
    let out = jvp_generic_twice(&a, &da, 0.7, 0.25);
    agree(out, generic_twice(&a, 0.7), twice);
    let out = jvp_by_value_twice(a, da, 0.7, 0.25);
    agree(out, by_value_twice(a, 0.7), twice);
    agree(a.jvp_thrice(&da, 0.7, 0.25), a.thrice(0.7), act(twice));
}
