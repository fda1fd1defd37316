//! Names that generated code must not be confused by: an own `Result`, an own trait with a method
//! `sin`, own functions and types named like those of `std`.

use jvp::prelude::*;

#[derive(Debug)]
struct Error;

type Result<T> = std::result::Result<T, Error>;

#[allow(dead_code, reason = "only has to be in the way")]
trait Wave {
    fn sin(&self) -> Self;
    fn zero() -> Self;
}

impl Wave for f64 {
    fn sin(&self) -> f64 {
        panic!("the inherent method comes first")
    }
    fn zero() -> f64 {
        panic!("generated code has zeros of its own")
    }
}

#[allow(dead_code, reason = "only have to be in the way")]
mod in_the_way {
    pub struct Vec;
    pub struct Option;
    pub struct Box;
    pub trait Clone {}
    pub trait Default {}
    pub trait Iterator {}
    pub fn zero() {}
    pub fn drop() {}
}
#[allow(unused_imports, reason = "only have to be in the way")]
use in_the_way::{Box, Clone, Default, Iterator, Option, Vec, drop, zero};

#[derive_jvp]
fn f(x: f64) -> Result<f64> {
    if x < 0.0 {
        return Err(Error);
    }
    Ok(x.sin() * x.sqrt())
}

#[derive_jvp]
fn g(x: &[f64]) -> Result<f64> {
    let mut sum = f(x[0])?;
    for v in x {
        sum += f(*v)?;
    }
    Ok(sum)
}

pub(crate) fn main() {
    let (value, tangent) = jvp_g(&[1.0, 2.0], &[1.0, 0.0]).unwrap();
    assert_eq!(value, g(&[1.0, 2.0]).unwrap());
    assert!(tangent != 0.0);
}
