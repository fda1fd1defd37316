//! Runtime dual tensors: a value with its tangent, and operators that carry both along.
//!
//! It is what libraries with a forward mode do while the program runs. A tensor without a tangent is
//! a constant, and costs nothing beyond its value.

use std::ops::Add;

use ndarray::{Array1, Array2, Axis, CowArray, Ix2};

use crate::models::Layer;

type Matrix<'a> = CowArray<'a, f32, Ix2>;

/// A matrix and, unless it is a constant, its tangent.
pub struct Dual<'a> {
    value: Matrix<'a>,
    tangent: Option<Matrix<'a>>,
}

impl<'a> Dual<'a> {
    /// An input, with its tangent if it has one.
    pub fn new(value: &'a Array2<f32>, tangent: Option<&'a Array2<f32>>) -> Self {
        Self {
            value: value.into(),
            tangent: tangent.map(CowArray::from),
        }
    }

    /// `a b`, with `d(a b) = da b + a db`.
    pub fn dot<'b>(&self, other: &Dual<'_>) -> Dual<'b> {
        let by_left = self.tangent.as_ref().map(|da| da.dot(&other.value));
        let by_right = other.tangent.as_ref().map(|db| self.value.dot(db));
        Dual {
            value: self.value.dot(&other.value).into(),
            tangent: sum(by_left, by_right, |a, b| a + b).map(CowArray::from),
        }
    }

    /// `aᵀ`
    pub fn t(&self) -> Dual<'_> {
        Dual {
            value: self.value.t().into(),
            tangent: self.tangent.as_ref().map(|da| da.t().into()),
        }
    }

    /// `tanh a`, with `d tanh a = (1 - tanh² a) da`.
    pub fn tanh(self) -> Self {
        let value = self.value.tanh();
        let tangent = self.tangent.map(|da| (1.0 - &value * &value) * da);
        Dual {
            value: value.into(),
            tangent: tangent.map(CowArray::from),
        }
    }

    /// Value and tangent.
    ///
    /// # Panics
    /// If it is a constant.
    pub fn into_pair(self) -> (Array2<f32>, Array2<f32>) {
        let tangent = self.tangent.expect("an active input reaches the result");
        (self.value.into_owned(), tangent.into_owned())
    }
}

/// A row is added to every row.
impl Add<Dual<'_>> for Dual<'_> {
    type Output = Self;

    fn add(self, row: Dual<'_>) -> Self {
        let shape = self.value.raw_dim();
        let da = self.tangent.map(CowArray::into_owned);
        let spread = |db: Matrix<'_>| db.broadcast(shape).expect("a row").to_owned();
        let tangent = match (da, row.tangent) {
            (Some(da), Some(db)) => Some(da + db),
            (da, db) => da.or(db.map(spread)),
        };
        Dual {
            value: (self.value.into_owned() + row.value).into(),
            tangent: tangent.map(CowArray::from),
        }
    }
}

/// The sum of what is there.
fn sum<T>(a: Option<T>, b: Option<T>, add: impl FnOnce(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(add(a, b)),
        (a, b) => a.or(b),
    }
}

/// Value and tangent of the layers over dual tensors; a bias is a row.
pub fn jvp(
    x: &Array2<f32>,
    dx: Option<&Array2<f32>>,
    layers: &[Layer],
    dlayers: Option<&[Layer]>,
) -> (Array2<f32>, Array2<f32>) {
    let mut h = Dual::new(x, dx);
    for (l, (w, b)) in layers.iter().enumerate() {
        let dlayer = dlayers.map(|dlayers| &dlayers[l]);
        let w = Dual::new(w, dlayer.map(|(dw, _)| dw));
        let b = Dual {
            value: row(b),
            tangent: dlayer.map(|(_, db)| row(db)),
        };
        h = h.dot(&w.t()) + b;
        if l + 1 < layers.len() {
            h = h.tanh();
        }
    }
    h.into_pair()
}

fn row(b: &Array1<f32>) -> Matrix<'_> {
    b.view().insert_axis(Axis(0)).into()
}
