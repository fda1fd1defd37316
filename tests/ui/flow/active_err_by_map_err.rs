//! An error that a closure makes of active data.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> Result<f64, f64> {
    let checked = if x < 0.0 {
        Err("negative")
    } else {
        Ok(x.sqrt())
    };
    checked.map_err(|_| x)
}

fn main() {
    jvp_f(1.0, 1.0).unwrap();
}
