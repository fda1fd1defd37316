//! Under the strictest lints of rustc, an annotated crate has no warning that its source does not
//! give cause for.

#![deny(
    dead_code,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    redundant_imports,
    redundant_lifetimes,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unsafe_code,
    unused,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
#![forbid(unsafe_code)]

use jvp::prelude::*;

/// Public, with variants of which only one is used.
#[derive_jvp(wrt(x), wrt(x, y) as both, pushforward)]
pub fn public(x: f64, y: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let unused_by_the_tangent = i as f64;
        sum += x * y + unused_by_the_tangent;
    }
    sum
}

/// Private, called by another.
#[derive_jvp]
fn private(x: &[f64], y: &mut f64) -> Option<f64> {
    *y = x.first()?.sin();
    Some(*y * 2.0)
}

#[derive_jvp(out(z), constant(k))]
fn written(x: f64, z: &mut [f64], k: &mut usize) {
    for v in z.iter_mut() {
        *v = x * x;
        *k += 1;
    }
}

/// Generic, with lifetimes.
#[derive_jvp]
pub fn generic<'a, T: Real>(x: &'a [T], y: &'a [T]) -> T {
    let mut sum = T::lit(0.0);
    for (a, b) in x.iter().zip(y) {
        let product = *a * *b;
        sum += product.exp();
    }
    sum
}

#[derive_jvp]
fn caller(x: f64) -> Result<f64, &'static str> {
    let mut y = 0.0;
    let first = private(&[x, 1.0], &mut y).ok_or("empty")?;
    let scale = |v: f64| v * x;
    Ok(scale(first) + y)
}

/// A rule by hand.
#[custom_jvp(cube_rule)]
fn cube(x: f64) -> f64 {
    x * x * x
}

fn cube_rule(x: f64, dx: f64) -> (f64, f64) {
    (x * x * x, 3.0 * x * x * dx)
}

#[derive_jvp]
fn with_rule(x: f64) -> f64 {
    cube(x) + stop_gradient(x)
}

mod inner {
    //! Visibilities other than public and private.

    use jvp::prelude::*;

    #[derive_jvp]
    pub(crate) fn for_the_crate(x: f64) -> f64 {
        x.tanh()
    }

    #[derive_jvp]
    pub(super) fn for_the_parent(x: f64) -> f64 {
        for_the_crate(x) * x
    }
}

/// A type of one's own, its methods, operators and traits.
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Plane {
    /// To the right.
    pub x: f64,
    y: f64,
    n: usize,
}

/// A trait with a method that is provided.
#[derive_jvp]
pub trait Measured {
    /// How long it is.
    fn length(&self, unit: f64) -> f64;

    /// How long two are.
    fn twice(&self, unit: f64) -> f64 {
        2.0 * self.length(unit)
    }
}

impl Measured for Plane {
    #[derive_jvp]
    fn length(&self, unit: f64) -> f64 {
        self.x.hypot(self.y) / unit
    }
}

#[derive_jvp]
impl Plane {
    /// From its parts.
    #[must_use]
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y, n: 0 }
    }

    fn turn(&mut self, k: f64) {
        self.x *= k;
        self.n += 1;
        let Self { y, .. } = self;
        *y -= k;
    }
}

#[derive_jvp]
impl std::ops::Mul<f64> for Plane {
    type Output = Self;

    fn mul(self, k: f64) -> Self {
        Self::new(self.x * k, self.y * k)
    }
}

#[derive_jvp]
impl std::ops::Neg for Plane {
    type Output = Self;

    fn neg(self) -> Self {
        Self::new(-self.x, -self.y)
    }
}

/// Uses all of it.
#[derive_jvp(types(Plane))]
pub fn turned(p: Plane, k: f64) -> f64 {
    let mut q = -(p * k);
    q.turn(k);
    q.length(2.0) + q.twice(k)
}

pub(crate) fn main() {
    let (p, dp) = (Plane::new(1.0, 2.0), PlaneTangent { x: 1.0, y: 0.0 });
    assert_eq!(jvp_turned(p, dp, 1.5, 0.0).0, turned(p, 1.5));
    assert_eq!(jvp_public(1.0, 1.0, 2.0, 3).0, public(1.0, 2.0, 3));
    assert_eq!(jvp_caller(0.5, 1.0).unwrap().0, caller(0.5).unwrap());
    assert_eq!(
        jvp_generic(&[1.0_f32], &[1.0], &[2.0], &[0.0]).0,
        generic(&[1.0], &[2.0])
    );
    assert_eq!(jvp_with_rule(1.0, 1.0), (with_rule(1.0), 3.0));
    assert_eq!(
        inner::jvp_for_the_parent(1.0, 1.0).0,
        inner::for_the_parent(1.0)
    );
    let (mut y, mut z, mut dz, mut k) = ([0.0], [0.0], [0.0], 0);
    written(1.0, &mut y, &mut k);
    jvp_written(1.0, 1.0, &mut z, &mut dz, &mut k);
    assert_eq!((y, dz, k), (z, [2.0], 2));
}
