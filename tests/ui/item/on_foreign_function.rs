//! A foreign function has no body to differentiate.

use jvp::prelude::*;

unsafe extern "C" {
    #[derive_jvp]
    fn cbrt(x: f64) -> f64;
}

fn main() {
    unsafe { cbrt(8.0) };
}
