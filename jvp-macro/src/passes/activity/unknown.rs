//! Methods of the user's own: what goes in and may come out.

use super::flow::Flow;
use super::sources::{Source, Sources};
use crate::ir::tree::root;
use crate::ir::*;

impl Flow<'_> {
    /// Whether what a local holds, or refers to, can be changed through it.
    pub(super) fn is_changeable(&self, l: Local) -> bool {
        let data = &self.kinds.locals[l.0];
        let by_kind = matches!(data.kind, Kind::Ref(_, true));
        let shared = matches!(data.kind, Kind::Ref(_, false));
        by_kind || self.borrowers.contains(&l) || (data.mutable && !shared)
    }

    /// A method of the user's own: whatever goes in may come out through the receiver, if that can
    /// be changed, and through `&mut` arguments.
    pub(super) fn unknown_method(&mut self, m: &Method, recv: &Source) {
        let mut places: Vec<(usize, Local)> = Vec::new();
        places.extend(
            root(&m.recv)
                .filter(|l| self.is_changeable(*l))
                .map(|r| (0, r)),
        );
        for (i, a) in m.args.iter().enumerate() {
            places.extend(self.mut_roots(a).into_iter().map(|r| (i + 1, r)));
        }
        let of_args = m.args.iter().map(|a| match &a.node {
            Node::Closure(c) => Sources { kinds: self.kinds }.body(&c.body),
            _ => self.of(a),
        });
        let sources: Vec<Source> = std::iter::once(recv.clone()).chain(of_args).collect();
        // The callee has no name for what is `&mut` without tangent.
        self.sinks.extend(places.iter().map(|p| p.1));
        for (i, place) in places {
            for (j, s) in sources.iter().enumerate() {
                if i != j {
                    self.edge(s, place);
                }
            }
        }
    }
}
