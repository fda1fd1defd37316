//! [`Differentiable`]: types that have a tangent, and [`Tangent`]: what a tangent can do.
//!
//! Both are traits of owned types; references and slices are mapped by the macro, by their
//! syntax. The implementations are in the submodules: scalars and constants, containers, arrays.

mod array;
mod container;
mod leaf;
mod parts;
mod tuple;

pub use array::same_shape;
pub use leaf::{NoTangent, no_tangent};
pub use parts::{
    Flat, append_flat, check_flat, constants, different_variants, from_flat, read_part, within,
    write_part,
};

/// A type whose values can be differentiated with respect to.
///
/// The tangent of a value holds one number per real coordinate: for `f64` an `f64`, for a
/// container the same shape over the elements' tangents, for a struct a struct of its fields'
/// tangents. What has no real coordinate (integers, `bool`, `char`, `String`) has the tangent `()`.
///
/// ```
/// use jvp_runtime::Differentiable;
///
/// let points = vec![(1.0_f64, 2.0_f64), (3.0, 4.0)];
/// assert_eq!(points.zero_tangent(), vec![(0.0, 0.0), (0.0, 0.0)]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no tangent type",
    label = "not differentiable",
    note = "derive `Differentiable` for it, or mark the field `#[jvp(skip)]` or the parameter `constant(..)`"
)]
pub trait Differentiable: Sized {
    /// The type of this type's tangents.
    ///
    /// Where it is the type itself, what can't tell the type from a number differentiates its operators as
    /// those of numbers: `+`, `-` have to be linear, `*` bilinear and `/` its inverse, as they are for
    /// complex numbers and quaternions. Name the type in `types(..)` where they are not.
    type Tangent: Tangent;

    /// Whether a value is a single leaf, whose tangent can't have another shape than its own.
    #[doc(hidden)]
    const LEAF: bool = false;

    /// The zero tangent at this value: the shape is the value's.
    fn zero_tangent(&self) -> Self::Tangent;

    /// Moves the value along a tangent: `self += factor * direction`.
    ///
    /// An `f32` coordinate is rounded once. What has no tangent stays as it is.
    ///
    /// ```
    /// use jvp_runtime::Differentiable;
    ///
    /// let mut point = (vec![1.0_f64, 2.0], 3_usize);
    /// point.displace(0.5, &(vec![4.0, 0.0], ()));
    /// assert_eq!(point, (vec![3.0, 2.0], 3));
    /// ```
    ///
    /// # Panics
    ///
    /// If the shape of `direction` is not the value's, or if the implementation, written by hand, does
    /// not say how the value moves.
    fn displace(&mut self, factor: f64, direction: &Self::Tangent) {
        let _ = (factor, direction);
        does_not_say::<Self>("displace")
    }

    /// Appends the value's real coordinates to `flat`, in the order of [`Tangent::write_flat`].
    ///
    /// ```
    /// use jvp_runtime::Differentiable;
    ///
    /// let mut flat = Vec::new();
    /// (vec![1.0_f64, 2.0], 3_usize, 4.0_f32).coordinates_into(&mut flat);
    /// assert_eq!(flat, [1.0, 2.0, 4.0]);
    /// ```
    ///
    /// # Panics
    ///
    /// If the implementation, written by hand, does not say what the coordinates are.
    fn coordinates_into(&self, flat: &mut Vec<f64>) {
        let _ = flat;
        does_not_say::<Self>("coordinates_into")
    }

    /// Compares the shape of a tangent with this value's.
    #[doc(hidden)]
    #[inline]
    fn check_shape(&self, _tangent: &Self::Tangent) -> Result<(), Mismatch> {
        Ok(())
    }
}

/// A vector space: sums, multiples and inner products of tangents of one shape.
///
/// A generic solver can work on any parameter struct through its tangents: [`write_flat`] and
/// [`read_flat`] give them as a vector of [`coordinates`] numbers. Coefficients are `f64`
/// whatever the scalar; an `f32` coordinate is rounded once when it is stored.
///
/// Operations on two tangents panic, with both lengths, if the shapes differ.
///
/// [`write_flat`]: Tangent::write_flat
/// [`read_flat`]: Tangent::read_flat
/// [`coordinates`]: Tangent::coordinates
///
/// ```
/// use jvp_runtime::Tangent;
///
/// let mut step = (vec![1.0_f64, 2.0], 3.0_f32);
/// let other = (vec![10.0, 20.0], 30.0);
/// step.axpy(0.5, &other);
/// assert_eq!(step, (vec![6.0, 12.0], 18.0));
/// assert_eq!(step.inner(&other), 6.0 * 10.0 + 12.0 * 20.0 + 18.0 * 30.0);
///
/// let mut flat = vec![0.0; step.coordinates()];
/// step.write_flat(&mut flat);
/// assert_eq!(flat, [6.0, 12.0, 18.0]);
/// ```
pub trait Tangent: Clone + std::fmt::Debug + PartialEq {
    /// Zero, in the shape of `self`.
    fn zero_like(&self) -> Self;

    /// Sets every coordinate to zero.
    fn set_zero(&mut self);

    /// `self += other`.
    fn accumulate(&mut self, other: &Self);

    /// `self *= factor`.
    fn scale_by(&mut self, factor: f64);

    /// `self += factor * other`.
    fn axpy(&mut self, factor: f64, other: &Self);

