//! Names that nobody needs.
//!
//! In: IR in which every intermediate value has a name. Out: the same, written as a person would:
//! a value that is used once stands where it is used, a name that only hands a value on is gone.
//! Always holds: no expression moves past a write of what it reads, none that can panic past an
//! effect, nothing runs twice.

use super::effects::{self, is_pure, may_panic, reads, stmt_writes};
use crate::ir::*;
use std::collections::HashMap;

/// Folds single-use names into their uses.
pub fn run(f: &mut Function) {
    loop {
        let mut uses = count(f);
        let mut body = std::mem::take(&mut f.body);
        let mut changed = false;
        body.blocks_mut(&mut |b| {
            while block(b, f, &mut uses) {
                changed = true;
            }
        });
        f.body = body;
        if !changed {
            break;
        }
    }
    f.body.walk_mut(&mut |e| {
        unbrace(e);
        flatten(e);
        factor(e);
    });
    settle_mutability(f);
}

/// `{ e }` is `e` where a closure or an arm gives it.
fn unbrace(e: &mut Expr) {
    let open = |e: &mut Expr| {
        if let Node::Block(b, None) = &mut e.node
            && b.stmts.is_empty()
            && let Some(tail) = b.tail.take()
        {
            *e = *tail;
        }
    };
    match &mut e.node {
        Node::Closure(c) => open(&mut c.body),
        Node::Match(_, arms) => arms.iter_mut().for_each(|a| open(&mut a.body)),
        _ => {}
    }
}

/// `-(a) * b` without its sign; none if there is none.
fn without_sign(e: &Expr) -> Option<Expr> {
    let Node::Op(op, Form::Tangent, args) = &e.node else {
        return None;
    };
    match *op {
        "neg" => Some(args[0].clone()),
        "mul" | "div" => {
            let first = without_sign(&args[0]);
            let args = match first {
                Some(a) => vec![a, args[1].clone()],
                None => vec![args[0].clone(), without_sign(&args[1])?],
            };
            Some(Expr::new(Node::Op(op, Form::Tangent, args), e.span))
        }
        _ => None,
    }
}

/// `2 a + 2 b` is `2 (a + b)`: exact, and one product less.
fn factor(e: &mut Expr) {
    let Node::Op(sum @ ("add" | "sub"), Form::Tangent, args) = &e.node else {
        return;
    };
    let doubled = |e: &Expr| match &e.node {
        Node::Op("mul", Form::Tangent, parts) => match &parts[0].node {
            Node::Num(2.0, _) => Some((parts[0].clone(), parts[1].clone())),
            _ => None,
        },
        _ => None,
    };
    let (Some((two, a)), Some((_, b))) = (doubled(&args[0]), doubled(&args[1])) else {
        return;
    };
    let inner = Expr::new(Node::Op(sum, Form::Tangent, vec![a, b]), e.span);
    e.node = Node::Op("mul", Form::Tangent, vec![two, inner]);
}

/// `a + (b - c)` is `a + b - c` in a tangent: what comes early is summed early, and the last term
/// to come is added last.
fn flatten(e: &mut Expr) {
    // `-(2 a)` is `-2 a`.
    if let Node::Op("neg", Form::Tangent, args) = &e.node
        && let Node::Op("mul", Form::Tangent, parts) = &args[0].node
        && let Node::Num(v, float) = &parts[0].node
    {
        let two = Expr::new(Node::Num(-v, float.clone()), e.span);
        e.node = Node::Op("mul", Form::Tangent, vec![two, parts[1].clone()]);
        return;
    }
    let Node::Op(outer @ ("add" | "sub"), Form::Tangent, args) = &mut e.node else {
        return;
    };
    if let Some(positive) = without_sign(&args[1]) {
        let sign = if *outer == "add" { "sub" } else { "add" };
        let left = args.remove(0);
        e.node = Node::Op(sign, Form::Tangent, vec![left, positive]);
        return flatten(e);
    }
    let Node::Op(inner @ ("add" | "sub"), Form::Tangent, _) = &args[1].node else {
        return;
    };
    let (outer, inner) = (*outer, *inner);
    let span = e.span;
    let right = args.pop().expect("it has two operands");
    let left = args.pop().expect("it has two operands");
    let Node::Op(_, _, mut parts) = right.node else {
        unreachable!("it was just looked at")
    };
    let flip = |op: Op| if op == "add" { "sub" } else { "add" };
    let op = |op: Op, a: Expr, b: Expr| Expr::new(Node::Op(op, Form::Tangent, vec![a, b]), span);
    let last = parts.pop().expect("it has two operands");
    let mut first = op(outer, left, parts.remove(0));
    flatten(&mut first);
    let sign = if outer == "add" { inner } else { flip(inner) };
    *e = op(sign, first, last);
}

