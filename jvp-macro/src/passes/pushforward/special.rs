//! `x.sigmoid()`, which is `jvp`'s method only if no other trait's is meant.
//!
//! A user may have a trait of that name, with another slope. A path such as `f64::sigmoid` leads to the trait
//! that is in scope, and no two functions have one type; so one line at the top of the generated
//! function proves for each name that it is the one that the rule is for.

use super::Pf;
use crate::ir::*;
use crate::ops;
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::BTreeMap;

impl Pf<'_> {
    /// The proofs for all special functions that `body` calls by their names.
    pub fn proofs_of_names(&self, body: &Block) -> Vec<Stmt> {
        let mut names: BTreeMap<String, Ident> = BTreeMap::new();
        body.walk(&mut |e| {
            if let Some(name) = self.special_name(e) {
                names.entry(name.to_string()).or_insert(name);
            }
        });
        names.values().map(|n| Stmt::Item(self.proof(n))).collect()
    }

    fn special_name(&self, e: &Expr) -> Option<Ident> {
        let name = match &e.node {
            Node::Op(op, form @ Form::Method(name), args) => {
                let kind = self.kind(&args[0]).into_peeled();
                // A type parameter's comes by its bound.
                let by_bound = matches!(kind, Kind::Scalar(Float::Param(_)));
                let anyones = ops::is_of_arrays_only(op) && kind.is_scalar();
                let ours = !by_bound && !anyones && !self.kinds().is_own_op(form, args);
                ours.then_some(name)?
            }
            Node::Op(_, Form::Path(p), _) | Node::Path(p) => {
                let [ty, name] = [0, 1].map(|i| p.path.segments.get(i));
                let scalar = ty.is_some_and(|t| t.ident == "f64" || t.ident == "f32");
                let name = &name.filter(|_| scalar)?.ident;
                (!ops::is_of_arrays_only(&name.to_string())).then_some(name)?
            }
            _ => return None,
        };
        ops::is_special(&name.to_string()).then(|| name.clone())
    }

    fn proof(&self, name: &Ident) -> TokenStream {
        let (krate, span) = (self.ctx.krate, name.span());
        let (of, by) = match ops::is_of_arrays_only(&name.to_string()) {
            false => (quote!(f64), quote!(Elementwise)),
            true => (quote!(#krate::rt::AnyArray), quote!(ErrorFunctions)),
        };
        let theirs = quote_spanned!(span=> <#of>::#name);
        quote!(const _: () = #krate::rt::same_function(#theirs, <#of as #krate::#by>::#name);)
    }
}
