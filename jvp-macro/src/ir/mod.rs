//! The intermediate representation: structured Rust with resolved names.
//!
//! A [`Function`] is a tree of expressions and statements in which every local variable is an id
//! into one table, never a string, so that passes need not think about scopes and shadowing; the
//! backend chooses the names. Control flow stays structured. Operations that have derivative rules
//! are [`Node::Op`]s, known by id; the rules themselves are `ops`' business.
//!
//! Always holds (`verify` checks it): every id is in its table, every local is bound once and
//! before its uses, every `break` and `continue` is inside its target.

pub mod format;
pub mod fresh;
pub mod function;
pub mod kind;
mod locals;
pub mod mask;
pub mod print;
mod role;
pub mod tree;
pub mod types;
pub mod verify;

pub use kind::{Float, Kind, Seq};
pub use locals::{ByLocal, Locals};
pub use role::Role;

use proc_macro2::{Ident, Span, TokenStream};
use std::collections::HashSet;

/// A local variable.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Local(pub usize);

/// A loop or block that `break` or `continue` may name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Label(pub usize);

/// Where a local comes from, which decides how it may be named and moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Written by the user.
    User,
    /// The tangent of another local.
    Tangent(Local),
    /// Made by a pass to hold an intermediate value; assigned once.
    Temp,
}

/// What is known of a local.
#[derive(Clone, Debug)]
pub struct LocalData {
    /// The name that the user wrote or that a pass proposes.
    pub name: String,
    pub span: Span,
    pub origin: Origin,
    pub kind: Kind,
    /// Declared `mut`, or assigned later.
    pub mutable: bool,
    /// Text that is not resolved (a format string, an unknown macro) mentions it by name.
    pub pinned: bool,
    /// The primal whose tangent this is: a tensor of the same shape.
    pub twin: Option<Local>,
    /// Parts of it that are used as numbers: `.x`, `.v[]`.
    pub numbers: HashSet<String>,
}

/// A label as written, if it was.
#[derive(Clone, Debug)]
pub struct LabelData {
    pub lifetime: Option<syn::Lifetime>,
}

/// The differentiable or constant function under compilation.
#[derive(Clone, Debug)]
pub struct Function {
    pub params: Vec<Param>,
    pub body: Block,
    pub result: Kind,
    pub locals: Vec<LocalData>,
    pub labels: Vec<LabelData>,
}

/// A parameter; `self` included.
#[derive(Clone, Debug)]
pub struct Param {
    pub pat: Pat,
    /// The pattern of the tangent parameter behind it, once there is one.
    pub tangent: Option<Pat>,
    pub ty: syn::Type,
    pub kind: Kind,
    /// Where it is written, if it is `self`.
    pub receiver: Option<Span>,
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    pub stmts: Vec<Stmt>,
    pub tail: Option<Box<Expr>>,
}

#[derive(Clone, Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "most statements of generated code are `let`s"
)]
pub enum Stmt {
    Let(Let),
    /// With a semicolon.
    Expr(Expr),
    /// A nested item, as written.
    Item(TokenStream),
}

#[derive(Clone, Debug)]
pub struct Let {
    pub pat: Pat,
    pub ty: Option<Box<syn::Type>>,
    pub init: Option<Expr>,
    pub otherwise: Option<Block>,
}

#[derive(Clone, Debug)]
pub enum Pat {
    Wild,
    /// `..`
    Rest,
    Bind(Bind),
    Tuple(Vec<Pat>),
    TupleStruct(syn::Path, Vec<Pat>),
    Struct(syn::Path, Vec<(syn::Member, Pat)>, bool),
    Slice(Vec<Pat>),
    Ref(bool, Box<Pat>),
    Or(Vec<Pat>),
    /// A literal, a range or a constant: binds nothing.
    Const(TokenStream),
}

#[derive(Clone, Debug)]
pub struct Bind {
    pub local: Local,
    pub by_ref: bool,
    pub mutable: bool,
    pub sub: Option<Box<Pat>>,
}

/// The id of an operation with a rule: the name of its row.
pub type Op = &'static str;

