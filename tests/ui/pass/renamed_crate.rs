//! The option `crate` says where the `jvp` crate is: generated code names nothing else.

pub(crate) mod vendored {
    pub(crate) use jvp as autodiff;
}

/// Without this, `::jvp` could be found by its own name all the same.
mod jvp {
    #![expect(dead_code, reason = "only has to be in the way")]
    pub(crate) struct NotTheCrate;
}

use vendored::autodiff::prelude::*;

#[derive_jvp(crate = crate::renamed_crate::vendored::autodiff, pushforward)]
fn f(x: f64, y: &[f64]) -> f64 {
    let mut sum = x.powf(y[0]);
    for v in y {
        sum += v.hypot(x).max(0.0);
    }
    sum
}

#[derive_jvp(crate = crate::renamed_crate::vendored::autodiff)]
fn g(x: f64) -> f64 {
    f(x, &[1.0, 2.0])
}

pub(crate) fn main() {
    let (value, tangent) = jvp_g(2.0, 1.0);
    assert_eq!(value, g(2.0));
    assert!(tangent.is_finite());
}
