use jvp::prelude::*;
use std::collections::{BTreeMap, HashMap};

#[derive_jvp]
fn priced(prices: &HashMap<usize, f64>, x: f64) -> f64 {
    prices[&1] * x
}

#[derive_jvp(wrt(prices, x))]
fn named(prices: &BTreeMap<String, f64>, x: f64) -> f64 {
    prices["a"] * x
}

#[derive_jvp(constant(prices))]
fn constant(prices: &HashMap<usize, f64>, x: f64) -> f64 {
    prices[&1] * x
}

fn main() {}
