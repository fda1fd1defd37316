//! The Kronecker product, `(a ⊗ b)[i p + k, j q + l] = a[i, j] b[k, l]` for `b` of `p` rows and `q`
//! columns, and its tangent, `da ⊗ b + a ⊗ db`.

use ndarray::{Array2, ArrayView2, Ix2};

use super::contract::check_tangent;
use super::factor::Factor;
use crate::pool;
use crate::scalar::Real;

/// `a ⊗ b`, as ndarray's `kron`.
///
/// # Panics
/// As ndarray's.
#[track_caller]
pub fn kron<A, B>(a: A, b: B) -> Array2<A::Elem>
where
    A: Factor<Dim = Ix2>,
    B: Factor<Elem = A::Elem, Dim = Ix2>,
{
    let y = sum([(a.view(), b.view())]);
    a.recycle();
    b.recycle();
    y
}

/// The sum of the products of some pairs of equal shapes.
#[track_caller]
fn sum<E: Real, const N: usize>(pairs: [(ArrayView2<'_, E>, ArrayView2<'_, E>); N]) -> Array2<E> {
    let (a, b) = &pairs[0];
    let ((m, n), (p, q)) = (a.dim(), b.dim());
    if b.is_empty() || m.checked_mul(p).zip(n.checked_mul(q)).is_none() {
        // its own panic, or its own empty array
        return ndarray::linalg::kron(a, b);
    }
    let (rows, cols) = (m * p, n * q);
    let mut out = pool::take(rows * cols);
    for i in 0..m {
        for k in 0..p {
            for j in 0..n {
                let mut row = pairs.iter().map(|(a, b)| (a[[i, j]], b.row(k)));
                if let Some((x, b)) = row.next() {
                    let at = out.len();
                    out.extend(b.iter().map(|&b| x * b));
                    for (x, b) in row {
                        out[at..].iter_mut().zip(b).for_each(|(y, &b)| *y += x * b);
                    }
                }
            }
        }
    }
    Array2::from_shape_vec((rows, cols), out).expect("as many elements as the shape has")
}

/// Companion of the function.
#[doc(hidden)]
#[allow(
    non_camel_case_types,
    reason = "it shares the function's name, in the namespace of types"
)]
pub struct kron {}

impl kron {
    /// `(a ⊗ b, da ⊗ b)`
    #[track_caller]
    pub fn jvp_10<A, DA, B>(a: A, da: DA, b: B) -> (Array2<A::Elem>, Array2<A::Elem>)
    where
        A: Factor<Dim = Ix2>,
        DA: Factor<Elem = A::Elem, Dim = Ix2>,
        B: Factor<Elem = A::Elem, Dim = Ix2>,
    {
        check_tangent(a.view(), da.view());
        let y = sum([(a.view(), b.view())]);
        let dy = sum([(da.view(), b.view())]);
        a.recycle();
        da.recycle();
        b.recycle();
        (y, dy)
    }

    /// `(a ⊗ b, a ⊗ db)`
    #[track_caller]
    pub fn jvp_01<A, B, DB>(a: A, b: B, db: DB) -> (Array2<A::Elem>, Array2<A::Elem>)
    where
        A: Factor<Dim = Ix2>,
        B: Factor<Elem = A::Elem, Dim = Ix2>,
        DB: Factor<Elem = A::Elem, Dim = Ix2>,
    {
        check_tangent(b.view(), db.view());
        let y = sum([(a.view(), b.view())]);
        let dy = sum([(a.view(), db.view())]);
        a.recycle();
        b.recycle();
        db.recycle();
        (y, dy)
    }

    /// `(a ⊗ b, da ⊗ b + a ⊗ db)`
    #[track_caller]
    pub fn jvp_11<A, DA, B, DB>(a: A, da: DA, b: B, db: DB) -> (Array2<A::Elem>, Array2<A::Elem>)
    where
        A: Factor<Dim = Ix2>,
        DA: Factor<Elem = A::Elem, Dim = Ix2>,
        B: Factor<Elem = A::Elem, Dim = Ix2>,
        DB: Factor<Elem = A::Elem, Dim = Ix2>,
    {
        check_tangent(a.view(), da.view());
        check_tangent(b.view(), db.view());
        let y = sum([(a.view(), b.view())]);
        let dy = sum([(da.view(), b.view()), (a.view(), db.view())]);
        a.recycle();
        da.recycle();
        b.recycle();
        db.recycle();
        (y, dy)
    }

    /// As [`jvp_11`](Self::jvp_11).
    #[track_caller]
    pub fn jvp<A, DA, B, DB>(a: A, da: DA, b: B, db: DB) -> (Array2<A::Elem>, Array2<A::Elem>)
    where
        A: Factor<Dim = Ix2>,
        DA: Factor<Elem = A::Elem, Dim = Ix2>,
        B: Factor<Elem = A::Elem, Dim = Ix2>,
        DB: Factor<Elem = A::Elem, Dim = Ix2>,
    {
        Self::jvp_11(a, da, b, db)
    }
}
