//! What is right passes: generated functions over every kind of argument and result.

use jvp::check::{Problem, check};
use jvp::check_jvp;
use jvp::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, array};

#[derive_jvp]
fn scalars(x: f64, y: f64) -> f64 {
    (x * y).sin() + x.powi(3) / y
}

#[test]
fn scalars_pass() {
    check_jvp!(scalars, jvp_scalars, 0.7, -1.3);
    // At zero, and where coordinates are of very different size.
    check_jvp!(scalars, jvp_scalars, 0.0, 2.0);
    check_jvp!(scalars, jvp_scalars, 3e-9, 4e8);
}

#[derive_jvp(wrt(x, w))]
fn mixed(name: &str, x: f64, rounds: usize, w: &[f64], shift: f64) -> (f64, Vec<f64>) {
    let mut sum = x - shift;
    for _ in 0..rounds {
        sum = (sum + w[0]).tanh() * name.len() as f64;
    }
    (sum, w.iter().map(|a| a * sum).collect())
}

#[test]
fn constants_are_marked() {
    let weights = vec![0.3, 0.1, -2.0];
    check_jvp!(mixed, jvp_mixed, const "abc", 0.4, const 2, &weights, const 0.1);
    check_jvp!(mixed, jvp_mixed, const "abc", 0.4, const 2, &weights[..2], const 0.1,);
    check_jvp!(mixed, jvp_mixed, const "abc", 0.4, const 2, &[0.3], const 0.1);
    let borrowed: &[f64] = &weights;
    check_jvp!(mixed, jvp_mixed, const "abc", 0.4, const 2, &*borrowed, const 0.1);
}

#[derive_jvp(out(y))]
fn rotate(angle: f64, x: &[f64; 2], y: &mut [f64]) {
    let (s, c) = angle.sin_cos();
    y[0] = c * x[0] - s * x[1];
    y[1] = s * x[0] + c * x[1];
}

#[derive_jvp]
fn relax(state: &mut [f64], rate: f64) -> f64 {
    let mut moved = 0.0;
    for i in 1..state.len() {
        let step = rate * (state[i - 1] - state[i]);
        state[i] += step;
        moved += step * step;
    }
    moved
}

#[test]
fn places_that_are_written_pass() {
    // What was in an output before does not matter.
    check_jvp!(rotate, jvp_rotate, 0.3, &[1.0, 2.0], &mut [f64::NAN; 2]);
    check_jvp!(relax, jvp_relax, &mut vec![1.0, 4.0, -1.0], 0.3);
    let state = [0.5, 1.0, 4.0, -1.0];
    check_jvp!(relax, jvp_relax, &mut state[1..], 0.3);
}

#[derive_jvp]
fn log_of_sum(x: &[f64]) -> Result<f64, String> {
    let sum: f64 = x.iter().sum();
    if sum <= 0.0 {
        return Err(format!("not positive: {} terms", x.len()));
    }
    Ok(sum.ln())
}

#[derive_jvp]
fn first_root(x: &[f64], scale: f64) -> Option<f64> {
    Some(x.first()?.sqrt() * scale)
}

#[test]
fn outermost_results_and_options_pass() {
    check_jvp!(log_of_sum, jvp_log_of_sum, &[1.0, 2.0, -0.5]);
    check_jvp!(first_root, jvp_first_root, &[4.0], 3.0);
    // So near to the end of its domain that the first steps leave it.
    check_jvp!(log_of_sum, jvp_log_of_sum, &[1.0, -0.999]);
}

#[derive_jvp]
fn layer(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    (x.dot(w) + b).tanh()
}

#[derive_jvp]
fn single(x: &Array2<f32>, w: &Array2<f32>) -> Array2<f32> {
    x.dot(w).sigmoid()
}

#[derive_jvp(wrt(x))]
fn length(x: ArrayView1<f64>) -> f64 {
    x.dot(&x).sqrt()
}

#[test]
fn arrays_pass() {
    let x = Array2::from_shape_fn((5, 4), |(i, j)| (i as f64 - 1.3 * j as f64) * 0.2);
    let w = Array2::from_shape_fn((4, 3), |(i, j)| (i as f64 * 1.7 + j as f64).sin());
    check_jvp!(layer, jvp_layer, &x, &w, &array![0.1, 0.0, -0.1]);
    check_jvp!(
        single,
        jvp_single,
        &x.mapv(|a| a as f32),
        &w.mapv(|a| a as f32)
    );
    // A view is made in a closure: it has no copy of its own to move.
    check_jvp!(
        |x: &Array1<f64>| length(x.view()),
        |x: &Array1<f64>, dx: &Array1<f64>| jvp_length(x.view(), dx.view()),
        &array![1.0, 2.0, -0.5]
    );
}

#[derive_jvp]
fn generic<T: Real>(x: T, y: [T; 2]) -> (T, [T; 2]) {
    let s = (x * y[0]).exp();
    (s, [s / y[1], y[0].hypot(y[1])])
}

#[test]
fn both_precisions_pass() {
    check_jvp!(generic::<f64>, jvp_generic::<f64>, 0.5, [1.5, -0.7]);
    check_jvp!(generic::<f32>, jvp_generic::<f32>, 0.5, [1.5, -0.7]);
    check_jvp!(generic::<f32>, jvp_generic::<f32>, 3e-7, [1.5e6, -0.7e-3]);
}

