//! The contract with generated code: every function that the macro's output calls.
//!
//! Nothing here is for users. Names are short, since they stand in the output of `cargo expand`;
//! none panics beyond what it states; `tests/` of the facade hold the macro to this list.

mod cast;
mod constant;
mod extrema;
mod keep;
mod kind;
mod kinks;
mod memory;
mod moments;
mod operator;
mod pairs;
mod proof;
mod receiver;
mod results;
mod retire;
mod round;
mod shape;
mod skipped;
mod sort;
mod visit;
mod zero;
mod zeros;

pub use crate::fma::{Fused, MulAdd, Plain};
pub use crate::kernel::{Elements, Kernel, elements, like, map, map_by, update, update_by};
pub use crate::lane::{Exact, Fast, Lane, Twin};
pub use crate::overwrite::{Overwrite, overwrite};
pub use crate::own::{Own, own};
pub use crate::product::{
    Contract, Factor, Product, dot, dot_sum, general_mat_mul, general_mat_vec_mul, kron,
};
pub use crate::reduction::{Identity, map_sum_axis, mean, mean_axis, sum, sum_axis};
pub use crate::slopes::{
    angle_slope, gelu_slope, gelu_tanh_slope, hypot_slope, powf_base_slope, powf_exponent_slope,
    powi_factor, sigmoid_slope, silu_slope, tanh_slope, trigamma,
};
pub use crate::tangent::{
    Flat, Mismatch, NoTangent, append_flat, check_flat, constants, different_variants, no_tangent,
    read_part, within, write_part,
};
pub use cast::{CastTangent, cast};
pub use constant::{Constant, constant, inert};
pub use extrema::{max_axis_pairs, min_axis_pairs};
pub use keep::{kept, kept_of_runs, kept_of_runs_by, kept_of_runs_by_key};
pub use kinks::{
    Guarded, abs_part, clamp_high_part, clamp_low_part, clamp_part, copysign_part, guard, max_part,
    min_part,
};
pub use memory::{Dead, Laid, Relay, ZerosAs, laid, raw_vecs, recycle, relay, zeros_as};
pub use moments::{cumprod, product, product_axis, std, std_axis, var, var_axis};
pub use operator::{
    Add, AddAssign, Assign, Binary, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub,
    SubAssign, Unary, add, add_assign, div, div_assign, mul, mul_assign, neg, rem, rem_assign, sub,
    sub_assign,
};
pub use pairs::{
    accumulate_pairs, assert_producer, collect_pairs, collect_shaped, fold_axis_pairs,
    map_axis_pairs, map_inplace_pairs, map_pairs, map_pairs_ref, mapv_inplace_pairs, producer_dim,
    unzip, unzip_list, zip_lists, zip_mut_pairs,
};
pub use proof::{
    AnyArray, Is, Known, List, NoFunction, NoReference, Text, known, no_reference, real, same,
    same_function, text, to_array,
};
pub use receiver::{Changed, Lent, LentMut, Seen, Taken};
pub use results::{unzip_result, zip_results};
pub use retire::{Field, KeepField, RetireField, retire};
pub use round::{Active, Ignored, NoneAtAll, Perhaps, Still, ZeroIfAny, zero_if_any};
pub use shape::{SameShape, assert_same_shape, assert_shape, assert_zip};
pub use skipped::{Settle, Skipped, settle};
pub use sort::{sort_by, sort_by_cached_key, sort_by_key, sort_unstable_by, sort_unstable_by_key};
pub use visit::visited;
pub use zero::{Owned, ZeroTangent, owned_zero, zero};
pub use zeros::{ZerosOf, tame, zeros, zeros_like, zeros_of};
