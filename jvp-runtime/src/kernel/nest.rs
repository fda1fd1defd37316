//! The loop nest: over which axes the elements of all operands and results are visited.
//!
//! In: a shape, and operands and results that are broadcast to it. Out: the fewest axes, in the
//! order that is best for the leading part (the first result): axes of length 1 are gone, axes that
//! step in line for everybody are one, and, where the order does not matter, the leading part is
//! walked through its memory upward. Each part becomes a [`Stream`] along these axes.
//!
//! Always holds: the nest visits every index of the shape once; there is at least one axis; no axis
//! has length 1, unless there is one element only.

use crate::operand::Part;

/// The order in which indices are visited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Order {
    /// Row by row, as the indices count.
    RowMajor,
    /// As the leading part lies in memory.
    Memory,
}

/// A part along the axes of a nest.
#[derive(Clone, Debug)]
pub(crate) struct Stream<E> {
    /// The first element that is visited.
    pub ptr: *mut E,
    /// The step of each axis.
    pub steps: Axes<isize>,
}

impl<E> Stream<E> {
    /// A part without axes yet.
    pub fn new(part: &Part<'_, E>) -> Self {
        Stream {
            ptr: part.ptr,
            steps: Axes::default(),
        }
    }

    /// How many elements lie one behind the other: 1 unless the innermost axis has step 1.
    pub fn span(&self, lens: &[usize]) -> usize {
        let mut span = 1;
        for (&len, &step) in lens.iter().zip(self.steps.iter()).rev() {
            if step != span as isize {
                break;
            }
            span *= len;
        }
        span
    }

    /// The element at an index.
    ///
    /// The pointer is not read here, so an index that is not in the nest is no fault yet.
    pub fn at(&self, index: &[usize]) -> *mut E {
        let offset: isize = index
            .iter()
            .zip(self.steps.iter())
            .map(|(&i, &step)| i as isize * step)
            .sum();
        self.ptr.wrapping_offset(offset)
    }
}

/// The axes, outermost first, of a nest over `shape`; the steps of the leading part along them; and
/// the streams of the others. The leading part has the shape itself, and `lead` are its steps; the
/// shape has no axis of length 0. An axis may be left out.
pub(crate) fn nest<E, const N: usize>(
    shape: &[usize],
    without: Option<usize>,
    lead: &[isize],
    parts: &[Part<'_, E>; N],
    order: Order,
) -> (Axes<usize>, Axes<isize>, [Stream<E>; N]) {
    let (mut lens, mut leads) = (Axes::default(), Axes::default());
    let mut streams: [Stream<E>; N] = std::array::from_fn(|i| Stream::new(&parts[i]));
    let mut axes: Axes<usize> = Axes::default();
    for (axis, &len) in shape.iter().enumerate() {
        if len != 1 && without != Some(axis) {
            axes.push(axis);
        }
    }
    if order == Order::Memory {
        axes.sort_by_key(|&axis| std::cmp::Reverse(lead[axis].abs()));
    }
    for &axis in axes.iter() {
        let (len, mut lead) = (shape[axis], lead[axis]);
        let mut steps: [isize; N] = std::array::from_fn(|i| step(shape, &parts[i], axis));
        if order == Order::Memory && lead < 0 {
            lead = -lead;
            for (stream, step) in streams.iter_mut().zip(&mut steps) {
                stream.ptr = stream.ptr.wrapping_offset((len as isize - 1) * *step);
                *step = -*step;
            }
        }
        let in_line = |outer: Option<&isize>, step: isize| outer == Some(&(step * len as isize));
        let one = in_line(leads.last(), lead)
            && streams
                .iter()
                .zip(&steps)
                .all(|(stream, &step)| in_line(stream.steps.last(), step));
        if one {
            lens.join(|outer| outer * len);
            leads.join(|_| lead);
        } else {
            lens.push(len);
            leads.push(lead);
        }
        for (stream, step) in streams.iter_mut().zip(steps) {
            if one {
                stream.steps.join(|_| step);
            } else {
                stream.steps.push(step);
            }
        }
    }
    if lens.is_empty() {
        lens.push(1);
        leads.push(0);
        for stream in &mut streams {
            stream.steps.push(0);
        }
    }
    (lens, leads, streams)
}

/// The step of a part along an axis of the common shape: 0 where it is broadcast.
pub(crate) fn step<E>(shape: &[usize], part: &Part<'_, E>, axis: usize) -> isize {
    let behind = shape.len() - part.shape.len();
    match axis.checked_sub(behind) {
        Some(own) if part.shape[own] != 1 => part.steps[own],
        _ => 0,
    }
}

/// An array lies densely, column by column or row by row. Steps along axes of length 1 do not matter.
#[inline]
pub(crate) fn lies<E>(part: &Part<'_, E>, fortran: bool) -> bool {
    let rank = part.shape.len();
    let mut dense = 1;
    (0..rank).all(|k| {
        let axis = if fortran { k } else { rank - 1 - k };
        let (len, step) = (part.shape[axis], part.steps[axis]);
        let lies = len == 1 || step == dense;
        dense *= len as isize;
        lies
    })
}

/// One value per axis: up to eight without an allocation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Axes<T> {
    few: [T; 8],
    len: usize,
    /// All values, once there are more than eight.
    many: Vec<T>,
}

impl<T: Copy> Axes<T> {
    /// One more value, for the innermost axis.
    pub fn push(&mut self, value: T) {
        if self.len < self.few.len() {
            self.few[self.len] = value;
        } else {
            if self.len == self.few.len() {
                self.many = self.few.to_vec();
            }
            self.many.push(value);
        }
        self.len += 1;
    }

    /// Replaces the value of the innermost axis, of which there is one.
    fn join(&mut self, f: impl FnOnce(T) -> T) {
        let last = self.len - 1;
        self[last] = f(self[last]);
    }
}

impl<T: Copy + Default> From<&[T]> for Axes<T> {
    fn from(values: &[T]) -> Self {
        let mut axes = Axes::default();
        values.iter().for_each(|&value| axes.push(value));
        axes
    }
}

impl<T> std::ops::Deref for Axes<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        if self.many.is_empty() {
            &self.few[..self.len]
        } else {
            &self.many
        }
    }
}

impl<T> std::ops::DerefMut for Axes<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        if self.many.is_empty() {
            &mut self.few[..self.len]
        } else {
            &mut self.many
        }
    }
}
