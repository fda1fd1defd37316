//! Walking the tree: the one place that knows every node's children, in order of evaluation.

use super::*;

impl Expr {
    /// Calls `f` on each direct sub-expression, those in nested blocks included.
    pub fn children<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        match &self.node {
            Node::Local(_) | Node::Lit(_) | Node::Num(..) | Node::Path(_) | Node::Continue(_) => {}
            Node::Op(_, _, args) | Node::Tuple(args) | Node::Array(args) => {
                args.iter().for_each(f);
            }
            Node::Binary(_, a, b) | Node::Repeat(a, b) | Node::Index(a, b) => {
                f(a);
                f(b);
            }
            // The value is evaluated before the place.
            Node::Assign(place, value) | Node::AssignOp(_, place, value) => {
                f(value);
                f(place);
            }
            Node::Not(e)
            | Node::Field(e, _)
            | Node::Ref(_, e)
            | Node::Deref(e)
            | Node::Vec(e)
            | Node::Let(_, e)
            | Node::Try(e)
            | Node::Cast(e, _)
            | Node::Known(e, _) => f(e),
            Node::Call(callee, args) => {
                f(callee);
                args.iter().for_each(f);
            }
            Node::Method(m) => {
                f(&m.recv);
                m.args.iter().for_each(f);
            }
            Node::Range(a, _, b) => {
                a.iter().for_each(|e| f(e));
                b.iter().for_each(|e| f(e));
            }
            Node::Struct(_, fields, rest) => {
                fields.iter().for_each(|(_, e)| f(e));
                rest.iter().for_each(|e| f(e));
            }
            Node::Block(b, _) | Node::Loop(_, b) => b.children(f),
            Node::If(cond, then, otherwise) => {
                f(cond);
                then.children(f);
                otherwise.iter().for_each(|e| f(e));
            }
            Node::Match(scrutinee, arms) => {
                f(scrutinee);
                for arm in arms {
                    arm.guard.iter().for_each(&mut *f);
                    f(&arm.body);
                }
            }
            Node::While(_, cond, body) => {
                f(cond);
                body.children(f);
            }
            Node::For(_, _, iter, body) => {
                f(iter);
                body.children(f);
            }
            Node::Break(_, value) | Node::Return(value) => value.iter().for_each(|e| f(e)),
            Node::Closure(c) => f(&c.body),
            Node::Macro(m) => {
                if let MacroArgs::Exprs(args) = &m.args {
                    args.iter().for_each(|(_, e)| f(e));
                }
            }
        }
    }

    /// As [`Expr::children`], to change them.
    pub fn children_mut(&mut self, f: &mut dyn FnMut(&mut Expr)) {
        match &mut self.node {
            Node::Local(_) | Node::Lit(_) | Node::Num(..) | Node::Path(_) | Node::Continue(_) => {}
            Node::Op(_, _, args) | Node::Tuple(args) | Node::Array(args) => {
                args.iter_mut().for_each(f);
            }
            Node::Binary(_, a, b) | Node::Repeat(a, b) | Node::Index(a, b) => {
                f(a);
                f(b);
            }
            Node::Assign(place, value) | Node::AssignOp(_, place, value) => {
                f(value);
                f(place);
            }
            Node::Not(e)
            | Node::Field(e, _)
            | Node::Ref(_, e)
            | Node::Deref(e)
            | Node::Vec(e)
            | Node::Let(_, e)
            | Node::Try(e)
            | Node::Cast(e, _)
            | Node::Known(e, _) => f(e),
            Node::Call(callee, args) => {
                f(callee);
                args.iter_mut().for_each(f);
            }
            Node::Method(m) => {
                f(&mut m.recv);
                m.args.iter_mut().for_each(f);
            }
            Node::Range(a, _, b) => {
                a.iter_mut().for_each(|e| f(e));
                b.iter_mut().for_each(|e| f(e));
            }
            Node::Struct(_, fields, rest) => {
                fields.iter_mut().for_each(|(_, e)| f(e));
                rest.iter_mut().for_each(|e| f(e));
            }
            Node::Block(b, _) | Node::Loop(_, b) => b.children_mut(f),
            Node::If(cond, then, otherwise) => {
                f(cond);
                then.children_mut(f);
                otherwise.iter_mut().for_each(|e| f(e));
            }
            Node::Match(scrutinee, arms) => {
                f(scrutinee);
                for arm in arms {
                    arm.guard.iter_mut().for_each(&mut *f);
                    f(&mut arm.body);
                }
            }
            Node::While(_, cond, body) => {
                f(cond);
                body.children_mut(f);
            }
            Node::For(_, _, iter, body) => {
                f(iter);
                body.children_mut(f);
            }
            Node::Break(_, value) | Node::Return(value) => value.iter_mut().for_each(|e| f(e)),
            Node::Closure(c) => f(&mut c.body),
            Node::Macro(m) => {
                if let MacroArgs::Exprs(args) = &mut m.args {
                    args.iter_mut().for_each(|(_, e)| f(e));
                }
            }
        }
    }

    /// Calls `f` on this expression and everything in it, outside first.
    pub fn walk<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        f(self);
        self.children(&mut |e| e.walk(f));
    }

    /// Calls `f` on everything in this expression and on itself, inside first.
    pub fn walk_mut(&mut self, f: &mut dyn FnMut(&mut Expr)) {
        self.children_mut(&mut |e| e.walk_mut(f));
        f(self);
    }

    /// As [`Block::lets`], of the blocks within this expression.
    pub fn lets<'a>(&'a self, f: &mut dyn FnMut(&'a Let)) {
        self.walk(&mut |e| e.own_lets(f));
    }

    /// Of the block that stands directly in this expression.
    pub fn own_lets<'a>(&'a self, f: &mut dyn FnMut(&'a Let)) {
        match &self.node {
            Node::Block(b, _) | Node::Loop(_, b) | Node::While(_, _, b) => b.own_lets(f),
            Node::For(_, _, _, b) | Node::If(_, b, _) => b.own_lets(f),
            _ => {}
        }
    }

    /// Whether any part satisfies `test`.
    pub fn any(&self, test: &mut dyn FnMut(&Expr) -> bool) -> bool {
        if test(self) {
            return true;
        }
        let mut found = false;
        self.children(&mut |e| found = found || e.any(test));
        found
    }

    /// Calls `f` on each pattern of this node, those of its children not included.
    pub fn own_patterns<'a>(&'a self, f: &mut dyn FnMut(&'a Pat)) {
        match &self.node {
            Node::Closure(c) => c.params.iter().for_each(|(p, _)| f(p)),
            Node::Match(_, arms) => arms.iter().for_each(|a| f(&a.pat)),
            Node::Let(p, _) | Node::For(_, p, ..) => f(p),
            _ => {}
        }
    }

    /// Whether this expression mentions a local that satisfies `test`, by id or in text.
    pub fn mentions(&self, test: &dyn Fn(Local) -> bool) -> bool {
        self.any(&mut |e| match &e.node {
            Node::Local(l) => test(*l),
            Node::Macro(Macro {
                args: MacroArgs::Opaque(_, locals),
                ..
            }) => locals.iter().any(|l| test(*l)),
            _ => false,
        })
    }
}

