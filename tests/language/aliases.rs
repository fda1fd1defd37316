//! Results whose type is an alias of `Result` or `Option`, declared beside the function.

use jvp::prelude::*;

#[derive(Debug, PartialEq)]
struct TooSmall;
type Fallible<T> = Result<T, TooSmall>;
type Pair<A, B = A> = Fallible<(A, B)>;
type Maybe = Option<f64>;

#[derive_jvp(pushforward)]
fn root(x: f64) -> Fallible<f64> {
    if x > 0.0 { Ok(x.sqrt()) } else { Err(TooSmall) }
}

#[derive_jvp]
fn both(x: f64, n: usize) -> Pair<f64, usize> {
    let y = root(x)?;
    Ok((y * root(y * y)?, n))
}

#[derive_jvp]
fn maybe(x: f64) -> Maybe {
    let (y, _) = both(x, 1).ok()?;
    Some(y * root(x).unwrap_or(x))
}

#[derive(Differentiable)]
struct Scale(f64);

#[derive_jvp]
impl Scale {
    fn of_root(&self, x: f64) -> Fallible<f64> {
        Ok(root(x)? * self.0)
    }
}

#[derive_jvp]
mod whole {
    type Fallible<T> = Result<T, String>;

    pub fn inverse(x: f64) -> Fallible<f64> {
        if x == 0.0 {
            return Err("zero".to_string());
        }
        Ok(1.0 / x)
    }

    pub fn twice(x: f64) -> Fallible<f64> {
        Ok(inverse(inverse(x)? * 2.0)? * x)
    }
}

#[test]
fn of_results() {
    assert_eq!(jvp_root(4.0, 1.0), Ok((2.0, 0.25)));
    assert_eq!(pushforward_root(4.0, 1.0), Ok(0.25));
    assert_eq!(jvp_root(-4.0, 1.0), Err(TooSmall));
    assert_eq!(both(4.0, 7), Ok((4.0, 7)));
    assert_eq!(jvp_both(4.0, 1.0, 7), Ok(((4.0, 7), (1.0, ()))));
    // x^(3/2)
    assert_eq!(jvp_maybe(4.0, 1.0), Some((8.0, 3.0)));
    assert_eq!((maybe(4.0), jvp_maybe(-4.0, 1.0)), (Some(8.0), None));
    assert_eq!(Scale(3.0).of_root(4.0), Ok(6.0));
    let of_root = Scale(3.0).jvp_of_root(&ScaleTangent(1.0), 4.0, 1.0);
    assert_eq!(of_root, Ok((6.0, 2.0 + 0.75)));
    // x² / 2
    assert_eq!(whole::jvp_twice(4.0, 1.0), Ok((8.0, 4.0)));
    assert!(whole::twice(0.0).is_err() && whole::jvp_twice(0.0, 1.0).is_err());
}
