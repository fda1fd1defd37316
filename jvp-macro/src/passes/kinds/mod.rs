//! Kinds: what each value is, as far as syntax tells.
//!
//! In: lowered IR. Out: the same, with `LocalData::kind` filled in. Forward inference over the
//! tree, repeated until nothing changes; a call to another function is `Unknown`, unless the
//! function stands beside this one or how its result is used shows an `Option` or a `Result`. Always holds: a kind other than `Unknown` is the
//! value's type, or the function does not compile anyway.

mod context;
mod method;
mod of;
mod pattern;
mod tensor;

pub use of::{KindOf, diverges, item};

use crate::ir::kind::{TypeParams, of_type};
use crate::ir::*;
use crate::ops::methods;
use std::collections::{HashMap, HashSet};

/// The closures that are bound to a local, by it.
pub type Closures = HashMap<Local, Closure>;

/// Fills in the kinds of all locals; returns the closures that have a name.
pub fn infer(f: &mut Function, params: &TypeParams) -> Closures {
    let closures = named_closures(&f.body);
    let computed = computed(&f.body);
    for round in 0..4 {
        let before: Vec<Kind> = f.locals.iter().map(|l| l.kind.clone()).collect();
        let mut pass = Infer {
            locals: &mut f.locals,
            closures: &closures,
            params,
            computed: &computed,
        };
        for p in &f.params {
            pass.bind(&p.pat, &p.kind);
        }
        pass.block(&f.body);
        if let Some(tail) = &f.body.tail {
            pass.expect(tail, &f.result);
        }
        let same = f.locals.iter().zip(&before).all(|(l, k)| l.kind == *k);
        if same && round > 0 {
            break;
        }
    }
    context::ascribe(f, &closures, params);
    closures
}

/// Whether a function handles arrays for certain: it is given some, returns or makes some.
pub fn mentions_arrays(f: &Function, params: &TypeParams) -> bool {
    let is_array = |k: &Kind| matches!(element(k), Kind::Tensor(e, _) if !e.is_inert());
    let given = f.params.iter().any(|p| is_array(&p.kind)) || is_array(&f.result);
    let mut made = false;
    f.body.walk(&mut |e| {
        made |= match &e.node {
            Node::Macro(m) => m.builds_tensor(),
            Node::Path(p) => p.path.segments.iter().any(|s| {
                let name = s.ident.to_string();
                name.starts_with("Array") || name == "ndarray" || name == "Zip"
            }),
            _ => false,
        }
    });
    f.body.lets(&mut |l| {
        made |=
            l.ty.as_ref()
                .is_some_and(|ty| is_array(&of_type(ty, params)))
    });
    given || made
}

/// What a list, an option or a reference of any depth holds.
fn element(kind: &Kind) -> &Kind {
    match kind.peeled() {
        Kind::Seq(_, k) | Kind::Option(k) | Kind::Result(k) | Kind::Iter(k) => element(k),
        kind => kind,
    }
}

/// The names of the types that have literals with fields in `f`.
pub fn of_literals(f: &Function) -> HashSet<String> {
    let mut out = HashSet::new();
    f.body.walk(&mut |e| {
        if let Node::Struct(path, ..) = &e.node
            && let Kind::Named(name) = of::literal_kind(path)
        {
            out.insert(name);
        }
    });
    out
}

fn named_closures(body: &Block) -> Closures {
    let mut out = Closures::new();
    body.lets(&mut |l| {
        if let (Pat::Bind(bind), Some(e)) = (&l.pat, &l.init)
            && let Node::Closure(c) = &e.node
        {
            out.insert(bind.local, c.clone());
        }
    });
    out
}

/// The locals that name results of arithmetic.
fn computed(body: &Block) -> HashSet<Local> {
    let mut out = HashSet::new();
    body.lets(&mut |l| {
        if let (Pat::Bind(bind), Some(e)) = (&l.pat, &l.init)
            && let Node::Op(_, Form::Operator, _) = &e.node
        {
            out.insert(bind.local);
        }
    });
    out
}

struct Infer<'a> {
    locals: &'a mut Vec<LocalData>,
    closures: &'a Closures,
    params: &'a TypeParams,
    /// Locals that are named results of arithmetic, and so no references.
    computed: &'a HashSet<Local>,
}

