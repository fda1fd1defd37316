//! The methods of `std` that move data without arithmetic, by what they do to a tangent.
//!
//! A method here is known by its name, on receivers whose kind is known to be `std`'s; the one
//! exception are the constants, which the backend proves by type where the kind is not known.

use super::by_name::Static;
use crate::ir::{Expr, Kind, Method, Node};

/// How a method treats the tangent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// The result has no tangent (`len`).
    Constant,
    /// The same call on the tangent (`get`, `push`). The text has a letter per argument: `i` for
    /// one that both calls share (an index), `v` for one that has a tangent of its own.
    Mirror(&'static str),
    /// An iterator's adaptor or consumer, or a combinator of `Option` and `Result`: rules of
    /// their own, by name.
    Structural,
}

/// The class of a method, if it is one that the compiler knows.
pub fn class(name: &str) -> Option<Class> {
    CLASSES.get(name).copied()
}

static CLASSES: Static<Class> = Static::new(|| {
    let constant = CONSTANT.iter().map(|name| (*name, Class::Constant));
    let mirror = MIRROR
        .iter()
        .map(|(name, args)| (*name, Class::Mirror(args)));
    let structural = STRUCTURAL.iter().map(|name| (*name, Class::Structural));
    constant.chain(mirror).chain(structural).collect()
});

/// The class of a call: a method of the user's own may have a name of `std`'s, but with other
/// arguments.
pub fn class_of(m: &Method) -> Option<Class> {
    if is_of_text(m) {
        return Some(Class::Constant);
    }
    let name = m.name.to_string();
    let class = class(&name)?;
    let fits = match class {
        Class::Constant => true,
        Class::Mirror(letters) => letters.len() == m.args.len(),
        Class::Structural => {
            let function = |a: &Expr| {
                matches!(
                    a.node,
                    Node::Closure(_) | Node::Path(_) | Node::Local(_) | Node::Ref(..)
                )
            };
            arity(&name).contains(&m.args.len())
                && (!decides(&name) || name == "count" || m.args.iter().all(function))
        }
    };
    fits.then_some(class)
}

/// Whether only text has such a method: by its name, or since it looks for a text or a character. The
/// backend proves by type that the receiver is text, and so the result may be of any type (`parse`).
pub fn is_of_text(m: &Method) -> bool {
    let name = m.name.to_string();
    let literal = |a: &Expr| matches!(a.node, Node::Lit(syn::Lit::Str(_) | syn::Lit::Char(_)));
    TEXT.contains(&(&name, m.args.len()))
        || SEARCHES.contains(&&*name) && m.args.first().is_some_and(literal)
}

/// The kind of what such a method gives; `parsed` is what `parse` is asked for.
pub fn of_text(name: &str, parsed: Option<Kind>) -> Kind {
    let text = Box::new(Kind::Inert);
    match name {
        "parse" => Kind::Result(Box::new(parsed.unwrap_or(Kind::Unknown))),
        "chars" | "char_indices" | "split_whitespace" | "split" | "rsplit" | "matches" => {
            Kind::Iter(text)
        }
        "find" | "rfind" | "strip_prefix" | "strip_suffix" => Kind::Option(text),
        "split_once" | "rsplit_once" => Kind::Option(Box::new(Kind::Tuple(vec![Kind::Inert; 2]))),
        _ => Kind::Inert,
    }
}

/// Methods that a type of the user's own has from `std`'s traits.
pub fn is_of_std(name: &str) -> bool {
    matches!(
        name,
        "clone" | "to_owned" | "borrow" | "borrow_mut" | "into"
    )
}

/// Whether a structural method has a result without tangent, by its name.
pub fn decides(name: &str) -> bool {
    matches!(
        name,
        "any"
            | "all"
            | "position"
            | "rposition"
            | "count"
            | "is_some_and"
            | "is_none_or"
            | "is_ok_and"
            | "is_err_and"
            | "unwrap_err"
            | "expect_err"
            | "err"
    )
}

/// How many arguments `std`'s structural methods of this name have.
fn arity(name: &str) -> std::ops::RangeInclusive<usize> {
    match name {
        "rev" | "enumerate" | "copied" | "cloned" | "sum" | "product" | "collect" | "unzip"
        | "count" | "next" | "next_back" | "last" | "unwrap" | "unwrap_or_default" | "ok"
        | "by_ref" | "cycle" | "flatten" | "err" | "unwrap_err" | "dedup" => 0..=0,
        "take" => 0..=1,
        "fold" | "try_fold" | "scan" | "map_or" | "map_or_else" => 2..=2,
        _ => 1..=1,
    }
}

