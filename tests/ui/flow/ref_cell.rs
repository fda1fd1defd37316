//! Interior mutability hides where a value flows to.

use jvp::prelude::*;
use std::cell::RefCell;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let cell = RefCell::new(x);
    *cell.borrow_mut() *= x;
    cell.into_inner()
}

fn main() {
    jvp_f(1.0, 1.0);
}
