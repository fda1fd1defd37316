//! The type that is derived for, read and checked.
//!
//! A struct is a type with one variant, which has its name; so what is written for one is written
//! for both.

use super::{attribute, field, generics};
use crate::backend::function::identifiers;
use crate::diagnostics::Errors;
use crate::frontend::generics::add_type_params;
use crate::frontend::receiver::NameSelf;
use crate::ir::kind::TypeParams;
use crate::ir::types::TypeCtx;
use proc_macro2::Ident;
use quote::{ToTokens, format_ident, quote};
use std::collections::HashSet;
use syn::ext::IdentExt;
use syn::parse_quote;
use syn::visit_mut::VisitMut;

/// A struct or an enum.
pub struct Item {
    pub ident: Ident,
    /// The name of the tangent type.
    pub tangent: Ident,
    pub vis: syn::Visibility,
    /// Whether it is `#[non_exhaustive]`; the tangent type is then too.
    pub non_exhaustive: Option<syn::Attribute>,
    /// The generics of the tangent type's declaration: those of the type that it needs.
    pub declared: syn::Generics,
    /// Those of implementations for the type, with the bounds that the fields' tangents need.
    pub generics: syn::Generics,
    /// Those of implementations for the tangent type.
    pub tangent_generics: syn::Generics,
    pub is_enum: bool,
    pub variants: Vec<Variant>,
    /// The path of the `jvp` crate.
    pub krate: syn::Path,
    /// Every identifier of the item: generated ones are chosen outside.
    taken: HashSet<String>,
}

/// A variant of an enum, or a struct as a whole.
pub struct Variant {
    pub ident: Ident,
    pub style: Style,
    pub fields: Vec<Field>,
    /// For an enum, what makes a variant of the tangent `#[non_exhaustive]`.
    pub non_exhaustive: Option<syn::Attribute>,
}

impl Variant {
    /// The fields that have a tangent.
    pub fn with_tangent(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|f| f.tangent.is_some())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Named,
    Tuple,
    Unit,
}

/// A field, and what is known of its tangent.
pub struct Field {
    pub member: syn::Member,
    pub vis: syn::Visibility,
    pub ty: syn::Type,
    /// The type of its tangent; none for a field without.
    pub tangent: Option<syn::Type>,
    /// Whether field and tangent are borrowed, and of the same type.
    pub borrowed: bool,
    /// Types in it that count as having no tangent by their name, to be proven.
    pub inert_by_name: Vec<syn::Type>,
}