fn count(f: &Function) -> HashMap<Local, usize> {
    let mut uses = HashMap::new();
    f.body.walk(&mut |e| {
        if let Node::Local(l) = &e.node {
            *uses.entry(*l).or_insert(0) += 1;
        }
        if let Node::Macro(Macro {
            args: MacroArgs::Opaque(_, ls),
            ..
        }) = &e.node
        {
            ls.iter().for_each(|l| *uses.entry(*l).or_insert(0) += 2);
        }
    });
    uses
}

/// One round over one block; whether anything changed.
fn block(b: &mut Block, f: &mut Function, uses: &mut HashMap<Local, usize>) -> bool {
    coalesce(b, f, uses) || inline(b, f, uses) || unpack_tail(b, uses)
}

/// The name that a statement gives to a value, if that is all it does.
fn named(s: &Stmt) -> Option<(Local, &Expr)> {
    match s {
        Stmt::Let(Let {
            pat: Pat::Bind(bind),
            init: Some(e),
            otherwise: None,
            ..
        }) if bind.sub.is_none() && !bind.by_ref => Some((bind.local, e)),
        _ => None,
    }
}

fn is_temp(f: &Function, l: Local) -> bool {
    f.local(l).origin == Origin::Temp
}

/// `let t = e; let x = t;` is `let x = e;`.
fn coalesce(b: &mut Block, f: &mut Function, uses: &mut HashMap<Local, usize>) -> bool {
    for j in 0..b.stmts.len() {
        let Stmt::Let(Let {
            pat: Pat::Bind(bind),
            ty,
            init: Some(init),
            otherwise: None,
        }) = &b.stmts[j]
        else {
            continue;
        };
        let (Some(t), x, mutable, ty) = (init.as_local(), bind.local, bind.mutable, ty.clone())
        else {
            continue;
        };
        if bind.by_ref || bind.sub.is_some() || !is_temp(f, t) || t == x {
            continue;
        }
        if mutable && uses.get(&t) != Some(&1) {
            continue;
        }
        let Some(i) = b.stmts[..j].iter().position(|s| binds(s, t)) else {
            continue;
        };
        let alone = named(&b.stmts[i]).is_some();
        if ty.is_some() && !alone {
            continue;
        }
        // A name that it shadows must not be needed any more.
        let name = f.local(x).name.clone();
        let shadowed = |e: &Expr| {
            e.mentions(&|l| {
                l != x && l != t && f.local(l).name == name && f.local(l).origin != Origin::Temp
            })
        };
        let needed = b.stmts[i + 1..].iter().any(|s| stmt_any(s, &shadowed))
            || b.tail.as_ref().is_some_and(|e| shadowed(e))
            || f.local(x).pinned;
        if needed {
            continue;
        }
        b.stmts.remove(j);
        if let Stmt::Let(l) = &mut b.stmts[i] {
            rename_pat(&mut l.pat, t, x, mutable);
            if ty.is_some() {
                l.ty = ty;
            }
        }
        rename_block(b, t, x);
        let handed_on = uses.remove(&t).unwrap_or(1) - 1;
        *uses.entry(x).or_insert(0) += handed_on;
        return true;
    }
    false
}

fn binds(s: &Stmt, t: Local) -> bool {
    matches!(s, Stmt::Let(l) if l.pat.locals().contains(&t))
}

fn stmt_any(s: &Stmt, test: &dyn Fn(&Expr) -> bool) -> bool {
    match s {
        Stmt::Expr(e) => test(e),
        Stmt::Let(l) => {
            let mut found = l.init.as_ref().is_some_and(test);
            if let Some(b) = &l.otherwise {
                b.children(&mut |e| found = found || test(e));
            }
            found
        }
        Stmt::Item(_) => false,
    }
}

