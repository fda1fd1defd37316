//! The golden files, read as a reviewer would: what in generated code nobody would write by hand.
//!
//! In: the text between the marks of each golden file, of the first order and of the second. What
//! `rustc` sees itself (a name that nothing reads, a needless `mut`) is not here: the files are
//! compiled without a warning.

use quote::ToTokens;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Lit, Pat, Stmt, UnOp};

#[test]
fn generated_code_reads_as_if_written_by_hand() {
    let mut faults = Vec::new();
    for path in ["golden", "second_order"]
        .into_iter()
        .flat_map(golden_files)
    {
        let text = std::fs::read_to_string(&path).expect("a golden file can be read");
        let (source, rest) = text
            .split_once("// ---- What")
            .expect("generated code begins");
        let (generated, _) = rest.split_once("// ---- End").expect("generated code ends");
        let generated = generated.split_once('\n').expect("the mark is a line").1;
        let (source, generated) = (review(source), review(generated));
        let place = path
            .file_name()
            .expect("a file has a name")
            .display()
            .to_string();
        if source.clones == 0 && generated.clones > 0 {
            faults.push(format!("{place}: a `clone` that the source does not have"));
        }
        faults.extend(
            generated
                .faults
                .iter()
                .map(|fault| format!("{place}: {fault}")),
        );
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The files of a folder that have generated code.
fn golden_files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|e| e.expect("an entry can be read").path())
        .collect();
    paths.retain(|p| {
        !["main.rs", "harness.rs", "reviewer.rs"]
            .iter()
            .any(|n| p.ends_with(n))
    });
    paths
}

fn review(text: &str) -> Reviewer {
    let mut reviewer = Reviewer::default();
    reviewer.visit_file(&syn::parse_file(text).expect("the text is Rust"));
    reviewer
}

/// Reads code, and notes what it would not let pass.
#[derive(Default)]
struct Reviewer {
    faults: Vec<String>,
    clones: usize,
}

impl Reviewer {
    fn fault(&mut self, what: &str, node: &impl ToTokens) {
        self.faults
            .push(format!("{what}: `{}`", node.to_token_stream()));
    }

    /// The names that a pattern binds and its scope does not mention.
    fn unread(&mut self, pat: &Pat, scope: &impl ToTokens) {
        let mut bound = Bound::default();
        bound.visit_pat(pat);
        // In words, so that `{x}` in a format string counts.
        let text = scope.to_token_stream().to_string();
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let read: HashSet<&str> = text.split(|c| !word(c)).collect();
        if bound.0.iter().any(|name| !read.contains(name.as_str())) {
            self.fault("a name that nothing reads", pat);
        }
    }
}

impl<'ast> Visit<'ast> for Reviewer {
    fn visit_expr_binary(&mut self, e: &'ast syn::ExprBinary) {
        let (left, right) = (bare(&e.left), bare(&e.right));
        match e.op {
            BinOp::Mul(_) if is_number(left, 1.0) || is_number(right, 1.0) => {
                self.fault("a multiplication by one", e);
            }
            BinOp::Div(_) if is_number(right, 1.0) => self.fault("a division by one", e),
            BinOp::Mul(_) if is_number(left, 0.0) || is_number(right, 0.0) => {
                self.fault("a multiplication by zero", e);
            }
            BinOp::Add(_) if is_number(left, 0.0) || is_number(right, 0.0) => {
                self.fault("an addition of zero", e);
            }
            BinOp::Sub(_) if is_number(right, 0.0) => self.fault("a subtraction of zero", e),
            BinOp::Add(_) | BinOp::Sub(_) if leading_minus(right) => {
                self.fault("the sign of a term belongs to the sum", e);
            }
            BinOp::AddAssign(_) | BinOp::SubAssign(_) if is_number(right, 0.0) => {
                self.fault("an addition of zero", e);
            }
            BinOp::MulAssign(_) | BinOp::DivAssign(_) if is_number(right, 1.0) => {
                self.fault("a multiplication by one", e);
            }
            _ => {}
        }
        visit::visit_expr_binary(self, e);
    }

    fn visit_expr_unary(&mut self, e: &'ast syn::ExprUnary) {
        if matches!(e.op, UnOp::Neg(_)) && leading_minus(bare(&e.expr)) {
            self.fault("two signs", e);
        }
        visit::visit_expr_unary(self, e);
    }

    fn visit_expr_method_call(&mut self, e: &'ast syn::ExprMethodCall) {
        self.clones += usize::from(e.method == "clone");
        visit::visit_expr_method_call(self, e);
    }