/// A type of the user's own, with a field that has no tangent.
#[derive(Clone)]
struct Spring {
    stiffness: f64,
    lengths: Vec<f64>,
    turns: u32,
}

impl Differentiable for Spring {
    type Tangent = (f64, Vec<f64>);

    fn zero_tangent(&self) -> Self::Tangent {
        (0.0, self.lengths.zero_tangent())
    }

    fn displace(&mut self, factor: f64, direction: &Self::Tangent) {
        self.stiffness.displace(factor, &direction.0);
        self.lengths.displace(factor, &direction.1);
    }

    fn coordinates_into(&self, flat: &mut Vec<f64>) {
        self.stiffness.coordinates_into(flat);
        self.lengths.coordinates_into(flat);
    }
}

#[test]
fn types_of_the_users_own_pass() {
    let stretch = |spring: &Spring, by: f64| Spring {
        stiffness: spring.stiffness / f64::from(spring.turns),
        lengths: spring.lengths.iter().map(|l| l * by).collect(),
        turns: spring.turns,
    };
    let jvp_stretch = |spring: &Spring, dspring: &(f64, Vec<f64>), by: f64, dby: f64| {
        let lengths = spring.lengths.iter().zip(&dspring.1);
        let tangent = (
            dspring.0 / f64::from(spring.turns),
            lengths.map(|(l, dl)| dl * by + l * dby).collect(),
        );
        (stretch(spring, by), tangent)
    };
    let spring = Spring {
        stiffness: 3.0,
        lengths: vec![1.0, 0.25],
        turns: 7,
    };
    check_jvp!(stretch, jvp_stretch, &spring, 1.5);
}

#[test]
fn a_kink_nearby_is_no_obstacle() {
    #[derive_jvp]
    fn clipped(x: &[f64]) -> f64 {
        x.iter().map(|a| a.max(1.0) * a).sum()
    }
    check_jvp!(clipped, jvp_clipped, &[1.0 - 1e-4, 1.0 + 1e-4, 1.001, 0.5]);
}

#[test]
fn rounding_of_the_function_is_no_fault() {
    #[derive_jvp]
    fn cancelling(x: f64) -> f64 {
        ((1.0 + x) - 1.0) * 1e3 + x * x
    }
    for power in 1..9 {
        check_jvp!(cancelling, jvp_cancelling, 0.1_f64.powi(power));
    }
}

#[test]
fn a_large_array_passes() {
    #[derive_jvp]
    fn energy(x: &[f64]) -> f64 {
        x.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum()
    }
    let x: Vec<f64> = (0..10_000).map(|i| (f64::from(i) * 0.01).sin()).collect();
    check_jvp!(energy, jvp_energy, &x);
}

/// Rough functions at many points, in both precisions: no false alarm, and hardly a shrug.
#[test]
fn no_false_alarms() {
    #[derive_jvp]
    fn wild<T: Real>(x: T, y: T) -> [T; 6] {
        [
            (x * y).sin() * x.exp(),
            (x / y).tanh() + (T::ONE + x * x).ln(),
            ((x + y) - y) * T::lit(100.0),
            (x - y).max(x * y),
            (x * T::lit(30.0)).cos(),
            (T::ONE + y).powi(7) - (T::ONE - x).powi(5),
        ]
    }
    fn count<T: Real>() -> (usize, usize) {
        let (mut wrong, mut unclear) = (0, 0);
        for i in 0..1000 {
            let at = |shift: f64| T::lit((f64::from(i) * 0.618 + shift).fract() * 4.0 - 2.0);
            let checked = check(
                &(at(0.0), at(0.37 * f64::from(i))),
                |(x, y)| wild(x, y),
                |(x, y), (dx, dy)| jvp_wild(x, dx, y, dy),
            );
            match checked.map_err(|error| error.problem) {
                Ok(()) => {}
                Err(Problem::Unclear { .. }) => unclear += 1,
                Err(problem) => {
                    eprintln!("{i}: {problem:?}");
                    wrong += 1;
                }
            }
        }
        (wrong, unclear)
    }
    let (wrong, unclear) = count::<f64>();
    assert!(wrong == 0 && unclear < 10, "{wrong} {unclear}");
    let (wrong, unclear) = count::<f32>();
    assert!(wrong == 0 && unclear < 50, "{wrong} {unclear}");
}

#[derive_jvp]
fn between(x: f64, y: f64) -> f64 {
    (1000.0 + x).sqrt() - (1000.0 + y).sqrt()
}

#[test]
fn what_is_left_of_large_values_passes() {
    for i in 0..200 {
        let (x, y) = (0.5 + 0.01 * f64::from(i), 0.3 + 0.004 * f64::from(i));
        check_jvp!(between, jvp_between, x, y);
        // A millionth is seen all the same.
        let wrong = |x, dx, y, dy| {
            let (value, tangent) = jvp_between(x, dx, y, dy);
            (value, (1.0 + 1e-6) * tangent)
        };
        let found = check(
            &(x, y),
            |(x, y)| between(x, y),
            |(x, y), (dx, dy)| wrong(x, dx, y, dy),
        );
        let problem = found.map_err(|e| e.problem);
        assert!(matches!(problem, Err(Problem::Tangent(_))), "{x} {y}");
    }
}
