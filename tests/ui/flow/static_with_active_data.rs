//! A static keeps no tangent.

use jvp::prelude::*;
use std::sync::Mutex;

static LAST: Mutex<f64> = Mutex::new(0.0);

#[derive_jvp]
fn f(x: f64) -> f64 {
    *LAST.lock().unwrap() = x;
    let y = *LAST.lock().unwrap();
    x * y
}

fn main() {
    jvp_f(1.0, 1.0);
}
