//! The workloads in their sizes, in the order of the tables, and what is asked of each.

use crate::contest::Contest;
use crate::contest::Who::{self, ByHand, Function, Into, Jvp, Pushforward, RuntimeDot};
use crate::least::Least::{self, Memory, Products, Unknown};
use crate::{attention, chain, cross_entropy, feed_forward, kalman, linear, lstm, mlp};

/// A contest in one size.
pub struct Workload {
    /// As it stands in tables.
    pub name: &'static str,
    /// Makes it.
    pub contest: fn() -> Contest,
    /// How many times as long as another one may take at most.
    pub goals: &'static [(Who, Who, f64)],
    /// What JAX takes for value and tangent, jitted, on one thread, in microseconds. These are
    /// figures of another day on another machine of this kind: no part of the run.
    pub jax: Option<f64>,
    /// What value and tangent take at least.
    pub least: Least,
}

/// All of them.
pub const ALL: [Workload; 12] = [
    Workload {
        name: "chain, 10⁶ f32",
        contest: || chain::f32::contest(1_000_000),
        goals: &[
            (Jvp, Function, 0.15),
            (Into, Function, 0.05),
            (Jvp, ByHand, 1.05),
        ],
        jax: Some(16_400.0),
        least: Memory(4 * 1_000_000 * size_of::<f32>()),
    },
    Workload {
        name: "chain, 10⁶ f64",
        contest: || chain::f64::contest(1_000_000),
        goals: &[
            (Jvp, Function, 0.15),
            (Into, Function, 0.05),
            (Jvp, ByHand, 1.05),
        ],
        jax: Some(28_000.0),
        least: Memory(4 * 1_000_000 * size_of::<f64>()),
    },
    Workload {
        name: "MLP 64-256-256-10, batch 128",
        contest: || mlp::contest(128, [64, 256, 256, 10]),
        goals: &[(Jvp, Function, 0.5), (Jvp, ByHand, 1.05)],
        jax: Some(460.0),
        least: Products(2 * 128 * (64 * 256 + 256 * 256 + 256 * 10)),
    },
    Workload {
        name: "softmax cross-entropy 256 × 1000",
        contest: || cross_entropy::contest(256, 1000),
        goals: &[(Jvp, Function, 0.2), (Jvp, ByHand, 1.05)],
        jax: Some(180.0),
        least: Unknown,
    },
    Workload {
        name: "feed-forward 128 × 512 → 2048 → 512",
        contest: || feed_forward::contest(128, 512, 2048),
        goals: &[(Jvp, Function, 1.1), (Jvp, ByHand, 1.05)],
        jax: Some(12_400.0),
        least: Products(2 * 128 * 2 * 512 * 2048),
    },
    Workload {
        name: "attention 128 × 64",
        contest: || attention::contest(128, 64),
        goals: &[(Jvp, Function, 1.2), (Jvp, ByHand, 1.05)],
        jax: Some(159.0),
        least: Products(3 * 2 * 128 * 128 * 64),
    },
    Workload {
        name: "LSTM, 20 steps, 32 × 128",
        contest: || lstm::contest(20, 32, 128),
        goals: &[(Jvp, Function, 0.6), (Jvp, ByHand, 1.05)],
        jax: None,
        // The hidden state before the first step is zero.
        least: Products(2 * 32 * 128 * 512 * (20 + 19)),
    },
    Workload {
        name: "Kalman filter, 4 states",
        contest: kalman::contest,
        goals: &[(Jvp, Function, 2.0)],
        jax: None,
        least: Unknown,
    },
    Workload {
        name: "linear 16 × 20",
        contest: || linear::by_input(16, 20),
        goals: &[(Jvp, ByHand, 1.05), (Pushforward, RuntimeDot, 1.05)],
        jax: Some(12.8),
        least: Products(2 * 16 * 20 * 20),
    },
    Workload {
        name: "linear 16 × 20, all",
        contest: || linear::by_everything(16, 20),
        goals: &[(Jvp, ByHand, 1.05)],
        jax: None,
        least: Products(3 * 16 * 20 * 20),
    },
    Workload {
        name: "linear 32 × 100",
        contest: || linear::by_input(32, 100),
        goals: &[
            (Jvp, ByHand, 1.05),
            (Pushforward, RuntimeDot, 1.05),
            (Jvp, Function, 1.5),
        ],
        jax: Some(30.9),
        least: Products(2 * 32 * 100 * 100),
    },
    Workload {
        name: "linear 32 × 100, all",
        contest: || linear::by_everything(32, 100),
        goals: &[(Jvp, ByHand, 1.05)],
        jax: Some(43.0),
        least: Products(3 * 32 * 100 * 100),
    },
];
