//! Functions that are called with active arguments and have no JVP: in a field, made elsewhere, and returned
//! by a function whose result can't have one.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Layer {
    weight: f64,
    #[jvp(skip)]
    act: fn(f64) -> f64,
    #[jvp(skip)]
    all: Vec<Box<dyn Fn(f64) -> f64>>,
}

impl Layer {
    #[derive_jvp]
    fn forward(&self, x: f64) -> f64 {
        (self.act)(self.weight * x) + self.all[0](x)
    }
}

mod made {
    pub fn times(a: f64) -> impl Fn(f64) -> f64 {
        move |x| a * x
    }
}

#[derive_jvp]
fn called(a: f64, x: f64) -> f64 {
    let f = made::times(a);
    f(x)
}

#[derive_jvp]
fn times(a: f64) -> impl Fn(f64) -> f64 {
    move |x| a * x
}

fn main() {
    jvp_called(1.0, 1.0, 1.0, 1.0);
    jvp_times(1.0, 1.0);
}
