//! An error that carries active data.

use jvp::prelude::*;

#[derive_jvp]
fn root(x: f64) -> Result<f64, f64> {
    if x < 0.0 {
        return Err(x);
    }
    Ok(x.sqrt())
}

#[derive_jvp]
fn checked(x: Option<f64>, y: f64) -> Result<f64, f64> {
    x.ok_or(y)
}

fn main() {
    jvp_root(1.0, 1.0).unwrap();
    jvp_checked(Some(1.0), Some(1.0), 2.0, 0.0).unwrap();
}
