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
    let set = state.jvp_tangent().v(vec![5.0, 6.0]).steps(()).jvp_done();
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
    let set = state.jvp_tangent().x(1.0).jvp_rest(base.clone());
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

#[derive(Differentiable)]
struct Pair(f64, usize, Vec<f64>);

#[test]
fn positions_have_setters_with_an_underscore() {
    let pair = Pair(1.0, 2, vec![3.0]);
    let built = pair.jvp_tangent()._0(4.0)._1(()).jvp_done();
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
    let built = free.jvp_tangent_Free().x(2.0).name(()).jvp_done();
    assert_eq!(built, MotionTangent::Free { x: 2.0, name: () });
    let bound = Motion::Bound(1.0, 2.0);
    let built = bound.jvp_tangent_Bound()._1(3.0).jvp_done();
    assert_eq!(built, MotionTangent::Bound(0.0, 3.0));
    let still: Motion<f64> = Motion::Still;
    assert_eq!(still.jvp_tangent_Still().jvp_done(), MotionTangent::Still);
    let wrong = panic_of(|| still.jvp_tangent_Free().jvp_done());
    assert!(
        wrong.contains("`Still`") && wrong.contains("`Free`"),
        "{wrong}"
    );
}