impl Infer<'_> {
    fn of(&self, e: &Expr) -> Kind {
        KindOf {
            locals: self.locals,
            closures: self.closures,
            params: self.params,
        }
        .of(e)
    }

    fn learn(&mut self, l: Local, kind: &Kind) {
        let slot = &mut self.locals[l.0].kind;
        *slot = std::mem::replace(slot, Kind::Unknown).join(kind.clone());
    }

    /// What stands where an integer does: reading the end of a range there does not show a number.
    fn counted(&mut self, e: &Expr) {
        match &e.node {
            Node::Field(base, _) => self.expr(base),
            _ => self.expr(e),
        }
    }

    /// Of a range of which only this is known, that an end is read shows that it is a number, unless it
    /// is read where an integer stands.
    fn read_ends(&mut self, e: &Expr) {
        if let Some(l) = e.as_local()
            && self.locals[l.0].kind == Kind::Range(Box::new(Kind::Unknown))
        {
            self.locals[l.0].kind = Kind::Range(Box::new(Kind::Scalar(Float::Literal)));
        }
    }

    fn block(&mut self, b: &Block) {
        for stmt in &b.stmts {
            match stmt {
                Stmt::Let(l) => {
                    if let Some(b) = &l.otherwise {
                        self.block(b);
                    }
                    let ascribed = l.ty.as_ref().map(|ty| of_type(ty, self.params));
                    if let Some(init) = &l.init {
                        self.expr(init);
                        if let Some(kind) = &ascribed {
                            self.expect(init, kind);
                        }
                        let kind = ascribed.unwrap_or(Kind::Unknown);
                        let kind = self.collected(kind, init).join(self.of(init));
                        self.bind(&l.pat, &kind);
                        self.demand(init, &l.pat);
                        if let (Pat::Bind(b), Node::Range(from, _, to)) = (&l.pat, &init.node)
                            && !self.locals[b.local.0].kind.is_inert()
                        {
                            // The range is one of numbers, and so are ends that it has of another.
                            [from, to].into_iter().flatten().for_each(|e| self.expr(e));
                        }
                    } else if let Some(kind) = &ascribed {
                        self.bind(&l.pat, kind);
                    }
                }
                Stmt::Expr(e) => self.expr(e),
                Stmt::Item(_) => {}
            }
        }
        if let Some(tail) = &b.tail {
            self.expr(tail);
        }
    }

    /// A list that is ascribed to what `collect` gives is one of the items.
    fn collected(&self, ascribed: Kind, init: &Expr) -> Kind {
        match (ascribed, &init.node) {
            (Kind::Seq(seq, element), Node::Method(m)) if m.name == "collect" => {
                let item = of::item(&self.of(&m.recv));
                Kind::Seq(seq, Box::new(element.join(item)))
            }
            (kind, _) => kind,
        }
    }

    /// The context wants a value of this kind: a local that is one learns it.
    fn expect(&mut self, e: &Expr, kind: &Kind) {
        match &e.node {
            Node::Local(l) => self.learn(*l, kind),
            Node::Block(b, _) => b.tail.iter().for_each(|e| self.expect(e, kind)),
            Node::If(_, then, otherwise) => {
                then.tail.iter().for_each(|e| self.expect(e, kind));
                otherwise.iter().for_each(|e| self.expect(e, kind));
            }
            Node::Match(_, arms) => arms.iter().for_each(|a| self.expect(&a.body, kind)),
            Node::Tuple(es) => {
                if let Kind::Tuple(kinds) = kind
                    && kinds.len() == es.len()
                {
                    es.iter().zip(kinds).for_each(|(e, k)| self.expect(e, k));
                }
            }
            Node::Array(es) => {
                let element = kind.element();
                es.iter().for_each(|e| self.expect(e, &element));
            }
            Node::Closure(c) => {
                if let Some(f) = kind.function() {
                    for ((p, _), k) in c.params.iter().zip(&f.params) {
                        self.bind(p, k);
                    }
                }
            }
            Node::Ref(_, e) => {
                if let Kind::Ref(k, _) = kind {
                    self.expect(e, k);
                }
            }
            // A number comes of numbers only.
            Node::Op(_, Form::Operator, args) if kind.is_scalar() => {
                for a in args {
                    let computed = match &a.node {
                        Node::Local(l) => self.computed.contains(l),
                        node => matches!(node, Node::Op(..)),
                    };
                    if computed && self.of(a) == Kind::Unknown {
                        self.expect(a, kind);
                    }
                }
            }
            Node::Call(callee, args) if args.len() == 1 && super::values::is_box(callee) => {
                if let Kind::Boxed(k) = kind {
                    self.expect(&args[0], k);
                }
            }
            Node::Call(callee, args) if args.len() == 1 => {
                let name = match &callee.node {
                    Node::Path(p) => p.path.get_ident().map(ToString::to_string),
                    _ => None,
                };
                match (name.as_deref(), kind) {
                    (Some("Some"), Kind::Option(k)) | (Some("Ok"), Kind::Result(k)) => {
                        self.expect(&args[0], k);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn expr(&mut self, e: &Expr) {
        match &e.node {
            Node::Block(b, _) | Node::Loop(_, b) => self.block(b),
            Node::If(cond, then, otherwise) => {
                self.expr(cond);
                self.block(then);
                otherwise.iter().for_each(|e| self.expr(e));
            }
            Node::While(_, cond, b) => {
                self.expr(cond);
                self.block(b);
            }
            Node::For(_, pat, iter, b) => {
                self.expr(iter);
                let item = item(&self.of(iter));
                self.bind(pat, &item);
                self.block(b);
            }
            Node::Let(pat, e) => {
                self.expr(e);
                let kind = self.of(e);
                self.bind(pat, &kind);
                self.demand(e, pat);
            }
            Node::Match(e, arms) => {
                self.expr(e);
                let kind = self.of(e);
                for arm in arms {
                    self.bind(&arm.pat, &kind);
                    self.demand(e, &arm.pat);
                    arm.guard.iter().for_each(|e| self.expr(e));
                    self.expr(&arm.body);
                }
            }
            Node::Try(e) => {
                self.expr(e);
                if let Some(l) = e.as_local()
                    && self.locals[l.0].kind == Kind::Unknown
                {
                    self.learn(l, &Kind::Option(Box::new(Kind::Unknown)));
                }
            }
            Node::Method(m) => {
                self.expr(&m.recv);
                let name = m.name.to_string();
                if let Some(l) = m.recv.as_local()
                    && self.locals[l.0].kind == Kind::Unknown
                    && methods::COMBINATORS.contains(&name.as_str())
                {
                    let k = Box::new(Kind::Unknown);
                    let result = methods::is_of_result(m);
                    self.learn(
                        l,
                        &if result {
                            Kind::Result(k)
                        } else {
                            Kind::Option(k)
                        },
                    );
                }
                self.closure_params(m);
                m.args.iter().for_each(|a| self.expr(a));
                if let Some(value) = stored(&name, &m.args) {
                    self.element(&m.recv, value);
                    let of_list = self.of(&m.recv).element();
                    self.expect(value, &of_list);
                }
            }
            Node::Closure(c) => {
                for (p, ty) in &c.params {
                    if let Some(ty) = ty {
                        let kind = of_type(ty, self.params);
                        self.bind(p, &kind);
                    }
                }
                self.expr(&c.body);
            }
            Node::Call(callee, args) => {
                if let Some(l) = callee.as_local()
                    && let Some(c) = self.closures.get(&l)
                {
                    for ((p, _), a) in c.params.iter().zip(args) {
                        let kind = self.of(a);
                        self.bind(p, &kind);
                    }
                }
                if let Some((first, next)) = tree::successors(callee, args)
                    && let Node::Closure(c) = &next.node
                    && let Some((p, _)) = c.params.first()
                    && let Kind::Option(kind) = self.of(first)
                {
                    self.bind(p, &kind.reference(false));
                }
                args.iter().for_each(|a| self.expr(a));
            }
            Node::Field(base, _) => {
                self.expr(base);
                self.read_ends(base);
            }
            Node::Index(base, index) => {
                self.expr(base);
                self.counted(index);
            }
            Node::Range(from, _, to) => {
                let integers = self.of(e).is_inert();
                let ends = [from, to].into_iter().flatten();
                ends.for_each(|e| match integers {
                    true => self.counted(e),
                    false => self.expr(e),
                });
            }
            Node::Op(_, Form::Operator, args) => {
                let integers = args.iter().any(|a| self.of(a).is_inert());
                args.iter().for_each(|a| match integers {
                    true => self.counted(a),
                    false => self.expr(a),
                });
                self.numbers(args);
            }
            Node::Assign(place, value) => {
                self.expr(value);
                self.expr(place);
                if let Some(l) = place.as_local() {
                    let kind = self.of(value);
                    self.learn(l, &kind);
                }
                if let Node::Index(list, _) = &place.node {
                    self.element(list, value);
                }
            }
            _ => e.children(&mut |e| self.expr(e)),
        }
    }

    /// A list that began empty learns what it holds from what is put into it.
    fn element(&mut self, list: &Expr, value: &Expr) {
        if let Some(l) = list.as_local()
            && let Kind::Seq(seq, held) = &self.locals[l.0].kind
            && matches!(**held, Kind::Unknown | Kind::Scalar(Float::Literal))
        {
            let kind = Kind::Seq(*seq, Box::new(self.of(value)));
            self.learn(l, &kind);
        }
    }

    /// An operand that is a part of something, and no reference, is copied or moved out; arrays are
    /// borrowed. So it counts as a number, unless an integer stands beside it, or it is a part of
    /// what may be a tuple of arrays.
    fn numbers(&mut self, args: &[Expr]) {
        let kinds: Vec<Kind> = args.iter().map(|a| self.of(a)).collect();
        if kinds.iter().any(|k| k.is_inert() || k.is_tensor()) {
            return;
        }
        for (a, kind) in args.iter().zip(kinds) {
            if kind == Kind::Unknown
                && let Some((l, way)) = tree::part(a)
                && !way.is_empty()
                && !(is_position(&way) && self.locals[l.0].kind == Kind::Unknown)
            {
                self.locals[l.0].numbers.insert(way);
            }
        }
    }

    /// What a method's closures are called with.
    fn closure_params(&mut self, m: &Method) {
        let recv = self.of(&m.recv);
        let name = m.name.to_string();
        if (recv.is_tensor() || kind::zipped(&m.recv).is_some())
            && self.element_closures(m, &name, &recv)
        {
            return;
        }
        let inner = match recv.peeled() {
            Kind::Iter(k) | Kind::Option(k) | Kind::Result(k) => (**k).clone(),
            Kind::Seq(_, k) => (**k).clone(),
            Kind::Inert | Kind::Range(_) => Kind::Inert,
            _ => Kind::Unknown,
        };
        let by_ref = inner.clone().reference(false);
        let init = m.args.first().map_or(Kind::Unknown, |a| self.of(a));
        let kinds: Vec<Kind> = match name.as_str() {
            "map" | "for_each" | "try_for_each" | "filter_map" | "find_map" | "flat_map"
            | "map_while" | "any" | "all" | "position" | "rposition" | "and_then"
            | "is_some_and" | "is_none_or" | "is_ok_and" => vec![inner],
            "map_or" | "map_or_else" => {
                if let Some(Node::Closure(c)) = m.args.get(1).map(|a| &a.node)
                    && let Some((p, _)) = c.params.first()
                {
                    let p = p.clone();
                    self.bind(&p, &inner);
                }
                return;
            }
            "is_sorted_by_key" if matches!(recv.peeled(), Kind::Iter(_)) => vec![inner],
            "filter"
            | "take_while"
            | "skip_while"
            | "find"
            | "rfind"
            | "inspect"
            | "retain"
            | "partition"
            | "max_by_key"
            | "min_by_key"
            | "sort_by_key"
            | "sort_unstable_by_key"
            | "sort_by_cached_key"
            | "dedup_by_key"
            | "is_sorted_by_key" => {
                vec![by_ref]
            }
            "max_by" | "min_by" | "sort_by" | "sort_unstable_by" | "dedup_by" | "is_sorted_by" => {
                vec![by_ref.clone(), by_ref]
            }
            "reduce" => vec![inner.clone(), inner],
            "fold" | "try_fold" => vec![init, inner],
            "scan" => vec![init.reference(true), inner],
            _ => return,
        };
        for arg in &m.args {
            if let Node::Closure(c) = &arg.node {
                for ((p, _), k) in c.params.iter().zip(&kinds) {
                    self.bind(p, k);
                }
            }
        }
    }
}

/// The element that a method puts into a list.
fn stored<'a>(name: &str, args: &'a [Expr]) -> Option<&'a Expr> {
    match name {
        "push" | "fill" => args.first(),
        "insert" | "resize" => args.get(1),
        _ => None,
    }
}

/// Whether a part is found by its position: `.0`.
fn is_position(way: &str) -> bool {
    way.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}
