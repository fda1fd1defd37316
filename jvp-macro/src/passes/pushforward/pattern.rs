//! Patterns: what a pattern becomes when its value comes with a tangent.

use super::value::Val;
use super::{Pf, Shape};
use crate::ir::*;

impl Pf<'_> {
    /// The pattern of the tangent of what `pat` matches: the same, over the tangents of the active
    /// locals. It looks at nothing and binds only those. Statements that must follow it are added to
    /// `after`.
    pub fn tangent_pat(&mut self, pat: &Pat, after: &mut Vec<Stmt>) -> Pat {
        if let Some(named) = self.named_tangent(pat, after) {
            return named;
        }
        match pat {
            Pat::Wild | Pat::Const(_) => Pat::Wild,
            Pat::Rest => Pat::Rest,
            Pat::Bind(b) if self.is_active(b.local) => {
                let sub = b.sub.as_ref().map(|p| Box::new(self.tangent_pat(p, after)));
                let sub = sub.filter(|p| !p.is_blank() || matches!(**p, Pat::Rest));
                Pat::Bind(Bind {
                    local: self.tangent(b.local),
                    sub,
                    ..b.clone()
                })
            }
            Pat::Bind(b) => match &b.sub {
                Some(p) if matches!(**p, Pat::Rest) => Pat::Rest,
                Some(p) => self.tangent_pat(p, after),
                None => Pat::Wild,
            },
            Pat::Tuple(ps) => blank_or(
                ps.iter().map(|p| self.tangent_pat(p, after)).collect(),
                Pat::Tuple,
            ),
            Pat::Slice(ps) => blank_or(
                ps.iter().map(|p| self.tangent_pat(p, after)).collect(),
                Pat::Slice,
            ),
            Pat::TupleStruct(path, ps) => {
                let ps = ps
                    .iter()
                    .map(|p| self.tangent_pat(p, after))
                    .collect::<Vec<_>>();
                if ps.iter().all(Pat::is_blank) {
                    return Pat::Wild;
                }
                Pat::TupleStruct(self.tangent_path(path), ps)
            }
            Pat::Struct(path, fields, _) => {
                let each = fields
                    .iter()
                    .map(|(m, p)| (m.clone(), self.tangent_pat(p, after)));
                let mut fields: Vec<_> = each.collect();
                fields.retain(|(_, p)| !p.is_blank());
                if fields.is_empty() {
                    return Pat::Wild;
                }
                Pat::Struct(self.tangent_path(path), fields, true)
            }
            Pat::Ref(m, p) => match self.tangent_pat(p, after) {
                p if p.is_blank() => Pat::Wild,
                p => Pat::Ref(*m, Box::new(p)),
            },
            Pat::Or(_) => {
                let locals = pat.locals();
                if let Some(l) = locals.into_iter().find(|l| self.is_active(*l)) {
                    self.ctx.errors.add(
                        self.f.local(l).span,
                        "an alternative (`|`) that binds active data can't be followed",
                        "write an arm for each alternative",
                    );
                }
                Pat::Wild
            }
        }
    }

    /// The path of a tangent's pattern: `ShapeTangent::Circle` for `Shape::Circle`.
    fn tangent_path(&self, path: &syn::Path) -> syn::Path {
        let mut path = path.clone();
        let n = path.segments.len();
        let of_std = path
            .segments
            .last()
            .is_some_and(|s| n == 1 && ["Some", "Ok", "Err"].iter().any(|name| s.ident == name));
        if of_std {
            return path;
        }
        let at = tree::type_at(&path);
        let own = path.segments[at].ident == "Self";
        let named = match (own, self.ctx.params.self_type.as_ref()) {
            (true, Some((name, _))) => name.clone(),
            (true, None) => {
                self.ctx.errors.add(
                    path.segments[at].ident.span(),
                    "a pattern of `Self` on active data needs the name of the type",
                    "write the name instead of `Self`, or put `#[derive_jvp]` on the whole `impl` block",
                );
                return path;
            }
            (false, _) => path.segments[at].ident.to_string(),
        };
        let span = path.segments[at].ident.span();
        path.segments[at].ident = quote::format_ident!("{named}Tangent", span = span);
        path
    }

    /// The pattern of a tangent parameter: the tangent of every local, active or not.
    pub fn parameter_pat(&mut self, p: &Pat) -> Pat {
        match p {
            Pat::Bind(b) => {
                let local = self.tangent(b.local);
                Pat::Bind(Bind {
                    local,
                    sub: None,
                    ..b.clone()
                })
            }
            Pat::Tuple(ps) => Pat::Tuple(ps.iter().map(|p| self.parameter_pat(p)).collect()),
            Pat::Slice(ps) => Pat::Slice(ps.iter().map(|p| self.parameter_pat(p)).collect()),
            Pat::Ref(m, p) => Pat::Ref(*m, Box::new(self.parameter_pat(p))),
            Pat::Rest => Pat::Rest,
            _ => Pat::Wild,
        }
    }

    /// Primal and tangent are put into one value for these patterns: a copy, into which none of
    /// them may write.
    pub fn check_writes(&self, pats: &[Pat], kind: &Kind) {
        let lent = matches!(kind, Kind::Ref(..));
        for pat in pats.iter().filter(|_| !lent) {
            pat.binds(&mut |b| {
                if b.by_ref && b.mutable {
                    self.ctx.errors.add(
                        self.f.local(b.local).span,
                        "`ref mut` into a place with a tangent of its own can't be followed here",
                        "match on a reference, `&mut place`, and bind without `ref mut`",
                    );
                }
            });
        }
    }

    /// The pattern for a value of this shape. Statements that must follow the binding come back
    /// with it. `by_ref`: the pattern meets a reference to the value (as in `filter`).
    pub fn joint_pat(&mut self, pat: &Pat, shape: &Shape, by_ref: bool) -> (Pat, Vec<Stmt>) {
        let mut after = Vec::new();
        let pat = self.joint(pat, shape, by_ref, &mut after);
        (pat, after)
    }

    fn joint(&mut self, pat: &Pat, shape: &Shape, by_ref: bool, after: &mut Vec<Stmt>) -> Pat {
        if let (true, Pat::Ref(m, inner), false) = (by_ref, pat, *shape == Shape::Const) {
            return Pat::Ref(*m, Box::new(self.joint(inner, shape, false, after)));
        }
        match (shape, pat) {
            (Shape::Const, _) => {
                self.settle_constant(pat, after);
                pat.clone()
            }
            (_, Pat::Wild) => Pat::Wild,
            (_, Pat::Or(ps)) if !matches!(shape, Shape::Pair | Shape::Any) => Pat::Or(
                ps.iter()
                    .map(|p| self.joint(p, shape, by_ref, after))
                    .collect(),
            ),
            (Shape::Pair | Shape::Any, _) if self.has_active_alternatives(pat) => {
                let mut out = Vec::new();
                // Nothing can follow one alternative alone: each takes its tangents apart by itself.
                let uncertain = std::mem::take(&mut self.uncertain);
                for p in alternatives(pat) {
                    let tangent = self.tangent_pat(&p, after);
                    out.push(Pat::Tuple(vec![p, tangent]));
                }
                self.uncertain = uncertain;
                Pat::Or(out)
            }
            (Shape::Pair | Shape::Any, _) => {
                let tangent = self.tangent_pat(pat, after);
                Pat::Tuple(vec![pat.clone(), tangent])
            }
            (Shape::Tuple(shapes), Pat::Tuple(ps)) if shapes.len() == ps.len() => Pat::Tuple(
                ps.iter()
                    .zip(shapes)
                    .map(|(p, s)| self.joint(p, s, by_ref, after))
                    .collect(),
            ),
            (Shape::Tuple(_), Pat::Bind(b)) if !by_ref => {
                let (open, v) = self.open(shape, self.f.local(b.local).span);
                self.later(pat, v, after);
                open
            }
            (Shape::Opt(s) | Shape::Res(s), Pat::TupleStruct(path, ps)) if ps.len() == 1 => {
                let name = path.segments.last().map(|s| s.ident.to_string());
                match name.as_deref() {
                    Some("Some" | "Ok") => {
                        let p = self.joint(&ps[0], s, by_ref, after);
                        Pat::TupleStruct(path.clone(), vec![p])
                    }
                    _ => {
                        self.settle_constant(pat, after);
                        pat.clone()
                    }
                }
            }
            (Shape::Opt(_) | Shape::Res(_), Pat::Const(_)) => pat.clone(),
            (Shape::Opt(_) | Shape::Res(_) | Shape::Iter(_), Pat::Bind(b)) => {
                self.reps.insert(b.local, shape.clone());
                let sub = b
                    .sub
                    .as_ref()
                    .map(|p| Box::new(self.joint(p, shape, by_ref, after)));
                Pat::Bind(Bind { sub, ..b.clone() })
            }
            (_, Pat::Ref(m, inner)) => {
                Pat::Ref(*m, Box::new(self.joint(inner, shape, false, after)))
            }
            _ => {
                let span = pat.locals().first().map(|l| self.f.local(*l).span);
                self.ctx.errors.add(
                    span.unwrap_or_else(proc_macro2::Span::call_site),
                    "this pattern can't be followed on active data",
                    "bind the value to a name first, and take it apart after that",
                );
                pat.clone()
            }
        }
    }

    /// `pat` binds what turns out to be constant. A local that is bound only here is one, whatever
    /// the analysis had to assume; one that is assigned elsewhere starts with a zero tangent.
    pub fn settle_constant(&mut self, pat: &Pat, after: &mut Vec<Stmt>) {
        for l in pat.locals() {
            if !self.is_active(l) {
                continue;
            }
            let data = self.f.local(l);
            let written = data.mutable || matches!(data.kind, Kind::Ref(_, true));
            if !written && !self.exposed.contains(&l) {
                self.active[l.0] = false;
                continue;
            }
            let (kind, place) = (data.kind.clone(), Expr::local(l, data.span));
            let (stmts, ()) = self.captured(|pf| {
                let zero = pf.zero_of_local(l, &place, &kind);
                let d = pf.tangent(l);
                pf.emit_let(Pat::bind_mut(d), None, zero);
            });
            after.extend(stmts);
        }
    }

    /// Whether `pat` has alternatives that bind active data: its tangent's pattern depends on
    /// which of them matches.
    pub fn has_active_alternatives(&self, pat: &Pat) -> bool {
        match pat {
            Pat::Or(_) => pat.locals().into_iter().any(|l| self.is_active(l)),
            Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) => {
                ps.iter().any(|p| self.has_active_alternatives(p))
            }
            Pat::Ref(_, p) => self.has_active_alternatives(p),
            Pat::Bind(b) => b
                .sub
                .as_ref()
                .is_some_and(|p| self.has_active_alternatives(p)),
            _ => false,
        }
    }

    /// Binds `pat` to `v` in statements of its own.
    fn later(&mut self, pat: &Pat, v: Val, after: &mut Vec<Stmt>) {
        let (stmts, ()) = self.captured(|pf| pf.bind_value(pat, None, v, &Kind::Unknown, None));
        after.extend(stmts);
    }
}