    /// The inner product `Σ selfᵢ otherᵢ`.
    fn inner(&self, other: &Self) -> f64;

    /// The number of coordinates.
    fn coordinates(&self) -> usize;

    /// Writes the coordinates to `flat`, fields and elements in order.
    ///
    /// # Panics
    ///
    /// If `flat` does not have [`coordinates`](Tangent::coordinates) elements.
    fn write_flat(&self, flat: &mut [f64]);

    /// Reads the coordinates from `flat`; the inverse of [`write_flat`](Tangent::write_flat).
    ///
    /// # Panics
    ///
    /// If `flat` does not have [`coordinates`](Tangent::coordinates) elements.
    fn read_flat(&mut self, flat: &[f64]);

    /// Compares the shape of another tangent with this one's.
    #[doc(hidden)]
    #[inline]
    fn check_like(&self, _tangent: &Self) -> Result<(), Mismatch> {
        Ok(())
    }

    /// The length `√⟨self, self⟩`.
    ///
    /// ```
    /// use jvp_runtime::Tangent;
    ///
    /// assert_eq!((vec![3.0_f64], 4.0_f64).norm(), 5.0);
    /// ```
    fn norm(&self) -> f64 {
        self.inner(self).sqrt()
    }

    /// The `i`-th unit vector in the shape of `self`: 1 at the coordinate that
    /// [`write_flat`](Tangent::write_flat) writes to place `i`, and 0 elsewhere.
    ///
    /// A derivative with respect to one number of a whole is that in such a direction.
    ///
    /// ```
    /// use jvp_runtime::Tangent;
    ///
    /// let step = (vec![1.0_f64, 2.0], 3.0_f64);
    /// assert_eq!(step.basis_like(1), (vec![0.0, 1.0], 0.0));
    /// ```
    ///
    /// # Panics
    ///
    /// If there are no more than `i` [`coordinates`](Tangent::coordinates).
    fn basis_like(&self, i: usize) -> Self {
        let coordinates = self.coordinates();
        assert!(
            i < coordinates,
            "there is no coordinate {i}: the tangent has {coordinates} coordinates"
        );
        let mut flat = vec![0.0; coordinates];
        flat[i] = 1.0;
        from_flat(self, &flat)
    }

    /// A tangent in the shape of `self`, with each coordinate drawn from `sample`, in order.
    ///
    /// With independent coordinates of mean 0 and variance 1 (normal, or ±1 with equal chances),
    /// the mean of `⟨v, A v⟩` over such `v` is the trace of `A`. Any generator can stand behind
    /// the closure.
    ///
    /// ```
    /// use jvp_runtime::Tangent;
    ///
    /// let mut state = 1_u64;
    /// let mut sign = || {
    ///     state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    ///     if state >> 63 == 0 { 1.0 } else { -1.0 }
    /// };
    /// let v = (vec![0.0_f64; 3], 0.0_f32).random_like(&mut sign);
    /// assert_eq!(v.inner(&v), 4.0);
    /// ```
    fn random_like(&self, sample: &mut impl FnMut() -> f64) -> Self {
        let flat: Vec<f64> = (0..self.coordinates()).map(|_| sample()).collect();
        from_flat(self, &flat)
    }
}

/// Where and how the shape of a tangent differs from its primal's.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Path from the whole value to the part, such as `[2].1`.
    pub path: String,
    /// What the primal has there: `length 3`.
    pub primal: String,
    /// What the tangent has there.
    pub tangent: String,
}

impl Mismatch {
    /// Two lengths that are not the same.
    #[cold]
    pub fn lengths(primal: usize, tangent: usize) -> Self {
        Mismatch {
            path: String::new(),
            primal: format!("length {primal}"),
            tangent: format!("length {tangent}"),
        }
    }

    /// Two variants of an enum that are not the same.
    #[cold]
    pub fn variants(primal: &str, tangent: &str) -> Self {
        Mismatch {
            path: String::new(),
            primal: format!("the variant `{primal}`"),
            tangent: format!("the variant `{tangent}`"),
        }
    }

    /// Two shapes that are not the same.
    #[cold]
    pub fn shapes(primal: &[usize], tangent: &[usize]) -> Self {
        Mismatch {
            path: String::new(),
            primal: format!("shape {primal:?}"),
            tangent: format!("shape {tangent:?}"),
        }
    }

    /// The same, seen from the value that `step` leads down from.
    #[cold]
    pub fn within(mut self, step: impl std::fmt::Display) -> Self {
        self.path.insert_str(0, &step.to_string());
        self
    }
}

/// Stops where two tangents that belong together have not the same length.
#[track_caller]
#[inline]
pub fn same_length(left: usize, right: usize) {
    assert!(
        left == right,
        "tangents of length {left} and {right} do not belong together"
    );
}

/// Stops where a flat slice has not the tangent's number of coordinates.
#[track_caller]
#[inline]
pub fn flat_length(coordinates: usize, flat: usize) {
    assert!(
        coordinates == flat,
        "the flat slice has length {flat}, but the tangent has {coordinates} coordinates"
    );
}

/// Stops where an implementation of [`Differentiable`] by hand lacks what is asked of it.
#[track_caller]
#[cold]
fn does_not_say<T>(method: &str) -> ! {
    panic!(
        "`{}` does not say how it moves: implement `Differentiable::{method}` for it, or derive the trait",
        std::any::type_name::<T>()
    )
}
