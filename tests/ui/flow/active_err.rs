//! Errors that carry active data: returned early, as the tail, by `?`, and by a combinator.

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
fn question_mark(x: f64) -> Result<f64, f64> {
    if x < 0.0 {
        Err(x)?;
    }
    Ok(x.sqrt())
}

#[derive_jvp]
fn combinator(x: Option<f64>, y: f64) -> Result<f64, f64> {
    x.ok_or(y)
}

fn main() {
    jvp_early(1.0, 1.0).unwrap();
    jvp_tail(1.0, 1.0).unwrap();
    jvp_question_mark(1.0, 1.0).unwrap();
    jvp_combinator(Some(1.0), Some(1.0), 2.0, 0.0).unwrap();
}
