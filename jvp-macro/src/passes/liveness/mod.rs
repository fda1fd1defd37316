//! Names that nobody needs.
//!
//! In: IR in which every intermediate value has a name. Out: the same, written as a person would:
//! a value that is used once stands where it is used, a name that only hands a value on is gone.
//! Always holds: no expression moves past a write of what it reads, none that can panic past an
//! effect, nothing runs twice.

mod mutability;
mod polish;
mod position;

use super::regions::item;
use crate::ir::*;
use crate::ops::tensor::REDUCTIONS;
use polish::{factor, flatten, unbrace};
use position::{Sites, target};

/// Folds single-use names into their uses.
pub fn run(f: &mut Function) {
    loop {
        let mut uses = count(f);
        let mut body = std::mem::take(&mut f.body);
        let mut changed = false;
        body.blocks_mut(&mut |b| changed |= block(b, f, &mut uses));
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
    mutability::settle(f);
}

/// Gives values the names that the program hands them on to, and no more.
pub fn rename(f: &mut Function) {
    let mut uses = count(f);
    let mut body = std::mem::take(&mut f.body);
    body.blocks_mut(&mut |b| while coalesce(b, f, &mut uses) {});
    f.body = body;
}

/// How often each local is used, by its number.
fn count(f: &Function) -> Vec<usize> {
    let mut uses = vec![0; f.locals.len()];
    f.body.walk(&mut |e| {
        if let Node::Local(l) = &e.node {
            uses[l.0] += 1;
        }
        if let Node::Macro(Macro {
            args: MacroArgs::Opaque(_, ls),
            ..
        }) = &e.node
        {
            ls.iter().for_each(|l| uses[l.0] += 2);
        }
    });
    uses
}

/// Whether anything changed in one block.
fn block(b: &mut Block, f: &Function, uses: &mut [usize]) -> bool {
    let mut changed = false;
    let mut names_moved = true;
    loop {
        // Only a name in another place can make a name superfluous.
        if names_moved {
            while coalesce(b, f, uses) {
                changed = true;
            }
        }
        names_moved = match inline(b, f, uses) {
            Some(moved) => moved == Moved::Name,
            None if unpack_tail(b, uses) => true,
            None => return changed,
        };
        changed = true;
    }
}

/// What `inline` has put where its name was used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moved {
    Other,
    Name,
}

