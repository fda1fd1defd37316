//! A function of `std` that the table does not have.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64) -> f64 {
    std::convert::identity(x) + x.next_up()
}

fn main() {
    jvp_f(1.0, 1.0);
}
