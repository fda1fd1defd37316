//! The attribute stands on functions, not on closures.

use jvp::prelude::*;

fn main() {
    #[derive_jvp]
    let f = |x: f64| x * x;
    f(1.0);
}
