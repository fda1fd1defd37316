//! Forward-mode automatic differentiation as a compiler pass: exact, fused Jacobian-vector
//! products of plain Rust functions, on stable Rust.
//!
//! ```
//! use jvp::prelude::*;
//!
//! #[derive_jvp]
//! fn f(x: f64, y: f64) -> f64 {
//!     x * y.sin()
//! }
//!
//! // The derivative of `f` at (2, 0.5) in the direction (1, 0): that is, with respect to `x`.
//! let (value, tangent) = jvp_f(2.0, 1.0, 0.5, 0.0);
//! assert_eq!(value, f(2.0, 0.5));
//! assert_eq!(tangent, 0.5_f64.sin());
//! ```
//!
//! This crate is a thin facade over the compiler (`jvp-macro`) and the runtime (`jvp-runtime`).

/// Writes the tangent type of a struct or an enum, and the traits of both.
///
/// For `struct P` it writes `struct PTangent`, in which each field has its own tangent's type and the
/// visibility that it has in `P`; `impl Differentiable for P`; and for `PTangent` the vector space
/// [`Tangent`]. Fields without tangent (integers, `bool`, text, and what is marked `#[jvp(skip)]`)
/// are not in it; where fields have positions, and in the variants of enums, they stay, as `()`. The
/// tangent of an enum has the same variants.
///
/// | attribute | meaning |
/// |---|---|
/// | `#[jvp(skip)]` on a field or a variant | it has no tangent, and need not be differentiable |
/// | `#[jvp(crate = path)]` on the type | where this crate is found |
///
/// # Examples
///
/// ```
/// use jvp::prelude::*;
///
/// #[derive(Clone, Differentiable)]
/// struct Spring {
///     stiffness: f64,
///     ends: Vec<[f64; 2]>,
///     coils: usize,
/// }
///
/// let spring = Spring { stiffness: 2.0, ends: vec![[0.0, 0.0], [3.0, 4.0]], coils: 7 };
/// let mut step = spring.zero_tangent();
/// step.ends[1] = [1.0, 0.0];
/// assert_eq!(step, SpringTangent { stiffness: 0.0, ends: vec![[0.0, 0.0], [1.0, 0.0]] });
/// assert_eq!(step.coordinates(), 5);
/// ```
pub use jvp_macro::Differentiable;
/// Gives a function a derivative rule that is written by hand.
///
/// The rule has the signature that the generated JVP would have: behind each parameter whose type
/// has a tangent stands that tangent, and the result is `(value, tangent)`. Annotated functions that
/// call the function then use the rule, with zero tangents for the arguments that are constant there.
///
/// # Examples
///
/// ```
/// use jvp::prelude::*;
///
/// #[custom_jvp(root_rule)]
/// fn root(a: f64) -> f64 {
///     (0..60).fold(a, |y, _| 0.5 * (y + a / y))
/// }
///
/// /// d√a = da / (2 √a), instead of the derivative of sixty iterations.
/// fn root_rule(a: f64, da: f64) -> (f64, f64) {
///     let y = root(a);
///     (y, da / (2.0 * y))
/// }
///
/// #[derive_jvp]
/// fn f(x: f64) -> f64 {
///     root(x) * x
/// }
///
/// let (value, tangent) = jvp_f(4.0, 1.0);
/// assert!((value - 8.0).abs() < 1e-12 && (tangent - 3.0).abs() < 1e-12);
/// ```
pub use jvp_macro::custom_jvp;
/// Writes `jvp_NAME`, value and Jacobian-vector product together, beside the function.
///
/// A tangent parameter stands directly behind its primal and is called `d` and the primal's name;
/// scalars have scalar tangents, slices, `Vec`s, arrays, tuples and `Option`s have tangents of the
/// same shape, integers and text have none. The result is `(value, tangent)`; an outermost `Result`
/// or `Option` stays outermost, around the pair.
///
/// | option | meaning |
/// |---|---|
/// | `wrt(a, b)` | the parameters to differentiate; without it, all that can be |
/// | `wrt(a) as NAME` | one more variant, called `jvp_NAME` |
/// | `constant(rng)` | no tangent for this parameter |
/// | `out(y)` | a `&mut` parameter that is only written |
/// | `pushforward` | also write `pushforward_NAME`, the tangent alone |
/// | `into` | also write `jvp_NAME_into`, which writes its results into given places |
/// | `rules(path = rule)` | the rule for calls of a function that is not annotated |
/// | `types(Complex)` | types with operators of their own, which go through their annotated `impl`s |
/// | `no_companion` | only the `jvp_*` functions |
/// | `crate = path` | where this crate is found |
///
/// It stands on a function, on a method or another associated function (beside which the
/// derivatives then stand), and on a whole `impl` block, trait or inline module, in which every
/// function that has something to differentiate is annotated; `#[jvp(skip)]` leaves one out.
///
/// # Panics
///
/// The generated function panics where the original does, and where a tangent is not as long as its
/// primal.
///
/// # Errors
///
/// What can't be differentiated is a compile error at its place, which says what to write instead.
///
/// # Examples
///
/// ```
/// use jvp::prelude::*;
///
/// #[derive_jvp(wrt(x), pushforward)]
/// fn energy(x: &[f64], stiffness: f64) -> f64 {
///     x.windows(2).map(|w| (w[1] - w[0]) * (w[1] - w[0])).sum::<f64>() * (0.5 * stiffness)
/// }
///
/// let (value, tangent) = jvp_energy(&[0.0, 1.0, 3.0], &[0.0, 0.0, 1.0], 2.0);
/// assert_eq!((value, tangent), (5.0, 4.0));
/// assert_eq!(pushforward_energy(&[0.0, 1.0, 3.0], &[0.0, 0.0, 1.0], 2.0), 4.0);
/// ```
pub use jvp_macro::derive_jvp;
pub use jvp_runtime::*;

pub mod prelude {
    //! Everything that an annotated function needs: `use jvp::prelude::*;`.

    pub use jvp_macro::{Differentiable, custom_jvp, derive_jvp};
    pub use jvp_runtime::prelude::*;
}

/// The examples of the README and of the pages, run.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../README.md")]
    struct Readme;

    #[doc = include_str!("../docs/contract.md")]
    struct Contract;

    #[doc = include_str!("../docs/arrays.md")]
    struct Arrays;

    #[doc = include_str!("../docs/testing.md")]
    struct Testing;
}
