//! Kinds of tensors: ndarray's methods, functions and literals.

use super::{Infer, KindOf};
use crate::ir::kind::of_type;
use crate::ir::*;
use crate::ops::tensor::{self, Gives, Rule};

/// What an elementwise operation on these gives, one of which is a tensor.
pub(super) fn elementwise(op: Op, kinds: &[Kind]) -> Kind {
    let mut element = Kind::Unknown;
    let mut rank = Some(0);
    for k in kinds {
        let (e, r) = match k {
            Kind::Tensor(e, r) => ((**e).clone(), *r),
            Kind::Scalar(_) => (k.clone(), Some(0)),
            Kind::Inert => continue,
            _ => (Kind::Unknown, None),
        };
        element = element.join(e);
        rank = rank.zip(r).map(|(a, b)| a.max(b));
    }
    let tensor = Kind::tensor(element.clone(), rank);
    match op {
        "sum" => element,
        "mean" => Kind::Option(Box::new(element)),
        "sum_axis" => less(&tensor),
        "mean_axis" => Kind::Option(Box::new(less(&tensor))),
        _ => tensor,
    }
}

/// One axis less.
fn less(kind: &Kind) -> Kind {
    match kind.peeled() {
        Kind::Tensor(e, r) => Kind::Tensor(e.clone(), r.and_then(|r| r.checked_sub(1))),
        _ => Kind::Unknown,
    }
}

