//! The order in which ndarray visits an array's elements.
//!
//! `fold`, `for_each` and `map` go through memory where the array is dense, whatever the order of
//! its axes. A closure that keeps something from one element to the next sees that order, so the
//! derivative has to keep it: it is the primal's, however the tangent lies. Always holds: primal
//! and tangent are visited at the same positions.

use ndarray::{Array, ArrayRef, ArrayView, ArrayViewMut, Axis, Dimension};

/// Axes, outermost first, and those that run backwards.
pub(super) struct Visit<D> {
    axes: D,
    back: D,
    backwards: Vec<Axis>,
}

impl<D: Dimension> Visit<D> {
    /// The order of `x.fold(..)`, and of what runs in place.
    pub(super) fn of_fold<E>(x: &ArrayRef<E, D>) -> Self {
        if x.as_slice_memory_order().is_some() {
            return Self::of_memory(x);
        }
        // The axis with the smallest step becomes the innermost.
        let mut order: Vec<usize> = (0..x.ndim()).collect();
        let step = |k: usize| x.strides()[k].unsigned_abs();
        match order.len() {
            0 | 1 => {}
            2 => {
                if x.len_of(Axis(1)) <= 1 || x.len_of(Axis(0)) > 1 && step(0) < step(1) {
                    order.swap(0, 1);
                }
            }
            n => {
                let long = (0..n).filter(|k| x.len_of(Axis(*k)) > 1);
                if let Some(k) = long.min_by_key(|k| step(*k)) {
                    order.swap(n - 1, k);
                }
            }
        }
        Self::new(x.raw_dim(), &order, Vec::new())
    }

    /// The order of `x.map(..)`, in which its result lies, too.
    pub(super) fn of_map<E>(x: &ArrayRef<E, D>) -> Self {
        match x.as_slice_memory_order() {
            Some(_) => Self::of_memory(x),
            None => Self::new(x.raw_dim(), &Vec::from_iter(0..x.ndim()), Vec::new()),
        }
    }

    /// From the first element in memory to the last.
    pub(super) fn of_memory<E>(x: &ArrayRef<E, D>) -> Self {
        let mut order: Vec<usize> = (0..x.ndim()).collect();
        // The longest step outermost; a stable sort keeps row-major order where steps are alike.
        order.sort_by_key(|k| {
            let step = x.strides()[*k].unsigned_abs();
            std::cmp::Reverse(if x.shape()[*k] > 1 { step } else { usize::MAX })
        });
        let backwards = (0..x.ndim()).filter(|k| x.shape()[*k] > 1 && x.strides()[*k] < 0);
        Self::new(x.raw_dim(), &order, backwards.map(Axis).collect())
    }

    fn new(dim: D, order: &[usize], backwards: Vec<Axis>) -> Self {
        let (mut axes, mut back) = (dim.clone(), dim);
        for (i, k) in order.iter().enumerate() {
            axes[i] = *k;
            back[*k] = i;
        }
        Self {
            axes,
            back,
            backwards,
        }
    }

    /// `y` so that it is visited row by row.
    pub(super) fn view<'a, E>(&self, y: &'a ArrayRef<E, D>) -> ArrayView<'a, E, D> {
        let mut view = y.view();
        self.backwards.iter().for_each(|k| view.invert_axis(*k));
        view.permuted_axes(self.axes.clone())
    }

    /// As [`Visit::view`], to be changed.
    pub(super) fn view_mut<'a, E>(&self, y: &'a mut ArrayRef<E, D>) -> ArrayViewMut<'a, E, D> {
        let mut view = y.view_mut();
        self.backwards.iter().for_each(|k| view.invert_axis(*k));
        view.permuted_axes(self.axes.clone())
    }

    /// What has been built row by row, at its positions.
    pub(super) fn placed<E>(&self, y: Array<E, D>) -> Array<E, D> {
        let mut array = y.permuted_axes(self.back.clone());
        self.backwards.iter().for_each(|k| array.invert_axis(*k));
        array
    }
}

/// `y` with its elements in the order in which ndarray folds `x`, row by row.
pub fn visited<'a, A, B, D: Dimension>(
    x: &ArrayRef<A, D>,
    y: &'a ArrayRef<B, D>,
) -> ArrayView<'a, B, D> {
    Visit::of_fold(x).view(y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array3, Slice};

    /// Every order of three axes, in every direction, dense or not: as ndarray itself.
    #[test]
    fn as_ndarray() {
        for axes in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            for backwards in 0..8 {
                for step in [1, 2] {
                    let t = Array3::from_shape_fn((2, 3, 4), |(i, j, k)| 100 * i + 10 * j + k);
                    let mut t = t.permuted_axes(axes);
                    (0..3)
                        .filter(|k| backwards >> k & 1 == 1)
                        .for_each(|k| t.invert_axis(Axis(k)));
                    t.slice_axis_inplace(Axis(1), Slice::new(0, None, step));
                    let folded = t.fold(Vec::new(), |mut all, v| {
                        all.push(*v);
                        all
                    });
                    assert_eq!(folded, Vec::from_iter(visited(&t, &t).iter().copied()));
                    let mut changed = Vec::new();
                    t.map_inplace(|v| changed.push(*v));
                    assert_eq!(folded, changed);
                    let mut mapped = Vec::new();
                    let result = t.map(|v| mapped.push(*v));
                    let visit = Visit::of_map(&t);
                    assert_eq!(mapped, Vec::from_iter(visit.view(&t).iter().copied()));
                    let built =
                        visit.placed(visit.view(&t).to_owned().as_standard_layout().to_owned());
                    assert_eq!(built, t);
                    assert_eq!(result.strides(), built.strides());
                }
            }
        }
    }
}