impl Block {
    /// Calls `f` on each expression that stands directly in this block.
    pub fn children<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        for stmt in &self.stmts {
            match stmt {
                Stmt::Let(l) => {
                    l.init.iter().for_each(&mut *f);
                    if let Some(b) = &l.otherwise {
                        b.children(f);
                    }
                }
                Stmt::Expr(e) => f(e),
                Stmt::Item(_) => {}
            }
        }
        self.tail.iter().for_each(|e| f(e));
    }

    pub fn children_mut(&mut self, f: &mut dyn FnMut(&mut Expr)) {
        for stmt in &mut self.stmts {
            match stmt {
                Stmt::Let(l) => {
                    l.init.iter_mut().for_each(&mut *f);
                    if let Some(b) = &mut l.otherwise {
                        b.children_mut(f);
                    }
                }
                Stmt::Expr(e) => f(e),
                Stmt::Item(_) => {}
            }
        }
        self.tail.iter_mut().for_each(|e| f(e));
    }

    pub fn walk<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        self.children(&mut |e| e.walk(f));
    }

    pub fn walk_mut(&mut self, f: &mut dyn FnMut(&mut Expr)) {
        self.children_mut(&mut |e| e.walk_mut(f));
    }

    /// Calls `f` on each `let` in this block, those in blocks and closures within it included.
    pub fn lets<'a>(&'a self, f: &mut dyn FnMut(&'a Let)) {
        self.own_lets(f);
        self.walk(&mut |e| e.own_lets(f));
    }

    /// Calls `f` on each `let` in this block, without what is within them.
    pub fn own_lets<'a>(&'a self, f: &mut dyn FnMut(&'a Let)) {
        for stmt in &self.stmts {
            if let Stmt::Let(l) = stmt {
                f(l);
                l.otherwise.iter().for_each(|b| b.own_lets(f));
            }
        }
    }

    /// Calls `f` on every block nested in this one, this one last.
    pub fn blocks_mut(&mut self, f: &mut dyn FnMut(&mut Block)) {
        for stmt in &mut self.stmts {
            if let Stmt::Let(Let {
                otherwise: Some(b), ..
            }) = stmt
            {
                b.blocks_mut(f);
            }
        }
        fn inside(e: &mut Expr, f: &mut dyn FnMut(&mut Block)) {
            match &mut e.node {
                Node::If(cond, then, otherwise) => {
                    inside(cond, f);
                    then.blocks_mut(f);
                    if let Some(e) = otherwise {
                        inside(e, f);
                    }
                }
                Node::Block(b, _) | Node::Loop(_, b) => b.blocks_mut(f),
                Node::While(_, cond, b) => {
                    inside(cond, f);
                    b.blocks_mut(f);
                }
                Node::For(_, _, iter, b) => {
                    inside(iter, f);
                    b.blocks_mut(f);
                }
                _ => e.children_mut(&mut |e| inside(e, f)),
            }
        }
        for stmt in &mut self.stmts {
            match stmt {
                Stmt::Let(l) => l.init.iter_mut().for_each(|e| inside(e, f)),
                Stmt::Expr(e) => inside(e, f),
                Stmt::Item(_) => {}
            }
        }
        self.tail.iter_mut().for_each(|e| inside(e, f));
        f(self);
    }
}

