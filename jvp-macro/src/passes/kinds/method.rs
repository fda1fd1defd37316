//! Kinds of method calls: `std`'s methods by what their receiver is.

use super::{KindOf, item};
use crate::ir::kind::{OwnType, of_type};
use crate::ir::*;
use crate::ops::{methods, tensor};

impl KindOf<'_> {
    /// Whether a method is one of a type that is known to be the user's own: then it is not `std`'s or
    /// ndarray's, whatever it is called.
    pub fn is_own_method(&self, m: &Method) -> bool {
        self.own_type_of(&m.recv, &m.name).is_some()
    }

    /// The same of an operation that is written as a method, on its first operand.
    pub fn is_own_op(&self, form: &Form, args: &[Expr]) -> bool {
        match (form, args.first()) {
            (Form::Method(name), Some(recv)) => self.own_type_of(recv, name).is_some(),
            _ => false,
        }
    }

    /// Whether a method is known, by its name, as `std`'s or ndarray's.
    pub fn is_known_method(&self, m: &Method) -> bool {
        let named = methods::class_of(m).is_some() || tensor::method_of(m).is_some();
        named && !self.is_own_method(m)
    }

    /// What is known of the type of the user's own that a method belongs to.
    pub fn own_type_of(&self, recv: &Expr, name: &proc_macro2::Ident) -> Option<&OwnType> {
        let own = self.params.own_type(&self.of(recv))?;
        (!methods::is_of_std(&name.to_string())).then_some(own)
    }

    /// What `::<T>` says of the result of `collect`, `sum` and their like.
    pub(super) fn turbofish(&self, m: &Method) -> Option<Kind> {
        match m.turbofish.as_ref()?.args.first()? {
            syn::GenericArgument::Type(t) => Some(of_type(t, self.params)),
            _ => None,
        }
    }

    pub fn method(&self, m: &Method) -> Kind {
        let name = m.name.to_string();
        let recv = self.of(&m.recv);
        let turbofish = self.turbofish(m);
        let option = |k: Kind| Kind::Option(Box::new(k));
        let iter = |k: Kind| Kind::Iter(Box::new(k));
        let slice = |k: Kind| Kind::Seq(Seq::Slice, Box::new(k));
        let array = |k: Kind| Kind::Seq(Seq::Array, Box::new(k));
        let element = recv.element();
        if let Some(own) = self.params.own_type(&recv)
            && !methods::is_of_std(&name)
        {
            return own.results.get(&name).cloned().unwrap_or(Kind::Unknown);
        }
        if let Some(kind) = self.tensor_method(m, &name, &recv) {
            return kind;
        }
        if methods::is_of_text(m) {
            return methods::of_text(&name, turbofish);
        }
        if methods::class_of(m) == Some(methods::Class::Constant) {
            return Kind::Inert;
        }
        match name.as_str() {
            "then" => return option(self.result_of(m.args.first())),
            "then_some" => return option(m.args.first().map_or(Kind::Unknown, |a| self.of(a))),
            _ => {}
        }
        // A range is an iterator of integers, and there is no other inert value with such methods.
        if matches!(recv.peeled(), Kind::Inert | Kind::Range(_))
            && methods::class_of(m) == Some(methods::Class::Structural)
        {
            return self.iterator(&name, m, Kind::Inert, turbofish);
        }
        if let Kind::Iter(inner) = recv.peeled() {
            return self.iterator(&name, m, (**inner).clone(), turbofish);
        }
        // What is not known and changed in place as an option is one.
        let recv = match recv.peeled() {
            Kind::Unknown if methods::is_of_options_in_place(&name, m.args.len()) => {
                option(Kind::Unknown)
            }
            _ => recv,
        };
        match recv.peeled() {
            Kind::Option(inner) | Kind::Result(inner) => {
                let rewrapped = |k: Kind| match recv.peeled() {
                    Kind::Option(_) => Kind::Option(Box::new(k)),
                    _ => Kind::Result(Box::new(k)),
                };
                let inner = (**inner).clone();
                return match name.as_str() {
                    "unwrap" | "expect" => inner,
                    "unwrap_or" => inner.join(self.of(&m.args[0])),
                    "unwrap_or_else" | "unwrap_or_default" => inner,
                    "map" => rewrapped(self.result_of(m.args.first())),
                    "and_then" => rewrapped(Kind::Unknown).join(self.result_of(m.args.first())),
                    "map_or" => self.of(&m.args[0]).join(self.result_of(m.args.get(1))),
                    "map_or_else" => self
                        .result_of(m.args.first())
                        .join(self.result_of(m.args.get(1))),
                    "ok_or" | "ok_or_else" => Kind::Result(Box::new(inner)),
                    "ok" => option(inner),
                    "get_or_insert" => inner.join(self.of(&m.args[0])).reference(true),
                    "copied" | "cloned" => rewrapped(dereferenced(inner)),
                    "as_ref" => rewrapped(inner.reference(false)),
                    "as_mut" => rewrapped(inner.reference(true)),
                    "as_deref" => rewrapped(dereferenced(inner).reference(false)),
                    "iter" => iter(inner.reference(false)),
                    "into_iter" => iter(inner),
                    "flatten" => inner,
                    "replace" => rewrapped(inner.join(self.of(&m.args[0]))),
                    "take" | "filter" | "or" | "or_else" | "clone" | "map_err" | "inspect"
                    | "inspect_err" => rewrapped(inner),
                    _ => Kind::Unknown,
                };
            }
            _ => {}
        }
        match name.as_str() {
            "iter" => iter(element.reference(false)),
            "iter_mut" => iter(element.reference(true)),
            "into_iter" => iter(item(&recv)),
            "drain" => iter(element),
            "windows" | "chunks" | "chunks_exact" | "rchunks" => {
                iter(slice(element).reference(false))
            }
            "chunks_mut" | "chunks_exact_mut" => iter(slice(element).reference(true)),
            "get" if m.args.first().is_some_and(|a| self.is_range(a)) => {
                option(slice(element).reference(false))
            }
            "get" | "first" | "last" => option(element.reference(false)),
            "get_mut" | "first_mut" | "last_mut" => option(element.reference(true)),
            "split_first" | "split_last" => option(Kind::Tuple(vec![
                element.clone().reference(false),
                slice(element).reference(false),
            ])),
            "split_first_mut" | "split_last_mut" => option(Kind::Tuple(vec![
                element.clone().reference(true),
                slice(element).reference(true),
            ])),
            "first_chunk" | "last_chunk" => option(array(element).reference(false)),
            "first_chunk_mut" | "last_chunk_mut" => option(array(element).reference(true)),
            "split_first_chunk" | "split_first_chunk_mut" => {
                let parts = vec![array(element.clone()), slice(element)];
                option(Kind::Tuple(lent(parts, &name)))
            }
            "split_last_chunk" | "split_last_chunk_mut" => {
                let parts = vec![slice(element.clone()), array(element)];
                option(Kind::Tuple(lent(parts, &name)))
            }
            "as_chunks" | "as_chunks_mut" => {
                let parts = vec![slice(array(element.clone())), slice(element)];
                Kind::Tuple(lent(parts, &name))
            }
            "as_rchunks" | "as_rchunks_mut" => {
                let parts = vec![slice(element.clone()), slice(array(element))];
                Kind::Tuple(lent(parts, &name))
            }
            "array_windows" => iter(array(element).reference(false)),
            "try_into" if matches!(recv.peeled(), Kind::Seq(..)) => {
                Kind::Result(Box::new(Kind::Unknown))
            }
            "split_at" => Kind::Tuple(vec![slice(element.clone()).reference(false); 2]),
            "split_at_mut" => Kind::Tuple(vec![slice(element.clone()).reference(true); 2]),
            "pop" => option(element),
            "remove" | "swap_remove" => element,
            "to_vec" | "concat" => Kind::Seq(Seq::Vec, Box::new(element)),
            "to_owned" | "clone" => match recv {
                Kind::Ref(k, _) => match *k {
                    Kind::Seq(Seq::Slice, k) => Kind::Seq(Seq::Vec, k),
                    k => k,
                },
                k => k,
            },
            // Of what is not known, the one that formulas have is an `Option`'s.
            "as_ref" | "as_mut" if matches!(recv.peeled(), Kind::Unknown) => {
                option(Kind::Unknown.reference(name == "as_mut"))
            }
            "as_slice" | "as_ref" => slice(element).reference(false),
            "as_mut_slice" | "as_mut" => slice(element).reference(true),
            "push"
            | "insert"
            | "resize"
            | "fill"
            | "clear"
            | "truncate"
            | "swap"
            | "reverse"
            | "extend"
            | "sort_by"
            | "sort_unstable_by"
            | "sort_by_key"
            | "sort_unstable_by_key"
            | "sort_by_cached_key"
            | "retain"
            | "dedup"
            | "dedup_by"
            | "dedup_by_key"
            | "copy_from_slice" => Kind::Inert,
            "map" => match recv.peeled() {
                // An array's `map`.
                Kind::Seq(Seq::Array, _) => {
                    Kind::Seq(Seq::Array, Box::new(self.result_of(m.args.first())))
                }
                _ => Kind::Unknown,
            },
            "to_le_bytes" | "to_be_bytes" => Kind::Inert,
            _ if recv.is_inert() => Kind::Inert,
            _ => Kind::Unknown,
        }
    }

    fn iterator(&self, name: &str, m: &Method, inner: Kind, turbofish: Option<Kind>) -> Kind {
        let iter = |k: Kind| Kind::Iter(Box::new(k));
        let option = |k: Kind| Kind::Option(Box::new(k));
        let arg = m.args.first();
        match name {
            "rev" | "skip" | "take" | "step_by" | "filter" | "take_while" | "skip_while"
            | "inspect" | "by_ref" | "peekable" | "into_iter" | "iter" | "cycle" | "clone" => {
                iter(inner)
            }
            "chain" => iter(inner.join(arg.map_or(Kind::Unknown, |a| item(&self.of(a))))),
            "copied" | "cloned" => iter(dereferenced(inner)),
            "enumerate" => iter(Kind::Tuple(vec![Kind::Inert, inner])),
            "zip" => {
                let other = arg.map_or(Kind::Unknown, |a| item(&self.of(a)));
                iter(Kind::Tuple(vec![inner, other]))
            }
            "map" => iter(self.result_of(arg)),
            "flat_map" => iter(item(&self.result_of(arg))),
            "flatten" => iter(item(&inner)),
            "filter_map" | "map_while" => match self.result_of(arg) {
                Kind::Option(k) => iter(*k),
                _ => iter(Kind::Unknown),
            },
            "find_map" => match self.result_of(arg) {
                Kind::Option(k) => option(*k),
                _ => option(Kind::Unknown),
            },
            "scan" => match self.result_of(m.args.get(1)) {
                Kind::Option(k) => iter(*k),
                _ => iter(Kind::Unknown),
            },
            "fold" => arg
                .map_or(Kind::Unknown, |a| self.of(a))
                .join(self.result_of(m.args.get(1))),
            "try_fold" => self.result_of(m.args.get(1)),
            "try_for_each" => match self.result_of(arg) {
                Kind::Option(_) => option(Kind::Inert),
                _ => Kind::Result(Box::new(Kind::Inert)),
            },
            "sum" | "product" => turbofish.unwrap_or_else(|| inner.peeled().clone()),
            "next" | "next_back" | "last" | "nth" | "nth_back" | "max_by" | "min_by" | "find"
            | "rfind" | "reduce" | "max" | "min" | "max_by_key" | "min_by_key" => option(inner),
            "collect" => turbofish.map_or(Kind::Unknown, |k| match k {
                Kind::Seq(s, e) => Kind::Seq(s, Box::new(e.join(inner))),
                k => k,
            }),
            "partition" => Kind::Tuple(vec![Kind::Seq(Seq::Vec, Box::new(inner)); 2]),
            "any" | "all" | "position" | "rposition" | "count" | "for_each" => Kind::Inert,
            _ => Kind::Unknown,
        }
    }
}

/// References to parts of a list, mutable ones by a method that says so.
fn lent(parts: Vec<Kind>, name: &str) -> Vec<Kind> {
    let mutable = name.ends_with("_mut");
    parts.into_iter().map(|k| k.reference(mutable)).collect()
}

/// `copied` and `cloned`: one reference less.
fn dereferenced(kind: Kind) -> Kind {
    match kind {
        Kind::Ref(k, _) => *k,
        k => k,
    }
}
