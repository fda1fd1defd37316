//! Arrays of every layout, with elements that tell where they are.

use jvp_runtime::Real;
use ndarray::{ArrayBase, ArrayD, ArrayViewD, ArrayViewMutD, Axis, IxDyn, ShapeBuilder, Slice};

/// How an array lies in memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layout {
    Standard,
    Fortran,
    /// Every second element of each axis of a larger array.
    Strided,
    /// All axes backwards.
    Reversed,
    /// The last axis backwards, and the rest column by column.
    Mixed,
    /// A broadcast view: one element for the first axis.
    Repeated,
    /// The axes in the order of a rotation.
    Rotated,
}

pub const LAYOUTS: [Layout; 7] = [
    Layout::Standard,
    Layout::Fortran,
    Layout::Strided,
    Layout::Reversed,
    Layout::Mixed,
    Layout::Repeated,
    Layout::Rotated,
];

/// An array that holds the memory of a layout.
pub struct Sample<T> {
    layout: Layout,
    shape: Vec<usize>,
    store: ArrayD<T>,
}

impl<T: Real> Sample<T> {
    /// Elements between 1 and 2 that depend on `seed` and on the place.
    pub fn new(layout: Layout, shape: &[usize], seed: usize) -> Self {
        let mut stored = shape.to_vec();
        let mut fortran = false;
        match layout {
            Layout::Standard | Layout::Reversed => {}
            Layout::Fortran | Layout::Mixed => fortran = true,
            Layout::Strided => stored.iter_mut().for_each(|len| *len *= 2),
            Layout::Repeated => {
                if let Some(first) = stored.first_mut() {
                    *first = 1;
                }
            }
            Layout::Rotated => {
                if !stored.is_empty() {
                    stored.rotate_left(1);
                }
            }
        }
        let mut state = seed as u64 + 1;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            T::lit(1.0 + (state >> 40) as f64 / (1 << 24) as f64)
        };
        let store = ArrayD::from_shape_simple_fn(IxDyn(&stored).set_f(fortran), &mut next);
        Sample {
            layout,
            shape: shape.to_vec(),
            store,
        }
    }

    pub fn view(&self) -> ArrayViewD<'_, T> {
        let view = if self.layout == Layout::Repeated {
            self.store.broadcast(IxDyn(&self.shape)).unwrap()
        } else {
            arranged(self.layout, self.store.view())
        };
        assert_eq!(view.shape(), self.shape);
        view
    }

    /// None for a repeated view, which can't be written to.
    pub fn view_mut(&mut self) -> Option<ArrayViewMutD<'_, T>> {
        (self.layout != Layout::Repeated).then(|| arranged(self.layout, self.store.view_mut()))
    }
}

fn arranged<S: ndarray::RawData>(
    layout: Layout,
    mut view: ArrayBase<S, IxDyn>,
) -> ArrayBase<S, IxDyn> {
    match layout {
        Layout::Standard | Layout::Fortran | Layout::Repeated => {}
        Layout::Strided => {
            for axis in 0..view.ndim() {
                view.slice_axis_inplace(Axis(axis), Slice::new(0, None, 2));
            }
        }
        Layout::Reversed => {
            for axis in 0..view.ndim() {
                view.invert_axis(Axis(axis));
            }
        }
        Layout::Mixed => {
            if view.ndim() > 0 {
                view.invert_axis(Axis(view.ndim() - 1));
            }
        }
        Layout::Rotated => {
            if view.ndim() > 0 {
                let mut axes: Vec<usize> = (0..view.ndim()).collect();
                axes.rotate_right(1);
                view = view.permuted_axes(IxDyn(&axes));
            }
        }
    }
    view
}

/// Shapes of rank 0 to 9, with axes of length 0 and 1, short and long ones.
pub fn shapes() -> Vec<Vec<usize>> {
    [
        &[][..],
        &[1],
        &[5],
        &[0],
        &[16],
        &[1000],
        &[2500],
        &[3, 4],
        &[1, 7],
        &[7, 1],
        &[0, 3],
        &[3, 0],
        &[70, 3],
        &[3, 70],
        &[400, 3],
        &[30, 101],
        &[3, 1100],
        &[2, 3, 4],
        &[5, 1, 130],
        &[20, 9, 3],
        &[2, 0, 3],
        &[16, 16],
        &[13, 20],
        &[2, 3, 4, 5],
        &[4, 3, 5, 6],
        &[2, 3, 2, 3, 2],
        &[3, 4, 3, 2, 5],
        &[2, 3, 1, 3, 2, 4],
        &[4, 3, 1, 3, 2, 4],
        &[2, 1, 2, 2, 1, 3, 2, 2, 3],
        &[2, 2, 2, 2, 2, 2, 2, 2, 2, 2],
    ]
    .iter()
    .map(|shape| shape.to_vec())
    .collect()
}
