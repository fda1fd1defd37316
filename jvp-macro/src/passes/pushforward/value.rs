//! The values of the pass: an expression with what is known of its tangent; and what a context
//! wants of one.

use crate::ir::*;

/// A value under construction.
#[derive(Clone, Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "lives on the stack while an expression is written"
)]
pub enum Val {
    /// No tangent.
    Const(Expr),
    /// Primal and tangent, each an expression of its own. Evaluating the primal first, then the
    /// tangent, each once, is right.
    Split(Expr, Expr),
    /// One expression for both.
    Joint(Shape, Expr),
    /// A tuple, part by part.
    Tuple(Vec<Val>),
    /// `Some(v)` or `Ok(v)`; the expression is the constructor.
    Ctor(Expr, Box<Val>),
    /// Control does not come out of it.
    Never(Expr),
}

/// How one expression holds primal and tangent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// The primal alone.
    Const,
    /// `(primal, tangent)`
    Pair,
    /// A tuple of such.
    Tuple(Vec<Shape>),
    /// `Option` of such.
    Opt(Box<Shape>),
    /// `Result` of such.
    Res(Box<Shape>),
    /// An iterator over such.
    Iter(Box<Shape>),
    /// What a JVP returns whose primal's kind is not known: `Pair`, `Opt` or `Res`.
    Any,
}

impl Shape {
    pub fn opt(self) -> Shape {
        match self {
            Shape::Const => Shape::Const,
            s => Shape::Opt(Box::new(s)),
        }
    }

    pub fn res(self) -> Shape {
        match self {
            Shape::Const => Shape::Const,
            s => Shape::Res(Box::new(s)),
        }
    }

    pub fn tuple(parts: Vec<Shape>) -> Shape {
        match parts.iter().all(|s| *s == Shape::Const) {
            true => Shape::Const,
            false => Shape::Tuple(parts),
        }
    }

    /// The form in which an active value of this kind is passed around.
    pub fn of_kind(kind: &Kind) -> Shape {
        match kind {
            Kind::Option(_) => Shape::Opt(Box::new(Shape::Pair)),
            Kind::Result(_) => Shape::Res(Box::new(Shape::Pair)),
            Kind::Iter(_) => Shape::Iter(Box::new(Shape::Pair)),
            _ => Shape::Pair,
        }
    }
}

/// What a context takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Want {
    pub shape: Shape,
    /// The result of a pushforward: the tangent without its primal.
    pub tangent_only: bool,
    /// It is run for its effect: what it gives is `()`, or dropped.
    pub effect: bool,
}

impl Want {
    pub fn shape(shape: Shape) -> Self {
        Want {
            shape,
            tangent_only: false,
            effect: false,
        }
    }

    pub fn primal() -> Self {
        Want::shape(Shape::Const)
    }

    pub fn effect() -> Self {
        Want {
            effect: true,
            ..Want::primal()
        }
    }

    pub fn is_primal(&self) -> bool {
        self.shape == Shape::Const
    }
}

impl Val {
    pub fn span(&self) -> proc_macro2::Span {
        match self {
            Val::Const(e) | Val::Split(e, _) | Val::Joint(_, e) | Val::Never(e) => e.span,
            Val::Ctor(e, _) => e.span,
            Val::Tuple(vs) => vs
                .first()
                .map_or_else(proc_macro2::Span::call_site, Val::span),
        }
    }

    /// A constant `Some(c)` or `Ok(c)` seen as the constructor that it is.
    pub fn unwrapped(self) -> Val {
        match self {
            Val::Const(Expr {
                node: Node::Call(callee, mut args),
                ..
            }) if args.len() == 1
                && matches!(&callee.node, Node::Path(p) if p.path.is_ident("Some") || p.path.is_ident("Ok")) =>
            {
                Val::Ctor(*callee, Box::new(Val::Const(args.remove(0))))
            }
            v => v,
        }
    }

    pub fn is_const(&self) -> bool {
        match self {
            Val::Const(_) | Val::Never(_) => true,
            Val::Tuple(vs) => vs.iter().all(Val::is_const),
            Val::Ctor(_, v) => v.is_const(),
            Val::Joint(s, _) => *s == Shape::Const,
            Val::Split(..) => false,
        }
    }
}

/// `e.0`, `e.1`, ..
pub fn part(e: &Expr, i: usize) -> Expr {
    let member = syn::Member::Unnamed(syn::Index {
        index: i as u32,
        span: e.span,
    });
    Expr::new(Node::Field(Box::new(e.clone()), member), e.span)
}

/// `|pat| body`
pub fn simple_closure(pat: Pat, body: Expr) -> Expr {
    let span = body.span;
    let closure = Closure {
        by_move: false,
        params: vec![(pat, None)],
        ret: None,
        body: Box::new(body),
        kernel: None,
    };
    Expr::new(Node::Closure(closure), span)
}
