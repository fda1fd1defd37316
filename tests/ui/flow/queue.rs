//! A queue without rules.

use jvp::prelude::*;
use std::collections::VecDeque;

#[derive_jvp]
fn f(x: &[f64]) -> f64 {
    let mut queue = VecDeque::new();
    for v in x {
        queue.push_back(v * v);
    }
    queue.pop_front().unwrap_or(0.0)
}

fn main() {}
