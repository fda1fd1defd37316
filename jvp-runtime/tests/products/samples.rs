//! Matrices to multiply, in every layout.

use jvp_runtime::Real;
use ndarray::{Array, Array2, ArrayView2, Axis, Dimension, ShapeBuilder, s};

/// A layout, by which memory is arranged around the same elements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layout {
    Rows,
    Columns,
    Reversed,
    Strided,
    Gaps,
    Broadcast,
}

pub const LAYOUTS: [Layout; 6] = [
    Layout::Rows,
    Layout::Columns,
    Layout::Reversed,
    Layout::Strided,
    Layout::Gaps,
    Layout::Broadcast,
];

/// Memory with a matrix in it.
pub struct Sample<T> {
    memory: Array2<T>,
    layout: Layout,
    shape: (usize, usize),
}

/// Numbers between -1 and 1 without a pattern.
pub fn number(state: &mut u64) -> f64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as f64 / (1u64 << 30) as f64 - 1.0
}

impl<T: Real> Sample<T> {
    pub fn new(rows: usize, cols: usize, layout: Layout, seed: u64) -> Self {
        let mut state = seed.wrapping_mul(77) + 5;
        let shape = match layout {
            Layout::Rows | Layout::Reversed => (rows, cols).set_f(false),
            Layout::Columns => (rows, cols).set_f(true),
            Layout::Strided => (2 * rows, 3 * cols).set_f(false),
            Layout::Gaps => (rows, cols + 5).set_f(false),
            Layout::Broadcast => (1, cols).set_f(false),
        };
        let memory = Array2::from_shape_simple_fn(shape, || T::lit(number(&mut state)));
        Self {
            memory,
            layout,
            shape: (rows, cols),
        }
    }

    pub fn view(&self) -> ArrayView2<'_, T> {
        let mut view = self.memory.view();
        match self.layout {
            Layout::Rows | Layout::Columns => view,
            Layout::Reversed => {
                view.invert_axis(Axis(0));
                view.invert_axis(Axis(1));
                view
            }
            Layout::Strided => view.slice_move(s![..;2, ..;3]),
            Layout::Gaps => view.slice_move(s![.., ..self.shape.1]),
            Layout::Broadcast => self.memory.broadcast(self.shape).unwrap(),
        }
    }
}

/// Equal shapes, and elements that differ by rounding only.
pub fn near<D: Dimension>(got: &Array<f64, D>, want: &Array<f64, D>) -> bool {
    got.shape() == want.shape() && got.iter().zip(want).all(|(x, y)| (x - y).abs() <= 1e-12)
}
