//! Another annotated function of the name must not be taken for ours.

use jvp::prelude::derive_jvp;

mod mine {
    use jvp::prelude::derive_jvp;

    #[derive_jvp]
    pub fn stop_gradient(x: f64) -> f64 {
        x * x
    }
}

#[derive_jvp]
fn f(x: f64) -> f64 {
    mine::stop_gradient(x) + x
}

fn main() {
    jvp_f(1.0, 1.0);
}
