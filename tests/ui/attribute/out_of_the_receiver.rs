//! A method has a receiver, whatever the options say.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Point {
    x: f64,
}

impl Point {
    #[derive_jvp(out(self), pushforward)]
    fn set(&mut self, x: f64) {
        self.x = x;
    }
}

fn main() {}
