//! A step of Heun's method whose slope is a method's: what it gives is not known.
//!
//! The step is a number, and a number comes of numbers only: so `a` and `b` are numbers, and what the
//! method gives is one, where a field of the model could as well be an array. The tangents are those of
//! plain products.

use jvp::prelude::*;

pub struct Growth {
    pub capacity: f64,
}

impl Growth {
    #[derive_jvp(wrt(x))]
    pub fn slope(&self, x: f64) -> f64 {
        x * (1.0 - x / self.capacity)
    }
}

// #[derive_jvp(wrt(x, h))]
pub fn heun(growth: &Growth, x: f64, h: f64) -> f64 {
    let a = growth.slope(x) * h;
    let b = growth.slope(x + a) * h;
    x + 0.5 * (a + b)
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_heun(growth: &Growth, x: f64, dx: f64, h: f64, dh: f64) -> (f64, f64) {
    let (slope_1, dslope_1) = growth.slope_with_derive_jvp_01(x, dx);
    let a = slope_1 * h;
    let da = dslope_1 * h + slope_1 * dh;
    let (slope_2, dslope_2) = growth.slope_with_derive_jvp_01(x + a, dx + da);
    let b = slope_2 * h;
    let db = dslope_2 * h + slope_2 * dh;
    (x + 0.5 * (a + b), dx + 0.5 * (da + db))
}

// ---- End of what `derive_jvp` writes. ----

check! {
    step_of_heun, (x dx, h dh) in 0.1..1.0;
    primal heun(&Growth { capacity: 2.0 }, x, h);
    oracle {
        let slope = |x: Dual| x * (-x / 2.0 + 1.0);
        let a = slope(x) * h;
        x + (a + slope(x + a) * h) * 0.5
    };
    [x h] jvp_heun(&Growth { capacity: 2.0 }, x, dx, h, dh);
}
