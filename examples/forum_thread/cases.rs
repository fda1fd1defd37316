//! The cases that are measured: a model of some size, differentiated with respect to its input or to
//! its parameters, in each of the ways.

use std::hint::black_box;

use ndarray::{Array, Array2, ShapeBuilder};

use crate::models::{
    Layer, jvp_linear_input, jvp_linear_parameters, jvp_mlp_input, jvp_mlp_parameters, linear, mlp,
    pushforward_linear_input, pushforward_linear_parameters, pushforward_mlp_input,
    pushforward_mlp_parameters,
};
use crate::{closed_form, double_backward, dual};

/// The ways, in the order of the table.
pub const WAYS: [&str; 5] = [
    "jvp_*",
    "pushforward_*",
    "dual tensors",
    "double backward",
    "closed form",
];

/// One call, inputs and result hidden from the optimiser. It gives the tangent.
pub type Run = Box<dyn FnMut() -> Array2<f32>>;

/// A model in a size, and what it is differentiated by.
pub struct Case {
    /// The model and its size.
    pub model: String,
    /// `input` or `parameters`.
    pub by: &'static str,
    /// The model alone: its value.
    pub function: Run,
    /// The ways, in the order of [`WAYS`].
    pub ways: [Run; WAYS.len()],
}

/// How large the models are.
pub struct Sizes {
    /// Batch and width of the linear layers.
    pub linear: [(usize, usize); 2],
    /// Batch of the MLP, and its width from the input to the output.
    pub mlp: (usize, [usize; 4]),
}

/// All of them.
pub fn cases(sizes: &Sizes) -> Vec<Case> {
    let mut cases = Vec::new();
    for (batch, width) in sizes.linear {
        let model = format!("linear, {width} wide, batch {batch}");
        cases.extend(by_both(&model, LINEAR, batch, [[width, width]]));
    }
    let (batch, [a, b, c, d]) = sizes.mlp;
    let model = format!("MLP {a}-{b}-{c}-{d}, batch {batch}");
    cases.extend(by_both(&model, MLP, batch, [[a, b], [b, c], [c, d]]));
    cases
}

type Matrix = Array2<f32>;
/// Value and tangent.
type Pair = (Matrix, Matrix);

/// A model of `N` layers, and what `#[derive_jvp]` wrote beside it.
#[derive(Clone, Copy)]
struct Written<const N: usize> {
    function: fn(&Matrix, &[Layer; N]) -> Matrix,
    jvp_input: fn(&Matrix, &Matrix, &[Layer; N]) -> Pair,
    pushforward_input: fn(&Matrix, &Matrix, &[Layer; N]) -> Matrix,
    jvp_parameters: fn(&Matrix, &[Layer; N], &[Layer; N]) -> Pair,
    pushforward_parameters: fn(&Matrix, &[Layer; N], &[Layer; N]) -> Matrix,
}

const LINEAR: Written<1> = Written {
    function: linear,
    jvp_input: jvp_linear_input,
    pushforward_input: pushforward_linear_input,
    jvp_parameters: jvp_linear_parameters,
    pushforward_parameters: pushforward_linear_parameters,
};

const MLP: Written<3> = Written {
    function: mlp,
    jvp_input: jvp_mlp_input,
    pushforward_input: pushforward_mlp_input,
    jvp_parameters: jvp_mlp_parameters,
    pushforward_parameters: pushforward_mlp_parameters,
};

/// A model by its input and by its parameters, with layers of the given numbers of inputs and
/// outputs.
fn by_both<const N: usize>(
    model: &str,
    written: Written<N>,
    batch: usize,
    widths: [[usize; 2]; N],
) -> [Case; 2] {
    let array = |seed| kept(numbers((batch, widths[0][0]), 1.0, seed));
    let (x, dx) = (array(1), array(2));
    let layers = |seed| {
        let mut seed = seed;
        kept(widths.map(|[inputs, outputs]| {
            seed += 1;
            layer(inputs, outputs, seed)
        }))
    };
    let (layers, dlayers) = (layers(100), layers(200));

    let function = || -> Run { Box::new(move || (written.function)(black_box(x), layers)) };
    let by_input: [Run; WAYS.len()] = [
        Box::new(move || tangent((written.jvp_input)(black_box(x), dx, layers))),
        Box::new(move || (written.pushforward_input)(black_box(x), dx, layers)),
        Box::new(move || tangent(dual::jvp(black_box(x), Some(dx), layers, None))),
        Box::new(move || tangent(double_backward::by_input(black_box(x), dx, layers))),
        Box::new(move || closed_form::by_input(black_box(x), dx, layers)),
    ];
    let by_parameters: [Run; WAYS.len()] = [
        Box::new(move || tangent((written.jvp_parameters)(black_box(x), layers, dlayers))),
        Box::new(move || (written.pushforward_parameters)(black_box(x), layers, dlayers)),
        Box::new(move || tangent(dual::jvp(black_box(x), None, layers, Some(dlayers)))),
        Box::new(move || {
            tangent(double_backward::by_parameters(
                black_box(x),
                layers,
                dlayers,
            ))
        }),
        Box::new(move || closed_form::by_parameters(black_box(x), layers, dlayers)),
    ];
    [("input", by_input), ("parameters", by_parameters)].map(|(by, ways)| Case {
        model: model.to_owned(),
        by,
        function: function(),
        ways,
    })
}

/// The tangent; that the value is there too costs its time.
fn tangent((value, tangent): Pair) -> Matrix {
    black_box(value);
    tangent
}

/// Inputs live as long as the program.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Weights that keep the size of what goes through.
fn layer(inputs: usize, outputs: usize, seed: u64) -> Layer {
    let scale = (3.0 / inputs as f32).sqrt();
    let w = numbers((outputs, inputs), scale, seed);
    (w, numbers(outputs, 0.1, 1000 + seed))
}

/// Numbers between `-scale` and `scale` without any order, the same for the same `seed`.
fn numbers<S: ShapeBuilder>(shape: S, scale: f32, seed: u64) -> Array<f32, S::Dim> {
    // Knuth's generator for 64 bits; the upper half is good enough for data.
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    Array::from_shape_simple_fn(shape, || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        scale * (2.0 * ((state >> 32) as f32 / u32::MAX as f32) - 1.0)
    })
}