impl Stmt {
    /// Pattern and value of a `let` that names no type and has no `else`.
    pub fn plain_let_mut(&mut self) -> Option<(&mut Pat, &mut Expr)> {
        match self {
            Stmt::Let(Let {
                pat,
                ty: None,
                init: Some(init),
                otherwise: None,
            }) => Some((pat, init)),
            _ => None,
        }
    }
}

impl Pat {
    /// Calls `f` on each binding, in order.
    pub fn binds<'a>(&'a self, f: &mut dyn FnMut(&'a Bind)) {
        match self {
            Pat::Wild | Pat::Rest | Pat::Const(_) => {}
            Pat::Bind(b) => {
                f(b);
                if let Some(sub) = &b.sub {
                    sub.binds(f);
                }
            }
            Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) | Pat::Or(ps) => {
                ps.iter().for_each(|p| p.binds(f));
            }
            Pat::Struct(_, fields, _) => fields.iter().for_each(|(_, p)| p.binds(f)),
            Pat::Ref(_, p) => p.binds(f),
        }
    }

    /// As [`Pat::binds`], to change them.
    pub fn binds_mut(&mut self, f: &mut dyn FnMut(&mut Bind)) {
        match self {
            Pat::Wild | Pat::Rest | Pat::Const(_) => {}
            Pat::Bind(b) => {
                f(b);
                if let Some(sub) = &mut b.sub {
                    sub.binds_mut(f);
                }
            }
            Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) | Pat::Or(ps) => {
                ps.iter_mut().for_each(|p| p.binds_mut(f));
            }
            Pat::Struct(_, fields, _) => fields.iter_mut().for_each(|(_, p)| p.binds_mut(f)),
            Pat::Ref(_, p) => p.binds_mut(f),
        }
    }

    /// Whether it borrows what it meets mutably, by `ref mut`.
    pub fn takes_by_mut(&self) -> bool {
        let mut found = false;
        self.binds(&mut |b| found |= b.by_ref && b.mutable);
        found
    }

    pub fn locals(&self) -> Vec<Local> {
        let mut out = Vec::new();
        self.binds(&mut |b| out.push(b.local));
        out
    }

    /// Whether every value of the right type matches, as far as syntax tells.
    pub fn is_irrefutable(&self) -> bool {
        match self {
            Pat::Wild | Pat::Rest => true,
            Pat::Bind(b) => b.sub.as_ref().is_none_or(|p| p.is_irrefutable()),
            Pat::Tuple(ps) => ps.iter().all(Pat::is_irrefutable),
            Pat::Ref(_, p) => p.is_irrefutable(),
            Pat::Slice(ps) => matches!(&ps[..], [Pat::Rest]),
            Pat::TupleStruct(path, ps) => is_struct(path) && ps.iter().all(Pat::is_irrefutable),
            Pat::Struct(path, fields, _) => {
                is_struct(path) && fields.iter().all(|(_, p)| p.is_irrefutable())
            }
            Pat::Or(_) | Pat::Const(_) => false,
        }
    }

    /// Whether nothing is looked at or bound.
    pub fn is_blank(&self) -> bool {
        match self {
            Pat::Wild | Pat::Rest => true,
            Pat::Tuple(ps) => ps.iter().all(Pat::is_blank),
            _ => false,
        }
    }
}

/// Whether a pattern's path is a struct's, by its spelling: `geometry::Point`, not `Shape::Circle` or
/// `Some`.
fn is_struct(path: &syn::Path) -> bool {
    let of_std = path.get_ident().is_some_and(|name| {
        let variants = ["Some", "None", "Ok", "Err"];
        variants.iter().any(|v| name == v)
    });
    !of_std && variant(path).is_none()
}

