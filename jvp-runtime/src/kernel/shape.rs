//! Shapes: the common one of the operands, and the panics where there is none.

use ndarray::{Dimension, ErrorKind, IxDyn, ShapeError};

use crate::operand::Part;

/// The shape to which all operands can be broadcast.
///
/// # Panics
/// As ndarray's operators on arrays that have no common shape.
#[track_caller]
#[inline]
pub(crate) fn common<E, D: Dimension>(parts: &[Part<'_, E>]) -> D {
    let rank = parts.iter().map(|part| part.shape.len()).max().unwrap_or(0);
    let mut common = D::zeros(rank);
    let shape = common.slice_mut();
    shape.fill(1);
    for part in parts {
        let behind = rank - part.shape.len();
        for (have, &len) in shape[behind..].iter_mut().zip(part.shape) {
            if *have != len {
                if *have == 1 {
                    *have = len;
                } else if len != 1 {
                    no_common_shape();
                }
            }
        }
    }
    common
}

/// How many elements an array of this shape has.
///
/// # Panics
/// Where it would be more than memory can hold.
#[track_caller]
#[inline]
pub(crate) fn count(shape: &[usize]) -> usize {
    let mut volume: usize = 1;
    for &len in shape.iter().filter(|&&len| len != 0) {
        volume = match volume.checked_mul(len) {
            Some(volume) if isize::try_from(volume).is_ok() => volume,
            _ => too_large(),
        };
    }
    if shape.contains(&0) { 0 } else { volume }
}

/// Stops unless the operands can be broadcast to the targets' shape, and the targets have one.
///
/// # Panics
/// As ndarray's assigning operators.
#[track_caller]
#[inline]
pub(crate) fn check_targets<E>(targets: &[Part<'_, E>], operands: &[Part<'_, E>]) {
    let shape = targets[0].shape;
    for target in targets {
        assert!(
            target.shape == shape,
            "the targets have different shapes: {:?} and {shape:?}",
            target.shape,
        );
    }
    if operands.iter().any(|operand| !fits(operand.shape, shape)) {
        no_broadcast(operands, shape);
    }
}

/// An array of shape `from` can be broadcast to shape `to`.
#[inline]
pub(crate) fn fits(from: &[usize], to: &[usize]) -> bool {
    from.len() <= to.len()
        && from
            .iter()
            .rev()
            .zip(to.iter().rev())
            .all(|(&from, &to)| from == to || from == 1)
}

/// The panic of `&a + &b`, which unwraps this error.
#[track_caller]
#[cold]
#[inline(never)]
fn no_common_shape() -> ! {
    let error = ShapeError::from_kind(ErrorKind::IncompatibleShape);
    panic!("called `Result::unwrap()` on an `Err` value: {error:?}")
}

/// The panic of `a += &(b * c)`: that of the operands' own arithmetic comes first.
#[track_caller]
#[cold]
#[inline(never)]
fn no_broadcast<E>(operands: &[Part<'_, E>], to: &[usize]) -> ! {
    let from: IxDyn = common(operands);
    let from = from.slice();
    panic!("ndarray: could not broadcast array from shape: {from:?} to: {to:?}")
}

#[track_caller]
#[cold]
#[inline(never)]
fn too_large() -> ! {
    panic!("ndarray: Shape too large, product of non-zero axis lengths overflows isize")
}
