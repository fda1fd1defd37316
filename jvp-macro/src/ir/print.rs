//! The IR as text, for people: tests, `ARCHITECTURE.md`, debugging.
//!
//! Locals print as `name.id`, so that two locals of one name can be told apart.

use super::*;
use quote::ToTokens;
use std::fmt::Write;

/// The whole function, one statement a line.
pub fn function(f: &Function) -> String {
    let mut p = Printer {
        f,
        out: String::new(),
        depth: 0,
    };
    let pats = f
        .params
        .iter()
        .flat_map(|p| std::iter::once(&p.pat).chain(&p.tangent));
    let params: Vec<String> = pats.map(|q| p.pat(q)).collect();
    let _ = write!(p.out, "fn({}) ", params.join(", "));
    p.block(&f.body);
    p.out.push('\n');
    p.out
}

/// One expression on one line; equal text means equal structure.
pub fn expr(f: &Function, e: &Expr) -> String {
    let mut p = Printer {
        f,
        // Most are not longer.
        out: String::with_capacity(64),
        depth: 0,
    };
    p.expr(e);
    p.out
}

/// A short text for looking an expression up: equal texts mean equal structure. Arithmetic is written
/// with the numbers of its locals alone, since it is looked up for every operation.
pub fn key(f: &Function, e: &Expr) -> String {
    let mut out = String::with_capacity(16);
    add_key(f, e, &mut out);
    out
}

fn add_key(f: &Function, e: &Expr, out: &mut String) {
    match &e.node {
        Node::Local(Local(n)) if let Some(c) = u32::try_from(*n).ok().and_then(letter) => {
            out.push(c)
        }
        Node::Op(op, _, args) => {
            out.push_str(op);
            out.push('(');
            args.iter().for_each(|a| add_key(f, a, out));
            out.push(')');
        }
        Node::Index(base, index) => {
            out.push('[');
            add_key(f, base, out);
            add_key(f, index, out);
        }
        Node::Lit(syn::Lit::Int(l)) => {
            out.push_str(l.base10_digits());
            out.push_str(l.suffix());
            out.push(';');
        }
        Node::Lit(syn::Lit::Float(l)) => {
            out.push('~');
            out.push_str(l.base10_digits());
            out.push_str(l.suffix());
            out.push(';');
        }
        Node::Call(callee, args)
            if let Node::Path(p) = &callee.node
                && is_plain(p) =>
        {
            out.push_str(if p.path.leading_colon.is_some() {
                "::"
            } else {
                ""
            });
            for s in &p.path.segments {
                let _ = write!(out, "{}:", s.ident);
            }
            out.push('(');
            args.iter().for_each(|a| add_key(f, a, out));
            out.push(')');
        }
        _ => {
            let text = expr(f, e);
            let _ = write!(out, "#{}:{text}", text.len());
        }
    }
}

/// A path of names alone.
fn is_plain(p: &syn::ExprPath) -> bool {
    p.qself.is_none() && p.path.segments.iter().all(|s| s.arguments.is_none())
}

/// A letter for a local, which no operation's name has.
fn letter(n: u32) -> Option<char> {
    char::from_u32(0x100 + n)
}

struct Printer<'a> {
    f: &'a Function,
    out: String,
    depth: usize,
}

