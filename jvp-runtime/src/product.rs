//! Products of arrays, and products with their tangents.
//!
//! In: factors of rank 1 and 2 in any layout, owned or borrowed ([`Factor`]). Out: arrays in
//! buffers of the pool, or a number where both factors are vectors. Always holds: shapes are those
//! of ndarray's `dot`, and so are the panics; an owned factor's buffer goes back to the pool.
//!
//! The tangent of a product is a sum of products, `d(a b) = da b + a db`. Two products with one
//! factor in common are one call of the kernels, which then read that factor once.

mod contract;
mod factor;
mod into;
mod kronecker;

use contract::{by_left, by_right, check_tangent};

pub use contract::Contract;
pub use factor::Factor;
pub use into::{general_mat_mul, general_mat_vec_mul};
pub use kronecker::kron;

/// What `a.dot(b)` gives.
pub type Product<A, B> =
    <<A as Factor>::Dim as Contract<<B as Factor>::Dim>>::Product<<A as Factor>::Elem>;

/// `a b`, as ndarray's `dot`: ranks 1·1, 1·2, 2·1, 2·2, or both dynamic.
///
/// # Panics
/// As ndarray's, where the shapes do not fit.
#[track_caller]
#[inline]
pub fn dot<A, B>(a: A, b: B) -> Product<A, B>
where
    A: Factor,
    B: Factor<Elem = A::Elem>,
    A::Dim: Contract<B::Dim>,
{
    let [y] = by_right([a.view()], b.view());
    a.recycle();
    b.recycle();
    y
}

/// `da b + a db`: the tangent of `dot(a, b)` alone.
///
/// # Panics
/// As `dot`, and where a tangent has not its factor's shape.
#[track_caller]
#[inline]
pub fn dot_sum<DA, B, A, DB>(da: DA, b: B, a: A, db: DB) -> Product<A, B>
where
    A: Factor,
    B: Factor<Elem = A::Elem>,
    DA: Factor<Elem = A::Elem, Dim = A::Dim>,
    DB: Factor<Elem = A::Elem, Dim = B::Dim>,
    A::Dim: Contract<B::Dim>,
{
    check_tangent(a.view(), da.view());
    check_tangent(b.view(), db.view());
    let [mut dy] = by_right([da.view()], b.view());
    contract::add(&mut dy, a.view(), db.view());
    da.recycle();
    b.recycle();
    a.recycle();
    db.recycle();
    dy
}

/// Companion of the function.
#[doc(hidden)]
#[allow(
    non_camel_case_types,
    reason = "it shares the function's name, in the namespace of types"
)]
pub struct dot {}

impl dot {
    /// `(a b, da b)`, as one product of two row blocks.
    #[track_caller]
    #[inline]
    pub fn jvp_10<A, DA, B>(a: A, da: DA, b: B) -> (Product<A, B>, Product<A, B>)
    where
        A: Factor,
        B: Factor<Elem = A::Elem>,
        DA: Factor<Elem = A::Elem, Dim = A::Dim>,
        A::Dim: Contract<B::Dim>,
    {
        check_tangent(a.view(), da.view());
        let [y, dy] = by_right([a.view(), da.view()], b.view());
        a.recycle();
        da.recycle();
        b.recycle();
        (y, dy)
    }

    /// `(a b, a db)`, as one product of two column blocks.
    #[track_caller]
    #[inline]
    pub fn jvp_01<A, B, DB>(a: A, b: B, db: DB) -> (Product<A, B>, Product<A, B>)
    where
        A: Factor,
        B: Factor<Elem = A::Elem>,
        DB: Factor<Elem = A::Elem, Dim = B::Dim>,
        A::Dim: Contract<B::Dim>,
    {
        check_tangent(b.view(), db.view());
        let [y, dy] = by_left(a.view(), [b.view(), db.view()]);
        a.recycle();
        b.recycle();
        db.recycle();
        (y, dy)
    }

    /// `(a b, da b + a db)`.
    #[track_caller]
    #[inline]
    pub fn jvp_11<A, DA, B, DB>(a: A, da: DA, b: B, db: DB) -> (Product<A, B>, Product<A, B>)
    where
        A: Factor,
        B: Factor<Elem = A::Elem>,
        DA: Factor<Elem = A::Elem, Dim = A::Dim>,
        DB: Factor<Elem = A::Elem, Dim = B::Dim>,
        A::Dim: Contract<B::Dim>,
    {
        check_tangent(a.view(), da.view());
        check_tangent(b.view(), db.view());
        let [y, mut dy] = by_right([a.view(), da.view()], b.view());
        contract::add(&mut dy, a.view(), db.view());
        a.recycle();
        da.recycle();
        b.recycle();
        db.recycle();
        (y, dy)
    }

    /// As [`jvp_11`](Self::jvp_11).
    #[track_caller]
    #[inline]
    pub fn jvp<A, DA, B, DB>(a: A, da: DA, b: B, db: DB) -> (Product<A, B>, Product<A, B>)
    where
        A: Factor,
        B: Factor<Elem = A::Elem>,
        DA: Factor<Elem = A::Elem, Dim = A::Dim>,
        DB: Factor<Elem = A::Elem, Dim = B::Dim>,
        A::Dim: Contract<B::Dim>,
    {
        Self::jvp_11(a, da, b, db)
    }
}
