//! The contract with generated code: every function that the macro's output calls.
//!
//! Nothing here is for users. Names are short, since they stand in the output of `cargo expand`;
//! none panics beyond what it states; `tests/` of the facade hold the macro to this list.

mod cast;
mod constant;
mod kind;
mod kinks;
mod shape;
mod sort;
mod zero;

pub use crate::fma::{Fused, MulAdd, Plain};
pub use crate::own::{Own, own};
pub use crate::slopes::{
    angle_slope, gelu_slope, gelu_tanh_slope, hypot_slope, powf_base_slope, powf_exponent_slope,
    powi_factor, sigmoid_slope, silu_slope, tanh_slope, trigamma,
};
pub use crate::tangent::Mismatch;
pub use cast::{CastTangent, cast};
pub use constant::{Constant, constant, inert, same};
pub use kinks::{
    abs_part, clamp_high_part, clamp_low_part, clamp_part, copysign_part, guard, max_part, min_part,
};
pub use shape::{SameShape, assert_same_shape};
pub use sort::sort_by;
pub use zero::{ZeroTangent, zero};
