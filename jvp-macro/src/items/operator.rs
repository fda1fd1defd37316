//! `impl`s of traits that can't be added to: operators, and other traits of other crates.
//!
//! The derivatives of an operator are an `impl` of the runtime's trait of operators, since operands'
//! types choose among several. The body is that of a function beside it, in which `self` is a
//! parameter like another, so that any type may stand on the left: a user's, a reference to one, a
//! number. The derivatives of other methods stand in an `impl` of the type's own.

use super::block::{Associated, text, trait_name};
use crate::expand;
use crate::frontend::attribute::Options;
use crate::frontend::receiver::NameSelf;
use crate::frontend::surroundings::{Place, Surroundings};
use crate::ir::kind::{TypeParams, of_type};
use crate::ir::types::{TypeCtx, tangent};
use crate::ir::{Kind, mask};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;

/// The operator traits, by the number of operands; the flag says that they assign.
const OPERATORS: &[(&str, &str, usize, bool)] = &[
    ("Add", "add", 2, false),
    ("Sub", "sub", 2, false),
    ("Mul", "mul", 2, false),
    ("Div", "div", 2, false),
    ("Rem", "rem", 2, false),
    ("Neg", "neg", 1, false),
    ("AddAssign", "add_assign", 2, true),
    ("SubAssign", "sub_assign", 2, true),
    ("MulAssign", "mul_assign", 2, true),
    ("DivAssign", "div_assign", 2, true),
    ("RemAssign", "rem_assign", 2, true),
];

/// An `impl` of an operator.
pub struct Operator<'a> {
    item: &'a syn::ItemImpl,
    function: &'a syn::ImplItemFn,
    name: Ident,
    operands: usize,
    assigns: bool,
}

impl<'a> Operator<'a> {
    /// The operator that an `impl` is of.
    pub fn of(item: &'a syn::ItemImpl) -> Option<Self> {
        let name = trait_name(item)?;
        let (name, method, operands, assigns) = OPERATORS.iter().find(|o| o.0 == name)?;
        let function = item.items.iter().find_map(|i| match i {
            syn::ImplItem::Fn(f) if f.sig.ident == method => Some(f),
            _ => None,
        })?;
        Some(Operator {
            item,
            function,
            name: Ident::new(name, Span::mixed_site()),
            operands: *operands,
            assigns: *assigns,
        })
    }

