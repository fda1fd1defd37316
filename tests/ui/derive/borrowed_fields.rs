//! References, pointers, functions and what may be shared.

use jvp::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

#[derive(Differentiable)]
struct Fields<'a> {
    shared: &'a Vec<f64>,
    unique: &'a mut f64,
    list: Vec<&'a f64>,
    pointer: *const f64,
    function: fn(f64) -> f64,
    object: Box<dyn Fn(f64) -> f64>,
    counted: Rc<RefCell<f64>>,
    views: (usize, ndarray::ArrayViewMut1<'a, f64>),
}

fn main() {
    let _ = FieldsTangent {};
}
