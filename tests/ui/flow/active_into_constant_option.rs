//! Active data that is stored where no tangent goes, through a reference that may be there.

use jvp::prelude::*;

#[derive_jvp(constant(log))]
fn f(x: f64, log: Option<&mut Vec<f64>>) -> f64 {
    if let Some(log) = log {
        log.push(x);
    }
    x + 1.0
}

fn main() {
    jvp_f(1.0, 1.0, None);
}