/// Whether a method that is constant by its name could be another one on a receiver of this kind.
pub fn needs_proof(name: &str, kind: &Kind) -> bool {
    match kind {
        Kind::Unknown | Kind::Named(_) => true,
        // Another trait's method on a float (`len`, say) is no constant.
        Kind::Scalar(_) => !on_floats(name),
        _ => false,
    }
}

/// Whether floats themselves have this constant.
fn on_floats(name: &str) -> bool {
    let of_others = [
        "is_empty",
        "is_some",
        "is_none",
        "is_ok",
        "is_err",
        "is_sorted",
        "is_sorted_by",
        "is_sorted_by_key",
    ];
    let compares = [
        "total_cmp",
        "partial_cmp",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
    ];
    (name.starts_with("is_") && !of_others.contains(&name))
        || compares.contains(&name)
        || matches!(name, "classify" | "to_string")
}

/// Whether the method's argument becomes an `Err`, or changes one.
pub fn makes_error(name: &str) -> bool {
    matches!(name, "ok_or" | "ok_or_else" | "map_err")
}

/// Whether the method changes its receiver.
pub fn mutates(name: &str) -> bool {
    MUTATING.contains(&name) || name.ends_with("_mut")
}

/// Whether it is an `Option`'s method on its place: an iterator's `take` has an argument, the `replace` of
/// a text two.
pub fn is_of_options_in_place(name: &str, args: usize) -> bool {
    matches!((name, args), ("take", 0) | ("replace" | "get_or_insert", 1))
}

/// Whether calling the method twice does the same as once, and nothing besides its result.
pub fn is_pure(name: &str) -> bool {
    class(name).is_some()
        && !matches!(
            name,
            "next"
                | "next_back"
                | "for_each"
                | "try_for_each"
                | "inspect"
                | "inspect_err"
                | "expect_err"
        )
        && !mutates(name)
}

/// Whether the method writes to the place that is its argument.
pub fn writes_argument(name: &str) -> bool {
    matches!(
        name,
        "assign_to" | "map_assign_into" | "clone_into" | "swap_with_slice" | "append"
    )
}

const CONSTANT: &[&str] = &[
    "len",
    "is_empty",
    "capacity",
    "is_nan",
    "is_finite",
    "is_infinite",
    "is_normal",
    "is_subnormal",
    "is_sign_positive",
    "is_sign_negative",
    "classify",
    "total_cmp",
    "partial_cmp",
    "cmp",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "size_hint",
    "is_sorted",
    "is_sorted_by",
    "is_sorted_by_key",
    "contains",
    "starts_with",
    "ends_with",
    "binary_search_by",
    "binary_search_by_key",
    "partition_point",
    "then_with",
    "reserve",
    "to_string",
];

/// Methods that only text has: name, arguments.
const TEXT: &[(&str, usize)] = &[
    ("as_str", 0),
    ("as_bytes", 0),
    ("chars", 0),
    ("char_indices", 0),
    ("split_whitespace", 0),
    ("to_uppercase", 0),
    ("to_lowercase", 0),
    ("to_ascii_uppercase", 0),
    ("to_ascii_lowercase", 0),
    ("eq_ignore_ascii_case", 1),
    ("parse", 0),
];

/// Methods of text that look for what is their first argument.
const SEARCHES: &[&str] = &[
    "find",
    "rfind",
    "split",
    "rsplit",
    "split_once",
    "rsplit_once",
    "strip_prefix",
    "strip_suffix",
    "matches",
    "replace",
];

/// Name, arguments.
const MIRROR: &[(&str, &str)] = &[
    ("iter", ""),
    ("iter_mut", ""),
    ("into_iter", ""),
    ("windows", "i"),
    ("chunks", "i"),
    ("chunks_exact", "i"),
    ("rchunks", "i"),
    ("chunks_mut", "i"),
    ("chunks_exact_mut", "i"),
    ("get", "i"),
    ("get_mut", "i"),
    ("first", ""),
    ("first_mut", ""),
    ("last_mut", ""),
    ("split_first", ""),
    ("split_last", ""),
    ("split_first_mut", ""),
    ("split_last_mut", ""),
    ("first_chunk", ""),
    ("first_chunk_mut", ""),
    ("last_chunk", ""),
    ("last_chunk_mut", ""),
    ("split_first_chunk", ""),
    ("split_first_chunk_mut", ""),
    ("split_last_chunk", ""),
    ("split_last_chunk_mut", ""),
    ("as_chunks", ""),
    ("as_chunks_mut", ""),
    ("as_rchunks", ""),
    ("as_rchunks_mut", ""),
    ("array_windows", ""),
    ("split_at", "i"),
    ("split_at_mut", "i"),
    ("to_vec", ""),
    ("to_owned", ""),
    ("clone", ""),
    ("as_slice", ""),
    ("as_mut_slice", ""),
    ("as_ref", ""),
    ("as_mut", ""),
    ("as_deref", ""),
    ("as_deref_mut", ""),
    ("into_boxed_slice", ""),
    ("into_vec", ""),
    ("concat", ""),
    ("into", ""),
    ("reverse", ""),
    ("swap", "ii"),
    ("truncate", "i"),
    ("pop", ""),
    ("remove", "i"),
    ("swap_remove", "i"),
    ("clear", ""),
    ("drain", "i"),
    ("split_off", "i"),
    ("rotate_left", "i"),
    ("rotate_right", "i"),
    ("push", "v"),
    ("insert", "iv"),
    ("resize", "iv"),
    ("extend_from_slice", "v"),
    ("extend_from_within", "i"),
    ("append", "v"),
    ("fill", "v"),
    ("copy_from_slice", "v"),
    ("clone_from_slice", "v"),
    ("swap_with_slice", "v"),
    ("clone_from", "v"),
    ("clone_into", "v"),
];

