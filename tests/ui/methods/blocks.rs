//! Whole blocks: a mistake in one function of an `impl`, an unknown option, a module elsewhere.

use jvp::prelude::*;

#[derive(Differentiable)]
struct Spring {
    k: f64,
}

#[derive_jvp(wrt(k))]
impl Spring {
    fn of(k: f64) -> Spring {
        Spring { k }
    }

    #[derive_jvp(wrt(y))]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * x * x
    }

    #[derive_jvp]
    fn raw(&self, x: f64) -> f64 {
        unsafe { *std::ptr::from_ref(&(self.k * x)) }
    }
}

fn main() {
    let s = Spring::of(1.0);
    s.energy(1.0);
    s.raw(1.0);
}
