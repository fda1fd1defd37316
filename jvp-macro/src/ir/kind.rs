//! What syntax tells of a value's type.
//!
//! A kind is a type as far as the compiler needs it: which values are scalars, which have no
//! tangent, what a container holds. [`Kind::Unknown`] is always a right answer, and every pass
//! must do something correct (or refuse) on it.

use std::collections::HashSet;

/// A scalar's width, as far as known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Float {
    F32,
    F64,
    /// A literal whose width inference decides.
    Literal,
    /// A type parameter `T: Real`.
    Param(String),
}

/// A sequence type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seq {
    Slice,
    Vec,
    Array,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    Unknown,
    Scalar(Float),
    /// A type without tangent: integers, `bool`, text, ranges, comparisons.
    Inert,
    /// The flag says `mut`.
    Ref(Box<Kind>, bool),
    Seq(Seq, Box<Kind>),
    Boxed(Box<Kind>),
    Tuple(Vec<Kind>),
    Option(Box<Kind>),
    Result(Box<Kind>),
    /// An iterator over items of this kind.
    Iter(Box<Kind>),
    /// A closure bound to a local.
    Closure,
    /// An ndarray tensor.
    Tensor,
    /// A function passed as a parameter.
    Function,
    /// A named type that the compiler does not know; `String` is its name.
    Named(String),
}

impl Kind {
    pub const fn f64() -> Kind {
        Kind::Scalar(Float::F64)
    }

    /// The kind behind any number of references and boxes.
    pub fn peeled(&self) -> &Kind {
        match self {
            Kind::Ref(inner, _) | Kind::Boxed(inner) => inner.peeled(),
            other => other,
        }
    }

    pub fn is_scalar(&self) -> bool {
        matches!(self, Kind::Scalar(_))
    }

    pub fn is_inert(&self) -> bool {
        match self {
            Kind::Inert => true,
            Kind::Ref(k, _) | Kind::Seq(_, k) | Kind::Boxed(k) => k.is_inert(),
            Kind::Option(k) | Kind::Iter(k) | Kind::Result(k) => k.is_inert(),
            Kind::Tuple(parts) => parts.iter().all(Kind::is_inert),
            _ => false,
        }
    }

    pub fn reference(self, mutable: bool) -> Kind {
        Kind::Ref(Box::new(self), mutable)
    }

    /// What both ways of a branch agree on.
    pub fn join(self, other: Kind) -> Kind {
        match (self, other) {
            (Kind::Unknown, k) | (k, Kind::Unknown) => k,
            // A name may be an alias of what is known better.
            (Kind::Named(_), k) | (k, Kind::Named(_)) => k,
            (Kind::Scalar(Float::Literal), k @ Kind::Scalar(_)) => k,
            (k @ Kind::Scalar(_), Kind::Scalar(Float::Literal)) => k,
            (Kind::Option(a), Kind::Option(b)) => Kind::Option(Box::new(a.join(*b))),
            (Kind::Result(a), Kind::Result(b)) => Kind::Result(Box::new(a.join(*b))),
            (Kind::Seq(s, a), Kind::Seq(_, b)) => Kind::Seq(s, Box::new(a.join(*b))),
            (Kind::Ref(a, m), Kind::Ref(b, n)) => Kind::Ref(Box::new(a.join(*b)), m && n),
            (Kind::Tuple(a), Kind::Tuple(b)) if a.len() == b.len() => {
                Kind::Tuple(a.into_iter().zip(b).map(|(a, b)| a.join(b)).collect())
            }
            (a, _) => a,
        }
    }

    /// The kind of an element by position or iteration.
    pub fn element(&self) -> Kind {
        match self.peeled() {
            Kind::Seq(_, k) => (**k).clone(),
            _ => Kind::Unknown,
        }
    }
}

/// The primitive types that have no tangent.
pub const PRIMITIVE: &[&str] = &[
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64",
    "i128", "isize",
];

/// Types of `std` and ndarray that have no tangent. A user may have given their names to other
/// types, so a parameter of such a type is proven to have none, and elsewhere the name says nothing.
const INERT: &[&str] = &[
    "String",
    "Axis",
    "Range",
    "RangeInclusive",
    "RangeFrom",
    "RangeTo",
    "RangeFull",
    "Ordering",
];

