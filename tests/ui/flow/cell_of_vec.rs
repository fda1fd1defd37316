//! A cell that takes active data later than it is made.

use jvp::prelude::*;
use std::cell::RefCell;

#[derive_jvp]
fn f(x: f64, y: f64) -> f64 {
    let cell = RefCell::new(vec![1.0]);
    cell.borrow_mut().push(x * y);
    let v = cell.borrow();
    v[1] * y
}

fn main() {
    jvp_f(1.0, 1.0, 1.0, 1.0);
}