fn rename_pat(p: &mut Pat, from: Local, to: Local, mutable: bool) {
    match p {
        Pat::Bind(b) => {
            if b.local == from {
                b.local = to;
                b.mutable = mutable;
            }
        }
        Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) | Pat::Or(ps) => {
            ps.iter_mut().for_each(|p| rename_pat(p, from, to, mutable));
        }
        Pat::Ref(_, p) => rename_pat(p, from, to, mutable),
        _ => {}
    }
}

fn rename_block(b: &mut Block, from: Local, to: Local) {
    b.walk_mut(&mut |e| {
        if e.as_local() == Some(from) {
            e.node = Node::Local(to);
        }
    });
}

/// `let t = e; .. t ..` with one use is `.. e ..`, where nothing in between matters to `e`.
fn inline(b: &mut Block, f: &Function, uses: &mut HashMap<Local, usize>) -> bool {
    for i in (0..b.stmts.len()).rev() {
        let Some((t, e)) = named(&b.stmts[i]) else {
            continue;
        };
        if !is_temp(f, t) {
            continue;
        }
        let e = e.clone();
        if is_name(&e, f) {
            b.stmts.remove(i);
            b.walk_mut(&mut |x| {
                if x.as_local() == Some(t) {
                    *x = e.clone();
                }
            });
            let handed_on = uses.remove(&t).unwrap_or(0);
            if let Some(l) = e.as_local() {
                *uses.entry(l).or_insert(0) += handed_on;
            }
            return true;
        }
        if uses.get(&t) != Some(&1) {
            continue;
        }
        if let Some(j) = target(b, i, t, &e, f) {
            let put = |x: &mut Expr| {
                if x.as_local() == Some(t) {
                    *x = e.clone();
                }
            };
            if j == b.stmts.len() {
                b.tail.iter_mut().for_each(|x| x.walk_mut(&mut { put }));
            } else {
                match &mut b.stmts[j] {
                    Stmt::Expr(x) => x.walk_mut(&mut { put }),
                    Stmt::Let(l) => l.init.iter_mut().for_each(|x| x.walk_mut(&mut { put })),
                    Stmt::Item(_) => {}
                }
            }
            b.stmts.remove(i);
            return true;
        }
    }
    false
}

/// A name or number that can stand anywhere instead.
fn is_name(e: &Expr, f: &Function) -> bool {
    match &e.node {
        Node::Local(l) => {
            let data = f.local(*l);
            !data.mutable && (data.kind.is_scalar() || data.origin == Origin::Temp)
        }
        Node::Lit(_) | Node::Num(..) => true,
        _ => false,
    }
}

/// The statement that `t`'s value can be moved into; the tail counts as the last one.
fn target(b: &Block, i: usize, t: Local, e: &Expr, f: &Function) -> Option<usize> {
    let pure = is_pure(e);
    let panics = may_panic(e);
    let read = reads(e);
    let mutable_reads = |writes: &effects::Writes| writes.locals.iter().any(|l| read.contains(l));
    for j in i + 1..=b.stmts.len() {
        let here: Option<&Expr> = match b.stmts.get(j) {
            None => b.tail.as_deref(),
            Some(Stmt::Expr(x)) => Some(x),
            Some(Stmt::Let(l)) => l.init.as_ref(),
            Some(Stmt::Item(_)) => None,
        };
        let mentions = here.is_some_and(|x| x.mentions(&|l| l == t));
        let in_else = matches!(b.stmts.get(j), Some(Stmt::Let(Let { otherwise: Some(o), .. })) if {
            let mut found = false;
            o.walk(&mut |x| found |= x.as_local() == Some(t));
            found
        });
        if in_else {
            return None;
        }
        if !mentions {
            let writes = stmt_writes(b.stmts.get(j)?);
            if !pure || mutable_reads(&writes) || (panics && writes.world) {
                return None;
            }
            continue;
        }
        let x = here?;
        let place = position(x, t, f)?;
        // What this statement does before it comes to `t`.
        let writes = match &x.node {
            Node::Assign(place, value) => {
                let mut w = effects::writes(value);
                w.locals.extend(effects::writes(place).locals);
                w
            }
            _ => effects::writes(x),
        };
        let safe = if pure {
            !mutable_reads(&writes) && !(panics && inner_effects(x))
        } else {
            place.first && !place.conditional
        };
        return safe.then_some(j);
    }
    None
}

