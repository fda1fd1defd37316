//! Results of every shape as flat lists of numbers, so that one harness compares them all.
//!
//! A result of the program or of the oracle gives values and, where it holds duals,
//! tangents. An integer, a text and whether a `Result` is `Ok` count as values; `()`
//! and `None` are nothing, so that a missing number shows in the length.

use crate::harness::Dual;

/// A value that is a list of numbers in the end.
pub trait Flat {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>);
}

/// The values and the tangents in `x`.
pub fn flatten(x: &impl Flat) -> (Vec<f64>, Vec<f64>) {
    let (mut values, mut tangents) = (Vec::new(), Vec::new());
    x.push(&mut values, &mut tangents);
    (values, tangents)
}

/// The numbers in a result of a program, or in a tangent.
pub fn numbers(x: &impl Flat) -> Vec<f64> {
    flatten(x).0
}

impl Flat for Dual {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        values.push(self.re);
        tangents.push(self.eps);
    }
}

macro_rules! number {
    ($($t:ty),*) => {$(
        impl Flat for $t {
            fn push(&self, values: &mut Vec<f64>, _: &mut Vec<f64>) {
                values.push(*self as f64);
            }
        }
    )*};
}
number!(f64, f32, usize, i32, u32, i64);

impl Flat for bool {
    fn push(&self, values: &mut Vec<f64>, _: &mut Vec<f64>) {
        values.push(f64::from(u8::from(*self)));
    }
}

impl Flat for String {
    fn push(&self, values: &mut Vec<f64>, _: &mut Vec<f64>) {
        values.extend(self.bytes().map(f64::from));
    }
}

impl Flat for () {
    fn push(&self, _: &mut Vec<f64>, _: &mut Vec<f64>) {}
}

impl<A: Flat + ?Sized> Flat for &A {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        (**self).push(values, tangents);
    }
}

impl<A: Flat + ?Sized> Flat for Box<A> {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        (**self).push(values, tangents);
    }
}

impl<A: Flat> Flat for [A] {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        for x in self {
            x.push(values, tangents);
        }
    }
}

impl<A: Flat> Flat for Vec<A> {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        self.as_slice().push(values, tangents);
    }
}

impl<A: Flat, const N: usize> Flat for [A; N] {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        self.as_slice().push(values, tangents);
    }
}

impl<A: Flat> Flat for Option<A> {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        if let Some(x) = self {
            x.push(values, tangents);
        }
    }
}

impl<A: Flat, E: Flat> Flat for Result<A, E> {
    fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
        values.push(if self.is_ok() { 1.0 } else { 0.0 });
        match self {
            Ok(x) => x.push(values, tangents),
            Err(e) => e.push(values, tangents),
        }
    }
}

macro_rules! tuple {
    ($($a:ident $i:tt),*) => {
        impl<$($a: Flat),*> Flat for ($($a,)*) {
            fn push(&self, values: &mut Vec<f64>, tangents: &mut Vec<f64>) {
                $(self.$i.push(values, tangents);)*
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);

/// What a `jvp_*` returns, taken apart: primal values, tangent values.
pub trait Joint {
    fn flat_pair(&self) -> (Vec<f64>, Vec<f64>);
}

impl<A: Flat, T: Flat> Joint for (A, T) {
    fn flat_pair(&self) -> (Vec<f64>, Vec<f64>) {
        (numbers(&self.0), numbers(&self.1))
    }
}

impl<A: Flat, T: Flat> Joint for Option<(A, T)> {
    fn flat_pair(&self) -> (Vec<f64>, Vec<f64>) {
        let primal = self.as_ref().map(|(x, _)| x);
        let tangent = self.as_ref().map(|(_, dx)| numbers(dx));
        (numbers(&primal), tangent.unwrap_or_default())
    }
}

impl<A: Flat, T: Flat, E: Flat> Joint for Result<(A, T), E> {
    fn flat_pair(&self) -> (Vec<f64>, Vec<f64>) {
        let primal = self.as_ref().map(|(x, _)| x);
        let tangent = self.as_ref().map(|(_, dx)| numbers(dx));
        (numbers(&primal), tangent.unwrap_or_default())
    }
}
