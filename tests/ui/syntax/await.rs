//! An `await` outside of `async`: one message, ours and rustc's being about different mistakes.

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
}
