//! `impl` blocks and traits.

use super::operator::{self, Operator};
use crate::expand;
use crate::frontend::attribute::{self, Options};
use crate::frontend::declared;
use crate::frontend::surroundings::{Place, Surroundings};
use crate::ir::Kind;
use crate::ir::kind::{OwnType, TypeParams, of_type};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;

/// `#[derive_jvp] impl Type { .. }`, `#[derive_jvp] impl Trait for Type { .. }`
pub fn of_impl(
    mut item: syn::ItemImpl,
    options: &Options,
    around: &Surroundings,
    errors: Vec<syn::Error>,
) -> TokenStream {
    let around = surroundings(&item, around);
    if let Some(operator) = Operator::of(&item) {
        let beside = operator.written(options, &around, errors);
        return quote!(#item #beside);
    }
    let foreign = item
        .trait_
        .as_ref()
        .is_some_and(|(path, _)| is_foreign(path));
    let mut types = Associated::of(&item);
    let mut beside = TokenStream::new();
    let mut items = Vec::new();
    for i in std::mem::take(&mut item.items) {
        let syn::ImplItem::Fn(mut f) = i else {
            items.push(i);
            continue;
        };
        let choice = Choice::of(&mut f.attrs, options);
        let mut function = as_function(&f.attrs, &f.vis, &f.sig, &f.block);
        if foreign {
            types.visit_item_fn_mut(&mut function);
            function.vis = syn::parse_quote!(pub);
        }
        let out = choice.written(function, &around);
        items.push(syn::ImplItem::Fn(f));
        match foreign {
            true => beside.extend(out),
            false if !out.is_empty() => items.push(syn::ImplItem::Verbatim(out)),
            false => {}
        }
    }
    item.items = items;
    let beside = match foreign {
        true => operator::inherent(&item, beside),
        false => TokenStream::new(),
    };
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#item #beside #(#errors)*)
}

/// `#[derive_jvp] trait Trait { .. }`
pub fn of_trait(
    mut item: syn::ItemTrait,
    options: &Options,
    around: &Surroundings,
    errors: Vec<syn::Error>,
) -> TokenStream {
    let around = Surroundings {
        place: Place::Trait,
        generics: item.generics.clone(),
        types: around.types.clone(),
        aliases: around.aliases.clone(),
    };
    let mut items = Vec::new();
    for i in std::mem::take(&mut item.items) {
        let syn::TraitItem::Fn(mut f) = i else {
            items.push(i);
            continue;
        };
        let choice = Choice::of(&mut f.attrs, options);
        let out = match &f.default {
            None => choice.declared(&f, &around),
            Some(body) => {
                let function = as_function(&f.attrs, &syn::Visibility::Inherited, &f.sig, body);
                choice.written(function, &around)
            }
        };
        items.push(syn::TraitItem::Fn(f));
        if !out.is_empty() {
            items.push(syn::TraitItem::Verbatim(out));
        }
    }
    item.items = items;
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#item #(#errors)*)
}

/// What a trait declares beside a method that it declares; `function` is its header.
pub fn declared(
    function: &syn::ItemFn,
    options: &Options,
    around: &Surroundings,
    mut errors: Vec<syn::Error>,
) -> TokenStream {
    let out = match expand::declarations(function, options, around) {
        Ok(out) => out,
        Err(more) => {
            errors.extend(more);
            TokenStream::new()
        }
    };
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#out #(#errors)*)
}

/// What is to be written for one function of a block.
pub enum Choice<'a> {
    /// `#[jvp(skip)]`, or a rule by hand.
    Nothing,
    /// Its own attribute: what is wrong is said.
    Own(Box<Options>, Vec<syn::Error>),
    /// The block's: a function that has nothing to differentiate is left alone.
    Block(&'a Options),
}

impl<'a> Choice<'a> {
    /// From the function's attributes, of which ours are taken off.
    pub fn of(attrs: &mut Vec<syn::Attribute>, options: &'a Options) -> Choice<'a> {
        let last = |a: &syn::Attribute| a.path().segments.last().map(|s| s.ident.to_string());
        let is = |name: &str| attrs.iter().position(|a| last(a).as_deref() == Some(name));
        if is("custom_jvp").is_some() {
            return Choice::Nothing;
        }
        if let Some(i) = attrs.iter().position(declared::skips) {
            attrs.remove(i);
            return Choice::Nothing;
        }
        let test = ["test", "bench", "cfg_attr"]
            .iter()
            .any(|n| is(n).is_some());
        if test {
            return Choice::Nothing;
        }
        match is("derive_jvp") {
            None => Choice::Block(options),
            Some(i) => {
                let tokens = match attrs.remove(i).meta {
                    syn::Meta::List(l) => l.tokens,
                    _ => TokenStream::new(),
                };
                let (mut own, errors) = attribute::parse(tokens);
                own.inherit(options);
                Choice::Own(Box::new(own), errors)
            }
        }
    }

    /// The options that count for this function, if it is to be differentiated.
    fn options(
        self,
        function: &syn::ItemFn,
        around: &Surroundings,
    ) -> Option<(Options, Vec<syn::Error>)> {
        match self {
            Choice::Nothing => None,
            Choice::Own(options, errors) => Some((*options, errors)),
            Choice::Block(options) => {
                let options = options.for_function(&parameters(&function.sig))?;
                expand::is_differentiable(function, &options, around).then(|| (options, Vec::new()))
            }
        }
    }

    /// What is written beside a function.
    pub fn written(self, mut function: syn::ItemFn, around: &Surroundings) -> TokenStream {
        match self.options(&function, around) {
            Some((options, errors)) => expand::beside(&mut function, &options, around, errors),
            None => TokenStream::new(),
        }
    }

    /// What a trait declares beside a method.
    fn declared(self, f: &syn::TraitItemFn, around: &Surroundings) -> TokenStream {
        let function = header(f);
        match self.options(&function, around) {
            Some((options, errors)) => declared(&function, &options, around, errors),
            None => TokenStream::new(),
        }
    }
}

/// The names of a function's parameters.
fn parameters(sig: &syn::Signature) -> Vec<String> {
    let names = sig.inputs.iter().map(|input| match input {
        syn::FnArg::Receiver(_) => "self".to_string(),
        syn::FnArg::Typed(p) => match &*p.pat {
            syn::Pat::Ident(i) => i.ident.to_string(),
            _ => String::new(),
        },
    });
    names.collect()
}

/// A method that a trait declares, as a function with an empty body.
pub fn header(f: &syn::TraitItemFn) -> syn::ItemFn {
    let body = syn::parse_quote!({});
    as_function(&f.attrs, &syn::Visibility::Inherited, &f.sig, &body)
}

fn as_function(
    attrs: &[syn::Attribute],
    vis: &syn::Visibility,
    sig: &syn::Signature,
    block: &syn::Block,
) -> syn::ItemFn {
    let (attrs, vis) = (attrs.to_vec(), vis.clone());
    let (sig, block) = (sig.clone(), Box::new(block.clone()));
    syn::parse_quote!(#(#attrs)* #vis #sig #block)
}

/// What the functions of an `impl` know of it.
fn surroundings(item: &syn::ItemImpl, around: &Surroundings) -> Surroundings {
    let mut types = around.types.clone();
    let mut ty = &*item.self_ty;
    while let syn::Type::Reference(r) = ty {
        ty = &r.elem;
    }
    if let syn::Type::Path(p) = ty
        && let Some(last) = p.path.segments.last()
    {
        let name = last.ident.to_string();
        let kind = of_type(ty, &types);
        // What another trait is implemented for may be an alias.
        let own = item.trait_.is_none() || types.own.contains_key(&name);
        if own && matches!(kind, Kind::Named(_)) {
            let own = types.own.entry(name.clone()).or_default();
            learn(item, &name, own);
        }
        types.self_type = Some((name, of_type(&item.self_ty, &types)));
    }
    Surroundings {
        place: Place::Impl,
        generics: item.generics.clone(),
        types,
        aliases: around.aliases.clone(),
    }
}

/// What the functions of an `impl` of the type `ty` return, where syntax tells.
pub fn learn(item: &syn::ItemImpl, ty: &str, own: &mut OwnType) {
    let params = TypeParams::default();
    for i in &item.items {
        let syn::ImplItem::Fn(f) = i else { continue };
        let syn::ReturnType::Type(_, output) = &f.sig.output else {
            continue;
        };
        let name = f.sig.ident.to_string();
        let mut kind = of_type(output, &params);
        kind.names_mut(&mut |kind| {
            if matches!(kind, Kind::Named(n) if n == "Self") {
                *kind = Kind::Named(ty.to_string());
            }
        });
        let changes = f.sig.inputs.iter().any(|input| match input {
            syn::FnArg::Receiver(r) => {
                matches!(
                    &r.kind,
                    syn::ReceiverKind::Reference(_, _, Some(_)) | syn::ReceiverKind::Typed(..)
                )
            }
            syn::FnArg::Typed(p) => matches!(of_type(&p.ty, &params), Kind::Ref(_, true)),
        });
        if kind.is_inert() && !changes {
            own.constants.insert(name.clone());
        }
        own.results.insert(name, kind);
    }
}

/// Traits of `std` and of the crates for numbers, whose declarations we can't add to.
const FOREIGN: &[&str] = &[
    "Add",
    "AddAssign",
    "AsMut",
    "AsRef",
    "Borrow",
    "BorrowMut",
    "Clone",
    "Debug",
    "Default",
    "Deref",
    "DerefMut",
    "Display",
    "Div",
    "DivAssign",
    "Drop",
    "Eq",
    "Extend",
    "Float",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Index",
    "IndexMut",
    "Into",
    "IntoIterator",
    "Iterator",
    "Mul",
    "MulAssign",
    "Neg",
    "Num",
    "One",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Product",
    "Rem",
    "RemAssign",
    "Sub",
    "SubAssign",
    "Sum",
    "TryFrom",
    "TryInto",
    "Zero",
];

/// Whether a trait is one of another crate, by its name or the crate that its path begins with.
fn is_foreign(path: &syn::Path) -> bool {
    let first = path.segments.first().map(|s| s.ident.to_string());
    let last = path.segments.last().map(|s| s.ident.to_string());
    let here = matches!(first.as_deref(), Some("crate" | "self" | "super"));
    let named = last.is_some_and(|n| FOREIGN.contains(&n.as_str()));
    !here && (named || path.leading_colon.is_some())
}

/// Whether an `impl` is of an operator: the only traits of other crates that a module's attribute
/// looks at.
pub fn is_of_an_operator(item: &syn::ItemImpl) -> bool {
    Operator::of(item).is_some()
}

/// Replaces `Self::Output` and its like by what the `impl` says that they are.
pub struct Associated(pub Vec<(Ident, syn::Type)>);

impl Associated {
    /// The types that an `impl` defines.
    pub fn of(item: &syn::ItemImpl) -> Self {
        let types = item.items.iter().filter_map(|i| match i {
            syn::ImplItem::Type(t) => Some((t.ident.clone(), t.ty.clone())),
            _ => None,
        });
        Associated(types.collect())
    }
}

impl VisitMut for Associated {
    fn visit_type_mut(&mut self, ty: &mut syn::Type) {
        if let syn::Type::Path(p) = ty
            && p.path.segments.len() == 2
            && p.path.segments[0].ident == "Self"
            && let Some((_, known)) = self.0.iter().find(|(n, _)| p.path.segments[1].ident == *n)
        {
            *ty = known.clone();
            return;
        }
        syn::visit_mut::visit_type_mut(self, ty);
    }
}

/// The trait's name, last in its path.
pub fn trait_name(item: &syn::ItemImpl) -> Option<String> {
    let (path, _) = item.trait_.as_ref()?;
    path.segments.last().map(|s| s.ident.to_string())
}

/// The tokens of a type, for comparison.
pub fn text(ty: &impl ToTokens) -> String {
    ty.to_token_stream().to_string()
}
