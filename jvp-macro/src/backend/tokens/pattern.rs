//! Patterns to tokens.

use super::Tokens;
use super::write::{group, here, punct, separated, word};
use crate::ir::*;
use proc_macro2::{Delimiter, TokenStream};
use quote::{ToTokens, TokenStreamExt};

impl Tokens<'_> {
    pub(super) fn put_pat(&self, p: &Pat, out: &mut TokenStream) {
        match p {
            Pat::Wild => word(out, "_", here()),
            Pat::Rest => punct(out, "..", here()),
            Pat::Bind(b) => {
                if b.by_ref {
                    word(out, "ref", here());
                }
                if b.mutable {
                    word(out, "mut", here());
                }
                out.append(self.names.get(b.local));
                if let Some(p) = &b.sub {
                    punct(out, "@", here());
                    self.put_pat(p, out);
                }
            }
            Pat::Tuple(ps) => {
                // What does not fit it is said where its first name comes from.
                let first = p.locals().first().map(|l| self.f.local(*l).span);
                let at = first.map_or_else(here, |span| here().located_at(span));
                group(out, Delimiter::Parenthesis, at, |out| {
                    self.put_pats(ps, out);
                    if ps.len() == 1 && !matches!(ps[0], Pat::Rest) {
                        punct(out, ",", here());
                    }
                });
            }
            Pat::TupleStruct(path, ps) => {
                path.to_tokens(out);
                group(out, Delimiter::Parenthesis, here(), |out| {
                    self.put_pats(ps, out);
                });
            }
            Pat::Struct(path, fields, rest) => {
                path.to_tokens(out);
                group(out, Delimiter::Brace, here(), |out| {
                    for (m, p) in fields {
                        let local = match p {
                            Pat::Bind(b) if b.sub.is_none() => Some(b.local),
                            _ => None,
                        };
                        self.put_field(m, local, out, |out| self.put_pat(p, out));
                    }
                    if *rest {
                        punct(out, "..", here());
                    }
                });
            }
            Pat::Slice(ps) => group(out, Delimiter::Bracket, here(), |out| {
                self.put_pats(ps, out);
            }),
            Pat::Ref(m, p) => {
                punct(out, "&", here());
                if *m {
                    word(out, "mut", here());
                }
                self.put_pat(p, out);
            }
            Pat::Or(ps) => group(out, Delimiter::Parenthesis, here(), |out| {
                self.put_alternatives(ps, out);
            }),
            Pat::Const(t) => t.to_tokens(out),
        }
    }

    fn put_pats(&self, ps: &[Pat], out: &mut TokenStream) {
        separated(out, ps, ",", here(), |p, out| self.put_pat(p, out));
    }

    /// `a | b`
    pub(super) fn put_alternatives(&self, ps: &[Pat], out: &mut TokenStream) {
        separated(out, ps, "|", here(), |p, out| self.put_pat(p, out));
    }
}
