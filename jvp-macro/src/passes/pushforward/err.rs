//! What goes into an `Err`, which has no tangent: nothing that depends on a seed, but what types prove to
//! have none themselves, such as the name of a model beside its weights.

use super::Pf;
use crate::ir::*;
use crate::ops::formula::runtime_call;

impl Pf<'_> {
    /// The value of `e`, or of the closure that gives it, for an `Err`.
    pub fn in_error(&mut self, e: &Expr) -> Expr {
        if !self.depends(e) {
            return self.primal_of(e);
        }
        let parts = |pf: &mut Self, es: &[Expr]| es.iter().map(|e| pf.in_error(e)).collect();
        let node = match &e.node {
            _ if self.may_be_constant(e) => {
                let value = self.untransformed(e);
                return runtime_call(self.ctx.krate, "constant", vec![value], e.span);
            }
            Node::Closure(c) => {
                let body = self.captured_expr(|pf| pf.in_error(&c.body));
                Node::Closure(Closure {
                    body: Box::new(body),
                    ..c.clone()
                })
            }
            Node::Call(callee, args) if matches!(callee.node, Node::Path(_)) => {
                Node::Call(callee.clone(), parts(self, args))
            }
            Node::Method(m) => Node::Method(Method {
                recv: Box::new(self.in_error(&m.recv)),
                args: parts(self, &m.args),
                ..m.clone()
            }),
            Node::Struct(path, fields, None) => {
                let each = fields.iter().map(|(m, e)| (m.clone(), self.in_error(e)));
                Node::Struct(path.clone(), each.collect(), None)
            }
            Node::Tuple(es) => Node::Tuple(parts(self, es)),
            Node::Ref(false, e) => Node::Ref(false, Box::new(self.in_error(e))),
            _ => {
                self.ctx.errors.add(
                    e.span,
                    "active data in an `Err` has no tangent",
                    "if its derivative does not matter, say so: `stop_gradient(..)`",
                );
                Node::Tuple(Vec::new())
            }
        };
        Expr::new(node, e.span)
    }

    /// Whether `e` is a part of something active that may be text, or what a method makes of such a part.
    fn may_be_constant(&self, e: &Expr) -> bool {
        let part = match &e.node {
            Node::Method(m) if m.args.iter().all(|a| !self.depends(a)) => &m.recv,
            Node::Ref(false, part) => part,
            _ => e,
        };
        let unknown = |e: &Expr| matches!(self.kind(e).peeled(), Kind::Unknown | Kind::Named(_));
        tree::part(part).is_some() && unknown(part) && unknown(e)
    }

    /// The value of such a part, or of the method, whatever the method is.
    fn untransformed(&mut self, e: &Expr) -> Expr {
        let node = match &e.node {
            Node::Method(m) => Node::Method(Method {
                recv: Box::new(self.primal_of(&m.recv)),
                args: m.args.iter().map(|a| self.primal_of(a)).collect(),
                ..m.clone()
            }),
            _ => return self.primal_of(e),
        };
        Expr::new(node, e.span)
    }
}
