//! The golden files: expansions as committed text, held against what the compiler writes today.
//!
//! A golden file is a module of `tests/golden` or `tests/second_order`: a comment that says why
//! the derivative is right, the source with its attribute behind `//`, the generated functions
//! between two marks, and a check that runs them. The crates of those folders compile and run the
//! text as it stands; here it is compared with the compiler's, and read for what nobody would
//! write by hand. In `tests/second_order` the generated functions are differentiated once more:
//! in the form that they have before multiply-adds are fused, which is the last thing that is done.
//!
//! `JVP_BLESS=1 cargo test -p jvp-macro golden` writes what is between the marks anew.

use crate::backend::function::identifiers;
use crate::expand;
use crate::frontend::attribute::{self, Options};
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, Item, ItemFn, Lit, Pat, Stmt, UnOp};

/// What an annotation looks like in a golden file, and what it is parsed as.
const ATTRIBUTE: (&str, &str) = ("// #[derive_jvp", "golden");
/// Of the corpus: functions whose `jvp_*` is refused, should someone annotate it.
const NOT_CLOSED: &[&str] = &[];
const BEGIN: &str = "// ---- What `derive_jvp` writes. ----\n";
const END: &str = "// ---- End of what `derive_jvp` writes. ----\n";

#[test]
fn golden_files_are_what_the_compiler_writes() {
    compare("golden", 1);
}

#[test]
fn second_order_files_are_what_the_compiler_writes() {
    compare("second_order", 2);
}

#[test]
fn generated_code_reads_as_if_written_by_hand() {
    let files: Vec<Golden> = ["golden", "second_order"]
        .into_iter()
        .flat_map(golden_files)
        .collect();
    let faults: Vec<String> = files.iter().flat_map(Golden::faults).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What is written for the corpus is itself in the accepted language, but for what the list names.
#[test]
fn the_output_is_accepted_again() {
    let mut refused: Vec<String> = Vec::new();
    let mut accepted = 0;
    for file in ["programs", "language"].into_iter().flat_map(files) {
        let text = read(&file);
        let mut corpus = Annotated {
            attribute: "derive_jvp",
            functions: Vec::new(),
        };
        corpus.visit_file(&syn::parse_file(&text).expect("the corpus is Rust"));
        for (item, options) in corpus.functions {
            for f in generated_functions(&file, &item, options) {
                let options = Options {
                    no_companion: true,
                    ..Options::default()
                };
                let again: ItemFn =
                    syn::parse_str(&pretty(&unfused(f))).expect("the output is Rust");
                match expand::functions(&again, &options) {
                    Ok(_) => accepted += 1,
                    Err(e) => {
                        println!("REF {} {}", again.sig.ident, e[0]);
                        refused.push(again.sig.ident.to_string())
                    }
                }
            }
        }
    }
    assert_eq!(refused, NOT_CLOSED);
    assert!(
        accepted > 500,
        "the corpus is smaller than it was: {accepted}"
    );
}

/// A file that its crate does not name is neither compiled nor run.
#[test]
fn every_golden_file_is_run() {
    for folder in ["golden", "second_order"] {
        let files = golden_files(folder);
        assert!(files.len() >= 4, "`tests/{folder}` has lost its files");
        let main = read(&tests().join(folder).join("main.rs"));
        for file in files {
            let stem = file
                .path
                .file_stem()
                .expect("a file has a name")
                .display()
                .to_string();
            assert!(
                main.contains(&format!("mod {stem};")),
                "tests/{folder}/main.rs has no `{stem}`"
            );
            assert!(
                file.after.contains("check! {"),
                "{}: nothing checks it",
                file.path.display()
            );
        }
    }
}

fn compare(folder: &str, order: usize) {
    let mut faults = Vec::new();
    for file in golden_files(folder) {
        let text = file.expansion(order);
        if text == file.generated {
            continue;
        }
        if std::env::var("JVP_BLESS").is_ok_and(|v| v == "1") {
            let all = [&file.before, BEGIN, &text, END, &file.after].concat();
            std::fs::write(&file.path, all).expect("the golden file can be written");
            continue;
        }
        let difference = difference(&file.generated, &text);
        faults.push(format!("{}\n{difference}", file.path.display()));
    }
    assert!(
        faults.is_empty(),
        "\n{}\nif this is how it should be: `JVP_BLESS=1 cargo test -p jvp-macro golden`",
        faults.join("\n")
    );
}

/// One golden file, cut at its marks.
struct Golden {
    path: PathBuf,
    before: String,
    generated: String,
    after: String,
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The modules of a folder of `tests`, in order, without those that run them.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(tests().join(folder)).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|e| e.expect("an entry can be read").path())
        .collect();
    let other = |p: &PathBuf| p.ends_with("main.rs") || p.ends_with("harness.rs");
    paths.retain(|p| p.extension().is_some_and(|e| e == "rs") && !other(p));
    paths.sort();
    paths
}

