//! `check_shape`: where a tangent does not fit, by path, and how.

use jvp::prelude::*;
use ndarray::{Array1, Array2};

#[derive(Differentiable)]
struct Net {
    layers: Vec<Layer>,
    bias: (f64, Option<Vec<f64>>),
}

#[derive(Differentiable)]
struct Layer(usize, Array2<f64>, Activation);

#[derive(Differentiable)]
enum Activation {
    Relu,
    Leaky { slope: Array1<f64> },
}

fn net(slope: usize) -> Net {
    let leaky = Activation::Leaky {
        slope: Array1::zeros(slope),
    };
    let layer = |activation| Layer(1, Array2::zeros((2, 3)), activation);
    Net {
        layers: vec![layer(Activation::Relu), layer(leaky)],
        bias: (1.0, Some(vec![2.0])),
    }
}

/// Path, primal and tangent of the mismatch after `change`, for a tangent of the type and of the
/// tangent type itself.
fn mismatch(change: impl Fn(&mut NetTangent)) -> [String; 3] {
    let net = net(4);
    assert_eq!(net.layers[0].0, 1);
    let zero = net.zero_tangent();
    let mut tangent = zero.clone();
    change(&mut tangent);
    let found = net.check_shape(&tangent).expect_err("the shapes differ");
    assert_eq!(zero.check_shape(&tangent), Err(found.clone()));
    [found.path, found.primal, found.tangent]
}

#[test]
fn a_path_leads_to_the_part() {
    let of = mismatch(|t| t.layers[1].1 = Array2::zeros((3, 2)));
    assert_eq!(of, [".layers[1].1", "shape [2, 3]", "shape [3, 2]"]);
    let of = mismatch(|t| drop(t.layers.pop()));
    assert_eq!(of, [".layers", "length 2", "length 1"]);
    let of = mismatch(|t| t.bias.1 = None);
    assert_eq!(of, [".bias.1", "the variant `Some`", "the variant `None`"]);
    let of = mismatch(|t| t.bias.1 = Some(vec![]));
    assert_eq!(of, [".bias.1", "length 1", "length 0"]);
    let of = mismatch(|t| t.layers[1].2 = ActivationTangent::Relu);
    assert_eq!(
        of,
        [".layers[1].2", "the variant `Leaky`", "the variant `Relu`"]
    );
    let of = mismatch(|t| {
        t.layers[1].2 = ActivationTangent::Leaky {
            slope: Array1::zeros(5),
        }
    });
    assert_eq!(of, [".layers[1].2.slope", "shape [4]", "shape [5]"]);
}

#[test]
fn operations_on_different_shapes_panic() {
    let (mut a, b) = (net(4).zero_tangent(), net(5).zero_tangent());
    let message = "tangents of shape [4] and [5] do not belong together";
    assert_eq!(crate::laws::panic_of(|| a.accumulate(&b)), message);
    assert_eq!(crate::laws::panic_of(|| a.inner(&b)), message);
    assert_ne!(a, b);
}

#[derive(Differentiable)]
struct Small {
    x: f64,
    pair: ([f64; 3], usize),
}

#[test]
fn a_struct_of_scalars_is_a_leaf() {
    const { assert!(<Small as Differentiable>::LEAF) };
    const { assert!(!<Net as Differentiable>::LEAF) };
    crate::laws::check(
        &Small {
            x: 1.0,
            pair: ([1.0; 3], 1),
        },
        4,
    );
}
