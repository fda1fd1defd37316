//! [`map`]: new arrays from operands.
//!
//! In: a kernel and a tuple of operands. Out: as many arrays as the kernel has results, of the
//! operands' common shape; numbers, where all operands are numbers. Results lie as ndarray's
//! operators would have them ([`Arrangement`]).
//!
//! The buffer of an operand that is passed by value becomes that of a result, if it has the shape and
//! the order of the results; else it goes to the pool, where the other results' buffers come from.

#![allow(
    unsafe_code,
    reason = "results are written into memory that is not initialised"
)]

use ndarray::Dimension;

use super::Kernel;
use super::dense::Dense;
use super::few;
use super::nest::{Axes, Order, Stream, lies, nest, step};
use super::shape;
use super::task::Task;
use super::walk::{Blocks, Walk};
use super::work::Work;
use crate::lane::Lane;
use crate::operand::{Broadcast, Part, Rank};
use crate::pool;
use crate::scalar::Real;

/// What a map of the operands `O` gives, `E` or an array of it.
pub(crate) type Output<E, O, const IN: usize> = <<O as Broadcast<E, IN>>::Rank as Rank>::Output<E>;

/// The results of a kernel, for each element of the operands broadcast to their common shape.
///
/// # Panics
/// As ndarray's operators, where the operands have no common shape.
#[track_caller]
#[inline(always)]
pub fn map<E, K, O, const IN: usize, const OUT: usize>(
    kernel: K,
    operands: O,
) -> [Output<E, O, IN>; OUT]
where
    E: Real,
    K: Kernel<IN, OUT>,
    O: Broadcast<E, IN>,
{
    if O::SCALAR {
        // SAFETY: all operands are numbers.
        let results = unsafe { exact::<E, K, IN, OUT>(&kernel, &operands.parts()) };
        return results.map(O::Rank::one);
    }
    let task = Task::new::<K, IN, OUT>(&kernel);
    // SAFETY: the kernel has `IN` inputs and writes `OUT` outputs.
    unsafe { collect(operands, K::TANGENTS, Work::Kernel(task)) }
}

