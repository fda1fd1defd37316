//! [`Outcome`]: what a `jvp_*` function returns, taken apart into coordinates.

use crate::tangent::{Differentiable, Tangent, append_flat, from_flat};

/// What a `jvp_*` function returns: value and tangent of [`Primal`](Outcome::Primal), which is what
/// the function itself returns.
///
/// `(T, T')` for a result `T`; `Option<(T, T')>` and `Result<(T, T'), E>` for an outermost `Option`
/// and `Result`; `()` for a function that writes its results into `&mut` parameters.
pub trait Outcome {
    /// The result of the function itself.
    type Primal;

    /// The coordinates of the function's result; `None` if there is no result.
    fn coordinates(primal: &Self::Primal) -> Option<Vec<f64>>;

    /// The coordinates of value and tangent; `None` if there is no result.
    fn pair(&self) -> Option<Coordinates>;
}

/// Value and tangent of one result.
#[derive(Default)]
pub struct Coordinates {
    /// The coordinates of the value.
    pub value: Vec<f64>,
    /// As many of the tangent, or the two have not one shape.
    pub tangent: Vec<f64>,
    /// The distance from 1 to the next number, in the scalar of each coordinate of the tangent.
    pub epsilon: Vec<f64>,
}

impl Coordinates {
    /// Of a value and its tangent.
    pub fn of<T: Differentiable>(value: &T, tangent: &T::Tangent) -> Self {
        Coordinates {
            value: flat(value),
            tangent: flat_tangent(tangent),
            epsilon: epsilons(tangent),
        }
    }

    /// Those of two results, one after the other.
    pub fn chain(mut self, other: Self) -> Self {
        self.value.extend(other.value);
        self.tangent.extend(other.tangent);
        self.epsilon.extend(other.epsilon);
        self
    }
}

impl<T: Differentiable> Outcome for (T, T::Tangent) {
    type Primal = T;

    fn coordinates(primal: &T) -> Option<Vec<f64>> {
        Some(flat(primal))
    }

    fn pair(&self) -> Option<Coordinates> {
        Some(Coordinates::of(&self.0, &self.1))
    }
}

impl<T: Differentiable> Outcome for Option<(T, T::Tangent)> {
    type Primal = Option<T>;

    fn coordinates(primal: &Option<T>) -> Option<Vec<f64>> {
        primal.as_ref().map(flat)
    }

    fn pair(&self) -> Option<Coordinates> {
        self.as_ref().and_then(Outcome::pair)
    }
}

impl<T: Differentiable, E> Outcome for Result<(T, T::Tangent), E> {
    type Primal = Result<T, E>;

    fn coordinates(primal: &Result<T, E>) -> Option<Vec<f64>> {
        primal.as_ref().ok().map(flat)
    }

    fn pair(&self) -> Option<Coordinates> {
        self.as_ref().ok().and_then(Outcome::pair)
    }
}

impl Outcome for () {
    type Primal = ();

    fn coordinates((): &()) -> Option<Vec<f64>> {
        Some(Vec::new())
    }

    fn pair(&self) -> Option<Coordinates> {
        Some(Coordinates::default())
    }
}

/// The coordinates of a value.
pub fn flat<T: Differentiable>(value: &T) -> Vec<f64> {
    let mut flat = Vec::new();
    value.coordinates_into(&mut flat);
    flat
}

/// The coordinates of a tangent.
fn flat_tangent<T: Tangent>(tangent: &T) -> Vec<f64> {
    let mut flat = Vec::new();
    append_flat(tangent, &mut flat);
    flat
}

/// The precision of each coordinate, found by what becomes of a number that `f32` can't hold.
pub fn epsilons<T: Tangent>(like: &T) -> Vec<f64> {
    const FINE: f64 = 1.0 + f64::EPSILON;
    let probe = from_flat(like, &vec![FINE; like.coordinates()]);
    let kept = |&x: &f64| {
        if x == FINE {
            f64::EPSILON
        } else {
            f64::from(f32::EPSILON)
        }
    };
    flat_tangent(&probe).iter().map(kept).collect()
}
