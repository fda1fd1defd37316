//! The bound of another crate, which says nothing about tangents.

use jvp::prelude::*;

trait Float: Copy + std::ops::Mul<Output = Self> {}
impl Float for f64 {}

#[derive_jvp]
fn square_all<T>(x: &mut [T])
where
    T: Float,
{
    for v in x.iter_mut() {
        *v = *v * *v;
    }
}

fn main() {
    jvp_square_all(&mut [1.0], &mut [1.0]);
}
