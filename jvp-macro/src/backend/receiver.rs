//! The tangent of `self` in the functions that annotated callers go to.
//!
//! A caller knows neither whether a method takes `self`, `&self` or `&mut self`, nor always whether
//! what it has is a value or a reference. So these functions take the tangent in any of the forms that
//! the primal could have come in, through a trait of the runtime, and bring it into the one that the
//! body works on.

use crate::ir::Param;
use crate::ir::types::{TypeCtx, is_self, tangent};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// How the tangent of `self` is taken, and brought into its form.
pub struct Handed {
    /// The type of the parameter.
    pub ty: syn::Type,
    /// What its form is got by.
    by: TokenStream,
    /// What stands before the parameter when that is called.
    borrow: TokenStream,
    /// Whether the parameter is changed for it.
    pub mutable: bool,
}

impl Handed {
    /// For the parameter `p`, if that is `self` in one of the three forms. `lends`: the function's
    /// result borrows from its arguments.
    pub fn of(p: &Param, lends: bool, ctx: TypeCtx) -> Option<Handed> {
        let krate = ctx.krate;
        let dself = |ty: &syn::Type| tangent(ty, ctx);
        match &p.ty {
            ty if is_self(ty) => {
                let d = dself(ty);
                Some(Handed {
                    ty: syn::parse_quote!(impl #krate::rt::Taken<#d>),
                    by: quote!(#krate::rt::Taken::taken),
                    borrow: TokenStream::new(),
                    mutable: false,
                })
            }
            syn::Type::Reference(r) if is_self(&r.elem) => {
                let d = dself(&r.elem);
                let life = r.lifetime.clone();
                let life = life.unwrap_or_else(|| syn::parse_quote!('_));
                Some(match (r.mutability.is_some(), lends) {
                    (false, false) => Handed {
                        ty: syn::parse_quote!(impl #krate::rt::Seen<#d>),
                        by: quote!(#krate::rt::Seen::seen),
                        borrow: quote!(&),
                        mutable: false,
                    },
                    (true, false) => Handed {
                        ty: syn::parse_quote!(impl #krate::rt::Changed<#d>),
                        by: quote!(#krate::rt::Changed::changed),
                        borrow: quote!(&mut),
                        mutable: true,
                    },
                    (false, true) => Handed {
                        ty: syn::parse_quote!(impl #krate::rt::Lent<#life, #d>),
                        by: quote!(#krate::rt::Lent::lent),
                        borrow: TokenStream::new(),
                        mutable: false,
                    },
                    (true, true) => Handed {
                        ty: syn::parse_quote!(impl #krate::rt::LentMut<#life, #d>),
                        by: quote!(#krate::rt::LentMut::lent_mut),
                        borrow: TokenStream::new(),
                        mutable: false,
                    },
                })
            }
            _ => None,
        }
    }

    /// The tangent in the form of the public functions.
    pub fn formed(&self, name: &Ident) -> TokenStream {
        let (by, borrow) = (&self.by, &self.borrow);
        quote!(#by(#borrow #name))
    }
}
