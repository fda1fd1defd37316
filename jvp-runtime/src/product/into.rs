//! Products written into, or added to, an array that is there: `c ← α a b + β c`.
//!
//! In: factors, scalars and the array. Always holds: with `β = 0` the array is not read. The tangent
//! is `dc ← β dc + α (da b + a db) + dα a b + dβ c`, a sum of such products again; it is taken
//! before `c` is overwritten. A matrix times a vector is the case of one column.

#![allow(unsafe_code, reason = "the kernels take raw matrices")]

use ndarray::{ArrayRef1, ArrayRef2, ArrayView2, Axis, Ix1, Ix2};

use super::contract::{check_tangent, left, matrix_mut, right};
use super::factor::Factor;
use crate::scalar::Real;

/// `c ← α a b + β c`, as ndarray's function of this name. With `β = 0`, `c` is not read.
///
/// # Panics
/// As ndarray's, where the shapes do not fit.
#[track_caller]
pub fn general_mat_mul<E, A, B>(alpha: E, a: A, b: B, beta: E, c: &mut ArrayRef2<E>)
where
    E: Real,
    A: Factor<Elem = E, Dim = Ix2>,
    B: Factor<Elem = E, Dim = Ix2>,
{
    update(alpha, a.view(), b.view(), beta, c);
    a.recycle();
    b.recycle();
}

/// `y ← α a x + β y`, as ndarray's function of this name. With `β = 0`, `y` is not read.
///
/// # Panics
/// As ndarray's, where the shapes do not fit.
#[track_caller]
pub fn general_mat_vec_mul<E, A, X>(alpha: E, a: A, x: X, beta: E, y: &mut ArrayRef1<E>)
where
    E: Real,
    A: Factor<Elem = E, Dim = Ix2>,
    X: Factor<Elem = E, Dim = Ix1>,
{
    let column = x.view().insert_axis(Axis(1));
    update(
        alpha,
        a.view(),
        column,
        beta,
        &mut y.view_mut().insert_axis(Axis(1)),
    );
    a.recycle();
    x.recycle();
}

/// `c ← α a b + β c`
#[track_caller]
fn update<E: Real>(
    alpha: E,
    a: ArrayView2<'_, E>,
    b: ArrayView2<'_, E>,
    beta: E,
    c: &mut ArrayRef2<E>,
) {
    let ((m, k), (k2, n)) = (a.dim(), b.dim());
    if k != k2 || c.dim() != (m, n) {
        // its own panic: it refuses what this does
        return ndarray::linalg::general_mat_mul(alpha, &a, &b, beta, c);
    }
    // SAFETY: views of living arrays whose shapes fit; `c` is borrowed mutably, and so overlaps with
    // neither of the factors.
    unsafe { E::multiply(alpha, &[left(&a)], right(&b), beta, &[matrix_mut(c)]) }
}

/// A value with its tangent, if it is active.
type Active<T> = (T, Option<T>);

/// [`update`] of `c`, after that of its tangent.
#[track_caller]
fn update_both<E: Real>(
    (alpha, dalpha): Active<E>,
    (a, da): Active<ArrayView2<'_, E>>,
    (b, db): Active<ArrayView2<'_, E>>,
    (beta, dbeta): Active<E>,
    c: &mut ArrayRef2<E>,
    dc: &mut ArrayRef2<E>,
) {
    check_tangent(c.view(), dc.view());
    let mut scale = beta;
    let terms = [
        da.map(|da| (alpha, da, b)),
        db.map(|db| (alpha, a, db)),
        dalpha.map(|dalpha| (dalpha, a, b)),
    ];
    for (alpha, a, b) in terms.into_iter().flatten() {
        update(alpha, a, b, scale, dc);
        scale = E::ONE;
    }
    if scale == E::ZERO {
        dc.fill(E::ZERO);
    } else if scale != E::ONE {
        dc.map_inplace(|dc| *dc *= scale);
    }
    if let Some(dbeta) = dbeta {
        dc.scaled_add(dbeta, c);
    }
    update(alpha, a, b, beta, c);
}

