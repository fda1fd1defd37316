//! A program's inputs: arrays of every memory layout, out of one flat list of numbers.
//!
//! In: numbers, in logical order. Out: arrays that are equal as arrays and differ in memory.
//! Always holds: the layout says nothing about the value, so a program must give the same
//! numbers for all of them, up to the order of sums.

use std::marker::PhantomData;

use ndarray::{Array, Axis, Dimension, IntoDimension, Slice};

/// An element of the programs' inputs.
pub trait Element: Copy + Default {
    fn of(x: f64) -> Self;
    /// Relative error allowed in a value where functions or sums are involved.
    const VALUE: f64;
    /// The same for a tangent, against the oracle.
    const TANGENT: f64;
}

impl Element for f64 {
    fn of(x: f64) -> f64 {
        x
    }
    const VALUE: f64 = 1e-12;
    const TANGENT: f64 = 2e-9;
}

impl Element for f32 {
    fn of(x: f64) -> f32 {
        x as f32
    }
    const VALUE: f64 = 1e-5;
    const TANGENT: f64 = 5e-5;
}

/// How an array lies in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// Row-major.
    C,
    /// Column-major.
    F,
    /// Every axis runs backwards.
    Reversed,
    /// Every second element of a larger buffer, behind an offset.
    Strided,
    /// Axes rotated in memory, the first one backwards.
    Rotated,
}

/// Which layouts a program's inputs come in.
#[derive(Clone, Copy, Debug)]
pub struct Layouts {
    pub primal: &'static [Layout],
    pub tangent: &'static [Layout],
}

const EVERY: &[Layout] = {
    use Layout::*;
    &[C, F, Reversed, Strided, Rotated]
};

const fn both(layouts: &'static [Layout]) -> Layouts {
    Layouts {
        primal: layouts,
        tangent: layouts,
    }
}

pub const LAYOUTS: Layouts = both(EVERY);

/// Row-major only: for programs that ask for a slice of memory, say.
pub const STANDARD: Layouts = both(&[Layout::C]);

/// As [`STANDARD`], but the tangents lie in memory as they like.
pub const STANDARD_PRIMAL: Layouts = Layouts {
    primal: &[Layout::C],
    tangent: EVERY,
};

/// No axis runs backwards: for `exact_chunks`, in which ndarray 0.17.2 itself overflows where
/// overflow is checked (`ExactChunks::new` multiplies strides as unsigned numbers).
pub const FORWARDS: Layouts = both(&[Layout::C, Layout::F, Layout::Strided]);

/// Reads a program's inputs from the flat list that the harness draws.
pub struct Cursor<'a, E> {
    values: &'a [f64],
    layouts: &'a [Layout],
    element: PhantomData<E>,
}

impl<'a, E: Element> Cursor<'a, E> {
    pub fn new(values: &'a [f64], layouts: &'a [Layout]) -> Self {
        let element = PhantomData;
        Self {
            values,
            layouts,
            element,
        }
    }

    pub fn number(&mut self) -> E {
        self.list(1)[0]
    }

    pub fn list(&mut self, n: usize) -> Vec<E> {
        let (head, rest) = self.values.split_at(n);
        self.values = rest;
        self.layouts = &self.layouts[1..];
        head.iter().map(|&x| E::of(x)).collect()
    }

    pub fn grid<const N: usize, const M: usize>(&mut self, _: [[(); M]; N]) -> [[E; M]; N] {
        let values = self.list(N * M);
        std::array::from_fn(|i| std::array::from_fn(|j| values[i * M + j]))
    }

    /// `n` arrays of one shape and layout.
    pub fn arrays<I: IntoDimension>(&mut self, n: usize, shape: I) -> Vec<Array<E, I::Dim>> {
        let dim = shape.into_dimension();
        let layout = self.layouts[0];
        let values = self.list(n * dim.size());
        let each = |values: &[E]| Array::from_shape_vec(dim.clone(), values.to_vec());
        let all = values
            .chunks(dim.size())
            .map(|v| each(v).expect("as many numbers as elements"));
        all.map(|a| laid(&a, layout)).collect()
    }

    pub fn array<I: IntoDimension>(&mut self, shape: I) -> Array<E, I::Dim> {
        let dim = shape.into_dimension();
        let layout = self.layouts[0];
        let values = self.list(dim.size());
        let array = Array::from_shape_vec(dim, values).expect("as many numbers as elements");
        laid(&array, layout)
    }
}

/// The same array in another layout.
pub fn laid<E: Element, D: Dimension>(a: &Array<E, D>, layout: Layout) -> Array<E, D> {
    let n = a.ndim();
    let mut out = match layout {
        Layout::C => Array::from_elem(a.raw_dim(), E::default()),
        Layout::F => {
            let mut dim = a.raw_dim();
            dim.slice_mut().reverse();
            Array::from_elem(dim, E::default()).reversed_axes()
        }
        Layout::Reversed => {
            let mut out = Array::from_elem(a.raw_dim(), E::default());
            (0..n).for_each(|k| out.invert_axis(Axis(k)));
            out
        }
        Layout::Strided => {
            let mut dim = a.raw_dim();
            dim.slice_mut().iter_mut().for_each(|d| *d = 2 * *d + 1);
            let mut out = Array::from_elem(dim, E::of(f64::NAN));
            for k in 0..n {
                let whole = a.shape()[k] as isize * 2 + 1;
                out.slice_axis_inplace(Axis(k), Slice::new(1, Some(whole), 2));
            }
            out
        }
        Layout::Rotated => {
            let mut dim = a.raw_dim();
            dim.slice_mut().rotate_left(n.min(1));
            let mut axes = a.raw_dim();
            (0..n).for_each(|k| axes.slice_mut()[k] = (k + n - 1) % n);
            let mut out = Array::from_elem(dim, E::default()).permuted_axes(axes);
            (0..n.min(1)).for_each(|k| out.invert_axis(Axis(k)));
            out
        }
    };
    assert_eq!(out.shape(), a.shape());
    out.assign(a);
    out
}
