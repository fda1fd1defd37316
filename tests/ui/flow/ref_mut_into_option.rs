// An option in an element has its tangent beside it: the two together are a copy.

use jvp::prelude::*;

#[derive_jvp]
fn f(x: f64, y: f64) -> f64 {
    let mut v = vec![Some(x), None];
    if let Some(ref mut a) = v[0] {
        *a *= y;
    }
    let Some(ref mut b) = v[1] else {
        return v[0].unwrap_or(0.0);
    };
    *b += x;
    *b
}

fn main() {}