/// Whether anything but the outermost operation of `x` has an effect.
fn inner_effects(x: &Expr) -> bool {
    let mut found = false;
    x.children(&mut |c| found = found || !is_pure(c));
    found
}

struct Position {
    /// Nothing with an effect, and nothing that an effect could change, is evaluated before.
    first: bool,
    conditional: bool,
}

/// Where `t` stands in `x`; none where its value can't be moved to.
fn position(x: &Expr, t: Local, f: &Function) -> Option<Position> {
    fn go(x: &Expr, t: Local, f: &Function, first: &mut bool, parent: Parent) -> Option<Position> {
        if x.as_local() == Some(t) {
            return match parent {
                Parent::Borrow => None,
                _ => Some(Position {
                    first: *first,
                    conditional: false,
                }),
            };
        }
        if !x.mentions(&|l| l == t) {
            let harmless = match &x.node {
                Node::Local(l) => !f.local(*l).mutable || f.local(*l).origin == Origin::Temp,
                Node::Lit(_) | Node::Num(..) | Node::Path(_) => true,
                _ => false,
            };
            *first = *first && harmless;
            return None;
        }
        let scalar = f.local(t).kind.peeled().is_scalar();
        match &x.node {
            // Not into anything that runs later, often, or perhaps.
            Node::Closure(_) | Node::Loop(..) | Node::While(..) => None,
            Node::Block(..) => None,
            Node::For(_, _, iter, _) => go(iter, t, f, first, Parent::Other),
            Node::If(cond, _, _) => {
                if matches!(cond.node, Node::Let(..)) || cond.mentions(&|l| l == t) {
                    go(cond, t, f, first, Parent::Other)
                } else {
                    None
                }
            }
            Node::Match(s, _) => go(s, t, f, first, Parent::Other),
            Node::Binary(syn::BinOp::And(_) | syn::BinOp::Or(_), a, _) => {
                go(a, t, f, first, Parent::Other)
            }
            Node::Ref(_, inner) => {
                let parent = if scalar && matches!(x.node, Node::Ref(false, _)) {
                    Parent::Borrow
                } else {
                    Parent::Borrow
                };
                go(inner, t, f, first, parent)
            }
            Node::Assign(place, value) => {
                if value.mentions(&|l| l == t) {
                    go(value, t, f, first, Parent::Other)
                } else {
                    let _ = place;
                    None
                }
            }
            Node::AssignOp(_, place, value) => {
                if value.mentions(&|l| l == t) {
                    go(value, t, f, first, Parent::Other)
                } else {
                    // An index, not the place itself.
                    match &place.node {
                        Node::Index(base, index) if !base.mentions(&|l| l == t) => {
                            *first = false;
                            go(index, t, f, first, Parent::Other)
                        }
                        _ => None,
                    }
                }
            }
            _ => {
                let mut out = None;
                x.children(&mut |c| {
                    if out.is_none() {
                        let parent = match &x.node {
                            Node::Method(m)
                                if std::ptr::eq(&*m.recv, c) && !scalar && !by_value(m) =>
                            {
                                Parent::Borrow
                            }
                            _ => Parent::Other,
                        };
                        out = go(c, t, f, first, parent);
                    }
                });
                out
            }
        }
    }
    let mut first = true;
    go(x, t, f, &mut first, Parent::Other)
}

#[derive(Clone, Copy)]
enum Parent {
    /// `t` is borrowed here: it has to stay a place.
    Borrow,
    Other,
}

/// Methods that take their receiver by value, so that a temporary will do.
fn by_value(m: &Method) -> bool {
    let name = m.name.to_string();
    matches!(
        name.as_str(),
        "zip"
            | "map"
            | "unzip"
            | "unwrap"
            | "expect"
            | "and_then"
            | "ok_or"
            | "unwrap_or"
            | "into_iter"
    )
}

