//! What syntax tells of a value's type.
//!
//! A kind is a type as far as the compiler needs it: which values are scalars, which have no
//! tangent, what a container holds. [`Kind::Unknown`] is always a right answer, and every pass
//! must do something correct (or refuse) on it.

use super::function::{self, Bounds, FnKind};
use std::collections::{HashMap, HashSet};

/// A scalar's width, as far as known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Float {
    F32,
    F64,
    /// A literal whose width inference decides.
    Literal,
    /// A type parameter `T: Real`.
    Param(String),
    /// A number inside of a kernel.
    Lane,
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
    /// A range between values of this kind. What is not known there is an integer, which reading an end
    /// proves; between floats it has a tangent like a pair. Unlike other values without tangent it moves.
    Range(Box<Kind>),
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
    /// An ndarray tensor: what its elements are, and how many axes it has where that is known.
    Tensor(Box<Kind>, Option<usize>),
    /// A kernel's result that is not in memory: an element is computed when it is read. Regions make it.
    Elements,
    /// A function passed as a value; what its type says, if that is a function's.
    Function(Option<Box<FnKind>>),
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

    pub fn into_peeled(self) -> Kind {
        match self {
            Kind::Ref(inner, _) | Kind::Boxed(inner) => inner.into_peeled(),
            other => other,
        }
    }

    pub fn is_scalar(&self) -> bool {
        matches!(self, Kind::Scalar(_))
    }

    pub fn is_inert(&self) -> bool {
        match self {
            Kind::Inert => true,
            Kind::Range(k) => !k.peeled().is_scalar(),
            Kind::Ref(k, _) | Kind::Seq(_, k) | Kind::Boxed(k) => k.is_inert(),
            Kind::Option(k) | Kind::Iter(k) | Kind::Result(k) | Kind::Tensor(k, _) => k.is_inert(),
            Kind::Tuple(parts) => parts.iter().all(Kind::is_inert),
            Kind::Function(Some(f)) => !f.has_tangent,
            _ => false,
        }
    }

    /// Whether syntax alone tells that there is a tangent type: one that rests on a named type is
    /// there where that type has one, which only the user can say.
    pub fn tangent_is_certain(&self) -> bool {
        match self.peeled() {
            Kind::Named(_) | Kind::Unknown => false,
            Kind::Seq(_, k) | Kind::Option(k) | Kind::Result(k) => k.tangent_is_certain(),
            Kind::Tuple(parts) => parts.iter().all(Kind::tangent_is_certain),
            _ => true,
        }
    }

    /// What is known of the function that it is, or refers to.
    pub fn function(&self) -> Option<&FnKind> {
        match self.peeled() {
            Kind::Function(f) => f.as_deref(),
            _ => None,
        }
    }

    /// Whether functions that have tangents are in it.
    pub fn holds_functions(&self) -> bool {
        match self.peeled() {
            Kind::Seq(_, k) | Kind::Option(k) => k.holds_functions(),
            Kind::Tuple(parts) => parts.iter().any(Kind::holds_functions),
            kind => kind.function().is_some_and(|f| f.has_tangent),
        }
    }

    /// A tensor of `element`s.
    pub fn tensor(element: Kind, rank: Option<usize>) -> Kind {
        Kind::Tensor(Box::new(element), rank)
    }

    /// Whether it is a tensor, or a reference to one.
    pub fn is_tensor(&self) -> bool {
        matches!(self.peeled(), Kind::Tensor(..))
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
            (Kind::Range(a), Kind::Range(b)) => Kind::Range(Box::new(a.join(*b))),
            (Kind::Option(a), Kind::Option(b)) => Kind::Option(Box::new(a.join(*b))),
            (Kind::Result(a), Kind::Result(b)) => Kind::Result(Box::new(a.join(*b))),
            (Kind::Seq(s, a), Kind::Seq(_, b)) => Kind::Seq(s, Box::new(a.join(*b))),
            (Kind::Tensor(a, m), Kind::Tensor(b, n)) => Kind::tensor(a.join(*b), m.or(n)),
            (Kind::Ref(a, m), Kind::Ref(b, n)) => Kind::Ref(Box::new(a.join(*b)), m && n),
            (Kind::Tuple(a), Kind::Tuple(b)) if a.len() == b.len() => {
                Kind::Tuple(a.into_iter().zip(b).map(|(a, b)| a.join(b)).collect())
            }
            (a, _) => a,
        }
    }

    /// Calls `f` on each named type in it.
    pub fn names_mut(&mut self, f: &mut dyn FnMut(&mut Kind)) {
        match self {
            Kind::Named(_) => f(self),
            Kind::Ref(k, _)
            | Kind::Seq(_, k)
            | Kind::Boxed(k)
            | Kind::Option(k)
            | Kind::Result(k)
            | Kind::Tensor(k, _) => k.names_mut(f),
            Kind::Tuple(parts) => parts.iter_mut().for_each(|k| k.names_mut(f)),
            _ => {}
        }
    }

    /// The kind of an element by position or iteration.
    pub fn element(&self) -> Kind {
        match self.peeled() {
            Kind::Seq(_, k) | Kind::Tensor(k, _) => (**k).clone(),
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

/// Ranges among these that can't be copied.
const MOVED: &[&str] = &["Range", "RangeInclusive", "RangeFrom"];

/// Whether a value of this kind is a range, which moves where it is used.
pub fn is_range(kind: &Kind) -> bool {
    match kind {
        Kind::Range(_) => true,
        Kind::Named(n) => MOVED.contains(&n.as_str()),
        _ => false,
    }
}

/// The kind of a parameter's type that has no tangent by its name, since that is proven there.
pub fn proven_inert(kind: Kind) -> Kind {
    match kind {
        Kind::Ref(k, m) => proven_inert(*k).reference(m),
        k if is_range(&k) => Kind::Range(Box::new(Kind::Inert)),
        _ => Kind::Inert,
    }
}

/// Whether a kind is a name that stands for a type without tangent, unless the user's own.
pub fn is_inert_by_name(kind: &Kind) -> bool {
    matches!(kind.peeled(), Kind::Named(n) if INERT.contains(&n.as_str()))
}

/// Whether a type that has the name of one without tangent is written as such: alone, or with the
/// path of its crate, and without parameters that a proof would depend on.
pub fn is_of_std(ty: &syn::Type) -> bool {
    let syn::Type::Path(p) = ty else { return false };
    let segments = &p.path.segments;
    let root = segments.first().map(|s| s.ident.to_string());
    let from_crate = matches!(root.as_deref(), Some("std" | "core" | "alloc" | "ndarray"));
    let independent = |a: &syn::GenericArgument| match a {
        syn::GenericArgument::Type(t) => of_type(t, &TypeParams::default()).is_inert(),
        _ => false,
    };
    let plain = segments.last().is_some_and(|s| match &s.arguments {
        syn::PathArguments::None => true,
        syn::PathArguments::AngleBracketed(a) => a.args.iter().all(independent),
        syn::PathArguments::Parenthesized(_) => false,
    });
    plain && (segments.len() == 1 || from_crate)
}

/// Whether a type is `String` by its name.
pub fn is_text(ty: &syn::Type) -> bool {
    let last = |p: &syn::TypePath| p.path.segments.last().is_some_and(|s| s.ident == "String");
    matches!(ty, syn::Type::Path(p) if last(p)) && is_of_std(ty)
}

/// Types of `std` through which values change behind shared references, or are kept by key.
pub const CELLS: &[&str] = &[
    "BTreeMap", "Cell", "HashMap", "Mutex", "OnceCell", "RefCell", "RwLock",
];

/// Maps and sets of `std`.
pub const MAPS: &[&str] = &["BTreeMap", "BTreeSet", "HashMap", "HashSet"];

/// Collections of `std` whose own methods have no rules.
pub const QUEUES: &[&str] = &["BinaryHeap", "LinkedList", "VecDeque"];

/// ndarray's tensor types by name, without the digit or letter of an alias.
const TENSOR_TYPES: &[&str] = &[
    "Array",
    "ArcArray",
    "ArrayView",
    "ArrayViewMut",
    "ArrayRef",
    "ArrayBase",
    "CowArray",
];

/// Whether a type of this name is one of ndarray's tensors, and the rank that the name tells.
pub fn tensor_type(name: &str) -> Option<Option<usize>> {
    if TENSOR_TYPES.contains(&name) {
        return Some(None);
    }
    let stem = &name[..name.len() - name.chars().next_back().map_or(0, char::len_utf8)];
    let aliased = matches!(
        stem,
        "Array" | "ArcArray" | "ArrayView" | "ArrayViewMut" | "ArrayRef"
    );
    match name.chars().next_back() {
        Some('D') if aliased => Some(None),
        Some(c @ '0'..='6') if aliased => Some(c.to_digit(10).map(|d| d as usize)),
        _ => None,
    }
}

/// Type parameters by what their bounds say.
#[derive(Clone, Debug, Default)]
pub struct TypeParams {
    /// `T: Real`.
    pub real: HashSet<String>,
    /// `F: Fn(..) -> ..`, with all of its bounds.
    pub function: HashMap<String, Bounds>,
    /// Types that are known to be the user's own, by name: their methods and operators are theirs,
    /// whatever they are called.
    pub own: HashMap<String, OwnType>,
    /// Types of which only the fields are known, by name: their methods may be anyone's.
    pub seen: HashMap<String, OwnType>,
    /// What the functions beside it return, by name.
    pub functions: HashMap<String, Kind>,
    /// Names of constants, which a lower-case one does not show.
    pub constants: HashSet<String>,
    /// What `Self` is called, and what it is, where that is known.
    pub self_type: Option<(String, Kind)>,
    /// Whether the function handles arrays for certain: then what is unknown may be one.
    pub arrays: bool,
}

/// The name for a type of the user's own of which nothing is known.
pub const OWN: &str = "_";

/// What is known of a type of the user's own.
#[derive(Clone, Debug, Default)]
pub struct OwnType {
    /// The kinds of its fields; of an enum's as `Circle.radius`.
    pub fields: HashMap<String, Kind>,
    /// The fields that have no tangent whatever their type.
    pub skipped: HashSet<String>,
    /// The kinds of what its functions return.
    pub results: HashMap<String, Kind>,
    /// Its functions that only look at what they are given and return something without tangent.
    pub constants: HashSet<String>,
}

impl TypeParams {
    /// What is known of a value's type, if it is known to be the user's own.
    pub fn own_type(&self, kind: &Kind) -> Option<&OwnType> {
        match kind.peeled() {
            Kind::Named(name) => self.own.get(name),
            _ => None,
        }
    }

    /// The kind of a field of a value's type, where its declaration is known.
    pub fn field(&self, kind: &Kind, field: &str) -> Option<&Kind> {
        self.declared(kind)
            .find_map(|declared| declared.fields.get(field))
    }

    /// Whether the declaration of a value's type says that a field has no tangent.
    pub fn skips(&self, kind: &Kind, field: &str) -> bool {
        self.declared(kind)
            .any(|declared| declared.skipped.contains(field))
    }

    /// Whether it is a type of the user's own, whatever is known of its methods.
    pub fn is_declared(&self, kind: &Kind) -> bool {
        let unnamed = matches!(kind.peeled(), Kind::Named(name) if name == OWN);
        unnamed || self.declared(kind).next().is_some()
    }

    fn declared(&self, kind: &Kind) -> impl Iterator<Item = &OwnType> {
        let name = match kind.peeled() {
            Kind::Named(name) => Some(name),
            _ => None,
        };
        name.into_iter()
            .flat_map(|name| [self.own.get(name), self.seen.get(name)])
            .flatten()
    }
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
        syn::Type::FnPtr(f) => Kind::Function(Some(Box::new(function::of_pointer(f, params)))),
        syn::Type::ImplTrait(syn::TypeImplTrait { bounds, .. })
        | syn::Type::TraitObject(syn::TypeTraitObject { bounds, .. }) => of_bounds(bounds, params),
        syn::Type::Never(_) => Kind::Inert,
        syn::Type::Path(p) => of_path(p, params),
        _ => Kind::Unknown,
    }
}

fn of_bounds(bounds: &Bounds, params: &TypeParams) -> Kind {
    Kind::Function(function::of_bounds(bounds, params).map(Box::new))
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
    if path.qself.is_none()
        && let Some(rank) = tensor_type(&name)
    {
        return Kind::Tensor(inner(), rank.or_else(|| dimension(&last.arguments)));
    }
    match name.as_str() {
        _ if path.qself.is_some() => Kind::Unknown,
        "Self" => match &params.self_type {
            Some((_, kind)) => kind.clone(),
            None => Kind::Named(name),
        },
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
        n if path.path.segments.len() == 1 && params.function.contains_key(n) => {
            of_bounds(&params.function[n], params)
        }
        // The one that is seen is another one.
        n if path.path.segments.len() > 1 && params.seen.contains_key(n) => Kind::Unknown,
        _ => Kind::Named(name),
    }
}

/// `Ix2` among the arguments of a tensor type.
fn dimension(arguments: &syn::PathArguments) -> Option<usize> {
    let syn::PathArguments::AngleBracketed(a) = arguments else {
        return None;
    };
    a.args.iter().find_map(|a| match a {
        syn::GenericArgument::Type(syn::Type::Path(p)) => {
            let name = p.path.segments.last()?.ident.to_string();
            name.strip_prefix("Ix")?.parse().ok()
        }
        _ => None,
    })
}

/// How a tensor takes part in a `Zip`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Producer {
    Plain,
    Broadcast,
    /// With its positions: `Zip::indexed(a)`.
    Indexed,
}

/// The producers of `Zip::from(a).and(b)`; none for other expressions.
pub fn zipped(e: &super::Expr) -> Option<Vec<(super::Expr, Producer)>> {
    match &e.node {
        super::Node::Call(callee, args) => {
            let super::Node::Path(p) = &callee.node else {
                return None;
            };
            let names = super::tree::names(&p.path);
            let how = match &names[..] {
                [.., zip, name] if zip == "Zip" && name == "from" => Producer::Plain,
                [.., zip, name] if zip == "Zip" && name == "indexed" => Producer::Indexed,
                _ => return None,
            };
            (args.len() == 1).then(|| vec![(args[0].clone(), how)])
        }
        super::Node::Method(m) if m.args.len() == 1 => {
            let broadcast = match m.name.to_string().as_str() {
                "and" => Producer::Plain,
                "and_broadcast" => Producer::Broadcast,
                _ => return None,
            };
            let mut all = zipped(&m.recv)?;
            all.push((m.args[0].clone(), broadcast));
            Some(all)
        }
        _ => None,
    }
}