    /// What is written beside the `impl`.
    pub fn written(
        &self,
        options: &Options,
        around: &Surroundings,
        errors: Vec<syn::Error>,
    ) -> TokenStream {
        let krate = options.crate_path();
        let mut generics = self.item.generics.clone();
        let mut left = (*self.item.self_ty).clone();
        let mut right = self.right();
        crate::backend::signature::name_elided(&mut left, &mut generics);
        let mut more = syn::Generics::default();
        if let Some(right) = &mut right {
            crate::backend::signature::name_elided(right, &mut more);
            if generics.lifetimes().all(|l| l.lifetime.ident != "elided") {
                generics.params.extend(more.params);
            }
        }
        let Some(mut function) = self.free(&generics, &left, right.as_ref()) else {
            return TokenStream::new();
        };
        let mut types = around.types.clone();
        types.self_type = None;
        // One side is of a type of this crate, so no alias: the left one, unless that is known.
        let sides = std::iter::once(&left).chain(&right);
        let named = sides
            .map(|ty| of_type(ty, &types))
            .find_map(|kind| match kind.peeled() {
                Kind::Named(name) => Some(name.clone()),
                _ => None,
            });
        if let Some(name) = named {
            types.own.entry(name).or_default();
        }
        let around = Surroundings {
            place: Place::Free,
            types,
            ..Surroundings::default()
        };
        // The runtime's trait asks for every mask.
        let inner = Options {
            krate: options.krate.clone(),
            rules: options.rules.clone(),
            types: options.types.clone(),
            ..Options::default()
        };
        let derivatives = expand::beside(&mut function, &inner, &around, errors);
        let params = TypeParams::default();
        let ctx = TypeCtx {
            params: &params,
            krate: &krate,
        };
        let method = &self.function.sig.ident;
        let name = &self.name;
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let output = self.output(&left);
        let dleft = tangent(&left, ctx);
        let body = match (self.operands, self.assigns) {
            (1, _) => {
                let doutput = tangent(&output, ctx);
                quote! {
                    impl #impl_generics #krate::rt::Unary<#krate::rt::#name> for #left #where_clause {
                        type Output = #output;
                        type Operand = #dleft;
                        type Tangent = #doutput;
                        #[inline]
                        fn jvp_1(self, d: #dleft) -> (#output, #doutput) { #method::jvp_1(self, d) }
                    }
                }
            }
            (_, false) => {
                let (right, doutput) = (right.as_ref(), tangent(&output, ctx));
                let dright = right.map(|r| tangent(r, ctx));
                quote! {
                    impl #impl_generics #krate::rt::Binary<#krate::rt::#name, #right> for #left #where_clause {
                        type Output = #output;
                        type Left = #dleft;
                        type Right = #dright;
                        type Tangent = #doutput;
                        #[inline]
                        fn jvp_11(self, d: #dleft, r: #right, dr: #dright) -> (#output, #doutput) {
                            #method::jvp_11(self, d, r, dr)
                        }
                        #[inline]
                        fn jvp_10(self, d: #dleft, r: #right) -> (#output, #doutput) {
                            #method::jvp_10(self, d, r)
                        }
                        #[inline]
                        fn jvp_01(self, r: #right, dr: #dright) -> (#output, #doutput) {
                            #method::jvp_01(self, r, dr)
                        }
                    }
                }
            }
            (_, true) => {
                let right = right.as_ref();
                let dright = right.map(|r| tangent(r, ctx));
                quote! {
                    impl #impl_generics #krate::rt::Assign<#krate::rt::#name, #right> for #left #where_clause {
                        type Left = #dleft;
                        type Right = #dright;
                        #[inline]
                        fn jvp_11(&mut self, d: &mut #dleft, r: #right, dr: #dright) {
                            #method::jvp_11(self, d, r, dr)
                        }
                        #[inline]
                        fn jvp_10(&mut self, d: &mut #dleft, r: #right) {
                            #method::jvp_10(self, d, r)
                        }
                    }
                }
            }
        };
        let inherent = self.inherent(&generics, &left, right.as_ref(), &output, &krate, ctx);
        quote! {
            const _: () = {
                #derivatives
                #body
            };
            #inherent
        }
    }

    /// The type of the right side.
    fn right(&self) -> Option<syn::Type> {
        let input = self.function.sig.inputs.iter().nth(1)?;
        let syn::FnArg::Typed(p) = input else {
            return None;
        };
        let mut ty = (*p.ty).clone();
        NameSelf(&self.item.self_ty).visit_type_mut(&mut ty);
        Some(ty)
    }

    /// What the operator gives.
    fn output(&self, left: &syn::Type) -> syn::Type {
        let mut ty: syn::Type = match &self.function.sig.output {
            syn::ReturnType::Default => syn::parse_quote!(()),
            syn::ReturnType::Type(_, ty) => (**ty).clone(),
        };
        Associated::of(self.item).visit_type_mut(&mut ty);
        NameSelf(left).visit_type_mut(&mut ty);
        ty
    }

    /// The method as a function by itself, with a parameter in place of `self`.
    fn free(
        &self,
        generics: &syn::Generics,
        left: &syn::Type,
        right: Option<&syn::Type>,
    ) -> Option<syn::ItemFn> {
        let f = self.function;
        let this = Ident::new("this", self.receiver()?);
        let mut block = f.block.clone();
        Associated::of(self.item).visit_block_mut(&mut block);
        let block = renamed(block.to_token_stream(), &this, left);
        let (method, output) = (&f.sig.ident, self.output(left));
        let (params, where_clause) = (&generics.params, &generics.where_clause);
        let mutable = match f.sig.inputs.first() {
            Some(syn::FnArg::Receiver(r)) => r.mutability,
            _ => None,
        };
        let first = match self.assigns {
            true => quote!(#this: &mut #left),
            false => quote!(#mutable #this: #left),
        };
        let second = f.sig.inputs.iter().nth(1).and_then(|input| match input {
            syn::FnArg::Typed(p) => Some(&p.pat),
            syn::FnArg::Receiver(_) => None,
        });
        let second = second.map(|pat| quote!(#pat: #right));
        let arrow = (!self.assigns).then(|| quote!(-> #output));
        syn::parse2(quote! {
            fn #method<#params>(#first, #second) #arrow #where_clause #block
        })
        .ok()
    }

    fn receiver(&self) -> Option<Span> {
        self.function.sig.receiver().map(|r| r.self_token.span)
    }

    /// `jvp_mul` and what annotated callers of the method go to, on a type of the user's own.
    fn inherent(
        &self,
        generics: &syn::Generics,
        left: &syn::Type,
        right: Option<&syn::Type>,
        output: &syn::Type,
        krate: &syn::Path,
        ctx: TypeCtx,
    ) -> TokenStream {
        let own = matches!(of_type(left, ctx.params), Kind::Named(_));
        let other = right.is_some_and(|r| text(r) != text(left));
        // An operator may be implemented for several right sides: `jvp_mul` is that with its own
        // type. What `std` writes down as `a.mul(b)` for others goes through the operator.
        if !own || other {
            return TokenStream::new();
        }
        let method = &self.function.sig.ident;
        let name = &self.name;
        let jvp = format_ident!("jvp_{method}");
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let (dleft, doutput) = (tangent(left, ctx), tangent(output, ctx));
        let dright = right.map(|r| tangent(r, ctx));
        let doc = format!("Value and tangent of the operator `{name}`, by `derive_jvp`.");
        let hidden = crate::backend::companion::beside_a_method(&[]);
        let entry = |digits: &str| mask::of_method(method, digits);
        let functions = match (self.operands, self.assigns) {
            (1, _) => {
                let all = entry("1");
                quote! {
                    #[doc = #doc]
                    #[inline]
                    pub fn #jvp(self, dself: #dleft) -> (#output, #doutput) {
                        #krate::rt::neg::jvp_1(self, dself)
                    }
                    #hidden
                    #[inline]
                    pub fn #all(self, dself: impl #krate::rt::Taken<#dleft>) -> (#output, #doutput) {
                        #krate::rt::neg::jvp_1(self, #krate::rt::Taken::taken(dself))
                    }
                }
            }
            (_, false) => {
                let (all, first, second) = (entry("11"), entry("10"), entry("01"));
                quote! {
                    #[doc = #doc]
                    #[inline]
                    pub fn #jvp(self, dself: #dleft, rhs: #right, drhs: #dright) -> (#output, #doutput) {
                        #krate::rt::#method::jvp_11(self, dself, rhs, drhs)
                    }
                    #hidden
                    #[inline]
                    pub fn #all(self, dself: impl #krate::rt::Taken<#dleft>, rhs: #right, drhs: #dright) -> (#output, #doutput) {
                        #krate::rt::#method::jvp_11(self, #krate::rt::Taken::taken(dself), rhs, drhs)
                    }
                    #hidden
                    #[inline]
                    pub fn #first(self, dself: impl #krate::rt::Taken<#dleft>, rhs: #right) -> (#output, #doutput) {
                        #krate::rt::#method::jvp_10(self, #krate::rt::Taken::taken(dself), rhs)
                    }
                    #hidden
                    #[inline]
                    pub fn #second(self, rhs: #right, drhs: #dright) -> (#output, #doutput) {
                        #krate::rt::#method::jvp_01(self, rhs, drhs)
                    }
                }
            }
            (_, true) => quote! {
                #[doc = #doc]
                #[inline]
                pub fn #jvp(&mut self, dself: &mut #dleft, rhs: #right, drhs: #dright) {
                    #krate::rt::#method::jvp_11(self, dself, rhs, drhs);
                }
            },
        };
        quote! {
            #[allow(unreachable_pub, dead_code, reason = "written by `derive_jvp`")]
            impl #impl_generics #left #where_clause {
                #functions
            }
        }
    }
}

