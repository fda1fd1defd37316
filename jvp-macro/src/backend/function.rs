//! A generated function, whole.

use super::names::{self, Names};
use super::receiver::Handed;
use super::signature::{GenParam, Mode, shape_check, signature};
use super::tokens::{Tokens, braces};
use crate::ir::format::captures;
use crate::ir::kind::{is_inert_by_name, of_type};
use crate::ir::tree::last_name;
use crate::ir::types::{TypeCtx, borrows, tangent};
use crate::ir::*;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::collections::HashSet;

/// What the backend needs to print one function.
pub struct Job<'a> {
    pub f: &'a Function,
    /// What fused multiply-adds are called on, where there are any.
    pub fma: Option<Local>,
    pub name: Ident,
    pub vis: TokenStream,
    pub attrs: TokenStream,
    pub generics: &'a syn::Generics,
    pub output: &'a syn::ReturnType,
    pub roles: &'a [Role],
    pub mode: Mode,
    /// Print beside it the function that writes the results into places.
    pub into: bool,
    /// Whether it belongs to a type or a trait.
    pub associated: bool,
    /// For callers that know only the mask.
    pub handed: bool,
    pub ctx: TypeCtx<'a>,
    /// Every identifier in the item.
    pub reserved: &'a HashSet<String>,
}

