//! Active data that is stored where no tangent goes.

use jvp::prelude::*;

#[derive_jvp(constant(log))]
fn f(x: f64, log: &mut Vec<f64>) -> f64 {
    let y = x * x;
    log.push(y);
    y + 1.0
}

fn main() {
    jvp_f(1.0, 1.0, &mut Vec::new());
}
