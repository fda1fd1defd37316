//! What awaits has no derivative; one message for the function, and none for the `await`.

use jvp::prelude::*;

async fn constant() -> f64 {
    2.0
}

#[derive_jvp]
async fn f(x: f64) -> f64 {
    x * constant().await
}

fn main() {
    drop(f(1.0));
    jvp_f(1.0, 1.0);
}