/// The companions: a method for each set of active arguments; the last one is `&mut`, so active.
macro_rules! companions {
    ($($name:ident
        [$($dalpha:ident)?] [$($da:ident)?] [$($db:ident)?] [$($dbeta:ident)?];)*) => {
        /// Companion of the function.
        #[doc(hidden)]
        #[allow(
            non_camel_case_types,
            reason = "it shares the function's name, in the namespace of types"
        )]
        pub struct general_mat_mul {}

        #[allow(clippy::too_many_arguments, reason = "each argument comes with its tangent")]
        #[allow(missing_docs, reason = "the name says which arguments are active")]
        impl general_mat_mul {
            $(
                #[track_caller]
                pub fn $name<E: Real>(
                    alpha: E,
                    $($dalpha: E,)?
                    a: impl Factor<Elem = E, Dim = Ix2>,
                    $($da: impl Factor<Elem = E, Dim = Ix2>,)?
                    b: impl Factor<Elem = E, Dim = Ix2>,
                    $($db: impl Factor<Elem = E, Dim = Ix2>,)?
                    beta: E,
                    $($dbeta: E,)?
                    c: &mut ArrayRef2<E>,
                    dc: &mut ArrayRef2<E>,
                ) {
                    $(check_tangent(a.view(), $da.view());)?
                    $(check_tangent(b.view(), $db.view());)?
                    update_both(
                        (alpha, None$(.or(Some($dalpha)))?),
                        (a.view(), None$(.or(Some($da.view())))?),
                        (b.view(), None$(.or(Some($db.view())))?),
                        (beta, None$(.or(Some($dbeta)))?),
                        c,
                        dc,
                    );
                    a.recycle();
                    b.recycle();
                    $($da.recycle();)?
                    $($db.recycle();)?
                }
            )*
        }

        /// Companion of the function.
        #[doc(hidden)]
        #[allow(
            non_camel_case_types,
            reason = "it shares the function's name, in the namespace of types"
        )]
        pub struct general_mat_vec_mul {}

        #[allow(clippy::too_many_arguments, reason = "each argument comes with its tangent")]
        #[allow(missing_docs, reason = "the name says which arguments are active")]
        impl general_mat_vec_mul {
            $(
                #[track_caller]
                pub fn $name<E: Real>(
                    alpha: E,
                    $($dalpha: E,)?
                    a: impl Factor<Elem = E, Dim = Ix2>,
                    $($da: impl Factor<Elem = E, Dim = Ix2>,)?
                    x: impl Factor<Elem = E, Dim = Ix1>,
                    $($db: impl Factor<Elem = E, Dim = Ix1>,)?
                    beta: E,
                    $($dbeta: E,)?
                    y: &mut ArrayRef1<E>,
                    dy: &mut ArrayRef1<E>,
                ) {
                    $(check_tangent(a.view(), $da.view());)?
                    $(check_tangent(x.view(), $db.view());)?
                    update_both(
                        (alpha, None$(.or(Some($dalpha)))?),
                        (a.view(), None$(.or(Some($da.view())))?),
                        (
                            x.view().insert_axis(Axis(1)),
                            None$(.or(Some($db.view().insert_axis(Axis(1)))))?,
                        ),
                        (beta, None$(.or(Some($dbeta)))?),
                        &mut y.view_mut().insert_axis(Axis(1)),
                        &mut dy.view_mut().insert_axis(Axis(1)),
                    );
                    a.recycle();
                    x.recycle();
                    $($da.recycle();)?
                    $($db.recycle();)?
                }
            )*
        }
    };
}

companions! {
    jvp       [dalpha] [da] [db] [dbeta];
    jvp_00001 [      ] [  ] [  ] [     ];
    jvp_00011 [      ] [  ] [  ] [dbeta];
    jvp_00101 [      ] [  ] [db] [     ];
    jvp_00111 [      ] [  ] [db] [dbeta];
    jvp_01001 [      ] [da] [  ] [     ];
    jvp_01011 [      ] [da] [  ] [dbeta];
    jvp_01101 [      ] [da] [db] [     ];
    jvp_01111 [      ] [da] [db] [dbeta];
    jvp_10001 [dalpha] [  ] [  ] [     ];
    jvp_10011 [dalpha] [  ] [  ] [dbeta];
    jvp_10101 [dalpha] [  ] [db] [     ];
    jvp_10111 [dalpha] [  ] [db] [dbeta];
    jvp_11001 [dalpha] [da] [  ] [     ];
    jvp_11011 [dalpha] [da] [  ] [dbeta];
    jvp_11101 [dalpha] [da] [db] [     ];
    jvp_11111 [dalpha] [da] [db] [dbeta];
}