/// How the user wrote an operation; it is printed in the same way.
#[derive(Clone, Debug)]
pub enum Form {
    Operator,
    /// An operator in a tangent: sums may be put in another order.
    Tangent,
    Method(Ident),
    /// `f64::sin(x)`
    Path(syn::ExprPath),
    /// On tensors, or on what may be one: work for a kernel. Operands are looked at, never moved.
    /// The flag says that it belongs to a tangent.
    Lane(bool),
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub node: Node,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Node {
    Local(Local),
    Lit(syn::Lit),
    /// A number that a rule brings in, for a scalar of this width.
    Num(f64, Float),
    Path(syn::ExprPath),
    Op(Op, Form, Vec<Expr>),
    /// Comparison, logic, bits: never carries a tangent.
    Binary(syn::BinOp, Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    Assign(Box<Expr>, Box<Expr>),
    /// `place op= value`; the id is the row's (`add`), or the token's for bit operations.
    AssignOp(syn::BinOp, Box<Expr>, Box<Expr>),
    Call(Box<Expr>, Vec<Expr>),
    Method(Method),
    Field(Box<Expr>, syn::Member),
    Index(Box<Expr>, Box<Expr>),
    Ref(bool, Box<Expr>),
    Deref(Box<Expr>),
    Tuple(Vec<Expr>),
    Array(Vec<Expr>),
    Repeat(Box<Expr>, Box<Expr>),
    /// `vec![..]` of an `Array` or `Repeat`.
    Vec(Box<Expr>),
    Range(Option<Box<Expr>>, syn::RangeLimits, Option<Box<Expr>>),
    Struct(syn::Path, Vec<(syn::Member, Expr)>, Option<Box<Expr>>),
    Block(Block, Option<Label>),
    If(Box<Expr>, Block, Option<Box<Expr>>),
    /// A `let` in a condition.
    Let(Pat, Box<Expr>),
    Match(Box<Expr>, Vec<Arm>),
    Loop(Label, Block),
    While(Label, Box<Expr>, Block),
    For(Label, Pat, Box<Expr>, Block),
    Break(Label, Option<Box<Expr>>),
    Continue(Label),
    Return(Option<Box<Expr>>),
    Try(Box<Expr>),
    Closure(Closure),
    Cast(Box<Expr>, Box<syn::Type>),
    /// An expression that the context shows to be of this kind.
    Known(Box<Expr>, Kind),
    Macro(Macro),
}

#[derive(Clone, Debug)]
pub struct Method {
    pub recv: Box<Expr>,
    pub name: Ident,
    pub turbofish: Option<syn::AngleBracketedGenericArguments>,
    pub args: Vec<Expr>,
}

#[derive(Clone, Debug)]
pub struct Arm {
    pub pat: Pat,
    pub guard: Option<Expr>,
    pub body: Expr,
}

#[derive(Clone, Debug)]
pub struct Closure {
    pub by_move: bool,
    pub params: Vec<(Pat, Option<syn::Type>)>,
    pub ret: Option<Box<syn::Type>>,
    pub body: Box<Expr>,
    /// Arithmetic on one element of each operand, which is printed as a kernel of this name.
    pub kernel: Option<String>,
}

/// A macro call that stays one.
#[derive(Clone, Debug)]
pub struct Macro {
    pub path: syn::Path,
    pub delimiter: syn::MacroDelimiter,
    pub args: MacroArgs,
}

#[derive(Clone, Debug)]
pub enum MacroArgs {
    /// The `assert`, `print` and `panic` families: expressions (with a name where `name = value`),
    /// of which format strings are literals.
    Exprs(Vec<(Option<Ident>, Expr)>),
    /// A macro that is not known; the locals that its tokens mention.
    Opaque(TokenStream, Vec<Local>),
}

impl Macro {
    /// `array!` and its like: their arguments are parts of a tensor.
    pub fn builds_tensor(&self) -> bool {
        let last = tree::last_name(&self.path);
        matches!(last.as_str(), "array" | "stack" | "concatenate")
            && matches!(self.args, MacroArgs::Exprs(_))
    }

    /// `s![..]`: positions, nothing else.
    pub fn is_slice(&self) -> bool {
        tree::last_name(&self.path) == "s"
    }
}

impl Function {
    /// Adds a local and returns its id.
    pub fn add_local(&mut self, data: LocalData) -> Local {
        self.locals.push(data);
        Local(self.locals.len() - 1)
    }

    pub fn local(&self, local: Local) -> &LocalData {
        &self.locals[local.0]
    }
}

impl Expr {
    pub fn new(node: Node, span: Span) -> Self {
        Expr { node, span }
    }

    pub fn local(local: Local, span: Span) -> Self {
        Expr::new(Node::Local(local), span)
    }

    pub fn unit(span: Span) -> Self {
        Expr::new(Node::Tuple(Vec::new()), span)
    }

    /// `self.name(args)`
    pub fn method(self, name: &str, args: Vec<Expr>) -> Self {
        let span = self.span;
        let name = Ident::new(name, span);
        Expr::new(
            Node::Method(Method {
                recv: Box::new(self),
                name,
                turbofish: None,
                args,
            }),
            span,
        )
    }

    /// The local that an operand is, behind references.
    pub fn as_operand(&self) -> Option<Local> {
        match &self.node {
            Node::Ref(_, inner) => inner.as_operand(),
            _ => self.as_local(),
        }
    }

    /// The local that a bare path names.
    pub fn as_local(&self) -> Option<Local> {
        match self.node {
            Node::Local(local) => Some(local),
            _ => None,
        }
    }
}

impl Block {
    /// A block of one expression.
    pub fn of(tail: Expr) -> Self {
        Block {
            stmts: Vec::new(),
            tail: Some(Box::new(tail)),
        }
    }
}

impl Pat {
    pub fn bind(local: Local) -> Self {
        Pat::Bind(Bind {
            local,
            by_ref: false,
            mutable: false,
            sub: None,
        })
    }

    pub fn bind_mut(local: Local) -> Self {
        Pat::Bind(Bind {
            local,
            by_ref: false,
            mutable: true,
            sub: None,
        })
    }
}
