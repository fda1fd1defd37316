//! Activity: which locals carry a tangent.
//!
//! In: IR with kinds, the locals that are seeded. Out: a flag per local. The functions of one item
//! differ in their seeds only, so they share the graph. A local is active if it is
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

/// The graph of one function: the same whatever is seeded.
pub struct Graph<'a> {
    f: &'a Function,
    closures: &'a Closures,
    /// Where the tangent of each local flows to, and where it comes from.
    to: Vec<Vec<Local>>,
    from: Vec<Vec<Local>>,
    /// The locals whose tangents reach the result.
    sinks: Vec<Local>,
    /// The closures that are values.
    values: Vec<&'a Closure>,
}

/// The parameters that the caller's data can be written through.
fn lent(f: &Function) -> impl Iterator<Item = Local> {
    let params = f.params.iter().filter(|p| types::lends(&p.ty));
    params.flat_map(|p| p.pat.locals())
}

impl<'a> Graph<'a> {
    pub fn of(f: &'a Function, closures: &'a Closures, params: &TypeParams) -> Self {
        let kinds = KindOf {
            locals: &f.locals,
            closures,
            params,
        };
        let mut flow = Flow {
            kinds,
            edges: Vec::new(),
            sinks: BTreeSet::new(),
            borrowers: lent(f).collect(),
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
        let values = values::find(&f.body, closures).closures;
        for c in &values {
            flow.sinks.extend(params_of(c));
            flow.sinks.extend(source.body(&c.body).all());
        }
        let n = f.locals.len();
        let (mut to, mut from) = (vec![Vec::new(); n], vec![Vec::new(); n]);
        for (a, b) in flow.edges {
            to[a.0].push(b);
            from[b.0].push(a);
        }
        Graph {
            f,
            closures,
            to,
            from,
            sinks: flow.sinks.into_iter().collect(),
            values,
        }
    }

    /// Finds the active locals.
    pub fn facts(&self, seeds: &Seeds) -> Facts {
        let f = self.f;
        let n = f.locals.len();
        let dead: Vec<bool> = (0..n)
            .map(|i| f.locals[i].kind.is_inert() || seeds.constant.contains(&Local(i)))
            .collect();
        let mut start: Vec<Local> = seeds.varied.iter().chain(seeds.in_out).copied().collect();
        // A function's JVP goes with it, whatever it has captured.
        start.extend(
            (0..n)
                .map(Local)
                .filter(|l| f.local(*l).kind.holds_functions()),
        );
        let mut varied = reach(&self.to, &dead, start.clone());
        // A closure that is a value is differentiated with respect to all of its parameters, by
        // itself: whether its results vary is its caller's business.
        if !self.values.is_empty() {
            start.extend(self.values.iter().flat_map(|c| params_of(c)));
            let inside = reach(&self.to, &dead, start);
            // And so are those that it calls.
            let called = self.values.iter().copied().chain(self.closures.values());
            for l in called.flat_map(values::bound) {
                varied[l.0] = inside[l.0];
            }
        }
        let ends = self.sinks.iter().chain(seeds.in_out).copied().collect();
        let useful = reach(&self.from, &dead, ends);
        let always = |i: usize| seeds.in_out.contains(&Local(i));
        let lent: BTreeSet<Local> = lent(f).collect();
        let leaks = seeds.constant.iter().copied().filter(|c| {
            let by_mut = lent.contains(c) && !f.local(*c).kind.is_inert();
            let flows_in = |from: &Local| from != c && varied[from.0];
            by_mut && self.from[c.0].iter().any(flows_in)
        });
        Facts {
            leaks: leaks.collect(),
            // A shared reference's tangent costs nothing, and what is packed with it may need one;
            // nor does a function's, and a call that is only compared is one of its JVP as any other.
            active: (0..n)
                .map(|i| {
                    let reference = matches!(f.locals[i].kind, Kind::Ref(_, false));
                    let free = reference || f.locals[i].kind.holds_functions();
                    always(i) || (varied[i] && (useful[i] || free))
                })
                .collect(),
        }
    }
}

/// The locals that a closure is called with.
fn params_of(c: &Closure) -> impl Iterator<Item = Local> {
    c.params.iter().flat_map(|(p, _)| p.locals())
}

/// The locals that a way along `next` leads to, past none that is dead.
fn reach(next: &[Vec<Local>], dead: &[bool], start: Vec<Local>) -> Vec<bool> {
    let mut seen = vec![false; next.len()];
    let mut todo = start;
    while let Some(l) = todo.pop() {
        if !dead[l.0] && !std::mem::replace(&mut seen[l.0], true) {
            todo.extend(&next[l.0]);
        }
    }
    seen
}