impl Printer<'_> {
    fn local(&self, l: Local) -> String {
        self.f
            .locals
            .get(l.0)
            .map_or(format!("?.{}", l.0), |d| format!("{}.{}", d.name, l.0))
    }

    fn pat(&self, p: &Pat) -> String {
        let list = |ps: &[Pat]| {
            ps.iter()
                .map(|p| self.pat(p))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match p {
            Pat::Wild => "_".into(),
            Pat::Rest => "..".into(),
            Pat::Bind(b) => {
                let words = [("ref ", b.by_ref), ("mut ", b.mutable)];
                let mut s: String = words.iter().filter(|w| w.1).map(|w| w.0).collect();
                s += &self.local(b.local);
                if let Some(sub) = &b.sub {
                    let _ = write!(s, " @ {}", self.pat(sub));
                }
                s
            }
            Pat::Tuple(ps) => format!("({})", list(ps)),
            Pat::TupleStruct(path, ps) => format!("{}({})", text(path), list(ps)),
            Pat::Struct(path, fields, rest) => {
                let fs: Vec<String> = fields
                    .iter()
                    .map(|(m, p)| format!("{}: {}", text(m), self.pat(p)))
                    .collect();
                format!(
                    "{} {{ {}{} }}",
                    text(path),
                    fs.join(", "),
                    if *rest { ", .." } else { "" }
                )
            }
            Pat::Slice(ps) => format!("[{}]", list(ps)),
            Pat::Ref(m, p) => format!("&{}{}", if *m { "mut " } else { "" }, self.pat(p)),
            Pat::Or(ps) => ps
                .iter()
                .map(|p| self.pat(p))
                .collect::<Vec<_>>()
                .join(" | "),
            Pat::Const(t) => t.to_string(),
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
    }

    fn block(&mut self, b: &Block) {
        self.out.push('{');
        self.depth += 1;
        for stmt in &b.stmts {
            self.line();
            match stmt {
                Stmt::Let(l) => {
                    let pat = self.pat(&l.pat);
                    let _ = write!(self.out, "let {pat}");
                    if let Some(ty) = &l.ty {
                        let _ = write!(self.out, ": {}", text(ty));
                    }
                    if let Some(init) = &l.init {
                        self.out.push_str(" = ");
                        self.expr(init);
                    }
                    if let Some(b) = &l.otherwise {
                        self.out.push_str(" else ");
                        self.block(b);
                    }
                }
                Stmt::Expr(e) => {
                    self.expr(e);
                    self.out.push(';');
                }
                Stmt::Item(t) => self.out.push_str(&t.to_string()),
            }
        }
        if let Some(tail) = &b.tail {
            self.line();
            self.expr(tail);
        }
        self.depth -= 1;
        self.line();
        self.out.push('}');
    }

    fn list(&mut self, open: &str, es: &[Expr], close: &str) {
        self.out.push_str(open);
        for (i, e) in es.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            self.expr(e);
        }
        self.out.push_str(close);
    }

    fn two(&mut self, head: &str, a: &Expr, mid: &str, b: &Expr, end: &str) {
        self.out.push_str(head);
        self.expr(a);
        self.out.push_str(mid);
        self.expr(b);
        self.out.push_str(end);
    }

    fn one(&mut self, head: &str, e: &Expr, end: &str) {
        self.out.push_str(head);
        self.expr(e);
        self.out.push_str(end);
    }

    fn expr(&mut self, e: &Expr) {
        match &e.node {
            Node::Local(l) => match self.f.locals.get(l.0) {
                Some(data) => {
                    self.out.push_str(&data.name);
                    self.out.push('.');
                    self.out.push_str(&l.0.to_string());
                }
                None => self.out.push_str(&self.local(*l)),
            },
            Node::Lit(syn::Lit::Float(l)) => self.out.push_str(&l.to_string()),
            Node::Lit(syn::Lit::Int(l)) => self.out.push_str(&l.to_string()),
            Node::Lit(l) => self.out.push_str(&text(l)),
            Node::Num(v, _) => {
                let _ = write!(self.out, "{v:?}");
            }
            Node::Path(p) => self.out.push_str(&text(p)),
            Node::Op(op, _, args) => {
                self.out.push_str(op);
                self.list("(", args, ")");
            }
            Node::Binary(op, a, b) => self.two("(", a, &format!(" {} ", text(op)), b, ")"),
            Node::Not(e) => self.one("!", e, ""),
            Node::Assign(p, v) => self.two("", p, " = ", v, ""),
            Node::AssignOp(op, p, v) => self.two("", p, &format!(" {} ", text(op)), v, ""),
            Node::Call(callee, args) => {
                self.expr(callee);
                self.list("(", args, ")");
            }
            Node::Method(m) => {
                self.expr(&m.recv);
                let fish = m.turbofish.as_ref().map(text).unwrap_or_default();
                self.list(&format!(".{}{fish}(", m.name), &m.args, ")");
            }
            Node::Field(e, m) => self.one("", e, &format!(".{}", text(m))),
            Node::Index(e, i) => self.two("", e, "[", i, "]"),
            Node::Ref(m, e) => self.one(if *m { "&mut " } else { "&" }, e, ""),
            Node::Deref(e) => self.one("*", e, ""),
            Node::Tuple(es) => self.list("(", es, ")"),
            Node::Array(es) => self.list("[", es, "]"),
            Node::Repeat(e, n) => self.two("[", e, "; ", n, "]"),
            Node::Vec(e) => self.one("vec!", e, ""),
            Node::Range(a, limits, b) => {
                if let Some(a) = a {
                    self.expr(a);
                }
                self.out.push_str(&text(limits));
                if let Some(b) = b {
                    self.expr(b);
                }
            }
            Node::Struct(path, fields, rest) => {
                let _ = write!(self.out, "{} {{", text(path));
                for (m, e) in fields {
                    self.one(&format!(" {}: ", text(m)), e, ",");
                }
                if let Some(e) = rest {
                    self.one(" ..", e, "");
                }
                self.out.push_str(" }");
            }
            Node::Block(b, label) => {
                if let Some(l) = label {
                    let _ = write!(self.out, "'{}: ", l.0);
                }
                self.block(b);
            }
            Node::If(cond, then, otherwise) => {
                self.one("if ", cond, " ");
                self.block(then);
                if let Some(e) = otherwise {
                    self.one(" else ", e, "");
                }
            }
            Node::Let(pat, e) => {
                let pat = self.pat(pat);
                self.one(&format!("let {pat} = "), e, "");
            }
            Node::Match(e, arms) => {
                self.one("match ", e, " {");
                self.depth += 1;
                for arm in arms {
                    self.line();
                    let pat = self.pat(&arm.pat);
                    self.out.push_str(&pat);
                    if let Some(g) = &arm.guard {
                        self.one(" if ", g, "");
                    }
                    self.one(" => ", &arm.body, "");
                }
                self.depth -= 1;
                self.line();
                self.out.push('}');
            }
            Node::Loop(l, b) => {
                let _ = write!(self.out, "'{}: loop ", l.0);
                self.block(b);
            }
            Node::While(l, cond, b) => {
                self.one(&format!("'{}: while ", l.0), cond, " ");
                self.block(b);
            }
            Node::For(l, pat, iter, b) => {
                let pat = self.pat(pat);
                self.one(&format!("'{}: for {pat} in ", l.0), iter, " ");
                self.block(b);
            }
            Node::Break(l, v) => {
                let _ = write!(self.out, "break '{}", l.0);
                if let Some(v) = v {
                    self.one(" ", v, "");
                }
            }
            Node::Continue(l) => {
                let _ = write!(self.out, "continue '{}", l.0);
            }
            Node::Return(v) => {
                self.out.push_str("return");
                if let Some(v) = v {
                    self.one(" ", v, "");
                }
            }
            Node::Try(e) => self.one("", e, "?"),
            Node::Closure(c) => {
                let ps: Vec<String> = c.params.iter().map(|(p, _)| self.pat(p)).collect();
                self.one(&format!("|{}| ", ps.join(", ")), &c.body, "");
            }
            Node::Known(e, _) => self.expr(e),
            Node::Cast(e, ty) => self.one("(", e, &format!(" as {})", text(ty))),
            Node::Macro(m) => {
                let _ = write!(self.out, "{}!(", text(&m.path));
                match &m.args {
                    MacroArgs::Exprs(args) => {
                        for (name, e) in args {
                            let head = name.as_ref().map_or(String::new(), |n| format!("{n} = "));
                            self.one(&head, e, ", ");
                        }
                    }
                    MacroArgs::Opaque(t, _) => self.out.push_str(&t.to_string()),
                }
                self.out.push(')');
            }
        }
    }
}

fn text(t: &impl ToTokens) -> String {
    t.to_token_stream().to_string().replace(' ', "")
}