impl Item {
    /// Reads `input`. A mistake goes to `errors`, and a field with one counts as skipped.
    pub fn read(input: &syn::DeriveInput, errors: &Errors) -> Option<Item> {
        let krate = attribute::crate_path(&input.attrs, errors);
        let mut params = TypeParams::default();
        add_type_params(&input.generics, &mut params);
        let ctx = TypeCtx {
            params: &params,
            krate: &krate,
        };
        let (_, args, _) = input.generics.split_for_impl();
        let ident = &input.ident;
        let own = parse_quote!(#ident #args);
        let reader = Reader { ctx, own, errors };
        let variants = match &input.data {
            syn::Data::Struct(data) => {
                vec![reader.variant(&input.ident, &[], &data.fields)]
            }
            syn::Data::Enum(data) => {
                let each = data.variants.iter();
                each.map(|v| reader.variant(&v.ident, &v.attrs, &v.fields))
                    .collect()
            }
            syn::Data::Union(data) => {
                errors.add(
                    data.union_token.span,
                    "a union has no tangent type: which field counts is not known",
                    "make it an `enum`",
                );
                return None;
            }
        };
        let tangents: Vec<&syn::Type> = variants
            .iter()
            .flat_map(|v| &v.fields)
            .filter_map(|f| f.tangent.as_ref())
            .collect();
        let bounded = generics::bounded(&input.generics, &input.ident, &tangents, ctx);
        let declared = generics::mentioned(&bounded, &tangents);
        let open = input.generics.type_params().map(|p| p.ident.to_string());
        let with_tangent = variants.iter().flat_map(Variant::with_tangent);
        let direct = generics::direct(with_tangent.map(|f| &f.ty), ident, &open.collect(), ctx);
        let differentiable = quote!(#krate::Differentiable);
        let switched = |g| generics::if_all(g, direct.iter(), &differentiable);
        let mut taken = HashSet::new();
        identifiers(input.to_token_stream(), &mut taken);
        Some(Item {
            ident: input.ident.clone(),
            tangent: format_ident!("{}Tangent", input.ident.unraw()),
            vis: input.vis.clone(),
            non_exhaustive: non_exhaustive(&input.attrs),
            generics: switched(&bounded),
            tangent_generics: switched(&declared),
            declared,
            is_enum: matches!(input.data, syn::Data::Enum(_)),
            variants,
            krate,
            taken,
        })
    }

    /// A name for a hidden item that hides none which the user's types mention.
    pub fn hidden_name(&self, proposal: &str) -> Ident {
        let mut name = proposal.to_owned();
        while self.taken.contains(&name) || self.tangent == name {
            name.push('_');
        }
        Ident::new(&name, proc_macro2::Span::call_site())
    }

    /// The types of the fields' tangents.
    pub fn tangents(&self) -> impl Iterator<Item = &syn::Type> {
        let fields = self.variants.iter().flat_map(|v| &v.fields);
        fields.filter_map(|f| f.tangent.as_ref())
    }

    /// The fields that a named struct's tangent leaves out.
    pub fn left_out(&self) -> impl Iterator<Item = &Field> {
        let fields = self.variants.iter().flat_map(|v| &v.fields);
        fields.filter(|f| f.tangent.is_none() && !self.keeps(f))
    }

    /// Whether the tangent type has a field for `field`. Positions stay, and patterns of variants;
    /// in a named struct there is a tangent or nothing.
    pub fn keeps(&self, field: &Field) -> bool {
        let named = matches!(field.member, syn::Member::Named(_));
        field.tangent.is_some() || self.is_enum || !named
    }
}

/// What reading a variant needs to know.
struct Reader<'a> {
    ctx: TypeCtx<'a>,
    /// What `Self` is.
    own: syn::Type,
    errors: &'a Errors,
}

impl Reader<'_> {
    fn variant(&self, ident: &Ident, attrs: &[syn::Attribute], fields: &syn::Fields) -> Variant {
        let skipped = attribute::is_skipped(attrs, "a variant", self.errors);
        let style = match fields {
            syn::Fields::Named(_) => Style::Named,
            syn::Fields::Unnamed(_) => Style::Tuple,
            syn::Fields::Unit => Style::Unit,
        };
        Variant {
            ident: ident.clone(),
            style,
            fields: fields
                .members()
                .zip(fields)
                .map(|(member, f)| self.field(member, f, skipped))
                .collect(),
            non_exhaustive: non_exhaustive(attrs),
        }
    }

    fn field(&self, member: syn::Member, f: &syn::Field, skipped: bool) -> Field {
        let skipped = attribute::is_skipped(&f.attrs, "a field", self.errors) || skipped;
        let mut ty = field::bare(&f.ty).clone();
        NameSelf(&self.own).visit_type_mut(&mut ty);
        let read = match skipped {
            true => field::Read::default(),
            false => field::read(&ty, self.ctx, self.errors),
        };
        Field {
            member,
            vis: f.vis.clone(),
            ty,
            tangent: read.tangent,
            borrowed: read.borrowed,
            inert_by_name: read.inert_by_name,
        }
    }
}

fn non_exhaustive(attrs: &[syn::Attribute]) -> Option<syn::Attribute> {
    let mut attrs = attrs.iter();
    attrs.find(|a| a.path().is_ident("non_exhaustive")).cloned()
}
