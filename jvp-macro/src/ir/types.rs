//! Types to tangent types: the table of the public contract, as syntax.

use super::function;
use super::kind::{Kind, Seq, TypeParams, of_type};
use syn::parse_quote;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;

/// What the mapping needs to know besides the type.
#[derive(Clone, Copy)]
pub struct TypeCtx<'a> {
    pub params: &'a TypeParams,
    /// The path of the `jvp` crate.
    pub krate: &'a syn::Path,
}

/// The tangent type of `ty`.
pub fn tangent(ty: &syn::Type, ctx: TypeCtx) -> syn::Type {
    let inner = |t: &syn::Type| tangent(t, ctx);
    match ty {
        // `&(dyn Fn(f64) -> f64 + 'a)`
        syn::Type::Paren(t) if matches!(*t.elem, syn::Type::TraitObject(_)) => {
            let elem = inner(&t.elem);
            parse_quote!((#elem))
        }
        syn::Type::Paren(t) => inner(&t.elem),
        syn::Type::Group(t) => inner(&t.elem),
        syn::Type::Infer(_) => ty.clone(),
        syn::Type::Reference(r) if of_type(&r.elem, ctx.params).is_inert() => parse_quote!(()),
        syn::Type::Reference(r) => {
            let mut r = r.clone();
            *r.elem = inner(&r.elem);
            syn::Type::Reference(r)
        }
        syn::Type::Slice(s) => {
            let elem = inner(&s.elem);
            parse_quote!([#elem])
        }
        syn::Type::Array(a) => {
            let (elem, len) = (inner(&a.elem), &a.len);
            parse_quote!([#elem; #len])
        }
        syn::Type::Tuple(t) => {
            let elems = t.elems.iter().map(inner);
            match t.elems.len() {
                1 => parse_quote!((#(#elems),*,)),
                _ => parse_quote!((#(#elems),*)),
            }
        }
        syn::Type::FnPtr(f) => function::tangent_pointer(f, ctx),
        syn::Type::ImplTrait(t) => {
            let bounds = function::tangent_bounds(&t.bounds, ctx);
            parse_quote!(impl #bounds)
        }
        syn::Type::TraitObject(t) => {
            let bounds = function::tangent_bounds(&t.bounds, ctx);
            parse_quote!(dyn #bounds)
        }
        syn::Type::Path(p) => of_path(ty, p, ctx),
        _ => {
            let krate = ctx.krate;
            parse_quote!(<#ty as #krate::Differentiable>::Tangent)
        }
    }
}

/// Whether [`tangent`] of a type of this kind is `()`: arrays and tuples of what has no tangent keep
/// their form.
pub fn is_unit_tangent(kind: &Kind) -> bool {
    match kind {
        Kind::Seq(Seq::Array | Seq::Slice, _) | Kind::Tuple(_) => false,
        kind => kind.is_inert(),
    }
}

fn of_path(ty: &syn::Type, path: &syn::TypePath, ctx: TypeCtx) -> syn::Type {
    match of_type(ty, ctx.params) {
        k if k.is_inert() => parse_quote!(()),
        Kind::Scalar(_) | Kind::Tensor(..) => ty.clone(),
        // `F: Fn(A) -> B`: a JVP has a type of its own.
        Kind::Function(_) => {
            let name = path.path.require_ident().map(ToString::to_string);
            let bounds = name.ok().and_then(|n| ctx.params.function.get(&n).cloned());
            let bounds = function::tangent_bounds(&bounds.unwrap_or_default(), ctx);
            parse_quote!(impl #bounds)
        }
        // An error has no tangent, whatever the name of such results.
        kind @ Kind::Result(_) => {
            let ok = payload(ty, &kind).map_or_else(|| parse_quote!(_), |t| tangent(t, ctx));
            parse_quote!(::core::result::Result<#ok, ()>)
        }
        // `Vec`, `Box`, `Option`: the same over the arguments' tangents.
        Kind::Seq(..) | Kind::Boxed(_) | Kind::Option(_) => {
            let mut path = path.clone();
            let last = path
                .path
                .segments
                .last_mut()
                .expect("a type path has a segment");
            if let syn::PathArguments::AngleBracketed(args) = &mut last.arguments {
                for arg in &mut args.args {
                    if let syn::GenericArgument::Type(t) = arg {
                        *t = tangent(t, ctx);
                    }
                }
            }
            syn::Type::Path(path)
        }
        _ => {
            let krate = ctx.krate;
            parse_quote!(<#ty as #krate::Differentiable>::Tangent)
        }
    }
}

/// The tangent type of a local: inference finds the types that only a signature can describe.
pub fn tangent_of_local(ty: &syn::Type, ctx: TypeCtx) -> syn::Type {
    struct Infer;
    impl VisitMut for Infer {
        fn visit_type_mut(&mut self, ty: &mut syn::Type) {
            match ty {
                syn::Type::ImplTrait(_) => *ty = parse_quote!(_),
                _ => syn::visit_mut::visit_type_mut(self, ty),
            }
        }
    }
    let mut ty = tangent(ty, ctx);
    Infer.visit_type_mut(&mut ty);
    ty
}

/// The type of a local that holds primal and tangent as one: `Option<(T, T')>` and so on, else
/// `(T, T')`.
pub fn joint(ty: &syn::Type, ctx: TypeCtx) -> syn::Type {
    if let (Kind::Option(_) | Kind::Result(_), syn::Type::Path(p)) = (of_type(ty, ctx.params), ty) {
        let mut p = p.clone();
        let last = p
            .path
            .segments
            .last_mut()
            .expect("a type path has a segment");
        if let syn::PathArguments::AngleBracketed(args) = &mut last.arguments
            && let Some(syn::GenericArgument::Type(t)) = args.args.first_mut()
        {
            *t = pair(t, ctx);
            return syn::Type::Path(p);
        }
    }
    pair(ty, ctx)
}

/// `(T, T')`
pub fn pair(ty: &syn::Type, ctx: TypeCtx) -> syn::Type {
    let t = tangent(ty, ctx);
    parse_quote!((#ty, #t))
}

/// `T` of an outermost `Option<T>` or `Result<T, E>`.
pub fn payload<'t>(ty: &'t syn::Type, kind: &Kind) -> Option<&'t syn::Type> {
    if !matches!(kind, Kind::Option(_) | Kind::Result(_)) {
        return None;
    }
    let syn::Type::Path(p) = ty else { return None };
    match &p.path.segments.last()?.arguments {
        syn::PathArguments::AngleBracketed(a) => a.args.iter().find_map(|a| match a {
            syn::GenericArgument::Type(t) => Some(t),
            _ => None,
        }),
        _ => None,
    }
}

pub fn is_unit(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Tuple(t) if t.elems.is_empty())
}

pub fn is_self(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(p) if p.path.is_ident("Self"))
}

/// Whether a function's result borrows from something, by its type.
pub fn borrows(output: &syn::ReturnType) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_type_reference(&mut self, _: &'ast syn::TypeReference) {
            self.0 = true;
        }
        fn visit_lifetime(&mut self, l: &'ast syn::Lifetime) {
            self.0 |= l.ident != "static";
        }
    }
    let mut find = Find(false);
    find.visit_return_type(output);
    find.0
}

/// Whether a value of this type may be written through: `&mut T`, `ArrayViewMut` and its aliases,
/// and `Option`s, lists and tuples of these.
pub fn lends(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Reference(r) => r.mutability.is_some(),
        syn::Type::Tuple(t) => t.elems.iter().any(lends),
        syn::Type::Array(a) => lends(&a.elem),
        syn::Type::Paren(p) => lends(&p.elem),
        syn::Type::Group(g) => lends(&g.elem),
        syn::Type::Path(p) => p.path.segments.last().is_some_and(|s| {
            let name = s.ident.to_string();
            let holds = ["Option", "Vec", "Box"].contains(&name.as_str());
            let syn::PathArguments::AngleBracketed(list) = &s.arguments else {
                return name.starts_with("ArrayViewMut");
            };
            let of =
                |a: &syn::GenericArgument| matches!(a, syn::GenericArgument::Type(t) if lends(t));
            name.starts_with("ArrayViewMut") || (holds && list.args.iter().any(of))
        }),
        _ => false,
    }
}
