//! Functions that are computed where they are called.

use jvp::prelude::*;

#[derive_jvp]
fn chosen(x: f64, up: bool) -> f64 {
    (if up { f64::exp } else { f64::ln })(x)
}

fn table() -> [fn(f64) -> f64; 2] {
    [f64::exp, f64::ln]
}

#[derive_jvp]
fn out_of_a_table(x: f64) -> f64 {
    let table: [fn(f64) -> f64; 2] = table();
    table[0](x)
}

fn main() {
    jvp_chosen(1.0, 1.0, true);
    jvp_out_of_a_table(1.0, 1.0);
}
