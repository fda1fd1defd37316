//! Signatures of generated functions: parameters with their tangents behind them, result types,
//! lifetimes.

use crate::ir::kind::{Kind, Seq, of_type};
use crate::ir::types::{TypeCtx, is_self, is_unit, payload, tangent};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::HashSet;
use syn::visit_mut::VisitMut;

/// One parameter of a generated function.
pub struct GenParam {
    pub pat: TokenStream,
    pub ty: syn::Type,
    /// The tangent parameter.
    pub tangent: Option<(TokenStream, syn::Type)>,
    /// Left out of the signature (the primal of an `out` parameter in a pushforward).
    pub hidden: bool,
}

/// Generics, parameters and result as they are printed.
pub struct GenSignature {
    pub generics: syn::Generics,
    pub params: Vec<GenParam>,
    pub output: TokenStream,
}

/// What a generated function returns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// `(T, T')`
    Jvp,
    /// `T'`
    Pushforward,
}

/// Names the lifetimes and maps the result type.
pub fn signature(
    generics: &syn::Generics,
    mut params: Vec<GenParam>,
    output: &syn::ReturnType,
    mode: Mode,
    ctx: TypeCtx,
) -> GenSignature {
    let mut generics = generics.clone();
    let mut result = match output {
        syn::ReturnType::Default => None,
        syn::ReturnType::Type(_, ty) => Some((**ty).clone()),
    };
    let mut taken: HashSet<String> = generics
        .lifetimes()
        .map(|l| l.lifetime.ident.to_string())
        .collect();
    let mut fresh = |name: String| {
        let mut name = name;
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        syn::Lifetime::new(&format!("'{name}"), Span::call_site())
    };
    // An elided lifetime in the result is that of the one reference that comes in.
    if let Some(ty) = &mut result {
        ShowHidden.visit_type_mut(ty);
        if has_elided(ty) {
            for p in &mut params {
                ShowHidden.visit_type_mut(&mut p.ty);
                if let Some((_, t)) = &mut p.tangent {
                    ShowHidden.visit_type_mut(t);
                }
            }
        }
    }
    if let Some(ty) = &mut result
        && has_elided(ty)
        && let Some(p) = params.iter_mut().find(|p| has_elided(&p.ty))
    {
        let life = fresh("a".into());
        Name(&life).visit_type_mut(&mut p.ty);
        if let Some((_, t)) = &mut p.tangent {
            Name(&life).visit_type_mut(t);
        }
        Name(&life).visit_type_mut(ty);
        generics.params.insert(0, syn::parse_quote!(#life));
    }
    // Tangents have lifetimes of their own.
    let own: Vec<syn::Lifetime> = generics.lifetimes().map(|l| l.lifetime.clone()).collect();
    let renames: Vec<(syn::Lifetime, syn::Lifetime)> = own
        .iter()
        .map(|l| (l.clone(), fresh(format!("d{}", l.ident))))
        .collect();
    let mut used = HashSet::new();
    for p in &mut params {
        if let Some((_, t)) = &mut p.tangent {
            Rename {
                map: &renames,
                used: &mut used,
            }
            .visit_type_mut(t);
        }
    }
    let output = match &result {
        None => TokenStream::new(),
        Some(ty) => {
            let mut t = tangent_result(ty, ctx);
            Rename {
                map: &renames,
                used: &mut used,
            }
            .visit_type_mut(&mut t);
            result_type(ty, &t, mode, ctx)
        }
    };
    for (_, to) in renames
        .iter()
        .filter(|r| used.contains(&r.0.ident.to_string()))
    {
        let at = generics.lifetimes().count();
        generics.params.insert(at, syn::parse_quote!(#to));
    }
    GenSignature {
        generics,
        params,
        output,
    }
}

/// The tangent of the payload of the outermost `Option` or `Result`, or of the whole.
fn tangent_result(ty: &syn::Type, ctx: TypeCtx) -> syn::Type {
    match payload(ty, &of_type(ty, ctx.params)) {
        Some(inner) => tangent(inner, ctx),
        None => tangent(ty, ctx),
    }
}

fn result_type(ty: &syn::Type, t: &syn::Type, mode: Mode, ctx: TypeCtx) -> TokenStream {
    let of = |primal: &syn::Type| match (is_unit(primal), mode) {
        (true, _) => quote!(()),
        (false, Mode::Jvp) => quote!((#primal, #t)),
        (false, Mode::Pushforward) => quote!(#t),
    };
    if is_unit(ty) {
        return TokenStream::new();
    }
    let Some(inner) = payload(ty, &of_type(ty, ctx.params)).cloned() else {
        let of = of(ty);
        return quote!(-> #of);
    };
    let syn::Type::Path(mut p) = ty.clone() else {
        unreachable!("it has a payload")
    };
    let last = p
        .path
        .segments
        .last_mut()
        .expect("a type path has a segment");
    if let syn::PathArguments::AngleBracketed(args) = &mut last.arguments {
        for a in &mut args.args {
            if let syn::GenericArgument::Type(t) = a {
                let of = of(&inner);
                *t = syn::parse_quote!(#of);
                break;
            }
        }
    }
    quote!(-> #p)
}

fn has_elided(ty: &syn::Type) -> bool {
    struct Find(bool);
    impl<'ast> syn::visit::Visit<'ast> for Find {
        fn visit_type_reference(&mut self, r: &'ast syn::TypeReference) {
            self.0 |= r.lifetime.is_none();
            syn::visit::visit_type_reference(self, r);
        }
        fn visit_lifetime(&mut self, l: &'ast syn::Lifetime) {
            self.0 |= l.ident == "_";
        }
        // A function's elided lifetimes are its own.
        fn visit_parenthesized_generic_arguments(
            &mut self,
            _: &'ast syn::ParenthesizedGenericArguments,
        ) {
        }
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
    }
    let mut find = Find(false);
    syn::visit::Visit::visit_type(&mut find, ty);
    find.0
}

/// Writes the lifetime that ndarray's views may leave out: `ArrayView1<f64>` to `ArrayView1<'_, f64>`.
struct ShowHidden;

impl VisitMut for ShowHidden {
    fn visit_path_segment_mut(&mut self, segment: &mut syn::PathSegment) {
        syn::visit_mut::visit_path_segment_mut(self, segment);
        let name = segment.ident.to_string();
        let view = name.starts_with("ArrayView") || name == "CowArray";
        let tensor = crate::ir::kind::tensor_type(&name).is_some();
        if let syn::PathArguments::AngleBracketed(of) = &mut segment.arguments
            && view
            && tensor
            && !matches!(of.args.first(), Some(syn::GenericArgument::Lifetime(_)))
        {
            of.args.insert(0, syn::parse_quote!('_));
        }
    }
}

/// Gives the elided lifetimes of a type a name of their own in `generics`.
pub fn name_elided(ty: &mut syn::Type, generics: &mut syn::Generics) {
    ShowHidden.visit_type_mut(ty);
    if has_elided(ty) {
        let life = syn::Lifetime::new("'elided", Span::call_site());
        Name(&life).visit_type_mut(ty);
        generics.params.insert(0, syn::parse_quote!(#life));
    }
}

/// Gives elided lifetimes a name.
struct Name<'a>(&'a syn::Lifetime);

impl VisitMut for Name<'_> {
    fn visit_type_reference_mut(&mut self, r: &mut syn::TypeReference) {
        if r.lifetime.is_none() {
            r.lifetime = Some(self.0.clone());
        }
        syn::visit_mut::visit_type_reference_mut(self, r);
    }
    fn visit_lifetime_mut(&mut self, l: &mut syn::Lifetime) {
        if l.ident == "_" {
            *l = self.0.clone();
        }
    }
    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _: &mut syn::ParenthesizedGenericArguments,
    ) {
    }
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
}

/// Renames lifetimes, and notes which.
struct Rename<'a> {
    map: &'a [(syn::Lifetime, syn::Lifetime)],
    used: &'a mut HashSet<String>,
}

impl VisitMut for Rename<'_> {
    fn visit_lifetime_mut(&mut self, l: &mut syn::Lifetime) {
        if let Some((from, to)) = self.map.iter().find(|m| m.0 == *l) {
            self.used.insert(from.ident.to_string());
            *l = to.clone();
        }
    }
    // The type of a primal that is an argument of a JVP.
    fn visit_type_group_mut(&mut self, _: &mut syn::TypeGroup) {}
}

impl GenParam {
    pub fn tokens(&self) -> TokenStream {
        let (pat, ty) = (&self.pat, &self.ty);
        let primal = (!self.hidden).then(|| match short_receiver(pat, ty) {
            Some(receiver) => quote!(#receiver,),
            None => quote!(#pat: #ty,),
        });
        let tangent = self.tangent.as_ref().map(|(pat, ty)| quote!(#pat: #ty,));
        quote!(#primal #tangent)
    }
}

/// `&self` for `self: &Self`.
fn short_receiver(pat: &TokenStream, ty: &syn::Type) -> Option<TokenStream> {
    let text = pat.to_string();
    if text != "self" && text != "mut self" {
        return None;
    }
    match ty {
        ty if is_self(ty) => Some(pat.clone()),
        syn::Type::Reference(r) if is_self(&r.elem) && text == "self" => {
            let (and, life, mutable) = (&r.and_token, &r.lifetime, &r.mutability);
            Some(quote!(#and #life #mutable #pat))
        }
        _ => None,
    }
}

/// The statement that refuses a seed of another length than its primal.
pub fn shape_check(kind: &Kind, x: &Ident, dx: &Ident, krate: &syn::Path) -> Option<TokenStream> {
    let sized = match kind.peeled() {
        Kind::Seq(Seq::Slice | Seq::Vec, inner)
            if inner.is_scalar() || inner.function().is_some() =>
        {
            true
        }
        // Functions have no shape.
        kind if kind.holds_functions() => return None,
        Kind::Seq(_, inner) if has_length(inner) => false,
        Kind::Seq(Seq::Slice | Seq::Vec, _) => false,
        Kind::Option(_) | Kind::Tensor(..) | Kind::Named(_) => false,
        Kind::Tuple(parts) if parts.iter().any(has_length) => false,
        _ => return None,
    };
    let name = dx.to_string().trim_start_matches("r#").to_string();
    if sized {
        let text = format!("the tangent `{name}` must be as long as `{x}`");
        return Some(quote!(assert_eq!(#dx.len(), #x.len(), #text);));
    }
    if kind.is_tensor() {
        return Some(quote!(#krate::rt::assert_shape(#x.shape(), #dx.shape(), #name);));
    }
    Some(same_shape(kind, &quote!(#x), &quote!(#dx), &name, krate))
}

/// The comparison of two places' shapes. That of a tuple is part by part, since a part that borrows has
/// no tangent by a trait.
fn same_shape(
    kind: &Kind,
    x: &TokenStream,
    dx: &TokenStream,
    name: &str,
    krate: &syn::Path,
) -> TokenStream {
    if let Kind::Tuple(parts) = kind.peeled() {
        let sized = parts.iter().enumerate();
        let sized = sized.filter(|(_, part)| has_length(part) || **part == Kind::Unknown);
        return sized
            .map(|(i, part)| {
                let at = syn::Index::from(i);
                let (x, dx) = (quote!(#x.#at), quote!(#dx.#at));
                same_shape(part, &x, &dx, &format!("{name}.{i}"), krate)
            })
            .collect();
    }
    let by_ref = |place: &TokenStream| match kind {
        Kind::Ref(_, false) => place.clone(),
        Kind::Ref(_, true) => quote!(&*#place),
        _ => quote!(&#place),
    };
    let (x, dx) = (by_ref(x), by_ref(dx));
    quote!(#krate::rt::assert_same_shape(#x, #dx, #name);)
}

fn has_length(kind: &Kind) -> bool {
    match kind.peeled() {
        Kind::Seq(Seq::Array, k) => has_length(k),
        Kind::Seq(..) | Kind::Option(_) | Kind::Tensor(..) | Kind::Named(_) => true,
        Kind::Tuple(parts) => parts.iter().any(has_length),
        _ => false,
    }
}

/// `jvp_f`
pub fn jvp_name(base: &Ident) -> Ident {
    format_ident!("jvp_{}", bare(base), span = base.span())
}

/// `pushforward_f`
pub fn pushforward_name(base: &Ident) -> Ident {
    format_ident!("pushforward_{}", bare(base), span = base.span())
}

fn bare(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_string()
}
