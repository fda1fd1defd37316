//! Divisors of a kernel: an input by which it divides more than once.
//!
//! A quotient and its tangent have one divisor, and a division takes as long as ten products. The
//! runtime takes the reciprocal once, for a whole row where it is one number, and puts the quotient right
//! to the last bit. Of a tangent the product is good enough: it is written `t.per(s)`.

use crate::ir::*;
use proc_macro2::Ident;
use std::collections::BTreeMap;

/// The places of the divisors among a kernel's parameters, and its body with tangents divided by them.
pub fn known(params: &[Pat], body: &Expr) -> Option<(Vec<usize>, Expr)> {
    let params: Vec<Option<Local>> = params.iter().map(|p| p.locals().first().copied()).collect();
    let place = |s: Local| params.iter().position(|p| *p == Some(s));
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    body.walk(&mut |e| {
        if let Some(place) = divisor(e).and_then(place) {
            *counts.entry(place).or_default() += 1;
        }
    });
    counts.retain(|_, count| *count > 1);
    if counts.is_empty() {
        return None;
    }
    let mut body = body.clone();
    body.walk_mut(&mut |e| {
        let known = divisor(e)
            .and_then(place)
            .is_some_and(|p| counts.contains_key(&p));
        let span = e.span;
        if let Node::Op("div", form @ Form::Tangent, _) = &mut e.node
            && known
        {
            *form = Form::Method(Ident::new("per", span));
        }
    });
    Some((counts.into_keys().collect(), body))
}

/// What is divided by, if that has a name.
fn divisor(e: &Expr) -> Option<Local> {
    match &e.node {
        Node::Op("div", _, args) => args[1].as_local(),
        _ => None,
    }
}