/// The alternatives of a pattern, inner ones brought out.
fn alternatives(pat: &Pat) -> Vec<Pat> {
    let product = |ps: &[Pat], make: &dyn Fn(Vec<Pat>) -> Pat| -> Vec<Pat> {
        let mut all = vec![Vec::new()];
        for p in ps {
            let cases = alternatives(p);
            let extend = |done: Vec<Pat>| {
                cases
                    .iter()
                    .map(move |c| [&done[..], std::slice::from_ref(c)].concat())
                    .collect::<Vec<_>>()
            };
            all = all.into_iter().flat_map(extend).collect();
        }
        all.into_iter().map(make).collect()
    };
    match pat {
        Pat::Or(ps) => ps.iter().flat_map(alternatives).collect(),
        Pat::Tuple(ps) => product(ps, &Pat::Tuple),
        Pat::Slice(ps) => product(ps, &Pat::Slice),
        Pat::TupleStruct(path, ps) => product(ps, &|ps| Pat::TupleStruct(path.clone(), ps)),
        Pat::Ref(m, p) => alternatives(p)
            .into_iter()
            .map(|p| Pat::Ref(*m, Box::new(p)))
            .collect(),
        Pat::Bind(Bind { sub: Some(p), .. }) => {
            let Pat::Bind(b) = pat else { unreachable!() };
            let with = |p| {
                Pat::Bind(Bind {
                    sub: Some(Box::new(p)),
                    ..b.clone()
                })
            };
            alternatives(p).into_iter().map(with).collect()
        }
        _ => vec![pat.clone()],
    }
}

fn blank_or(ps: Vec<Pat>, make: impl FnOnce(Vec<Pat>) -> Pat) -> Pat {
    if ps.iter().all(Pat::is_blank) {
        Pat::Wild
    } else {
        make(ps)
    }
}

/// `unreachable!()`, for a tangent whose form differs from its primal's.
pub fn unreachable(span: proc_macro2::Span) -> Expr {
    let mac = Macro {
        path: syn::parse_quote!(::core::unreachable),
        delimiter: syn::MacroDelimiter::Paren(syn::token::Paren::default()),
        args: MacroArgs::Exprs(Vec::new()),
    };
    Expr::new(Node::Macro(mac), span)
}
