//! Results of every shape as a list of numbers and a list of shapes.
//!
//! In: what a program returns, or what its `jvp_*` returns. Out: the numbers in row-major order
//! and the shape of every array on the way, so that a missing element or a transposed result
//! shows. Always holds: `()` and `None` are nothing, an integer counts as a number.

use ndarray::{ArrayBase, ArrayRef, Data, Dimension};

/// Numbers in logical order, and the shapes that they came in.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Numbers {
    pub values: Vec<f64>,
    pub shapes: Vec<Vec<usize>>,
}

/// A value that is a list of numbers in the end.
pub trait Flat {
    fn put(&self, to: &mut Numbers);
}

/// The numbers in `x`.
pub fn numbers(x: &(impl Flat + ?Sized)) -> Numbers {
    let mut all = Numbers::default();
    x.put(&mut all);
    all
}

macro_rules! number {
    ($($t:ty),*) => {$(
        impl Flat for $t {
            fn put(&self, to: &mut Numbers) {
                to.values.push(*self as f64);
            }
        }
    )*};
}
number!(f64, f32, usize, isize, i32);

impl Flat for bool {
    fn put(&self, to: &mut Numbers) {
        to.values.push(f64::from(u8::from(*self)));
    }
}

impl Flat for () {
    fn put(&self, _: &mut Numbers) {}
}

impl<A: Flat, S: Data<Elem = A>, D: Dimension> Flat for ArrayBase<S, D> {
    fn put(&self, to: &mut Numbers) {
        (**self).put(to);
    }
}

impl<A: Flat, D: Dimension> Flat for ArrayRef<A, D> {
    fn put(&self, to: &mut Numbers) {
        to.shapes.push(self.shape().to_vec());
        self.iter().for_each(|x| x.put(to));
    }
}

impl<A: Flat + ?Sized> Flat for &A {
    fn put(&self, to: &mut Numbers) {
        (**self).put(to);
    }
}

impl<A: Flat + ?Sized> Flat for &mut A {
    fn put(&self, to: &mut Numbers) {
        (**self).put(to);
    }
}

impl<A: Flat> Flat for [A] {
    fn put(&self, to: &mut Numbers) {
        to.shapes.push(vec![self.len()]);
        self.iter().for_each(|x| x.put(to));
    }
}

impl<A: Flat> Flat for Vec<A> {
    fn put(&self, to: &mut Numbers) {
        self.as_slice().put(to);
    }
}

impl<A: Flat, const N: usize> Flat for [A; N] {
    fn put(&self, to: &mut Numbers) {
        self.as_slice().put(to);
    }
}

impl<A: Flat> Flat for Option<A> {
    fn put(&self, to: &mut Numbers) {
        if let Some(x) = self {
            x.put(to);
        }
    }
}

macro_rules! tuple {
    ($($a:ident $i:tt),*) => {
        impl<$($a: Flat),*> Flat for ($($a,)*) {
            fn put(&self, to: &mut Numbers) {
                $(self.$i.put(to);)*
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);

/// What a `jvp_*` returns, taken apart: primal, tangent.
pub trait Joint {
    fn pair(&self) -> (Numbers, Numbers);
}

impl Joint for () {
    fn pair(&self) -> (Numbers, Numbers) {
        Default::default()
    }
}

impl<A: Flat, T: Flat> Joint for (A, T) {
    fn pair(&self) -> (Numbers, Numbers) {
        (numbers(&self.0), numbers(&self.1))
    }
}

impl<A: Flat, T: Flat> Joint for Option<(A, T)> {
    fn pair(&self) -> (Numbers, Numbers) {
        let (a, t): (Option<&A>, Option<&T>) = self.as_ref().map(|(a, t)| (a, t)).unzip();
        (numbers(&a), numbers(&t))
    }
}

impl<A: Flat, T: Flat, E: std::fmt::Debug> Joint for Result<(A, T), E> {
    fn pair(&self) -> (Numbers, Numbers) {
        let (a, t) = self.as_ref().expect("the program succeeds");
        (numbers(a), numbers(t))
    }
}

impl<A: Flat, E: std::fmt::Debug> Flat for Result<A, E> {
    fn put(&self, to: &mut Numbers) {
        self.as_ref().expect("the program succeeds").put(to);
    }
}
