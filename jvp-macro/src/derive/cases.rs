//! Values taken apart and put together: what is the same for a struct and for each variant.
//!
//! A generated method says what it does with one field; this says where the field is. Of a struct
//! it is a place (`&self.w`); of a variant it is bound by a pattern.

use super::generics::Projected;
use super::item::{Field, Item, Style, Variant};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit::Visit;

/// A field with a tangent, and expressions for references to it.
pub struct Part<'a> {
    pub field: &'a Field,
    /// In `self`.
    pub one: TokenStream,
    /// In the second value.
    pub two: TokenStream,
}

/// The type of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Primal,
    Tangent,
}

impl Item {
    /// The path of a variant.
    pub fn path(&self, of: Of, variant: &Variant) -> TokenStream {
        let ty = match of {
            Of::Primal => &self.ident,
            Of::Tangent => &self.tangent,
        };
        let ident = &variant.ident;
        match self.is_enum {
            true => quote!(#ty::#ident),
            false => quote!(#ty),
        }
    }

    /// `body` on `self`, which is an `of`, taken apart; `reference` is `&` or `&mut`.
    pub fn with_self(
        &self,
        of: Of,
        reference: &TokenStream,
        body: impl Fn(&Variant, &[Part]) -> TokenStream,
    ) -> TokenStream {
        if !self.is_enum {
            return self.of_struct(reference, &quote!(self), body);
        }
        if self.variants.is_empty() {
            return quote!(match *self {});
        }
        let arms = self.variants.iter().map(|v| {
            let parts = parts(v);
            let pattern = pattern(&self.path(of, v), v, "one");
            let body = body(v, &parts);
            quote!(#pattern => { #body })
        });
        quote!(match self { #(#arms)* })
    }

    /// `body` on `self`, which is an `of`, and on the tangent `second`; of different variants,
    /// `otherwise`.
    pub fn with_both(
        &self,
        of: Of,
        reference: &TokenStream,
        second: &Ident,
        otherwise: &TokenStream,
        body: impl Fn(&Variant, &[Part]) -> TokenStream,
    ) -> TokenStream {
        if !self.is_enum {
            return self.of_struct(reference, &quote!(#second), body);
        }
        if self.variants.is_empty() {
            return quote!(match *self {});
        }
        let arms = self.variants.iter().map(|v| {
            let parts = parts(v);
            let one = pattern(&self.path(of, v), v, "one");
            let two = pattern(&self.path(Of::Tangent, v), v, "two");
            let body = body(v, &parts);
            quote!((#one, #two) => { #body })
        });
        let fallback = (self.variants.len() > 1).then(|| quote!((one, two) => { #otherwise }));
        quote!(match (self, #second) { #(#arms)* #fallback })
    }

    /// The body of a struct's method.
    fn of_struct(
        &self,
        reference: &TokenStream,
        second: &TokenStream,
        body: impl Fn(&Variant, &[Part]) -> TokenStream,
    ) -> TokenStream {
        let variant = &self.variants[0];
        let fields = variant.fields.iter().filter(|f| f.tangent.is_some());
        let parts: Vec<Part> = fields
            .map(|field| {
                let member = &field.member;
                Part {
                    field,
                    one: quote!(#reference self.#member),
                    two: quote!(&#second.#member),
                }
            })
            .collect();
        body(variant, &parts)
    }

    /// A tangent of `variant`, from a value for each field that has one.
    pub fn build(
        &self,
        variant: &Variant,
        values: impl IntoIterator<Item = TokenStream>,
    ) -> TokenStream {
        let path = self.path(Of::Tangent, variant);
        let mut values = values.into_iter();
        let fields = variant.fields.iter().filter(|f| self.keeps(f)).map(|f| {
            let value = match &f.tangent {
                Some(_) => values.next(),
                None => Some(quote!(())),
            };
            (&f.member, value)
        });
        match variant.style {
            Style::Named => {
                let fields = fields.map(|(member, value)| quote!(#member: #value));
                quote!(#path { #(#fields),* })
            }
            Style::Tuple => {
                let values = fields.map(|(_, value)| value);
                quote!(#path(#(#values),*))
            }
            Style::Unit => path,
        }
    }

    /// A method that gives a value's variant by name; nothing for a struct.
    pub fn variant_name(&self, of: Of) -> TokenStream {
        if !self.is_enum || self.variants.is_empty() {
            return TokenStream::new();
        }
        let arms = self.variants.iter().map(|v| {
            let (path, name) = (self.path(of, v), v.ident.unraw().to_string());
            quote!(#path { .. } => #name)
        });
        let (ty, generics) = match of {
            Of::Primal => (&self.ident, &self.generics),
            Of::Tangent => (&self.tangent, &self.tangent_generics),
        };
        let (params, args, clause) = generics.split_for_impl();
        quote! {
            impl #params #ty #args #clause {
                #[cold]
                fn jvp_variant(&self) -> &'static ::core::primitive::str {
                    match self { #(#arms),* }
                }
            }
        }
    }
}

/// `each` with `operator` between, or `neutral` if there is none.
pub fn joined(
    each: impl Iterator<Item = TokenStream>,
    operator: &TokenStream,
    neutral: &TokenStream,
) -> TokenStream {
    each.reduce(|all, one| quote!(#all #operator #one))
        .unwrap_or_else(|| neutral.clone())
}

/// The parts of a variant that a pattern binds.
fn parts(variant: &Variant) -> Vec<Part<'_>> {
    let fields = variant.fields.iter().enumerate();
    fields
        .filter(|(_, f)| f.tangent.is_some())
        .map(|(i, field)| {
            let (one, two) = (format_ident!("one{i}"), format_ident!("two{i}"));
            Part {
                field,
                one: quote!(#one),
                two: quote!(#two),
            }
        })
        .collect()
}

/// A pattern that binds the fields with a tangent to `NAME0`, `NAME1` and so on.
fn pattern(path: &TokenStream, variant: &Variant, name: &str) -> TokenStream {
    let fields = variant.fields.iter().enumerate();
    let bound = fields.filter(|(_, f)| f.tangent.is_some()).map(|(i, f)| {
        let (member, local) = (&f.member, format_ident!("{name}{i}"));
        quote!(#member: #local,)
    });
    quote!(#path { #(#bound)* .. })
}

impl Field {
    /// A call of a trait's function on this field: a message about any part of it points at what
    /// has no tangent in the field's type, as one about the tangent's own type does.
    pub fn call(&self, function: &TokenStream, args: &[&TokenStream]) -> TokenStream {
        let mut projected = Projected::default();
        self.tangent.iter().for_each(|t| projected.visit_type(t));
        let ty = projected.types.first().unwrap_or(&self.ty);
        at(ty.span(), quote!(#function(#(#args),*)))
    }

    /// The zero tangent at a primal.
    pub fn zero(&self, krate: &syn::Path, primal: &TokenStream) -> TokenStream {
        match self.borrowed {
            true => self.call(&quote!(#krate::Tangent::zero_like), &[primal]),
            false => self.call(&quote!(#krate::Differentiable::zero_tangent), &[primal]),
        }
    }

    /// The field's name or number, as a message has it.
    pub fn name(&self) -> String {
        match &self.member {
            syn::Member::Named(name) => name.unraw().to_string(),
            syn::Member::Unnamed(index) => index.index.to_string(),
        }
    }
}

/// `tokens`, all of them at `span`. Names keep their hygiene: they are the generated function's.
fn at(span: Span, tokens: TokenStream) -> TokenStream {
    let moved = tokens.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = &token {
            let inner = at(span, group.stream());
            token = TokenTree::Group(Group::new(group.delimiter(), inner));
        }
        token.set_span(match &token {
            TokenTree::Ident(name) => span.resolved_at(name.span()),
            _ => span,
        });
        token
    });
    moved.collect()
}
