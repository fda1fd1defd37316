//! Patterns: what the locals of one learn from the value that it meets, and that value from it.

use super::Infer;
use crate::ir::*;

impl Infer<'_> {
    /// A pattern meets a value of this kind.
    pub(super) fn bind(&mut self, pat: &Pat, kind: &Kind) {
        match pat {
            Pat::Wild | Pat::Rest | Pat::Const(_) => {}
            Pat::Bind(b) => {
                let kind = if b.by_ref {
                    kind.clone().reference(b.mutable)
                } else {
                    kind.clone()
                };
                self.learn(b.local, &kind);
                if let Some(sub) = &b.sub {
                    self.bind(sub, &kind);
                }
            }
            Pat::Ref(_, p) => match kind {
                Kind::Ref(k, _) => self.bind(p, k),
                _ => self.bind(p, &Kind::Unknown),
            },
            Pat::Or(ps) => ps.iter().for_each(|p| self.bind(p, kind)),
            // From here on the pattern looks through references, and binds references.
            Pat::Tuple(ps) => {
                let (inner, wrap) = through(kind);
                let parts = match inner {
                    Kind::Tuple(parts) => parts.clone(),
                    _ => Vec::new(),
                };
                let rest = ps.iter().position(|p| matches!(p, Pat::Rest));
                for (i, p) in ps.iter().enumerate() {
                    let at = match rest {
                        Some(r) if i > r => parts.len().wrapping_sub(ps.len() - i),
                        _ => i,
                    };
                    let unknown = match inner {
                        Kind::Inert => Kind::Inert,
                        _ => Kind::Unknown,
                    };
                    let k = parts.get(at).cloned().unwrap_or(unknown);
                    self.bind(p, &rewrap(k, wrap));
                }
            }
            Pat::TupleStruct(path, ps) => {
                let (inner, wrap) = through(kind);
                let name = crate::ir::tree::last_name(path);
                let payload = match (name.as_str(), inner) {
                    ("Some", Kind::Option(k)) | ("Ok", Kind::Result(k)) => Some(&**k),
                    _ => None,
                };
                let rest = ps.iter().any(|p| matches!(p, Pat::Rest));
                for (i, p) in ps.iter().enumerate() {
                    let k = match payload {
                        Some(k) => k.clone(),
                        None if rest => Kind::Unknown,
                        None => self.field_of(inner, path, &i.to_string()),
                    };
                    self.bind(p, &rewrap(k, wrap));
                }
            }
            Pat::Struct(path, fields, _) => {
                let (inner, wrap) = through(kind);
                for (member, p) in fields {
                    let k = self.field_of(inner, path, &tree::member_name(member));
                    self.bind(p, &rewrap(k, wrap));
                }
            }
            Pat::Slice(ps) => {
                let (inner, wrap) = through(kind);
                let element = inner.element();
                for p in ps {
                    match p {
                        Pat::Bind(Bind {
                            sub: Some(sub),
                            local,
                            ..
                        }) if matches!(**sub, Pat::Rest) => {
                            let rest = Kind::Seq(Seq::Slice, Box::new(element.clone()));
                            self.learn(*local, &rewrap(rest, wrap));
                        }
                        p => self.bind(p, &rewrap(element.clone(), wrap)),
                    }
                }
            }
        }
    }

    /// The kind of a field in a pattern that is met by a value of this kind.
    fn field_of(&self, kind: &Kind, path: &syn::Path, field: &str) -> Kind {
        let known = match tree::variant(path) {
            Some(variant) => self.params.field(kind, &format!("{variant}.{field}")),
            None => self.params.field(kind, field),
        };
        known.cloned().unwrap_or(Kind::Unknown)
    }

    /// Patterns such as `Some(..)` show what their scrutinee is.
    pub(super) fn demand(&mut self, scrutinee: &Expr, pat: &Pat) {
        let Some(l) = scrutinee.as_local() else {
            return;
        };
        let name = match pat {
            Pat::TupleStruct(path, _) => path.segments.last().map(|s| s.ident.to_string()),
            Pat::Const(t) => Some(t.to_string()),
            Pat::Or(ps) => {
                ps.iter().for_each(|p| self.demand(scrutinee, p));
                None
            }
            Pat::Struct(..) => {
                self.read_ends(scrutinee);
                None
            }
            _ => None,
        };
        let unknown = Box::new(Kind::Unknown);
        match name.as_deref() {
            Some("Some" | "None") => self.learn(l, &Kind::Option(unknown)),
            Some("Ok" | "Err") => self.learn(l, &Kind::Result(unknown)),
            _ => {}
        }
    }
}

/// Match ergonomics: a pattern that is no reference looks through references.
fn through(kind: &Kind) -> (&Kind, Option<bool>) {
    match kind {
        Kind::Ref(k, m) => {
            let (inner, wrap) = through(k);
            (inner, Some(*m && wrap.unwrap_or(true)))
        }
        k => (k, None),
    }
}

fn rewrap(kind: Kind, wrap: Option<bool>) -> Kind {
    match wrap {
        Some(mutable) => kind.reference(mutable),
        None => kind,
    }
}
