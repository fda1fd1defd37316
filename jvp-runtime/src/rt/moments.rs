//! Products and moments of tensors: functions that carry companions.
//!
//! Each is ndarray's method of the same name, with its panics; the companion has the tangent in
//! closed form. The degrees of freedom of a variance have no tangent.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis, Zip};

use crate::Real;

/// A companion with one function: with respect to the tensor.
macro_rules! companion_of_tensor {
    ($name:ident<$D:ident: $bound:ident>($x:ident, $dx:ident $(, $arg:ident: $ty:ty)*) -> $out:ty { $body:expr }) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it shares the function's name, in the namespace of types")]
        pub struct $name {}

        impl $name {
            /// Value and tangent, with respect to the tensor.
            #[doc(hidden)]
            pub fn jvp_10<E: Real, $D: $bound>(
                $x: &ArrayRef<E, $D>,
                $dx: &ArrayRef<E, $D>,
                $($arg: $ty,)*
            ) -> ($out, $out) {
                $body
            }

            /// As `jvp_10`, for a function of the tensor alone.
            #[doc(hidden)]
            pub fn jvp_1<E: Real, $D: $bound>(
                $x: &ArrayRef<E, $D>,
                $dx: &ArrayRef<E, $D>,
                $($arg: $ty,)*
            ) -> ($out, $out) {
                Self::jvp_10($x, $dx $(, $arg)*)
            }

            /// As `jvp_10`, for a function of three arguments.
            #[doc(hidden)]
            pub fn jvp_100<E: Real, $D: $bound>(
                $x: &ArrayRef<E, $D>,
                $dx: &ArrayRef<E, $D>,
                $($arg: $ty,)*
            ) -> ($out, $out) {
                Self::jvp_10($x, $dx $(, $arg)*)
            }
        }
    };
}

/// The product of all elements.
pub fn product<E: Real, D: Dimension>(x: &ArrayRef<E, D>) -> E {
    x.product()
}

companion_of_tensor!(product<D: Dimension>(x, dx) -> E {
    // d(p v) = dp v + p dv, element by element: right at zeros, too
    x.iter().zip(dx).fold((E::ONE, E::ZERO), |(p, dp), (v, dv)| (p * *v, dp * *v + p * *dv))
});

/// The product along an axis.
pub fn product_axis<E: Real, D: RemoveAxis>(
    x: &ArrayRef<E, D>,
    axis: Axis,
) -> Array<E, D::Smaller> {
    x.product_axis(axis)
}

companion_of_tensor!(product_axis<D: RemoveAxis>(x, dx, axis: Axis) -> Array<E, D::Smaller> {
    {
        let y = x.product_axis(axis);
        (y, lanes(x, dx, axis, |lane, dlane| product::jvp_1(lane, dlane).1))
    }
});

/// The products of the elements so far along an axis.
pub fn cumprod<E: Real, D: RemoveAxis>(x: &ArrayRef<E, D>, axis: Axis) -> Array<E, D> {
    x.cumprod(axis)
}

companion_of_tensor!(cumprod<D: RemoveAxis>(x, dx, axis: Axis) -> Array<E, D> {
    {
        let (mut y, mut dy) = (x.to_owned(), dx.to_owned());
        for (mut lane, mut dlane) in y.lanes_mut(axis).into_iter().zip(dy.lanes_mut(axis)) {
            for i in 1..lane.len() {
                let (before, dbefore) = (lane[i - 1], dlane[i - 1]);
                dlane[i] = dbefore * lane[i] + before * dlane[i];
                lane[i] = before * lane[i];
            }
        }
        (y, dy)
    }
});

/// The variance of all elements, with `ddof` degrees of freedom taken off.
pub fn var<E: Real, D: Dimension>(x: &ArrayRef<E, D>, ddof: E) -> E {
    x.var(ddof)
}

companion_of_tensor!(var<D: Dimension>(x, dx, ddof: E) -> E {
    (x.var(ddof), covariance(x, dx, ddof))
});

/// The standard deviation of all elements.
pub fn std<E: Real, D: Dimension>(x: &ArrayRef<E, D>, ddof: E) -> E {
    x.std(ddof)
}

companion_of_tensor!(std<D: Dimension>(x, dx, ddof: E) -> E {
    root(x.std(ddof), covariance(x, dx, ddof))
});

/// The variance along an axis.
pub fn var_axis<E: Real, D: RemoveAxis>(
    x: &ArrayRef<E, D>,
    axis: Axis,
    ddof: E,
) -> Array<E, D::Smaller> {
    x.var_axis(axis, ddof)
}

companion_of_tensor!(var_axis<D: RemoveAxis>(x, dx, axis: Axis, ddof: E) -> Array<E, D::Smaller> {
    {
        let y = x.var_axis(axis, ddof);
        (y, lanes(x, dx, axis, |lane, dlane| covariance(lane, dlane, ddof)))
    }
});

/// The standard deviation along an axis.
pub fn std_axis<E: Real, D: RemoveAxis>(
    x: &ArrayRef<E, D>,
    axis: Axis,
    ddof: E,
) -> Array<E, D::Smaller> {
    x.std_axis(axis, ddof)
}

companion_of_tensor!(std_axis<D: RemoveAxis>(x, dx, axis: Axis, ddof: E) -> Array<E, D::Smaller> {
    {
        let y = x.std_axis(axis, ddof);
        let mut dy = lanes(x, dx, axis, |lane, dlane| covariance(lane, dlane, ddof));
        Zip::from(&mut dy).and(&y).for_each(|dy, y| *dy = root(*y, *dy).1);
        (y, dy)
    }
});

/// The tangent of a variance, `2/(n - ddof) Σ (x - mean x) dx`.
fn covariance<E: Real, D: Dimension>(x: &ArrayRef<E, D>, dx: &ArrayRef<E, D>, ddof: E) -> E {
    let n = E::lit(x.len() as f64);
    let mean = x.sum() / n;
    let sum = x
        .iter()
        .zip(dx)
        .fold(E::ZERO, |s, (v, dv)| s + (*v - mean) * *dv);
    E::lit(2.0) * sum / (n - ddof)
}

/// A square root by its value, and the tangent of what it is the root of.
fn root<E: Real>(y: E, dv: E) -> (E, E) {
    (y, E::lit(0.5) * dv / y)
}

/// Every lane's tangent. How the values lie is the primal's alone to say.
fn lanes<E: Real, C, D: RemoveAxis>(
    x: &ArrayRef<E, D>,
    dx: &ArrayRef<E, D>,
    axis: Axis,
    f: impl Fn(&ArrayRef<E, ndarray::Ix1>, &ArrayRef<E, ndarray::Ix1>) -> C,
) -> Array<C, D::Smaller> {
    Zip::from(x.lanes(axis))
        .and(dx.lanes(axis))
        .map_collect(|v, dv| f(&v, &dv))
}
