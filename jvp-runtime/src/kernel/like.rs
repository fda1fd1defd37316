//! [`like`]: an array in the shape that it gets beside others.
//!
//! In: an array, and operands whose shapes count. Out: the array broadcast to the common shape. The
//! tangent of a sum of which one side is constant is the other side's tangent, in the sum's shape;
//! almost always it has that shape already, and an array that is passed by value comes back as it is.

use ndarray::Dimension;

use super::map::{cut, map};
use super::nest::lies;
use super::{Kernel, shape};
use crate::lane::Lane;
use crate::operand::{Broadcast, Join, Operand, Part, Rank};
use crate::scalar::Real;

/// `x` in the common shape of `x` and `shapes`.
///
/// # Panics
/// As ndarray's operators, where they have no common shape.
#[track_caller]
#[inline]
pub fn like<E, X, S, const N: usize>(x: X, shapes: S) -> <Joined<E, X, S, N> as Rank>::Output<E>
where
    E: Real,
    X: Operand<E>,
    S: Broadcast<E, N>,
    X::Rank: Join<S::Rank>,
    (X, Witness<E, S::Rank>): Broadcast<E, 2, Rank = Joined<E, X, S, N>>,
{
    let (part, beside) = (x.part(), shapes.parts());
    let stays = |other: &Part<'_, E>| shape::fits(other.shape, part.shape);
    if X::OWNED && beside.iter().all(stays) && lies(&part, false) {
        let mut dim = <Joined<E, X, S, N> as Rank>::Dim::zeros(part.shape.len());
        dim.slice_mut().copy_from_slice(part.shape);
        let total = shape::count(part.shape);
        let (buffer, first) = x.into_buffer();
        return <Joined<E, X, S, N> as Rank>::output(&dim, false, cut(buffer, first, total));
    }
    let dim: <S::Rank as Rank>::Dim = shape::common(&beside);
    let steps = vec![0; dim.ndim()];
    let witness = Witness {
        zero: E::ZERO,
        dim,
        steps,
    };
    let [y] = map::<E, _, _, 2, 1>(First, (x, witness));
    y
}

/// The rank of `x` beside `shapes`.
type Joined<E, X, S, const N: usize> =
    <<X as Operand<E>>::Rank as Join<<S as Broadcast<E, N>>::Rank>>::Rank;

/// The first of two numbers.
struct First;

impl Kernel<2, 1> for First {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x, _]: [N; 2]) -> [N; 1] {
        [x]
    }
}

/// Zeros of some shape, all of them one number in memory.
#[derive(Debug)]
pub struct Witness<E, R: Rank> {
    zero: E,
    dim: R::Dim,
    steps: Vec<isize>,
}

#[diagnostic::do_not_recommend]
impl<E, R: Rank> Operand<E> for Witness<E, R> {
    type Rank = R;

    fn part(&self) -> Part<'_, E> {
        Part {
            ptr: std::ptr::from_ref(&self.zero).cast_mut(),
            shape: self.dim.slice(),
            steps: &self.steps,
        }
    }
}
