//! A method that is constant by its name, of a type of the user's whose result is a float.

use jvp::prelude::*;

trait Long {
    fn len(&self) -> f64;
}

impl Long for f64 {
    fn len(&self) -> f64 {
        self.abs()
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    x.len() + 1.0
}

fn main() {
    jvp_f(1.0, 1.0);
}
