//! An argument that may change what the receiver has been read from.

use jvp::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Counter {
    n: f64,
}

impl Counter {
    #[derive_jvp]
    fn times(self, x: f64) -> f64 {
        self.n * x
    }

    #[derive_jvp]
    fn add(&mut self, x: f64) -> f64 {
        self.n += x;
        x
    }

    #[derive_jvp]
    fn own(&mut self, x: f64) -> f64 {
        self.times(self.add(x))
    }
}

#[derive_jvp]
fn by_value(mut c: Counter, x: f64) -> f64 {
    c.times(c.add(x))
}

#[derive_jvp]
fn by_reference(c: &mut Counter, x: f64) -> f64 {
    c.times(c.add(x))
}

#[derive_jvp]
fn another(c: &Counter, x: f64) -> f64 {
    let mut r = c;
    let y = r.times({
        r = &Counter { n: 1.0 };
        x
    });
    y + r.times(x)
}

fn main() {}
