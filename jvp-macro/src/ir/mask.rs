//! Masks: which of its tangents a call gives, and the names under which a callee offers them.
//!
//! One rule on arity and mask that caller and callee both compute. Up to four parameters every mask
//! has a name, beyond that the full one and the singletons; for any other mask a caller goes to the
//! one for all tangents, with zeros for the rest, and says which they are: a parameter that the
//! callee takes no tangent of refuses any other. A mask has a digit for every parameter, `self`
//! first: 1 where its tangent is given. A parameter without a tangent has digit 0, or 1 and then
//! takes `()`; a `&mut` parameter always has digit 1.
//!
//! A free function offers them in its companion, as `jvp_101`; a method, or another associated
//! function, beside itself, as `name_with_derive_jvp_101`: that is what `rustc` misses, by name,
//! where a method has not the attribute.

use proc_macro2::Ident;
use quote::format_ident;

/// Up to this arity every mask has a name.
pub const ALL_MASKS: usize = 4;

/// The digits of a mask, first parameter first.
pub fn digits(mask: &[bool]) -> String {
    mask.iter().map(|m| if *m { '1' } else { '0' }).collect()
}

/// The masks that have a name.
pub fn masks(arity: usize) -> Vec<Vec<bool>> {
    if arity == 0 {
        return Vec::new();
    }
    if arity <= ALL_MASKS {
        return (1..1usize << arity)
            .map(|bits| (0..arity).map(|i| bits >> i & 1 == 1).collect())
            .collect();
    }
    let single = (0..arity).map(|i| (0..arity).map(|j| i == j).collect());
    single.chain(std::iter::once(vec![true; arity])).collect()
}

/// The entry that a caller goes to: under which name, and with which tangents.
pub struct Entry {
    pub suffix: String,
    pub mask: Vec<bool>,
    /// Of the entry that takes every tangent: which of them are more than zeros. It is told.
    pub round: Option<Vec<bool>>,
}

/// Where a caller goes whose active arguments are those of `mask`, of which there is at least one.
pub fn entry(mask: Vec<bool>) -> Entry {
    let ones = mask.iter().filter(|m| **m).count();
    if mask.len() > ALL_MASKS && ones > 1 && ones < mask.len() {
        return Entry {
            suffix: ROUND.to_string(),
            mask: vec![true; mask.len()],
            round: Some(mask),
        };
    }
    Entry {
        suffix: digits(&mask),
        mask,
        round: None,
    }
}

/// The suffix of the entry that takes every tangent, for masks that have no name.
pub const ROUND: &str = "round";

/// The suffix of the variant for all tangents, for functions that are passed by name.
pub const ALL: &str = "";

/// `jvp_101`, of a free function's companion; `jvp` for all tangents.
pub fn of_function(suffix: &str) -> String {
    match suffix {
        ALL => "jvp".to_string(),
        _ => format!("jvp_{suffix}"),
    }
}

/// `forward_with_derive_jvp_101`, beside the method `forward`.
pub fn of_method(method: &Ident, suffix: &str) -> Ident {
    let bare = method.to_string();
    let bare = bare.trim_start_matches("r#");
    match suffix {
        ALL => format_ident!("{bare}_with_derive_jvp", span = method.span()),
        _ => format_ident!("{bare}_with_derive_jvp_{suffix}", span = method.span()),
    }
}

/// The method that a function of this name belongs to: `forward` for `forward_with_derive_jvp_101`.
pub fn method_of(name: &Ident) -> Option<String> {
    let name = name.to_string();
    let (method, _) = name.rsplit_once("_with_derive_jvp")?;
    Some(method.to_string())
}