fn golden_files(folder: &str) -> Vec<Golden> {
    files(folder).into_iter().map(Golden::open).collect()
}

/// The annotated functions of a file, wherever they stand, and the options of each.
struct Annotated {
    attribute: &'static str,
    functions: Vec<(ItemFn, TokenStream)>,
}

impl<'ast> Visit<'ast> for Annotated {
    fn visit_item_fn(&mut self, f: &'ast ItemFn) {
        visit::visit_item_fn(self, f);
        let Some(i) = f
            .attrs
            .iter()
            .position(|a| a.path().is_ident(self.attribute))
        else {
            return;
        };
        let mut f = f.clone();
        let options = match f.attrs.remove(i).meta {
            syn::Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        self.functions.push((f, options));
    }
}

/// The functions that `derive_jvp` writes, without their attributes, and without the companion.
fn generated_functions(path: &Path, item: &ItemFn, options: TokenStream) -> Vec<ItemFn> {
    let fail = |e: Vec<syn::Error>| -> ! {
        let list: Vec<String> = e.iter().map(ToString::to_string).collect();
        panic!(
            "{}: `{}`: {}",
            path.display(),
            item.sig.ident,
            list.join("\n")
        )
    };
    let (options, errors) = attribute::parse(options);
    if !errors.is_empty() {
        fail(errors);
    }
    let tokens = expand::functions(item, &options).unwrap_or_else(|e| fail(e));
    let file: syn::File = syn::parse2(tokens).expect("the output is Rust");
    let functions = file.items.into_iter().filter_map(|item| match item {
        Item::Fn(mut f) => {
            f.attrs.clear();
            Some(f)
        }
        _ => None,
    });
    functions.collect()
}

impl Golden {
    fn open(path: PathBuf) -> Self {
        let text = read(&path);
        let missing = |mark: &str| panic!("{}: there is no `{}`", path.display(), mark.trim_end());
        let (before, rest) = text.split_once(BEGIN).unwrap_or_else(|| missing(BEGIN));
        let (generated, after) = rest.split_once(END).unwrap_or_else(|| missing(END));
        let [before, generated, after] = [before, generated, after].map(str::to_string);
        Golden {
            path,
            before,
            generated,
            after,
        }
    }

    /// The annotated functions and the options of each.
    fn sources(&self) -> Vec<(ItemFn, TokenStream)> {
        let text = self
            .before
            .replace(ATTRIBUTE.0, &format!("#[{}", ATTRIBUTE.1));
        let file =
            syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", self.path.display()));
        let mut annotated = Annotated {
            attribute: ATTRIBUTE.1,
            functions: Vec::new(),
        };
        annotated.visit_file(&file);
        assert!(
            !annotated.functions.is_empty(),
            "{}: nothing is annotated",
            self.path.display()
        );
        annotated.functions
    }

    /// The functions that `derive_jvp` writes, pretty-printed; then those that it writes for them.
    fn expansion(&self, order: usize) -> String {
        let mut sources = self.sources();
        let mut text = String::from("\n");
        for _ in 0..order {
            let mut next = Vec::new();
            for (item, options) in sources {
                for f in generated_functions(&self.path, &item, options) {
                    let f = if order > 1 { unfused(f) } else { f };
                    text += &pretty(&f);
                    text.push('\n');
                    next.push((f, TokenStream::new()));
                }
            }
            sources = next;
        }
        text
    }

