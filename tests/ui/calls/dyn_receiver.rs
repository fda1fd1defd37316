//! A method of a trait object with active arguments.

use jvp::prelude::*;

trait Model {
    fn value(&self, x: f64) -> f64;
}

#[derive_jvp(wrt(x))]
fn f(model: &dyn Model, x: f64) -> f64 {
    model.value(x)
}

fn main() {
    struct Linear;
    impl Model for Linear {
        fn value(&self, x: f64) -> f64 {
            x
        }
    }
    jvp_f(&Linear, 1.0, 1.0);
}
