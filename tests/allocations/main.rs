//! What array programs ask of the allocator: `jvp_f` for its results alone once it has run for a
//! while, `jvp_f_into` for nothing at all.
//!
//! The programs are the workloads of the benchmark of array programs, in sizes that are small enough
//! for code that is not optimised, and large enough that products pack what they read and rows are
//! summed in pieces. Each test has a thread of its own, and so begins with an empty pool.

#[path = "../../benches/arrays/allocations.rs"]
mod allocations;
#[path = "../../benches/arrays/attention.rs"]
mod attention;
#[path = "../../benches/arrays/chain.rs"]
mod chain;
#[path = "../../benches/arrays/contest.rs"]
mod contest;
#[path = "../../benches/arrays/cross_entropy.rs"]
mod cross_entropy;
#[path = "../../benches/arrays/feed_forward.rs"]
mod feed_forward;
#[path = "../../benches/arrays/inputs.rs"]
mod inputs;
#[path = "../../benches/arrays/linear.rs"]
mod linear;
#[path = "../../benches/arrays/lstm.rs"]
mod lstm;
#[path = "../../benches/arrays/mlp.rs"]
mod mlp;

use allocations::Allocations;
use contest::{Contest, Who};

/// How many arrays the checks of a workload may leave in the pool; a result takes one of them.
const POOLED: usize = 32;

/// What one call asks for in the steady state.
fn steady(contest: &mut Contest, who: Who) -> Allocations {
    let entry = contest.entry(who).expect("every workload has it");
    for _ in 0..=POOLED {
        (entry.run)();
    }
    // Not just once by chance.
    let calls = [0; 3].map(|_| allocations::of(&mut entry.run));
    assert_eq!(calls, [calls[0]; 3], "`{}`", who.label());
    calls[0]
}

/// What a result of so many bytes is given: with the word that an allocator writes in front of it, a long
/// one fills whole lines of the cache.
fn buffer(bytes: usize) -> usize {
    match bytes {
        0..4096 => bytes,
        _ => (bytes + size_of::<usize>()).next_multiple_of(64) - size_of::<usize>(),
    }
}

fn check(mut contest: Contest) {
    let (count, bytes) = contest.results;
    // All results of a workload have one shape.
    let bytes = count * bytes.checked_div(count).map_or(0, buffer);
    assert_eq!(
        steady(&mut contest, Who::Jvp),
        Allocations { count, bytes },
        "`{}`",
        Who::Jvp.label()
    );
    let none = Allocations::default();
    assert_eq!(
        steady(&mut contest, Who::Into),
        none,
        "`{}`",
        Who::Into.label()
    );
}

macro_rules! tests {
    ($($name:ident: $contest:expr;)*) => {$(
        #[test]
        fn $name() {
            check($contest);
        }
    )*};
}

tests! {
    chain_of_f32: chain::f32::contest(3000);
    chain_of_f64: chain::f64::contest(3000);
    perceptron: mlp::contest(16, [16, 48, 48, 10]);
    softmax_and_cross_entropy: cross_entropy::contest(4, 1000);
    feed_forward_block: feed_forward::contest(16, 64, 256);
    attention_head: attention::contest(24, 16);
    lstm_of_twenty_steps: lstm::contest(20, 4, 8);
    small_linear_layer: linear::by_input(16, 20);
    small_linear_layer_by_everything: linear::by_everything(16, 20);
    linear_layer: linear::by_input(32, 100);
    linear_layer_by_everything: linear::by_everything(32, 100);
}

/// The counter counts: memory of its own thread, growth included.
#[test]
fn the_counter_counts() {
    let mut kept = Vec::new();
    let asked = allocations::of(|| {
        kept.push(Box::new([0_u8; 100]));
        std::thread::scope(|scope| {
            scope.spawn(|| drop(vec![0_u8; 1 << 20]));
        });
    });
    // A box, the vector's buffer, and what a thread needs; not the megabyte.
    assert!(asked.count >= 2 && asked.bytes >= 100, "{asked:?}");
    assert!(asked.bytes < 1 << 20, "{asked:?}");
    let asked = allocations::of(|| {
        let mut grown = Vec::<u64>::with_capacity(4);
        grown.extend([0; 4]);
        grown.reserve_exact(4);
        std::hint::black_box(&grown);
    });
    assert_eq!(
        asked,
        Allocations {
            count: 2,
            bytes: 32 + 64
        }
    );
    assert_eq!(allocations::of(|| ()), Allocations::default());
}

/// A result of the user's own type: the arrays in it have buffers, wherever they are.
mod of_own_types {
    use super::allocations::{self, Allocations};
    use jvp::prelude::*;
    use ndarray::{Array1, Array2};

    #[derive(Clone, Differentiable)]
    enum Moments {
        None,
        Two {
            first: Array2<f64>,
            second: Array2<f64>,
        },
    }

    #[derive(Clone, Differentiable)]
    struct State {
        weights: (Array2<f64>, Array1<f64>),
        moments: Moments,
        loss: f64,
        steps: usize,
    }

    impl State {
        #[derive_jvp(into)]
        fn stepped(&self, gradient: &Array2<f64>, rate: f64) -> State {
            let moments = match &self.moments {
                Moments::None => Moments::Two {
                    first: gradient * 0.1,
                    second: gradient * gradient,
                },
                Moments::Two { first, second } => Moments::Two {
                    first: first * 0.9 + gradient * 0.1,
                    second: second * 0.99 + gradient * gradient,
                },
            };
            State {
                weights: (
                    &self.weights.0 - rate * gradient,
                    self.weights.1.mapv(f64::tanh),
                ),
                moments,
                loss: self.loss * rate,
                steps: self.steps + 1,
            }
        }
    }

    #[test]
    fn a_struct_is_written_without_allocations() {
        let two = |m: f64| Array2::from_shape_fn((40, 30), |(i, j)| m * (i * 7 + j) as f64);
        let state = State {
            weights: (two(0.01), Array1::linspace(-1.0, 1.0, 50)),
            moments: Moments::Two {
                first: two(0.02),
                second: two(0.03),
            },
            loss: 2.0,
            steps: 3,
        };
        let tangent = state.stepped(&two(0.5), 0.1).zero_tangent();
        let (gradient, direction) = (two(0.04), two(0.05));
        let mut out = state.clone();
        let mut dout = tangent.clone();
        out.moments = Moments::None;
        let mut run = || {
            state.jvp_stepped_into(
                &tangent, &gradient, &direction, 0.1, 1.0, &mut out, &mut dout,
            );
        };
        for _ in 0..10 {
            run();
        }
        assert_eq!(allocations::of(run), Allocations::default());
        let (y, dy) = state.jvp_stepped(&tangent, &gradient, &direction, 0.1, 1.0);
        assert_eq!(out.weights, y.weights);
        assert_eq!((out.loss, out.steps), (0.2, 4));
        assert_eq!(dout, dy);
        // Other shapes, another variant: the new value takes the place.
        out.weights.0 = Array2::zeros((0, 3));
        out.moments = Moments::None;
        state.jvp_stepped_into(
            &tangent, &gradient, &direction, 0.1, 1.0, &mut out, &mut dout,
        );
        assert_eq!(out.weights, y.weights);
        assert!(matches!(out.moments, Moments::Two { .. }));
        assert_eq!(dout, dy);
    }
}
