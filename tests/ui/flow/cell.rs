//! The same where the cell starts with a constant.

use jvp::prelude::*;
use std::cell::Cell;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let cell = Cell::new(0.0);
    cell.set(x * x);
    cell.get()
}

fn main() {
    jvp_f(1.0, 1.0);
}