/// `let (a, b) = e; (a, b)` is `e`.
fn unpack_tail(b: &mut Block, uses: &HashMap<Local, usize>) -> bool {
    let (Some(Stmt::Let(l)), Some(tail)) = (b.stmts.last(), &b.tail) else {
        return false;
    };
    let (Pat::Tuple(ps), Node::Tuple(es), Some(init), None) =
        (&l.pat, &tail.node, &l.init, &l.otherwise)
    else {
        return false;
    };
    let same = ps.len() == es.len()
        && ps.iter().zip(es).all(|(p, e)| match p {
            Pat::Bind(bind) => {
                e.as_local() == Some(bind.local)
                    && uses.get(&bind.local) == Some(&1)
                    && !bind.by_ref
                    && bind.sub.is_none()
            }
            _ => false,
        });
    if !same {
        return false;
    }
    b.tail = Some(Box::new(init.clone()));
    b.stmts.pop();
    true
}

/// What a pass has bound is `mut` where it is written.
fn settle_mutability(f: &mut Function) {
    let mut written: std::collections::HashSet<Local> = std::collections::HashSet::new();
    let mut declared = std::collections::HashSet::new();
    f.body.walk(&mut |e| written.extend(direct_writes(e, f)));
    f.body.clone().blocks_mut(&mut |b| {
        for s in &b.stmts {
            if let Stmt::Let(Let {
                pat, init: None, ..
            }) = s
            {
                declared.extend(pat.locals());
            }
        }
    });
    // What is behind a box is written through it; there the user's own `mut` tells.
    let by_place = |k: &Kind| {
        matches!(
            k,
            Kind::Scalar(_) | Kind::Seq(..) | Kind::Tuple(_) | Kind::Ref(..)
        )
    };
    let made: Vec<bool> = f
        .locals
        .iter()
        .map(|l| l.origin != Origin::User && by_place(&l.kind))
        .collect();
    let settle = |p: &mut Pat| {
        fn go(p: &mut Pat, set: &dyn Fn(&mut Bind)) {
            match p {
                Pat::Bind(b) => {
                    set(b);
                    if let Some(p) = &mut b.sub {
                        go(p, set);
                    }
                }
                Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) | Pat::Or(ps) => {
                    ps.iter_mut().for_each(|p| go(p, set));
                }
                Pat::Struct(_, fs, _) => fs.iter_mut().for_each(|(_, p)| go(p, set)),
                Pat::Ref(_, p) => go(p, set),
                _ => {}
            }
        }
        go(p, &|b| {
            if made[b.local.0] && !b.by_ref && !declared.contains(&b.local) {
                b.mutable = written.contains(&b.local);
            }
        });
    };
    let mut body = std::mem::take(&mut f.body);
    body.blocks_mut(&mut |b| {
        for s in &mut b.stmts {
            if let Stmt::Let(l) = s {
                settle(&mut l.pat);
            }
        }
    });
    body.walk_mut(&mut |e| match &mut e.node {
        Node::For(_, p, _, _) | Node::Let(p, _) => settle(p),
        Node::Match(_, arms) => arms.iter_mut().for_each(|a| settle(&mut a.pat)),
        Node::Closure(c) => c.params.iter_mut().for_each(|(p, _)| settle(p)),
        _ => {}
    });
    f.body = body;
}

/// The local that this node writes or borrows mutably, if it owns what is written.
fn direct_writes(e: &Expr, f: &Function) -> Vec<Local> {
    fn owner(e: &Expr, out: &mut Vec<Local>) {
        match &e.node {
            Node::Local(l) => out.push(*l),
            Node::Field(e, _) | Node::Index(e, _) => owner(e, out),
            Node::Tuple(es) => es.iter().for_each(|e| owner(e, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    match &e.node {
        Node::Assign(p, _) | Node::AssignOp(_, p, _) | Node::Ref(true, p) => owner(p, &mut out),
        Node::Method(m) if crate::ops::methods::mutates(&m.name.to_string()) => {
            owner(&m.recv, &mut out);
            // Through a reference; the reference itself stays.
            out.retain(|l| !matches!(f.local(*l).kind, Kind::Ref(..)));
        }
        Node::Call(callee, _) => out.extend(callee.as_local()),
        _ => {}
    }
    out
}
