//! The hidden builder behind the tangents of literals, as generated code uses it.

use jvp::prelude::*;

use crate::laws::panic_of;

#[derive(Clone, Differentiable)]
struct State<T> {
    x: T,
    v: Vec<f64>,
    steps: usize,
}

fn state() -> State<f64> {
    State {
        x: 1.0,
        v: vec![2.0, 3.0],
        steps: 4,
    }
}

#[test]
fn what_is_not_set_is_zero() {
    let state = state();
    assert_eq!(state.steps, 4);
    let zero = StateTangent {
        x: 0.0,
        v: vec![0.0; 2],
    };
    assert_eq!(state.jvp_tangent().jvp_done(), zero);
    let set = state
        .jvp_tangent()
        .jvp_set_v(vec![5.0, 6.0])
        .jvp_set_steps(())
        .jvp_done();
    assert_eq!(
        set,
        StateTangent {
            x: 0.0,
            v: vec![5.0, 6.0]
        }
    );
}

#[test]
fn what_is_not_set_comes_from_the_base() {
    let state = state();
    let base = StateTangent {
        x: 7.0,
        v: vec![8.0, 9.0],
    };
    let set = state.jvp_tangent().jvp_set_x(1.0).jvp_rest(base.clone());
    assert_eq!(
        set,
        StateTangent {
            x: 1.0,
            v: vec![8.0, 9.0]
        }
    );
    let constant = state.jvp_tangent().jvp_constant_v().jvp_constant_steps();
    assert_eq!(
        constant.jvp_rest(base.clone()),
        StateTangent {
            x: 7.0,
            v: vec![0.0; 2]
        }
    );
    let all = state.jvp_tangent().jvp_rest(base.clone());
    assert_eq!(all, base);
}

#[derive(Clone, Debug, PartialEq)]
struct Foreign;

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Planet {
    mass: f64,
    moons: Vec<f64>,
    rings: usize,
    #[jvp(skip)]
    maker: Foreign,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Spin(f64, f64, usize);

/// What a literal names as a constant is one, whatever the base has there.
#[derive_jvp]
fn reset(p: &Planet) -> Planet {
    Planet {
        mass: 2.0,
        rings: 7,
        maker: Foreign,
        ..p.clone()
    }
}

#[derive_jvp]
fn reset_list(p: Planet, mass: f64) -> Planet {
    Planet {
        mass: mass * p.mass,
        moons: vec![1.0; 3],
        ..p
    }
}

#[derive_jvp]
fn reset_second(p: Spin) -> Spin {
    Spin { 1: 5.0, 2: 3, ..p }
}

#[test]
fn constants_of_a_literal_are_not_the_bases() {
    let planet = Planet {
        mass: 3.0,
        moons: vec![1.0, 2.0],
        rings: 1,
        maker: Foreign,
    };
    let direction = PlanetTangent {
        mass: 5.0,
        moons: vec![6.0, 7.0],
    };
    let (value, tangent) = jvp_reset(&planet, &direction);
    assert_eq!(value, reset(&planet));
    let moons = vec![6.0, 7.0];
    assert_eq!(tangent, PlanetTangent { mass: 0.0, moons });
    let (value, tangent) = jvp_reset_list(planet.clone(), direction, 2.0, 1.0);
    assert_eq!(value, reset_list(planet, 2.0));
    let moons = vec![0.0; 3];
    assert_eq!(tangent, PlanetTangent { mass: 13.0, moons });
    let spin = jvp_reset_second(Spin(1.0, 2.0, 4), SpinTangent(6.0, 7.0, ()));
    assert_eq!(spin, (Spin(1.0, 5.0, 3), SpinTangent(6.0, 0.0, ())));
}

#[derive(Differentiable)]
struct Pair(f64, usize, Vec<f64>);

#[test]
fn positions_have_setters_with_an_underscore() {
    let pair = Pair(1.0, 2, vec![3.0]);
    let built = pair.jvp_tangent().jvp_set_0(4.0).jvp_set_1(()).jvp_done();
    assert_eq!(built, PairTangent(4.0, (), vec![0.0]));
    assert_eq!(pair.1, 2);
}

#[derive(Differentiable)]
enum Motion<T> {
    Free { x: T, name: String },
    Bound(T, f64),
    Still,
}

#[test]
fn each_variant_has_a_builder() {
    let free = Motion::Free {
        x: 1.0,
        name: "a".to_owned(),
    };
    let built = free
        .jvp_tangent_Free()
        .jvp_set_x(2.0)
        .jvp_set_name(())
        .jvp_done();
    assert_eq!(built, MotionTangent::Free { x: 2.0, name: () });
    let bound = Motion::Bound(1.0, 2.0);
    let built = bound.jvp_tangent_Bound().jvp_set_1(3.0).jvp_done();
    assert_eq!(built, MotionTangent::Bound(0.0, 3.0));
    let still: Motion<f64> = Motion::Still;
    assert_eq!(still.jvp_tangent_Still().jvp_done(), MotionTangent::Still);
    let wrong = panic_of(|| still.jvp_tangent_Free().jvp_done());
    assert!(
        wrong.contains("`Still`") && wrong.contains("`Free`"),
        "{wrong}"
    );
}