impl Job<'_> {
    /// The function's tokens.
    pub fn print(&self) -> TokenStream {
        let names = names::choose(self.f, self.reserved, self.fma);
        let tokens = Tokens {
            f: self.f,
            names: &names,
        };
        let mut used = Locals::default();
        self.f.body.walk(&mut |e| match &e.node {
            Node::Local(l) => drop(used.insert(*l)),
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, locals),
                ..
            }) => used.extend(locals.iter().copied()),
            _ => {}
        });
        // What the caller is checked for, and what the body works on.
        let mut prelude = Vec::new();
        let mut buffers = Vec::new();
        let mut params = Vec::new();
        for (i, p) in self.f.params.iter().enumerate() {
            let hidden = self.mode == Mode::Pushforward && self.roles[i] == Role::Out;
            let handed = (self.handed && p.receiver.is_some() && p.tangent.is_some())
                .then(|| Handed::of(p, borrows(self.output), self.ctx))
                .flatten();
            let tangent = p.tangent.as_ref().map(|d| {
                let pat = tokens.pat(d);
                match (&handed, d) {
                    (Some(handed), Pat::Bind(b)) => {
                        let name = names.get(b.local);
                        let formed = handed.formed(&name);
                        let mutable = handed.mutable.then(|| quote!(mut));
                        prelude.push(quote!(let #pat = #formed;));
                        (quote!(#mutable #name), handed.ty.clone())
                    }
                    _ => (pat, tangent(&p.ty, self.ctx)),
                }
            });
            prelude.extend(self.proof(p));
            match hidden {
                true => buffers.extend(self.entry(p, hidden, &names, &used)),
                false => prelude.extend(self.entry(p, hidden, &names, &used)),
            }
            params.push(GenParam {
                pat: tokens.pat(&p.pat),
                ty: p.ty.clone(),
                tangent,
                hidden,
            });
        }
        let sig = signature(self.generics, params, self.output, self.mode, self.ctx);
        let (impl_generics, _, where_clause) = sig.generics.split_for_impl();
        let params = sig.params.iter().map(GenParam::tokens);
        let (vis, attrs, name, output) = (&self.vis, &self.attrs, &self.name, &sig.output);
        let params: Vec<TokenStream> = params.collect();
        let mut out =
            quote!(#attrs #vis fn #name #impl_generics (#(#params)*) #output #where_clause);
        braces(&mut out, |out| {
            out.extend(prelude);
            let Some(fma) = self.fma else {
                out.extend(buffers);
                return tokens.put_statements(&self.f.body, out);
            };
            let krate = self.ctx.krate;
            let fma = names.get(fma);
            out.extend(quote! {
                #[inline(always)]
                fn body #impl_generics (#fma: impl #krate::rt::MulAdd, #(#params)*) #output #where_clause
            });
            braces(out, |out| {
                out.extend(buffers);
                tokens.put_statements(&self.f.body, out);
            });
            let args = self.arguments(&names);
            out.extend(quote! {
                match #krate::rt::Fused::detect() {
                    ::core::option::Option::Some(fma) => fma.run(|| body(fma, #(#args),*)),
                    ::core::option::Option::None => body(#krate::rt::Plain, #(#args),*),
                }
            });
        });
        if self.into {
            let mut taken = self.reserved.clone();
            params
                .iter()
                .for_each(|p| identifiers(p.clone(), &mut taken));
            let wrapper = super::into::Wrapper {
                name,
                associated: self.associated,
                output: self.output,
                mode: self.mode,
                ctx: self.ctx,
                taken: &taken,
            };
            let args = self.arguments(&names);
            let (name, places, output, body) = wrapper.parts(&args);
            out.extend(quote! {
                #attrs
                #vis fn #name #impl_generics (#(#params)* #places) #output #where_clause {
                    #body
                }
            });
        }
        out
    }

    /// The function's own parameters, handed on in order.
    fn arguments(&self, names: &Names) -> Vec<TokenStream> {
        let mut out = Vec::new();
        for (p, role) in self.f.params.iter().zip(self.roles) {
            let hidden = self.mode == Mode::Pushforward && *role == Role::Out;
            for pat in std::iter::once(&p.pat)
                .filter(|_| !hidden)
                .chain(&p.tangent)
            {
                match pat {
                    Pat::Bind(b) => out.push(names.get(b.local).to_token_stream()),
                    // `(a, b)` is its own expression.
                    pat => out.push(Tokens { f: self.f, names }.pat(pat)),
                }
            }
        }
        out
    }

    /// That the type of a parameter has no tangent, where only its name says so.
    fn proof(&self, p: &Param) -> Option<TokenStream> {
        let (ty, krate) = (&p.ty, self.ctx.krate);
        let by_name = is_inert_by_name(&of_type(ty, self.ctx.params));
        by_name.then(|| quote!(#krate::rt::inert::<#ty>();))
    }

    /// What stands before the body for one parameter.
    fn entry(&self, p: &Param, hidden: bool, names: &Names, used: &Locals) -> Option<TokenStream> {
        let (Pat::Bind(b), Some(Pat::Bind(d))) = (&p.pat, &p.tangent) else {
            return None;
        };
        let used = used.contains(b.local);
        let x = names.get(b.local);
        let dx = names.get(d.local);
        if hidden {
            return used.then(|| aside(&p.ty, &x, &dx));
        }
        if self.mode == Mode::Pushforward && !used {
            return None;
        }
        shape_check(&p.kind, &x, &dx, self.ctx.krate)
    }
}

/// The primal of an `out` parameter that is not given; what the tangent needs of it is computed on
/// the side, in a place of the form that the parameter has.
fn aside(ty: &syn::Type, x: &Ident, dx: &Ident) -> TokenStream {
    let view = |ty: &syn::Type| {
        let named = |p: &syn::TypePath| last_name(&p.path).starts_with("ArrayViewMut");
        matches!(ty, syn::Type::Path(p) if named(p))
    };
    let viewed = quote! {
        let mut #x = #dx.to_owned();
        let mut #x = #x.view_mut();
    };
    match ty {
        syn::Type::Reference(r) if view(&r.elem) => quote!(#viewed let mut #x = &mut #x;),
        syn::Type::Reference(r) if matches!(&*r.elem, syn::Type::Slice(_)) => {
            quote!(let mut #x = &mut #dx.to_owned()[..];)
        }
        ty if view(ty) => viewed,
        _ => quote!(let mut #x = &mut #dx.to_owned();),
    }
}

/// Every identifier in a token stream.
pub fn identifiers(tokens: TokenStream, out: &mut HashSet<String>) {
    let mut dots = 0;
    for tree in tokens {
        // A field's or method's name (`.sin`, but not the end of a range, `..sin`) is no variable.
        let member = dots == 1;
        dots = match &tree {
            proc_macro2::TokenTree::Punct(p) if p.as_char() == '.' => dots + 1,
            _ => 0,
        };
        match tree {
            proc_macro2::TokenTree::Ident(_) if member => {}
            proc_macro2::TokenTree::Ident(i) => drop(out.insert(i.to_string())),
            proc_macro2::TokenTree::Group(g) => identifiers(g.stream(), out),
            // `{x}` in a format string.
            proc_macro2::TokenTree::Literal(l) => out.extend(captures(&l.to_string())),
            proc_macro2::TokenTree::Punct(_) => {}
        }
    }
}

/// Attributes of generated functions: those of the original that concern all of them, and the
/// lints that generated code can't keep.
pub fn attributes(original: &[syn::Attribute], doc: &str) -> TokenStream {
    let kept = original.iter().filter(|a| {
        ["cfg", "inline", "must_use", "track_caller"]
            .iter()
            .any(|n| a.path().is_ident(n))
    });
    let kept = kept.map(ToTokens::to_token_stream);
    quote! {
        #(#kept)*
        #[doc = #doc]
        #[allow(unused, non_snake_case, clippy::all, clippy::pedantic, reason = "written by `derive_jvp`")]
    }
}