    fn visit_expr_paren(&mut self, e: &'ast syn::ExprParen) {
        if matches!(
            &*e.expr,
            Expr::Paren(_) | Expr::Path(_) | Expr::Lit(_) | Expr::Call(_)
        ) {
            self.fault("needless parentheses", e);
        }
        visit::visit_expr_paren(self, e);
    }

    fn visit_expr_for_loop(&mut self, e: &'ast syn::ExprForLoop) {
        self.unread(&e.pat, &e.body);
        visit::visit_expr_for_loop(self, e);
    }

    fn visit_expr_closure(&mut self, e: &'ast syn::ExprClosure) {
        e.inputs.iter().for_each(|p| self.unread(p, &e.body));
        if matches!(e.output, syn::ReturnType::Default)
            && let Expr::Block(b) = &*e.body
            && let [Stmt::Expr(_, None)] = &b.block.stmts[..]
        {
            self.fault("needless braces", e);
        }
        visit::visit_expr_closure(self, e);
    }

    fn visit_local(&mut self, l: &'ast syn::Local) {
        if let Some(init) = &l.init
            && let Expr::Paren(e) = &*init.expr
        {
            self.fault("needless parentheses", e);
        }
        if let Pat::Ident(name) = &l.pat
            && name.ident.to_string().starts_with('_')
        {
            self.fault("a name that nothing reads", l);
        }
        visit::visit_local(self, l);
    }
}

/// The names that a pattern binds.
#[derive(Default)]
struct Bound(Vec<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
        self.0
            .push(p.ident.to_string().trim_start_matches("r#").to_string());
        visit::visit_pat_ident(self, p);
    }
}

/// Without parentheses.
fn bare(e: &Expr) -> &Expr {
    match e {
        Expr::Paren(p) => bare(&p.expr),
        e => e,
    }
}

fn is_number(e: &Expr, value: f64) -> bool {
    match e {
        Expr::Lit(l) => match &l.lit {
            Lit::Float(l) => l.base10_digits().parse() == Ok(value),
            Lit::Int(l) => l.base10_digits().parse() == Ok(value),
            _ => false,
        },
        Expr::Unary(u) if matches!(u.op, UnOp::Neg(_)) => is_number(bare(&u.expr), -value),
        _ => false,
    }
}

/// Whether an expression begins with a minus sign, that of a literal aside.
fn leading_minus(e: &Expr) -> bool {
    match e {
        Expr::Unary(u) => matches!(u.op, UnOp::Neg(_)) && !matches!(*u.expr, Expr::Lit(_)),
        Expr::Binary(b) if matches!(b.op, BinOp::Mul(_) | BinOp::Div(_)) => leading_minus(&b.left),
        _ => false,
    }
}

#[test]
fn the_reviewer_sees_what_nobody_would_write() {
    for (text, fault) in [
        ("fn f() { x * 1.0 }", "a multiplication by one"),
        ("fn f() { 1f64 * x }", "a multiplication by one"),
        ("fn f() { x / 1.0 }", "a division by one"),
        ("fn f() { 0.0 * x }", "a multiplication by zero"),
        ("fn f() { x + -0.0 }", "an addition of zero"),
        ("fn f() { x - 0.0 }", "a subtraction of zero"),
        ("fn f() { x += 0.0; }", "an addition of zero"),
        (
            "fn f() { x + -y * z }",
            "the sign of a term belongs to the sum",
        ),
        ("fn f() { -(-x * y) }", "two signs"),
        ("fn f() { (g(x)).sin() }", "needless parentheses"),
        ("fn f() { let y = (x + 1.0); }", "needless parentheses"),
        ("fn f() { |x| { (x, x) } }", "needless braces"),
        ("fn f() { let _y = g(x); }", "a name that nothing reads"),
        (
            "fn f() { for (a, da) in z { g(da) } }",
            "a name that nothing reads",
        ),
        (
            "fn f() { |(a, da): (f64, f64)| g(da) }",
            "a name that nothing reads",
        ),
    ] {
        let reviewer = review(text);
        assert_eq!(reviewer.faults.len(), 1, "{text}: {:?}", reviewer.faults);
        assert!(
            reviewer.faults[0].starts_with(fault),
            "{text}: {:?}",
            reviewer.faults
        );
    }
    let fine = "fn f() { 1.05 * x + 0.01 - (x - 1.0) * -2.0 + |x| -> f64 { x }(y.clone()) }";
    let reviewer = review(fine);
    assert_eq!((reviewer.faults, reviewer.clones), (Vec::new(), 1));
}