/// The results for operands that are numbers, as plain scalar Rust computes them.
///
/// # Safety
/// They are.
#[inline(always)]
pub(crate) unsafe fn exact<E, K, const IN: usize, const OUT: usize>(
    kernel: &K,
    parts: &[Part<'_, E>; IN],
) -> [E; OUT]
where
    E: Real,
    K: Kernel<IN, OUT>,
{
    // SAFETY: the caller's.
    let x = unsafe { numbers(parts) };
    kernel.eval(x.map(E::Exact::new)).map(Lane::get)
}

/// The values of operands that are numbers.
///
/// # Safety
/// They are.
#[inline(always)]
pub(crate) unsafe fn numbers<E: Real, const IN: usize>(parts: &[Part<'_, E>; IN]) -> [E; IN] {
    // SAFETY: a part of a number points to that number.
    parts.map(|part| unsafe { part.ptr.read() })
}

/// Arrays of which the work writes all elements. `tangents` are the places of the operands that have no
/// say in how they lie.
///
/// # Safety
/// The work reads `IN` inputs, and writes all elements of `OUT` outputs.
#[track_caller]
pub(crate) unsafe fn collect<E, O, const IN: usize, const OUT: usize>(
    operands: O,
    tangents: &[usize],
    work: Work<'_, E>,
) -> [Output<E, O, IN>; OUT]
where
    E: Real,
    O: Broadcast<E, IN>,
{
    let parts = operands.parts();
    let rank = parts.iter().map(|part| part.shape.len()).max().unwrap_or(0);
    let dense = Dense::with_rows(&parts, rank);
    let (dim, lies, total) = match &dense {
        Some(dense) => {
            let mut dim = <O::Rank as Rank>::Dim::zeros(rank);
            dim.slice_mut().copy_from_slice(dense.shape);
            let lies = match dense.fortran {
                true => Arrangement::Columns,
                false => Arrangement::Rows,
            };
            (dim, lies, dense.total)
        }
        None => {
            let dim: <O::Rank as Rank>::Dim = shape::common(&parts);
            let total = shape::count(dim.slice());
            let lies = arrangement(&parts, dim.slice(), tangents);
            (dim, lies, total)
        }
    };
    let shape = dim.slice();
    if total == 0 {
        let fortran = matches!(lies, Arrangement::Columns);
        recycle(operands.into_buffers());
        return std::array::from_fn(|_| O::Rank::output(&dim, fortran, Vec::new()));
    }
    let mut taken = [IN; OUT];
    let mut next = 0;
    for taken in &mut taken {
        let fits = |&i: &usize| {
            let part = &parts[i];
            O::OWNED[i]
                && match &dense {
                    Some(dense) => dense.is_full(i),
                    None => part.shape == shape && lies.has(part),
                }
        };
        *taken = (next..IN).find(fits).unwrap_or(IN);
        next = *taken + 1;
    }
    // Loops over places that are there: what a closure gives would go through memory twice.
    let mut elements: [Vec<E>; OUT] = [const { Vec::new() }; OUT];
    let mut places = [std::ptr::null_mut(); OUT];
    for ((elements, place), &taken) in elements.iter_mut().zip(&mut places).zip(&taken) {
        *place = match parts.get(taken) {
            Some(part) => part.ptr,
            None => {
                *elements = pool::take(total);
                elements.as_mut_ptr()
            }
        };
    }
    // SAFETY: the operands live as long as this function. A result is written to a new buffer, which
    // has room for `total` elements, or to an operand that is owned and is read at the same index;
    // dense places and the leading steps stay within.
    unsafe {
        match dense {
            _ if let Work::Kernel(task) = &work
                && matches!(lies, Arrangement::Rows)
                && few::pays::<E>(shape, total, dense.is_some()) =>
            {
                few::map(task, &parts, shape, total, places);
            }
            Some(dense) if work.order() == Order::Memory || !dense.fortran => {
                work.dense(dense, &parts, places);
            }
            _ => {
                let fresh: Axes<isize>;
                let lead = match parts.get(taken[0]) {
                    Some(part) => part.steps,
                    None => {
                        fresh = lies.steps(shape);
                        &fresh
                    }
                };
                let (lens, leads, inputs) = nest(shape, None, lead, &parts, work.order());
                // In the order of memory the first element is the one that lies first.
                let first = match work.order() {
                    Order::Memory => 0,
                    Order::RowMajor => behind(shape, lead),
                };
                let outputs = places.map(|ptr| Stream {
                    ptr: ptr.wrapping_add(first),
                    steps: leads.clone(),
                });
                let chunks = work.chunks();
                work.walk(&Walk::new(&lens, &inputs, &outputs, Blocks::Any, chunks));
            }
        }
    }

    let mut owned = operands.into_buffers();
    for (elements, &taken) in elements.iter_mut().zip(&taken) {
        match owned.get_mut(taken) {
            Some((buffer, first)) => *elements = cut(std::mem::take(buffer), *first, total),
            // SAFETY: the work has written `total` elements.
            None => unsafe { elements.set_len(total) },
        }
    }
    recycle(owned);
    std::array::from_fn(|o| {
        let elements = std::mem::take(&mut elements[o]);
        match &lies {
            Arrangement::Kept(steps) => O::Rank::arranged(&dim, steps, elements),
            lies => O::Rank::output(&dim, matches!(lies, Arrangement::Columns), elements),
        }
    })
}

/// The elements of an operand's buffer that are its own: `total` from the `first` on.
#[inline]
pub(super) fn cut<E>(mut buffer: Vec<E>, first: usize, total: usize) -> Vec<E> {
    // Almost always all of them are.
    if (first, buffer.len()) != (0, total) {
        buffer.drain(..first);
        buffer.truncate(total);
    }
    buffer
}

/// Gives the operands' buffers to the pool.
#[inline]
pub(crate) fn recycle<E: Real, const N: usize>(mut owned: [(Vec<E>, usize); N]) {
    // Those of operands that are borrowed, or that were taken, are empty.
    for (buffer, _) in owned.iter_mut().filter(|(b, _)| b.capacity() > 0) {
        pool::give(std::mem::take(buffer));
    }
}

/// How results lie in memory: as ndarray has it, which keeps what one array alone is mapped to as that
/// array lies, and lets several decide between rows and columns.
#[derive(Clone, Debug)]
pub(crate) enum Arrangement {
    /// Row by row.
    Rows,
    /// Column by column.
    Columns,
    /// With these steps: axes in another order, or reversed, and nothing between the elements.
    Kept(Axes<isize>),
}

impl Arrangement {
    /// The steps of an array that lies so.
    pub(crate) fn steps(&self, shape: &[usize]) -> Axes<isize> {
        match self {
            Arrangement::Rows => strides(shape, false),
            Arrangement::Columns => strides(shape, true),
            Arrangement::Kept(steps) => steps.clone(),
        }
    }

    /// An array that may be written to from its lowest place on lies so.
    fn has<E>(&self, part: &Part<'_, E>) -> bool {
        match self {
            Arrangement::Rows => lies(part, false),
            Arrangement::Columns => lies(part, true),
            Arrangement::Kept(steps) => {
                part.steps == &**steps && part.steps.iter().all(|&step| step >= 0)
            }
        }
    }
}

/// How the results of elementwise work lie. Where all operands are tangents, these decide.
///
/// One array alone is kept as it lies if it has no gaps (ndarray's `map`); several are counted, for rows
/// or for columns (ndarray's `Zip`).
pub(crate) fn arrangement<E>(
    parts: &[Part<'_, E>],
    shape: &[usize],
    tangents: &[usize],
) -> Arrangement {
    match alone(parts, tangents) {
        Some(part) => match part.shape == shape && is_gapless(part) {
            true if lies(part, false) => Arrangement::Rows,
            true if lies(part, true) => Arrangement::Columns,
            true => Arrangement::Kept(Axes::from(part.steps)),
            false => Arrangement::Rows,
        },
        None => together(deciding(parts, tangents), shape),
    }
}

/// The array that alone decides how results lie.
pub(crate) fn alone<'a, E>(
    parts: &'a [Part<'a, E>],
    tangents: &[usize],
) -> Option<&'a Part<'a, E>> {
    let mut deciding = deciding(parts, tangents);
    deciding.next().filter(|_| deciding.next().is_none())
}

/// The arrays that have a say in how results lie.
fn deciding<'a, E>(
    parts: &'a [Part<'a, E>],
    tangents: &[usize],
) -> impl Iterator<Item = &'a Part<'a, E>> {
    let array = |i: &usize| !parts[*i].shape.is_empty();
    let primal = move |i: &usize| array(i) && !tangents.contains(i);
    let primals = (0..parts.len()).any(|i| primal(&i));
    let decides = move |i: &usize| if primals { primal(i) } else { array(i) };
    (0..parts.len()).filter(decides).map(|i| &parts[i])
}