/// Whether a kind is a name that stands for a type without tangent, unless the user's own.
pub fn is_inert_by_name(kind: &Kind) -> bool {
    matches!(kind.peeled(), Kind::Named(n) if INERT.contains(&n.as_str()))
}

/// ndarray's tensor types by name, aliases included.
const TENSOR_TYPES: &[&str] = &[
    "Array",
    "Array0",
    "Array1",
    "Array2",
    "Array3",
    "Array4",
    "Array5",
    "Array6",
    "ArrayD",
    "ArcArray",
    "ArrayView",
    "ArrayView0",
    "ArrayView1",
    "ArrayView2",
    "ArrayView3",
    "ArrayView4",
    "ArrayView5",
    "ArrayView6",
    "ArrayViewD",
    "ArrayViewMut",
    "ArrayViewMut0",
    "ArrayViewMut1",
    "ArrayViewMut2",
    "ArrayViewMut3",
    "ArrayViewMut4",
    "ArrayViewMut5",
    "ArrayViewMut6",
    "ArrayViewMutD",
    "ArrayRef",
    "ArrayRef0",
    "ArrayRef1",
    "ArrayRef2",
    "ArrayRef3",
    "ArrayRef4",
    "ArrayRef5",
    "ArrayRef6",
    "ArrayRefD",
    "ArrayBase",
    "CowArray",
];

/// Type parameters by what their bounds say.
#[derive(Clone, Debug, Default)]
pub struct TypeParams {
    /// `T: Real`.
    pub real: HashSet<String>,
    /// `F: Fn(..) -> ..`.
    pub function: HashSet<String>,
}

/// The kind that a type's syntax tells.
pub fn of_type(ty: &syn::Type, params: &TypeParams) -> Kind {
    match ty {
        syn::Type::Paren(t) => of_type(&t.elem, params),
        syn::Type::Group(t) => of_type(&t.elem, params),
        syn::Type::Reference(r) => of_type(&r.elem, params).reference(r.mutability.is_some()),
        syn::Type::Slice(s) => Kind::Seq(Seq::Slice, Box::new(of_type(&s.elem, params))),
        syn::Type::Array(a) => Kind::Seq(Seq::Array, Box::new(of_type(&a.elem, params))),
        syn::Type::Tuple(t) if t.elems.is_empty() => Kind::Inert,
        syn::Type::Tuple(t) => Kind::Tuple(t.elems.iter().map(|t| of_type(t, params)).collect()),
        syn::Type::FnPtr(_) | syn::Type::ImplTrait(_) | syn::Type::TraitObject(_) => Kind::Function,
        syn::Type::Never(_) => Kind::Inert,
        syn::Type::Path(p) => of_path(p, params),
        _ => Kind::Unknown,
    }
}

fn of_path(path: &syn::TypePath, params: &TypeParams) -> Kind {
    let Some(last) = path.path.segments.last() else {
        return Kind::Unknown;
    };
    let name = last.ident.to_string();
    let argument = || match &last.arguments {
        syn::PathArguments::AngleBracketed(a) => a.args.iter().find_map(|a| match a {
            syn::GenericArgument::Type(t) => Some(of_type(t, params)),
            _ => None,
        }),
        _ => None,
    };
    let inner = || Box::new(argument().unwrap_or(Kind::Unknown));
    match name.as_str() {
        _ if path.qself.is_some() => Kind::Unknown,
        "f64" => Kind::Scalar(Float::F64),
        "f32" => Kind::Scalar(Float::F32),
        "Vec" => Kind::Seq(Seq::Vec, inner()),
        "Box" => Kind::Boxed(inner()),
        "Option" => Kind::Option(inner()),
        "Result" => Kind::Result(inner()),
        n if PRIMITIVE.contains(&n) => Kind::Inert,
        n if path.path.segments.len() == 1 && params.real.contains(n) => {
            Kind::Scalar(Float::Param(name))
        }
        n if path.path.segments.len() == 1 && params.function.contains(n) => Kind::Function,
        n if TENSOR_TYPES.contains(&n) => Kind::Tensor,
        _ => Kind::Named(name),
    }
}
