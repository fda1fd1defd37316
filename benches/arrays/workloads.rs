//! The workloads, in the order of the tables.

use crate::contest::Contest;
use crate::{attention, chain, cross_entropy, feed_forward, linear, lstm, mlp};

/// A workload's name, and what makes its inputs and checks all ways to compute it against each other
/// and against differences.
pub type Workload = (&'static str, fn() -> Contest);

/// All of them.
pub const ALL: [Workload; 11] = [
    ("chain, 10⁶ f32", chain::f32::contest),
    ("chain, 10⁶ f64", chain::f64::contest),
    ("MLP 64-256-256-10, batch 128", mlp::contest),
    ("softmax cross-entropy 256 × 1000", cross_entropy::contest),
    ("feed-forward 128 × 512 → 2048 → 512", feed_forward::contest),
    ("attention 128 × 64", attention::contest),
    ("LSTM, 20 steps, 32 × 128", lstm::contest),
    ("linear 16 × 20", linear::small),
    ("linear 16 × 20, all", linear::small_by_everything),
    ("linear 32 × 100", linear::middling),
    ("linear 32 × 100, all", linear::middling_by_everything),
];