/// How the results of ndarray's `Zip` lie: by rows or by columns, whichever more of the arrays do.
pub(crate) fn together<'a, E: 'a>(
    arrays: impl Iterator<Item = &'a Part<'a, E>>,
    shape: &[usize],
) -> Arrangement {
    let (mut rows, mut columns, mut tendency) = (true, true, 0);
    for part in arrays {
        let full = part.shape == shape;
        let (by_rows, by_columns) = (full && lies(part, false), full && lies(part, true));
        rows &= by_rows;
        columns &= by_columns;
        let last = shape.len() - 1;
        let first_in_line = |axis| shape[axis] > 1 && step(shape, part, axis) == 1;
        tendency += match (by_rows, by_columns) {
            (true, true) => 0,
            (true, false) => 2,
            (false, true) => -2,
            _ if last > 0 && first_in_line(0) => -1,
            _ if last > 0 && first_in_line(last) => 1,
            _ => 0,
        };
    }
    match !rows && (columns || tendency < 0) {
        true => Arrangement::Columns,
        false => Arrangement::Rows,
    }
}

/// Nothing lies between the elements, whatever the order and the direction of the axes.
pub(crate) fn is_gapless<E>(part: &Part<'_, E>) -> bool {
    let mut axes: Axes<usize> = Axes::default();
    (0..part.shape.len())
        .filter(|&k| part.shape[k] != 1)
        .for_each(|k| axes.push(k));
    axes.sort_by_key(|&k| part.steps[k].abs());
    let mut dense = 1;
    axes.iter().all(|&k| {
        let next = part.steps[k].abs() == dense;
        dense *= part.shape[k] as isize;
        next
    })
}

/// How far behind the lowest place the element is whose indices are all zero.
fn behind(shape: &[usize], steps: &[isize]) -> usize {
    let axes = shape.iter().zip(steps).filter(|(_, step)| **step < 0);
    axes.map(|(&len, step)| (len - 1) * step.unsigned_abs())
        .sum()
}

/// The steps of an array that lies densely, row by row or column by column.
#[inline]
pub(crate) fn strides(shape: &[usize], fortran: bool) -> Axes<isize> {
    let mut strides = Axes::default();
    for _ in shape {
        strides.push(0);
    }
    let mut step = 1;
    for k in 0..shape.len() {
        let axis = if fortran { k } else { shape.len() - 1 - k };
        strides[axis] = step;
        step *= shape[axis] as isize;
    }
    strides
}

/// The steps of an operand that has the common shape, or else of a dense array: in this order elements
/// are best read.
#[inline]
pub(crate) fn lead<E>(parts: &[Part<'_, E>], shape: &[usize]) -> Axes<isize> {
    match parts.iter().find(|part| part.shape == shape) {
        Some(part) => Axes::from(part.steps),
        None => strides(shape, false),
    }
}