impl Moved {
    fn of(e: &Expr) -> Moved {
        match e.as_local() {
            Some(_) => Moved::Name,
            None => Moved::Other,
        }
    }
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
fn coalesce(b: &mut Block, f: &Function, uses: &mut [usize]) -> bool {
    let mut changed = false;
    let mut j = 0;
    while j < b.stmts.len() {
        match coalesced(b, j, f, uses) {
            true => changed = true,
            false => j += 1,
        }
    }
    changed
}

/// Whether statement `j` only gave a value another name, and is gone.
fn coalesced(b: &mut Block, j: usize, f: &Function, uses: &mut [usize]) -> bool {
    let Stmt::Let(Let {
        pat: Pat::Bind(bind),
        ty,
        init: Some(init),
        otherwise: None,
    }) = &b.stmts[j]
    else {
        return false;
    };
    let Some(t) = init.as_local() else {
        return false;
    };
    let (x, mutable, ty) = (bind.local, bind.mutable, ty.clone());
    if bind.by_ref || bind.sub.is_some() || !is_temp(f, t) || t == x || f.local(x).pinned {
        return false;
    }
    if mutable && uses[t.0] != 1 {
        return false;
    }
    let Some(i) = b.stmts[..j].iter().position(|s| binds(s, t)) else {
        return false;
    };
    let alone = named(&b.stmts[i]).is_some();
    if ty.is_some() && !alone {
        return false;
    }
    // Work for a kernel keeps a plain name; the kernel's results take the other one later.
    let lane = named(&b.stmts[i]).and_then(|(_, e)| item::elementwise(e));
    if lane.is_some_and(|op| ty.is_some() || (mutable && REDUCTIONS.contains(&op))) {
        return false;
    }
    // A name that it shadows must not be needed any more.
    let namesake = |l: Local| {
        let (other, own) = (f.local(l), f.local(x));
        l != x && l != t && other.origin != Origin::Temp && other.name == own.name
    };
    let shadowed = |e: &Expr| e.mentions(&namesake);
    let needed = (0..f.locals.len()).map(Local).any(namesake)
        && (b.stmts[i + 1..].iter().any(|s| stmt_any(s, &shadowed))
            || b.tail.as_ref().is_some_and(|e| shadowed(e)));
    if needed {
        return false;
    }
    b.stmts.remove(j);
    if let Stmt::Let(l) = &mut b.stmts[i] {
        rename_pat(&mut l.pat, t, x, mutable);
        if ty.is_some() {
            l.ty = ty;
        }
    }
    let others = std::mem::take(&mut uses[t.0]).saturating_sub(1);
    if others > 0 {
        rename_block(b, t, x);
    }
    uses[x.0] += others;
    true
}

fn binds(s: &Stmt, t: Local) -> bool {
    let Stmt::Let(l) = s else { return false };
    let mut found = false;
    l.pat.binds(&mut |b| found |= b.local == t);
    found
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
        Pat::Bind(b) if b.local == from => {
            b.local = to;
            b.mutable = mutable;
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
///
/// From the end, up to the first name that moves. Where something else has moved, what stands behind
/// it has no more reason to move than before.
fn inline(b: &mut Block, f: &Function, uses: &mut [usize]) -> Option<Moved> {
    let mut moved = None;
    // Made when the first name is found that may move.
    let mut sites: Option<Sites> = None;
    // Names and numbers that stand for names, put there when the scan is over.
    let mut aliases: ByLocal<Expr> = ByLocal::default();
    for i in (0..b.stmts.len()).rev() {
        let Some((t, e)) = named(&b.stmts[i]) else {
            continue;
        };
        if !is_temp(f, t) {
            continue;
        }
        // A copy that is changed is not the name that it was made from.
        let alias = is_name(e, f);
        if alias && f.local(t).mutable || !alias && uses[t.0] != 1 {
            continue;
        }
        let sites = sites.get_or_insert_with(|| Sites::of(b, f));
        if alias {
            let e = sites.take(b, i, None);
            let handed_on = std::mem::take(&mut uses[t.0]);
            let mut scalar = true;
            if let Some(l) = e.as_local() {
                uses[l.0] += handed_on;
                scalar = f.local(l).kind.is_scalar();
            }
            moved = moved.max(Some(Moved::of(&e)));
            aliases.insert(t, e);
            // Two names for one tensor would hide from each other who borrows and who moves.
            match scalar {
                true => continue,
                false => break,
            }
        }
        if let Some(j) = target(b, i, t, e, f, sites) {
            let what = Moved::of(e);
            let mut e = Some(sites.take(b, i, Some(j)));
            let mut put = |x: &mut Expr| {
                if x.as_local() == Some(t)
                    && let Some(e) = e.take()
                {
                    *x = e;
                }
            };
            match b.stmts.get_mut(j) {
                None => b.tail.iter_mut().for_each(|x| x.walk_mut(&mut put)),
                Some(Stmt::Expr(x)) => x.walk_mut(&mut put),
                Some(Stmt::Let(l)) => l.init.iter_mut().for_each(|x| x.walk_mut(&mut put)),
                Some(Stmt::Item(_)) => {}
            }
            moved = moved.max(Some(what));
            if what == Moved::Name {
                break;
            }
        }
    }
    if let Some(sites) = sites {
        sites.close(b);
    }
    if !aliases.is_empty() {
        resolve(b, &aliases);
    }
    moved
}

/// Puts what they stand for in the places of names.
fn resolve(b: &mut Block, aliases: &ByLocal<Expr>) {
    b.walk_mut(&mut |x| {
        while let Some(e) = x.as_local().and_then(|t| aliases.get(t)) {
            *x = e.clone();
        }
    });
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

/// `let (a, b) = e; (a, b)` is `e`.
fn unpack_tail(b: &mut Block, uses: &[usize]) -> bool {
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
                    && uses[bind.local.0] == 1
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