/// The derivatives of the methods of another crate's trait, in an `impl` of the type's own.
pub fn inherent(item: &syn::ItemImpl, functions: TokenStream) -> TokenStream {
    if functions.is_empty() {
        return functions;
    }
    let (impl_generics, _, where_clause) = item.generics.split_for_impl();
    let ty = &item.self_ty;
    quote! {
        #[allow(unreachable_pub, reason = "written by `derive_jvp`")]
        impl #impl_generics #ty #where_clause {
            #functions
        }
    }
}

/// A body in which `self` is `this`, and `Self` the name of the type.
fn renamed(tokens: TokenStream, this: &Ident, left: &syn::Type) -> TokenStream {
    let mut ty = left;
    while let syn::Type::Reference(r) = ty {
        ty = &r.elem;
    }
    // In expressions the type's arguments are left to inference.
    let name = match ty {
        syn::Type::Path(p) => {
            let mut path = p.path.clone();
            for s in &mut path.segments {
                s.arguments = syn::PathArguments::None;
            }
            path.to_token_stream()
        }
        other => quote!(<#other>),
    };
    let one = |t: TokenTree| -> TokenStream {
        match t {
            TokenTree::Ident(i) if i == "self" => {
                let mut this = this.clone();
                this.set_span(i.span());
                this.to_token_stream()
            }
            TokenTree::Ident(i) if i == "Self" => name.clone(),
            TokenTree::Group(g) => {
                let inner = renamed(g.stream(), this, left);
                let mut out = proc_macro2::Group::new(g.delimiter(), inner);
                out.set_span(g.span());
                TokenTree::Group(out).into()
            }
            other => other.into(),
        }
    };
    tokens.into_iter().map(one).collect()
}
