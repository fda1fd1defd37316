//! What patterns take out of structs by the names of fields.

use crate::ir::*;
use std::collections::BTreeSet;

/// The locals that are bound to fields by their names. The tangent of a struct may lack the field.
pub fn bound_by_name(body: &Block) -> BTreeSet<Local> {
    let mut found = BTreeSet::new();
    body.lets(&mut |l| add(&l.pat, &mut found));
    body.walk(&mut |e| e.own_patterns(&mut |p| add(p, &mut found)));
    found
}

fn add(pat: &Pat, found: &mut BTreeSet<Local>) {
    match pat {
        Pat::Struct(..) => found.extend(pat.locals()),
        Pat::Tuple(ps) | Pat::TupleStruct(_, ps) | Pat::Slice(ps) | Pat::Or(ps) => {
            ps.iter().for_each(|p| add(p, found));
        }
        Pat::Ref(_, p) => add(p, found),
        Pat::Bind(b) => b.sub.iter().for_each(|p| add(p, found)),
        Pat::Wild | Pat::Rest | Pat::Const(_) => {}
    }
}