    /// What in the generated text nobody would write by hand.
    fn faults(&self) -> Vec<String> {
        let generated =
            syn::parse_file(&self.generated).expect("the text between the marks is Rust");
        let mut source = Reader::default();
        for (f, _) in self.sources() {
            source.visit_item_fn(&f);
        }
        let mut reader = Reader::default();
        reader.visit_file(&generated);
        if source.clones == 0 && reader.clones > 0 {
            reader
                .faults
                .push("a `clone` that the source does not have".into());
        }
        let place = self.path.display();
        reader
            .faults
            .iter()
            .map(|fault| format!("{place}: {fault}"))
            .collect()
    }
}

/// A generated function as it was before its multiply-adds were fused: what is dispatched on the
/// machine stands in the function itself, and `fma.mul_add(a, b, c)` is `a * b + c`.
fn unfused(mut f: ItemFn) -> ItemFn {
    let dispatched = |s: &Stmt| match s {
        Stmt::Item(Item::Fn(body)) if body.sig.ident == "body" => Some(body.clone()),
        _ => None,
    };
    let Some(at) = f.block.stmts.iter().position(|s| dispatched(s).is_some()) else {
        return f;
    };
    let body = dispatched(&f.block.stmts[at]).expect("it was found there");
    let Some(syn::FnArg::Typed(first)) = body.sig.inputs.first() else {
        return f;
    };
    let Pat::Ident(fma) = &*first.pat else {
        return f;
    };
    f.block.stmts.truncate(at);
    f.block.stmts.extend(body.block.stmts);
    MultiplyAdds(fma.ident.clone()).visit_item_fn_mut(&mut f);
    f
}

/// The name of what fuses multiply-adds; they are taken apart.
struct MultiplyAdds(syn::Ident);

impl VisitMut for MultiplyAdds {
    fn visit_expr_mut(&mut self, e: &mut Expr) {
        visit_mut::visit_expr_mut(self, e);
        if let Expr::MethodCall(m) = e
            && let Expr::Path(p) = &*m.receiver
            && p.path.is_ident(&self.0)
        {
            let mut args = m.args.iter().cloned().map(Box::new);
            let mut next = || args.next().expect("a multiply-add has three operands");
            // The printers set parentheses where the tree needs them.
            let binary = |left, op, right| syn::ExprBinary {
                attrs: Vec::new(),
                left,
                op,
                right,
            };
            let product = binary(next(), syn::parse_quote!(*), next());
            *e = Expr::Binary(binary(
                Box::new(Expr::Binary(product)),
                syn::parse_quote!(+),
                next(),
            ));
        }
    }
}

fn pretty(f: &ItemFn) -> String {
    prettyplease::unparse(&syn::parse_quote!(#f))
}

/// Reads code as a reviewer would.
#[derive(Default)]
struct Reader {
    faults: Vec<String>,
    clones: usize,
}

impl Reader {
    fn fault(&mut self, what: &str, node: &impl ToTokens) {
        self.faults
            .push(format!("{what}: `{}`", node.to_token_stream()));
    }

    /// The names that a pattern binds and its scope does not mention.
    fn unread(&mut self, pat: &Pat, scope: &impl ToTokens) {
        let mut bound = Bound::default();
        bound.visit_pat(pat);
        let mut read = HashSet::new();
        identifiers(scope.to_token_stream(), &mut read);
        if bound.0.iter().any(|name| !read.contains(name)) {
            self.fault("a name that nothing reads", pat);
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
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
        if e.output == syn::ReturnType::Default
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
        self.0.push(p.ident.to_string());
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

/// The lines that differ, with `-` what is committed and with `+` what the compiler writes.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    // `common[i][j]`: how many lines `old[i..]` and `new[j..]` share, in order.
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = match old[i] == new[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            out += &format!("  - {}\n", old[i]);
            i += 1;
        } else {
            out += &format!("  + {}\n", new[j]);
            j += 1;
        }
    }
    out
}

#[test]
fn the_reader_sees_what_nobody_would_write() {
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
        let mut reader = Reader::default();
        reader.visit_file(&syn::parse_file(text).expect("the text is Rust"));
        assert_eq!(reader.faults.len(), 1, "{text}: {:?}", reader.faults);
        assert!(
            reader.faults[0].starts_with(fault),
            "{text}: {:?}",
            reader.faults
        );
    }
    let mut reader = Reader::default();
    let fine = "fn f() { 1.05 * x + 0.01 - (x - 1.0) * -2.0 + |x| -> f64 { x }(y.clone()) }";
    reader.visit_file(&syn::parse_file(fine).expect("the text is Rust"));
    assert_eq!((reader.faults, reader.clones), (Vec::new(), 1));
}

#[test]
fn a_difference_is_shown_by_line() {
    assert_eq!(
        difference("a\nb\nc\n", "a\nx\nc\nd\n"),
        "  - b\n  + x\n  + d\n"
    );
}
