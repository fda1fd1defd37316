//! A field's type to its tangent's type, or to the reason why it has none.
//!
//! The table is that of parameters (`ir::types`). Here the traits must agree with it, since the
//! zero tangent of a field comes from `Differentiable`; where they might not, the trait is asked.

use crate::diagnostics::Errors;
use crate::ir::kind::{Kind, Seq, is_inert_by_name, is_of_std, is_text, of_type};
use crate::ir::types::{TypeCtx, tangent};
use quote::quote_spanned;
use syn::parse_quote;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};

/// What a field's type tells.
#[derive(Default)]
pub struct Read {
    /// The type of the tangent, if there is one.
    pub tangent: Option<syn::Type>,
    /// Whether primal and tangent are borrowed, and of the same type.
    pub borrowed: bool,
    /// What has to be proven to have none.
    pub inert_by_name: Vec<syn::Type>,
}

/// A type without parentheses, and without the invisible ones around a macro's argument.
pub fn bare(ty: &syn::Type) -> &syn::Type {
    match ty {
        syn::Type::Group(t) => bare(&t.elem),
        syn::Type::Paren(t) => bare(&t.elem),
        _ => ty,
    }
}

/// Reads a field's type.
pub fn read(ty: &syn::Type, ctx: TypeCtx, errors: &Errors) -> Read {
    let kind = of_type(ty, ctx.params);
    if kind.is_inert() || is_marker(ty) {
        return Read::default();
    }
    if is_inert_by_name(&kind) && is_of_std(ty) {
        return Read {
            inert_by_name: vec![ty.clone()],
            ..Read::default()
        };
    }
    if is_borrowed(ty, &kind) {
        return Read {
            tangent: Some(ty.clone()),
            borrowed: true,
            ..Read::default()
        };
    }
    let mut obstacles = Obstacles {
        ctx,
        errors,
        found: false,
    };
    obstacles.visit_type(ty);
    if obstacles.found {
        return Read::default();
    }
    let mut texts = Texts::default();
    texts.visit_type(ty);
    let krate = ctx.krate;
    let mut tangent = match agrees(&kind) {
        true => tangent(ty, ctx),
        false => parse_quote!(<#ty as #krate::Differentiable>::Tangent),
    };
    AtItsType(krate).visit_type_mut(&mut tangent);
    Read {
        tangent: Some(tangent),
        inert_by_name: texts.0,
        ..Read::default()
    }
}

/// Whether it is a slice or a view of numbers.
fn is_borrowed(ty: &syn::Type, kind: &Kind) -> bool {
    match kind {
        Kind::Ref(slice, false) => {
            matches!(&**slice, Kind::Seq(Seq::Slice, number) if number.is_scalar())
        }
        Kind::Tensor(number, _) => number.is_scalar() && is_view(ty),
        _ => false,
    }
}

/// Whether it is a view that only reads.
fn is_view(ty: &syn::Type) -> bool {
    let name = last_segment(ty).map(|s| s.ident.to_string());
    name.is_some_and(|n| n.starts_with("ArrayView") && !n.starts_with("ArrayViewMut"))
}

/// Whether the table gives the type that the trait gives. It does not where a container of
/// integers, which has the tangent `()` by the table, is a part of something else, and for arrays
/// of what is no number.
fn agrees(kind: &Kind) -> bool {
    match kind {
        Kind::Tensor(element, _) => element.is_scalar(),
        Kind::Seq(_, k) | Kind::Option(k) | Kind::Boxed(k) => !k.is_inert() && agrees(k),
        Kind::Tuple(parts) => parts.iter().all(agrees),
        Kind::Inert | Kind::Scalar(_) | Kind::Named(_) | Kind::Unknown => true,
        _ => false,
    }
}

fn last_segment(ty: &syn::Type) -> Option<&syn::PathSegment> {
    match ty {
        syn::Type::Path(p) => p.path.segments.last(),
        _ => None,
    }
}

fn is_marker(ty: &syn::Type) -> bool {
    last_segment(ty).is_some_and(|s| s.ident == "PhantomData")
}

/// The texts in a type. Another type that has the name of one without tangent may be the user's own
/// where it is a part of something else: there its trait tells.
#[derive(Default)]
struct Texts(Vec<syn::Type>);

impl<'ast> Visit<'ast> for Texts {
    fn visit_type(&mut self, ty: &'ast syn::Type) {
        if is_text(ty) {
            self.0.push(ty.clone());
        }
        visit::visit_type(self, ty);
    }
}

/// Puts each `<X as Differentiable>::Tangent` where `X` stands, so that a message that `X` has no
/// tangent points there.
struct AtItsType<'a>(&'a syn::Path);

impl VisitMut for AtItsType<'_> {
    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        match projected(path) {
            Some(ty) => {
                let krate = self.0;
                let tokens = quote_spanned!(ty.span()=> <#ty as #krate::Differentiable>::Tangent);
                *path = parse_quote!(#tokens);
            }
            None => visit_mut::visit_type_path_mut(self, path),
        }
    }
}

/// The `X` of `<X as Differentiable>::Tangent`.
pub fn projected(path: &syn::TypePath) -> Option<&syn::Type> {
    let mut names = path.path.segments.iter().rev().map(|s| &s.ident);
    let is_tangent = names.next()? == "Tangent" && names.next()? == "Differentiable";
    path.qself.as_ref().filter(|_| is_tangent).map(|q| &*q.ty)
}

/// Finds what can't have a tangent, whatever it holds.
struct Obstacles<'a> {
    ctx: TypeCtx<'a>,
    errors: &'a Errors,
    found: bool,
}

impl Obstacles<'_> {
    fn report(&mut self, ty: &syn::Type, message: &str, help: &str) {
        self.found = true;
        self.errors.add(ty.span(), message, help);
    }
}

impl<'ast> Visit<'ast> for Obstacles<'_> {
    fn visit_type(&mut self, ty: &'ast syn::Type) {
        const SKIP: &str = "if it is a constant, mark the field `#[jvp(skip)]`";
        const OWN: &str = "own the value, or mark the field `#[jvp(skip)]`";
        match ty {
            syn::Type::Reference(r) if r.mutability.is_some() => {
                self.report(ty, "a field that is a `&mut` has no tangent type", OWN);
            }
            syn::Type::Reference(_) => {
                let message = "a reference to anything but a slice of floats has no tangent type";
                self.report(ty, message, OWN);
            }
            syn::Type::Ptr(_) => self.report(ty, "a raw pointer has no tangent type", OWN),
            syn::Type::FnPtr(_) => {
                self.report(ty, "a function in a field has no tangent type", SKIP)
            }
            syn::Type::TraitObject(_) => {
                let help = "if it is a constant, mark the field `#[jvp(skip)]`; else name the type, \
                            or make it an `enum`";
                self.report(ty, "a trait object has no tangent type", help);
            }
            syn::Type::Path(_) if matches!(of_type(ty, self.ctx.params), Kind::Function(_)) => {
                self.report(ty, "a function in a field has no tangent type", SKIP);
            }
            syn::Type::Path(_) => {
                let name = last_segment(ty).map(|s| s.ident.to_string());
                match name.as_deref() {
                    Some("Rc" | "Arc" | "RefCell" | "Mutex" | "RwLock") => {
                        self.report(ty, "a value that may be shared has no tangent type", OWN);
                    }
                    Some(n) if n.starts_with("ArrayView") => {
                        let message =
                            "a view that is mutable or inside of another type has no tangent type";
                        self.report(ty, message, OWN);
                    }
                    _ => visit::visit_type(self, ty),
                }
            }
            _ => visit::visit_type(self, ty),
        }
    }
}
