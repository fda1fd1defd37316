//! A method of the user's own that keeps its argument.

use jvp::prelude::*;

#[derive(Default)]
struct Stats {
    total: f64,
}

impl Stats {
    fn add(&mut self, x: f64) {
        self.total += x;
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    let mut stats = Stats::default();
    stats.add(x);
    stats.total
}

fn main() {
    jvp_f(1.0, 1.0);
}
