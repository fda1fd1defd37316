//! A broken function, and callers of everything that it would have: one message.

use jvp::prelude::*;

#[derive_jvp(wrt(x), wrt(x, y) as both, pushforward)]
fn broken<const N: usize, T: Real>(x: &[T; N], y: &mut T, n: usize) -> Result<T, String> {
    let first = unsafe { *x.get_unchecked(n) };
    *y = first;
    Ok(first)
}

#[derive_jvp]
fn caller(x: &[f64; 2]) -> Result<f64, String> {
    let mut y = 0.0;
    let first = broken(x, &mut y, 1)?;
    Ok(first + y)
}

fn main() -> Result<(), String> {
    let (mut y, mut dy) = (0.0, 0.0);
    let (value, tangent): (f64, f64) = jvp_broken(&[1.0], &[1.0], &mut y, &mut dy, 0)?;
    let (_, _): (f64, f64) = jvp_both(&[1.0], &[1.0], &mut y, &mut dy, 0)?;
    let _: f64 = pushforward_broken(&[1.0], &[1.0], &mut y, &mut dy, 0)?;
    let _: f64 = pushforward_both(&[1.0], &[1.0], &mut y, &mut dy, 0)?;
    jvp_caller(&[value, tangent], &[1.0, 0.0])?;
    Ok(())
}
