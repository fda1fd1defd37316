//! Kernels: the arithmetic on one element as a struct that the runtime inlines into its loops.

use super::divisors;
use super::write::{group, punct, separated};
use super::{Tokens, prec};
use crate::ir::*;
use crate::ops;
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;

impl Tokens<'_> {
    /// Writes `rt::map(kernel, operands)` with its kernel in front. None, and nothing is written, if
    /// that is not what the call is.
    pub(super) fn put_kernel_call(
        &self,
        callee: &Expr,
        args: &[Expr],
        span: Span,
        out: &mut TokenStream,
    ) -> Option<()> {
        let (kernel, operands) = args.split_first()?;
        let Node::Closure(c) = &kernel.node else {
            return None;
        };
        let name = Ident::new(&format!("{}Kernel", c.kernel.as_ref()?), Span::mixed_site());
        let Node::Path(path) = &callee.node else {
            return None;
        };
        let mut rt = path.path.clone();
        rt.segments.pop();
        rt.segments.pop_punct();
        let [(Pat::Slice(params), _)] = &c.params[..] else {
            return None;
        };
        let divided = nan_gets_through(c)
            .then(|| divisors::known(params, &c.body))
            .flatten();
        let (divisors, whole) = match &divided {
            Some((places, body)) => (&places[..], body),
            None => (&[][..], &*c.body),
        };
        let (body, tail) = match &whole.node {
            Node::Block(b, _) => (Some(b), b.tail.as_deref()?),
            _ => (None, whole),
        };
        let Node::Array(outputs) = &tail.node else {
            return None;
        };
        let count = |n: usize| Literal::usize_unsuffixed(n);
        let (inputs, outs) = (count(params.len()), count(outputs.len()));
        let captured: BTreeSet<Local> = captured(c).into_iter().collect();
        let captured: Vec<Ident> = captured.into_iter().map(|l| self.names.get(l)).collect();
        // Ours by hygiene, at the user's place in messages.
        let site = Span::mixed_site().located_at(span);
        let (fields, open, value) = match captured.is_empty() {
            true => (quote!(;), quote!(), quote!(#name)),
            false => (
                quote!({ #(#captured: i32),* }),
                quote_spanned!(site=> let Self { #(#captured),* } = *self;),
                quote!(#name { #(#captured),* }),
            ),
        };
        // What is long is written where it stands, not copied there.
        let (mut elements, mut inner) = (TokenStream::new(), TokenStream::new());
        group(&mut elements, Delimiter::Bracket, site, |out| {
            separated(out, params, ",", site, |p, out| self.put_pat(p, out));
        });
        group(&mut inner, Delimiter::Brace, site, |out| {
            open.to_tokens(out);
            match body {
                Some(b) => self.put_statements(b, out),
                None => self.put(tail, prec::ANY, out),
            }
        });
        let angles = has_angles(c).then(|| quote_spanned!(site=> const ANGLES: bool = true;));
        let twin = is_long(c).then(|| quote_spanned!(site=> const TWIN: bool = true;));
        let places = |name: &str, places: &[usize]| {
            let name = Ident::new(name, site);
            let places = places.iter().copied().map(Literal::usize_unsuffixed);
            quote_spanned!(site=> const #name: &[usize] = &[#(#places),*];)
        };
        let divisors = (!divisors.is_empty()).then(|| places("DIVISORS", divisors));
        let tangents = self.tangents(callee, operands);
        let tangents = tangents.map(|tangents| places("TANGENTS", &tangents));
        let reduces = makes(callee, &["sum", "mean", "sum_axis", "mean_axis"]);
        let identity = (reduces && gives_inputs(params, outputs))
            .then(|| quote_spanned!(site=> const IDENTITY: bool = true;));
        let declared = quote_spanned! {site=>
            struct #name #fields
            impl #rt::Kernel<#inputs, #outs> for #name {
                #identity
                #angles
                #twin
                #divisors
                #tangents
                #[inline(always)]
                fn eval<N: #rt::Lane>(&self, #elements: [N; #inputs]) -> [N; #outs] #inner
            }
        };
        group(out, Delimiter::Brace, site, |out| {
            declared.to_tokens(out);
            self.put(callee, prec::POSTFIX, out);
            group(out, Delimiter::Parenthesis, site, |out| {
                value.to_tokens(out);
                punct(out, ",", site);
                self.put_list(operands, site, out);
            });
        });
        Some(())
    }

    /// The places of the operands that are tangents, beside primals that decide how new arrays lie.
    fn tangents(&self, callee: &Expr, operands: &[Expr]) -> Option<Vec<usize>> {
        let arrays = makes(callee, &["map", "map_sum_axis", "sum_axis", "mean_axis"]);
        let operands = operands.iter().flat_map(|e| match &e.node {
            Node::Tuple(parts) => &parts[..],
            _ => &[],
        });
        let of = |e: &Expr| tree::root(e).map(|l| self.f.local(l));
        let is_tangent = |l: &LocalData| l.twin.is_some() || matches!(l.origin, Origin::Tangent(_));
        let (mut tangents, mut primals) = (Vec::new(), false);
        for (i, local) in operands.map(of).enumerate() {
            match local {
                Some(l) if is_tangent(l) => tangents.push(i),
                local => primals |= local.is_none_or(|l| !l.kind.is_scalar()),
            }
        }
        (arrays && primals && !tangents.is_empty()).then_some(tangents)
    }
}

/// Whether a call is one of these functions of the runtime.
fn makes(callee: &Expr, names: &[&str]) -> bool {
    match &callee.node {
        Node::Path(path) => names.contains(&tree::last_name(&path.path).as_str()),
        _ => false,
    }
}

/// Whether the results of a kernel are its inputs, in their order.
fn gives_inputs(params: &[Pat], outputs: &[Expr]) -> bool {
    params.len() == outputs.len()
        && params
            .iter()
            .zip(outputs)
            .all(|(p, e)| e.as_local().is_some_and(|l| p.locals() == [l]))
}

/// Whether a kernel has functions of angles, and nothing that a NaN does not get through: then the
/// runtime may try first whether no angle is huge.
fn has_angles(c: &Closure) -> bool {
    let mut angles = false;
    operations(c, &mut |name| angles |= ops::ANGLES.contains(&name));
    angles && nan_gets_through(c)
}

/// Whether each result of a kernel is NaN where a value is that it is computed from.
fn nan_gets_through(c: &Closure) -> bool {
    let mut through = true;
    operations(c, &mut |name| through &= ops::nan_gets_through(name)) && through
}

/// Whether a kernel has a long operation, and compares nothing: then two lanes go through it side by
/// side.
fn is_long(c: &Closure) -> bool {
    let (mut long, mut numbers) = (false, true);
    let arithmetic = operations(c, &mut |name| {
        long |= ops::is_long(name);
        numbers &= !name.starts_with("is_");
    });
    long && numbers && arithmetic
}

/// Calls `f` with the name of each operation, and of each method that a rule calls. Whether there is
/// nothing else but values.
fn operations(c: &Closure, f: &mut dyn FnMut(&str)) -> bool {
    let mut arithmetic = true;
    c.body.walk(&mut |e| match &e.node {
        Node::Op(op, ..) => f(op),
        Node::Method(m) => f(&m.name.to_string()),
        Node::Local(_) | Node::Lit(_) | Node::Num(..) | Node::Block(_, None) | Node::Array(_) => {}
        _ => arithmetic = false,
    });
    arithmetic
}

/// The integers that a kernel brings along.
fn captured(c: &Closure) -> BTreeSet<Local> {
    let mut bound: BTreeSet<Local> = c.params.iter().flat_map(|(p, _)| p.locals()).collect();
    let mut used = BTreeSet::new();
    if let Node::Block(b, _) = &c.body.node {
        for s in &b.stmts {
            if let Stmt::Let(l) = s {
                bound.extend(l.pat.locals());
            }
        }
    }
    c.body.walk(&mut |e| used.extend(e.as_local()));
    used.difference(&bound).copied().collect()
}
