//! Activity: which locals carry a tangent.
//!
//! In: IR with kinds, the locals that are seeded. Out: a flag per local. A local is active if it is
//! *varied* (depends on a seed) and *useful* (reaches a result). Both are reachability in one graph
//! whose edges say "the tangent of this local flows into that one"; the graph ignores the order of
//! statements, so loops and assignments need no fixpoint of their own. Always holds: a local that is
//! not active has a tangent that is zero or that nothing reads.

mod flow;
mod sources;
mod unknown;

pub use sources::{Sources, is_err};

use super::kinds::{Closures, KindOf};
use super::values;
use crate::ir::kind::TypeParams;
use crate::ir::*;
use flow::Flow;
use std::collections::BTreeSet;

/// The facts that the analysis starts from.
pub struct Seeds<'a> {
    /// Seeded by the caller.
    pub varied: &'a [Local],
    /// `&mut` parameters: their tangent comes in and goes out.
    pub in_out: &'a [Local],
    /// Parameters whose tangent must stay out (`constant(..)`, or a type without one).
    pub constant: &'a [Local],
}

/// What the analysis finds.
pub struct Facts {
    /// The flag of each local.
    pub active: Vec<bool>,
    /// Constant parameters that active data flows into.
    pub leaks: Vec<Local>,
}

/// Finds the active locals.
pub fn analyze(f: &Function, closures: &Closures, params: &TypeParams, seeds: &Seeds) -> Facts {
    let kinds = KindOf {
        locals: &f.locals,
        closures,
        params,
    };
    let mut flow = Flow {
        kinds,
        edges: Vec::new(),
        sinks: BTreeSet::new(),
        borrowers: BTreeSet::new(),
    };
    // The second round knows which locals borrow mutably.
    for _ in 0..2 {
        flow.edges.clear();
        flow.block(&f.body, false);
    }
    let source = Sources { kinds };
    if let Some(tail) = &f.body.tail {
        flow.sinks.extend(source.of(tail).all());
    }
    flow.sinks.extend(seeds.in_out);
    let n = f.locals.len();
    let mut start: Vec<Local> = seeds.varied.iter().chain(seeds.in_out).copied().collect();
    let dead: Vec<bool> = (0..n)
        .map(|i| f.locals[i].kind.is_inert() || seeds.constant.contains(&Local(i)))
        .collect();
    // A function's JVP goes with it, whatever it has captured.
    start.extend(
        (0..n)
            .map(Local)
            .filter(|l| f.local(*l).kind.holds_functions()),
    );
    let mut varied = reach(n, &dead, start.clone(), &flow.edges, |e| *e);
    // A closure that is a value is differentiated with respect to all of its parameters, by
    // itself: whether its results vary is its caller's business.
    let values = values::find(&f.body, closures);
    for c in &values.closures {
        let params: Vec<Local> = c.params.iter().flat_map(|(p, _)| p.locals()).collect();
        start.extend(&params);
        flow.sinks.extend(&params);
        flow.sinks.extend(source.body(&c.body).all());
    }
    if !values.closures.is_empty() {
        let inside = reach(n, &dead, start, &flow.edges, |e| *e);
        // And so are those that it calls.
        let called = values.closures.iter().copied().chain(closures.values());
        for l in called.flat_map(values::bound) {
            varied[l.0] = inside[l.0];
        }
    }
    let useful = reach(
        n,
        &dead,
        flow.sinks.iter().copied().collect(),
        &flow.edges,
        |e| (e.1, e.0),
    );
    let always = |i: usize| seeds.in_out.contains(&Local(i));
    let leaks = seeds.constant.iter().copied().filter(|c| {
        let by_mut = matches!(f.local(*c).kind, Kind::Ref(_, true)) && !f.local(*c).kind.is_inert();
        by_mut
            && flow
                .edges
                .iter()
                .any(|(from, to)| to == c && from != c && varied[from.0])
    });
    Facts {
        leaks: leaks.collect(),
        // A shared reference's tangent costs nothing, and what is packed with it may need one; nor
        // does a function's, and a call that is only compared is one of its JVP as any other.
        active: (0..n)
            .map(|i| {
                let reference = matches!(f.locals[i].kind, Kind::Ref(_, false));
                let free = reference || f.locals[i].kind.holds_functions();
                always(i) || (varied[i] && (useful[i] || free))
            })
            .collect(),
    }
}

fn reach(
    n: usize,
    dead: &[bool],
    start: Vec<Local>,
    edges: &[(Local, Local)],
    way: impl Fn(&(Local, Local)) -> (Local, Local),
) -> Vec<bool> {
    let mut next: Vec<Vec<Local>> = vec![Vec::new(); n];
    for e in edges {
        let (from, to) = way(e);
        next[from.0].push(to);
    }
    let mut seen = vec![false; n];
    let mut todo = start;
    while let Some(l) = todo.pop() {
        if !dead[l.0] && !std::mem::replace(&mut seen[l.0], true) {
            todo.extend(&next[l.0]);
        }
    }
    seen
}
