//! Tangents as a person would write them: signs, sums and common factors, without a change of any
//! bit of the primal; and braces that hold nothing.

use crate::ir::*;

/// `{ e }` is `e` where a closure or an arm gives it.
pub(super) fn unbrace(e: &mut Expr) {
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
pub(super) fn factor(e: &mut Expr) {
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
pub(super) fn flatten(e: &mut Expr) {
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
