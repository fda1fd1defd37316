//! Interior mutability hides where a value flows to.

use jvp::prelude::*;
use std::cell::{Cell, RefCell};

#[derive_jvp]
fn f(x: f64) -> f64 {
    let cell = Cell::new(0.0);
    cell.set(x * x);
    cell.get()
}

#[derive_jvp]
fn g(x: f64) -> f64 {
    let cell = RefCell::new(x);
    *cell.borrow_mut() *= x;
    cell.into_inner()
}

fn main() {
    jvp_f(1.0, 1.0);
    jvp_g(1.0, 1.0);
}