/// The local at the root of a place expression: `x` in `x.a[i]`, `*x`, `x.iter_mut()`.
pub fn root(e: &Expr) -> Option<Local> {
    match &e.node {
        Node::Local(l) => Some(*l),
        Node::Field(e, _) | Node::Index(e, _) | Node::Deref(e) | Node::Ref(_, e) | Node::Try(e) => {
            root(e)
        }
        Node::Method(m) => root(&m.recv),
        Node::Cast(e, _) | Node::Known(e, _) => root(e),
        _ => None,
    }
}

/// A part of a local, by its way down from it: `.x` in `p.x`, `.v[]` in `p.v[i]`.
pub fn part(e: &Expr) -> Option<(Local, String)> {
    match &e.node {
        Node::Local(l) => Some((*l, String::new())),
        Node::Deref(e) => part(e),
        Node::Field(e, member) => {
            let (l, way) = part(e)?;
            Some((l, format!("{way}.{}", member_name(member))))
        }
        Node::Index(e, i) if !matches!(i.node, Node::Range(..)) => {
            let (l, way) = part(e)?;
            Some((l, format!("{way}[]")))
        }
        _ => None,
    }
}

/// The place `_` on the left of an assignment: it keeps nothing.
pub fn nowhere(span: Span) -> Expr {
    let ident = Ident::new("_nowhere", span);
    let path = syn::ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: ident.into(),
    };
    Expr::new(Node::Path(path), span)
}

pub fn is_nowhere(e: &Expr) -> bool {
    matches!(&e.node, Node::Path(p) if p.path.is_ident("_nowhere"))
}

/// A field's name, or its position.
pub fn member_name(member: &syn::Member) -> String {
    match member {
        syn::Member::Named(name) => name.to_string(),
        syn::Member::Unnamed(i) => i.index.to_string(),
    }
}

/// Whether a name is that of a type, a trait or a variant, by its spelling.
pub fn is_upper(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

/// The variant's name, if a path is that of one: `Circle` of `Shape::Circle`. So is `new` of
/// `Shape::new`: what stands in a type.
pub fn variant(path: &syn::Path) -> Option<&Ident> {
    let mut names = path.segments.iter().rev().map(|s| &s.ident);
    let (last, before) = (names.next()?, names.next()?);
    is_upper(&before.to_string()).then_some(last)
}

/// The place in a path of the type's name: of `Shape` in `Shape::Circle`, of `Point` in
/// `geometry::Point`.
pub fn type_at(path: &syn::Path) -> usize {
    path.segments.len() - 1 - usize::from(variant(path).is_some())
}

/// The segments of a path, as text: `["mem", "swap"]`.
pub fn names(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|s| s.ident.to_string()).collect()
}

/// Whether a path makes a list without elements: what it is given is a capacity.
pub fn makes_empty_list(path: &syn::Path) -> bool {
    let names = names(path);
    let [list, function] = &names[..] else {
        return false;
    };
    list == "Vec" && (function == "new" || function == "with_capacity")
}

/// What a path names in the runtime: `dot` in `::jvp::rt::dot::jvp_10`.
pub fn runtime_name(path: &syn::Path) -> Option<String> {
    let mut segments = path.segments.iter();
    segments.find(|s| s.ident == "rt")?;
    Some(segments.next()?.ident.to_string())
}

/// The type of `<[f64; 3]>::try_from`, a list's conversion to an array.
pub fn list_converted_to(p: &syn::ExprPath) -> Option<&syn::Type> {
    let ty = p
        .qself
        .as_ref()
        .filter(|q| q.as_token.is_none())
        .map(|q| &*q.ty)?;
    let array = match ty {
        syn::Type::Reference(r) => &*r.elem,
        ty => ty,
    };
    let converts = last_name(&p.path) == "try_from" && p.path.segments.len() == 1;
    (converts && matches!(array, syn::Type::Array(_))).then_some(ty)
}

/// The last segment of a path: `swap` in `mem::swap`.
pub fn last_name(path: &syn::Path) -> String {
    path.segments
        .last()
        .map(|s| s.ident.to_string())
        .unwrap_or_default()
}

/// Whether it is one of these functions of `std::iter`.
pub fn is_of_iter(callee: &Expr, functions: &[&str]) -> bool {
    let Node::Path(p) = &callee.node else {
        return false;
    };
    let names = names(&p.path);
    matches!(&names[..], [.., of, name] if of == "iter" && functions.contains(&name.as_str()))
}

/// What `iter::successors` begins with, and the function that goes on from it.
pub fn successors<'e>(callee: &Expr, args: &'e [Expr]) -> Option<(&'e Expr, &'e Expr)> {
    match args {
        [first, next] if is_of_iter(callee, &["successors"]) => match &next.node {
            Node::Ref(_, next) => Some((first, next)),
            _ => Some((first, next)),
        },
        _ => None,
    }
}
