//! Activity: which locals carry a tangent.
//!
//! In: IR with kinds, the locals that are seeded. Out: a flag per local. The functions of one item
//! differ in their seeds only, so they share the graph. A local is active if it is
//! *varied* (depends on a seed) and *useful* (reaches a result). Both are reachability in one graph
//! whose edges say "the tangent of this local flows into that one"; the graph ignores the order of
//! statements, so loops and assignments need no fixpoint of their own. Always holds: a local that is
//! not active has a tangent that is zero or that nothing reads.

mod fields;
mod flow;
mod hidden;
mod sources;
mod unknown;

pub use hidden::may_hide;
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
    /// Which locals depend on a seed, whether a result depends on them or not.
    pub varied: Vec<bool>,
    /// Constant parameters that active data flows into.
    pub leaks: Vec<Local>,
    /// Parameters without tangent that hold references which active data is written through.
    pub hidden: Vec<Local>,
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
    /// What is written through values whose types don't show references.
    pub writes: Writes,
}

/// Writes through values whose types don't show whether they hold references.
pub struct Writes {
    /// Locals that something is written through.
    pub through: BTreeSet<Local>,
    /// Locals that may hold references to the caller's memory.
    pub outside: BTreeSet<Local>,
}

impl Writes {
    /// Whether what is written through a local may be the caller's.
    pub fn reach_outside(&self, l: Local) -> bool {
        self.through.contains(&l) && self.outside.contains(&l)
    }
}

/// Why active data can't be written through `name`, and what to write instead.
pub fn no_tangent_behind(name: &str) -> (String, &'static str) {
    (
        format!("active data is written through a reference in `{name}`, which has no tangent"),
        "take the reference as a parameter of its own, or write `stop_gradient(..)` around what is stored",
    )
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
            bound: Vec::new(),
            global: BTreeSet::new(),
        };
        // The second round knows which locals borrow mutably.
        for _ in 0..2 {
            flow.edges.clear();
            flow.bound.clear();
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
        let writes = Writes {
            through: hidden::written_through(f, kinds),
            outside: flow.outside(f),
        };
        let hidden = writes.through.intersection(&writes.outside);
        flow.sinks.extend(hidden);
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
            writes,
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
        let fields = fields::bound_by_name(&f.body);
        let flows_in = |l: Local| self.from[l.0].iter().any(|f| *f != l && varied[f.0]);
        let leaks = seeds.constant.iter().copied().filter(|c| {
            let by_mut = lent.contains(c) && !f.local(*c).kind.is_inert();
            (by_mut || self.writes.reach_outside(*c)) && flows_in(*c)
        });
        let params: Vec<Local> = f.params.iter().flat_map(|p| p.pat.locals()).collect();
        let known = |l: &Local| {
            [seeds.varied, seeds.in_out, seeds.constant]
                .iter()
                .any(|s| s.contains(l))
        };
        let hidden = params.into_iter().filter(|l| {
            let written = self.writes.reach_outside(*l) && flows_in(*l);
            written && !f.local(*l).mutable && !known(l)
        });
        Facts {
            leaks: leaks.collect(),
            hidden: hidden.collect(),
            // A shared reference's tangent costs nothing, and what is packed with it may need one, but
            // to a field there may be none; nor does a function's, and a call that is only compared is
            // one of its JVP as any other.
            active: (0..n)
                .map(|i| {
                    let reference = matches!(f.locals[i].kind, Kind::Ref(_, false))
                        && !fields.contains(&Local(i));
                    let free = reference || f.locals[i].kind.holds_functions();
                    always(i) || (varied[i] && (useful[i] || free))
                })
                .collect(),
            varied,
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
