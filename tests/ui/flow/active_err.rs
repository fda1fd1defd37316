//! Errors that carry active data, by all ways there are.

use jvp::prelude::*;

#[derive_jvp]
fn early(x: f64) -> Result<f64, f64> {
    if x < 0.0 {
        return Err(x);
    }
    Ok(x.sqrt())
}

#[derive_jvp]
fn tail(x: f64) -> Result<f64, f64> {
    if x < 0.0 { Err(x + 1.0) } else { Ok(x.sqrt()) }
}

#[derive_jvp]
fn combinator(x: Option<f64>, y: f64) -> Result<f64, f64> {
    x.ok_or(y)
}

#[derive_jvp]
fn mapped(x: f64) -> Result<f64, f64> {
    let checked = if x < 0.0 { Err("negative") } else { Ok(x.sqrt()) };
    checked.map_err(|_| x)
}

fn main() {
    jvp_early(1.0, 1.0).unwrap();
    jvp_tail(1.0, 1.0).unwrap();
    jvp_combinator(Some(1.0), Some(1.0), 2.0, 0.0).unwrap();
    jvp_mapped(1.0, 1.0).unwrap();
}
