//! Recursive types with the functions that go through them: a function knows what it gives itself.

use jvp::check_jvp;
use jvp::prelude::*;

#[derive(Clone, Debug, Differentiable)]
enum Formula {
    Number(f64),
    Argument,
    Sum(Box<Formula>, Box<Formula>),
    Product { l: Box<Formula>, r: Box<Formula> },
}

#[derive_jvp]
fn value(e: &Formula, x: f64) -> f64 {
    match e {
        Formula::Number(v) => *v,
        Formula::Argument => x,
        Formula::Sum(a, b) => value(a, x) + value(b, x),
        Formula::Product { l, r } => {
            let l = value(l, x);
            if l == 0.0 {
                return 0.0;
            }
            l * value(r, x)
        }
    }
}

/// Counts what it changes: arithmetic on the results of its own calls, which have no tangent.
#[derive_jvp]
fn scale(e: &mut Formula, k: f64) -> usize {
    match e {
        Formula::Number(v) => {
            *v *= k;
            1
        }
        Formula::Argument => 0,
        Formula::Sum(a, b) | Formula::Product { l: a, r: b } => scale(a, k) + scale(b, k),
    }
}

#[derive_jvp]
fn scaled(e: Formula, x: f64, k: f64) -> f64 {
    let mut e = e;
    let count = scale(&mut e, k);
    let inner = value(&e, x);
    let outer = Formula::Sum(
        Box::new(e),
        Box::new(Formula::Product {
            l: Box::new(Formula::Number(inner)),
            r: Box::new(Formula::Argument),
        }),
    );
    value(&outer, x * k) + count as f64
}

#[test]
fn formulas() {
    let e = Formula::Sum(
        Box::new(Formula::Product {
            l: Box::new(Formula::Number(1.5)),
            r: Box::new(Formula::Argument),
        }),
        Box::new(Formula::Number(0.5)),
    );
    check_jvp!(scaled, jvp_scaled, e.clone(), 1.2, 0.9);

    let mut de = e.zero_tangent();
    let mut doubled = e;
    assert_eq!(jvp_scale(&mut doubled, &mut de, 2.0, 1.0).0, 2);
    let FormulaTangent::Sum(_, last) = de else {
        panic!("a tangent has its primal's form")
    };
    assert_eq!(*last, FormulaTangent::Number(0.5));
}

#[derive_jvp]
fn seen(o: &Option<f64>, x: f64) -> f64 {
    match o {
        Some(v) => v * x,
        None => x,
    }
}

/// The result of its own call is an option, which it lends and takes apart.
#[derive_jvp]
fn nested(x: f64, rounds: u32) -> Option<f64> {
    if rounds == 0 {
        return Some(x);
    }
    let inside = nested(x.sin(), rounds - 1);
    let v = seen(&inside, x);
    if v > 10.0 {
        None
    } else {
        inside.map(|y| y * x + v)
    }
}

#[test]
fn options_of_its_own() {
    check_jvp!(nested, jvp_nested, 0.8, const 3);
    assert_eq!(
        nested(30.0, 1).is_none(),
        jvp_nested(30.0, 1.0, 1).is_none()
    );
}

#[derive(Clone, Debug, Differentiable)]
struct Node {
    v: f64,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

/// Its own result goes into a field.
#[derive_jvp]
fn insert(tree: Option<Box<Node>>, v: f64) -> Option<Box<Node>> {
    match tree {
        None => Some(Box::new(Node {
            v,
            left: None,
            right: None,
        })),
        Some(mut node) => {
            if v < node.v {
                node.left = insert(node.left, v);
            } else {
                node.right = insert(node.right, v * 1.5);
            }
            Some(node)
        }
    }
}

#[derive_jvp]
fn total(tree: &Option<Box<Node>>, depth: f64) -> f64 {
    match tree {
        None => 0.0,
        Some(node) => {
            node.v * depth + total(&node.left, depth * depth) + total(&node.right, depth + 1.0)
        }
    }
}

#[derive_jvp]
fn grown(xs: &[f64], depth: f64) -> f64 {
    let mut tree = None;
    for x in xs {
        tree = insert(tree, *x);
    }
    total(&tree, depth)
}

#[test]
fn search_trees() {
    check_jvp!(grown, jvp_grown, &[0.5, 0.2, 0.9, 0.4, 0.7], 0.7);
}