const MUTATING: &[&str] = &[
    "reverse",
    "swap",
    "truncate",
    "pop",
    "remove",
    "swap_remove",
    "clear",
    "drain",
    "rotate_left",
    "rotate_right",
    "push",
    "insert",
    "resize",
    "extend",
    "extend_from_slice",
    "extend_from_within",
    "append",
    "fill",
    "copy_from_slice",
    "clone_from_slice",
    "swap_with_slice",
    "clone_from",
    "sort_by",
    "sort_unstable_by",
    "sort_by_key",
    "sort_unstable_by_key",
    "sort_by_cached_key",
    "retain",
    "dedup",
    "dedup_by",
    "dedup_by_key",
    "reserve",
    "get_or_insert",
    "replace",
    "next",
    "next_back",
    "by_ref",
    "as_mut",
    "push_str",
    "write_str",
    "split_off",
    "nth",
    "nth_back",
];

const STRUCTURAL: &[&str] = &[
    "rev",
    "skip",
    "take",
    "step_by",
    "chain",
    "zip",
    "enumerate",
    "map",
    "filter",
    "filter_map",
    "flat_map",
    "take_while",
    "skip_while",
    "map_while",
    "inspect",
    "copied",
    "cloned",
    "scan",
    "fold",
    "try_fold",
    "sum",
    "product",
    "collect",
    "unzip",
    "for_each",
    "try_for_each",
    "any",
    "all",
    "position",
    "rposition",
    "count",
    "max_by",
    "min_by",
    "max_by_key",
    "min_by_key",
    "partition",
    "find",
    "rfind",
    "find_map",
    "reduce",
    "next",
    "next_back",
    "last",
    "nth",
    "nth_back",
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "and_then",
    "or",
    "or_else",
    "ok_or",
    "ok_or_else",
    "ok",
    "map_err",
    "map_or",
    "map_or_else",
    "is_some_and",
    "is_none_or",
    "is_ok_and",
    "is_err_and",
    "inspect_err",
    "unwrap_err",
    "expect_err",
    "extend",
    "sort_by",
    "sort_unstable_by",
    "sort_by_key",
    "sort_unstable_by_key",
    "sort_by_cached_key",
    "by_ref",
    "get_or_insert",
    "replace",
    "cycle",
    "flatten",
    "err",
    "retain",
    "dedup",
    "dedup_by",
    "dedup_by_key",
    "map_or_else",
    "then",
    "then_some",
];

/// Methods that only `Option` and `Result` have: a receiver that calls one is one of them.
pub const COMBINATORS: &[&str] = &[
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "and_then",
    "ok_or",
    "ok_or_else",
    "ok",
    "map_err",
    "map_or",
    "map_or_else",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "is_some_and",
    "is_none_or",
    "is_ok_and",
    "is_err_and",
    "inspect_err",
    "err",
    "unwrap_err",
    "expect_err",
    "or_else",
    "or",
];

/// Whether a combinator is called on a `Result` for certain: by a name that only `Result` has, or with a
/// closure that takes the error.
pub fn is_of_result(m: &Method) -> bool {
    let name = m.name.to_string();
    match name.as_str() {
        "ok" | "map_err" | "is_ok" | "is_err" | "err" | "is_ok_and" | "is_err_and"
        | "inspect_err" | "unwrap_err" | "expect_err" => true,
        "unwrap_or_else" | "or_else" | "map_or_else" => {
            matches!(m.args.first().map(|f| &f.node), Some(Node::Closure(c)) if c.params.len() == 1)
        }
        _ => false,
    }
}