impl KindOf<'_> {
    /// What a method gives on a tensor; none for other receivers.
    pub(super) fn tensor_method(&self, m: &Method, name: &str, recv: &Kind) -> Option<Kind> {
        if let Some(producers) = crate::ir::kind::zipped(&m.recv) {
            let rank = match self.of(&producers[0].0).peeled() {
                Kind::Tensor(_, r) => *r,
                _ => None,
            };
            let more = kind::zipped(&Expr::new(Node::Method(m.clone()), m.name.span())).is_some();
            return Some(match name {
                "fold" if m.args.len() == 2 => {
                    self.of(&m.args[0]).join(self.result_of(m.args.last()))
                }
                _ if name.contains("collect") => Kind::tensor(self.result_of(m.args.last()), rank),
                _ if more => Kind::Unknown,
                _ => Kind::Inert,
            });
        }
        let row = tensor::method_of(m);
        let (element, rank) = match recv.peeled() {
            Kind::Tensor(e, r) => ((**e).clone(), *r),
            Kind::Unknown if tensor::is_only_of_tensors(name) => (Kind::Unknown, None),
            _ => return None,
        };
        let Some(row) = row else {
            return (name == "into_iter").then(|| Kind::Iter(Box::new(super::item(recv))));
        };
        let with = |rank: Option<usize>| Kind::tensor(element.clone(), rank);
        let option = |k: Kind| Kind::Option(Box::new(k));
        let iter = |k: Kind| Kind::Iter(Box::new(k));
        let fewer = || rank.and_then(|r| r.checked_sub(1));
        let indexed = |m: bool| Kind::Tuple(vec![Kind::Inert, element.clone().reference(m)]);
        let mutable = name.ends_with("_mut");
        Some(match row.gives {
            Gives::Nothing => Kind::Inert,
            Gives::Element if row.rule == Rule::Elements => self.of(&m.args[0]),
            Gives::Element => element,
            Gives::ElementOption => option(element),
            Gives::ElementRef => option(element.reference(mutable)),
            Gives::Rank(r) => with(Some(r)),
            Gives::Same if row.rule == Rule::Elements => Kind::tensor(
                self.result_of(m.args.first()).join(match m.args.first() {
                    Some(a) if matches!(a.node, Node::Closure(_)) => Kind::Unknown,
                    _ => element,
                }),
                rank,
            ),
            Gives::Same => with(rank),
            Gives::More => with(rank.map(|r| r + 1)),
            Gives::Less if row.rule == Rule::Elements => with(fewer()),
            Gives::Less => with(fewer()),
            Gives::LessOption => option(with(fewer())),
            Gives::Tensor => with(self.sliced(m, name, rank)),
            Gives::TensorOption => option(with(m.args.first().and_then(axes))),
            Gives::TensorResult if row.mutates => Kind::Result(Box::new(Kind::Inert)),
            Gives::TensorResult => Kind::Result(Box::new(with(self.reshaped(m)))),
            Gives::Two => Kind::Tuple(vec![with(rank); 2]),
            Gives::Lanes => iter(with(Some(1))),
            Gives::Slabs => iter(with(fewer())),
            Gives::Chunks => iter(with(rank)),
            Gives::Elements => iter(element.reference(false)),
            Gives::ElementsMut => iter(element.reference(true)),
            Gives::Indexed => iter(indexed(false)),
            Gives::IndexedMut => iter(indexed(true)),
            Gives::Vec => Kind::Seq(Seq::Vec, Box::new(element)),
            Gives::SliceOption => {
                option(Kind::Seq(Seq::Slice, Box::new(element)).reference(mutable))
            }
            Gives::Product => self.product(m, &element, rank),
            Gives::Unknown => Kind::Unknown,
        })
    }

    /// `a.dot(&b)`.
    fn product(&self, m: &Method, element: &Kind, rank: Option<usize>) -> Kind {
        let other = m.args.first().map_or(Kind::Unknown, |a| self.of(a));
        let Kind::Tensor(e, other) = other.peeled() else {
            // A matrix gives a tensor with whatever it is multiplied by.
            return match rank {
                Some(2) if *other.peeled() == Kind::Unknown => Kind::tensor(element.clone(), None),
                _ => Kind::Unknown,
            };
        };
        let element = element.clone().join((**e).clone());
        match (rank, other) {
            (Some(1), Some(1)) => element,
            (Some(a @ 1..=2), Some(b @ 1..=2)) => Kind::tensor(element, Some(a + b - 2)),
            (Some(2), None) | (None, Some(2)) => Kind::tensor(element, None),
            _ => Kind::Unknown,
        }
    }

    /// The rank of a slice, from the text of `s![..]`.
    fn sliced(&self, m: &Method, name: &str, rank: Option<usize>) -> Option<usize> {
        if !name.starts_with("slice") {
            return None;
        }
        let Some(Node::Macro(Macro {
            args: MacroArgs::Opaque(tokens, locals),
            ..
        })) = m.args.first().map(|a| &a.node)
        else {
            return None;
        };
        // A name may be that of an index or of a range, which its text does not tell.
        let integer = |l: &Local| self.locals[l.0].kind == Kind::Inert;
        if !locals.iter().all(integer) {
            return None;
        }
        let rank = rank?;
        let parts = entries(tokens);
        let count = |of: Entry| parts.iter().filter(|p| **p == of).count();
        let (fixed, new) = (count(Entry::Index), count(Entry::NewAxis));
        (rank + new).checked_sub(fixed)
    }

    fn reshaped(&self, m: &Method) -> Option<usize> {
        match &m.turbofish {
            Some(t) => t.args.iter().find_map(|a| match a {
                syn::GenericArgument::Type(syn::Type::Path(p)) => {
                    let name = p.path.segments.last()?.ident.to_string();
                    name.strip_prefix("Ix")?.parse().ok()
                }
                _ => None,
            }),
            None => m.args.first().and_then(axes),
        }
    }

    /// What a constructor or a free function of ndarray gives.
    pub(super) fn tensor_function(&self, names: &[&str], args: &[Expr]) -> Option<Kind> {
        let element = || {
            let i = args.len().checked_sub(1)?;
            Some(self.of(&args[i]))
        };
        let (f, named) = match tensor::constructor(names) {
            Some((f, rank)) => (f, rank),
            None if names.len() >= 2
                && crate::ir::kind::tensor_type(names[names.len() - 2]).is_some() =>
            {
                let rank = crate::ir::kind::tensor_type(names[names.len() - 2])?;
                return Some(Kind::tensor(Kind::Unknown, rank));
            }
            None => (tensor::free(names)?, None),
        };
        let element = match f.name {
            "from_elem" | "from_diag_elem" | "arr0" => element().unwrap_or(Kind::Unknown),
            "from_vec" | "from" | "from_shape_vec" | "from_diag" | "arr1" | "aview1" => {
                element().map_or(Kind::Unknown, |k| k.element())
            }
            "linspace" => args.first().map_or(Kind::Unknown, |a| self.of(a)),
            "arr2" | "arr3" => Kind::Unknown,
            _ => Kind::Unknown,
        };
        let shape = || args.first().and_then(axes);
        Some(match f.gives {
            Gives::Rank(r) => Kind::tensor(element, Some(r)),
            Gives::TensorResult => {
                Kind::Result(Box::new(Kind::tensor(element, named.or_else(shape))))
            }
            _ => Kind::tensor(element, named.or_else(shape)),
        })
    }

    /// `array![[a, b], [c, d]]`
    pub(super) fn array_literal(&self, m: &Macro) -> Kind {
        let MacroArgs::Exprs(args) = &m.args else {
            return Kind::tensor(Kind::Unknown, None);
        };
        let mut rank = 1;
        let mut inner = args.iter().map(|a| a.1.clone()).collect::<Vec<_>>();
        while let Some(Node::Array(es)) = inner.first().map(|e| &e.node) {
            rank += 1;
            inner = es.clone();
        }
        let element = inner.iter().fold(Kind::Unknown, |k, e| k.join(self.of(e)));
        Kind::tensor(element, Some(rank))
    }
}

/// How many axes a shape has: `(n, m)` two, `n` one.
fn axes(shape: &Expr) -> Option<usize> {
    match &shape.node {
        Node::Tuple(es) => Some(es.len()),
        Node::Array(es) => Some(es.len()),
        Node::Ref(_, e) => axes(e),
        Node::Lit(_) => Some(1),
        Node::Method(m)
            if matches!(
                m.name.to_string().as_str(),
                "len" | "nrows" | "ncols" | "len_of"
            ) =>
        {
            Some(1)
        }
        _ => None,
    }
}

/// A part of `s![0, 1..3, NewAxis]`.
#[derive(Clone, Copy, PartialEq)]
enum Entry {
    /// It takes an axis away.
    Index,
    Range,
    NewAxis,
}

/// The parts of a slice, by their tokens: whatever has `..` in it is a range.
fn entries(tokens: &proc_macro2::TokenStream) -> Vec<Entry> {
    use proc_macro2::{Spacing, TokenTree};
    fn entry(part: &[TokenTree]) -> Entry {
        let mut found = Entry::Index;
        for t in part {
            found = match t {
                TokenTree::Punct(p) if p.as_char() == '.' && p.spacing() == Spacing::Joint => {
                    Entry::Range
                }
                TokenTree::Ident(i) if i == "NewAxis" => Entry::NewAxis,
                TokenTree::Group(g) => entry(&g.stream().into_iter().collect::<Vec<_>>()),
                _ => continue,
            };
            if found != Entry::Index {
                break;
            }
        }
        found
    }
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let comma = |t: &TokenTree| matches!(t, TokenTree::Punct(p) if p.as_char() == ',');
    let parts = tokens.split(comma).filter(|part| !part.is_empty());
    parts.map(entry).collect()
}

impl Infer<'_> {
    /// What the closures of a tensor's methods are called with; whether it is such a method.
    pub(super) fn element_closures(&mut self, m: &Method, name: &str, recv: &Kind) -> bool {
        if let Some(producers) = kind::zipped(&m.recv) {
            let kinds = producers.iter().map(|(p, _)| match self.of(p) {
                Kind::Iter(item) => *item,
                Kind::Ref(k, m) => k.element().reference(m),
                k => {
                    let mutable =
                        matches!(&p.node, Node::Method(m) if m.name.to_string().ends_with("_mut"));
                    k.element().reference(mutable)
                }
            });
            let mut kinds: Vec<Kind> = kinds.collect();
            if producers[0].1 == kind::Producer::Indexed {
                kinds.insert(0, Kind::Inert);
            }
            if name == "fold" {
                kinds.insert(0, m.args.first().map_or(Kind::Unknown, |a| self.of(a)));
            }
            if let Some(Node::Closure(c)) = m.args.last().map(|a| &a.node) {
                for ((p, _), k) in c.params.iter().zip(&kinds) {
                    self.bind(p, k);
                }
            }
            return true;
        }
        let Kind::Tensor(element, _) = recv.peeled() else {
            return false;
        };
        let element = (**element).clone();
        let lane = Kind::tensor(element.clone(), Some(1));
        let by_ref = element.clone().reference(false);
        let by_mut = element.clone().reference(true);
        let init = m
            .args
            .iter()
            .rev()
            .nth(1)
            .map_or(Kind::Unknown, |a| self.of(a));
        let kinds = match name {
            "mapv" | "mapv_into" | "mapv_inplace" | "mapv_into_any" => vec![element],
            "map" => vec![by_ref],
            "map_inplace" => vec![by_mut],
            "zip_mut_with" => vec![by_mut, by_ref],
            "fold" => vec![init, by_ref],
            "fold_axis" => vec![init.reference(false), by_ref],
            "map_axis" | "map_axis_mut" => vec![lane],
            "accumulate_axis_inplace" => vec![by_ref, by_mut],
            _ => return false,
        };
        for arg in &m.args {
            if let Node::Closure(c) = &arg.node {
                for ((p, ty), k) in c.params.iter().zip(&kinds) {
                    let k = ty.as_ref().map_or(k.clone(), |t| of_type(t, self.params));
                    self.bind(p, &k);
                }
            }
        }
        true
    }
}
