//! The pages that show what the compiler does, held against what it does.
//!
//! A page marks what is shown by `<!-- shown: NAME -->` and `<!-- end -->`; what stands between
//! must be what the compiler gives today. `JVP_PAGES=write cargo test -p jvp-macro pages` writes
//! it anew.

use crate::diagnostics::Errors;
use crate::expand;
use crate::frontend::attribute::{self, Options};
use crate::frontend::signature::Signature;
use crate::frontend::surroundings::Surroundings;
use crate::ir::{Function, Local, print};
use crate::passes::pushforward::{Context, Shape, Want};
use crate::passes::{activity, fuse, kinds, liveness, pushforward, simplify};
use crate::{frontend, ops};
use std::fmt::Write;
use std::path::Path;

/// The example of `ARCHITECTURE.md`.
const EXAMPLE: &str = "\
#[derive_jvp(wrt(x), pushforward)]
fn f(x: f64, w: &[f64]) -> f64 {
    let mut s = 0.0;
    for a in w {
        let x = (a * x).sin();
        s += x;
    }
    0.5 * s
}
";

/// The example of `README.md`.
const README: &str = "\
#[derive_jvp]
fn decay(t: f64, rate: f64) -> f64 {
    let amount = (-rate * t).exp();
    amount / (1.0 + amount)
}
";

#[test]
fn architecture_shows_the_passes() {
    let stages = Stages::of(EXAMPLE);
    let page = Page::open("ARCHITECTURE.md");
    page.shows("example", &fenced("rust", EXAMPLE))
        .shows("lower", &fenced("text", &stages.lowered))
        .shows("facts", &stages.facts)
        .shows("pushforward", &fenced("text", &stages.pushforward))
        .shows("simplify", &fenced("text", &stages.simplify))
        .shows("liveness", &fenced("text", &stages.liveness))
        .shows("backend", &fenced("rust", &expansion(EXAMPLE)))
        .close();
}

/// Every file and folder at the root of the two crates, and in the compiler's folders.
#[test]
fn the_code_map_is_complete() {
    let page = Page::open("ARCHITECTURE.md");
    let compiler = ["", "frontend", "ir", "ops", "passes", "backend"].map(|f| ("jvp-macro", f));
    for (package, folder) in compiler.into_iter().chain([("jvp-runtime", "")]) {
        let dir = path_of(package).join("src").join(folder);
        for entry in std::fs::read_dir(&dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display())) {
            let entry = entry.expect("an entry can be read");
            let mut name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() {
                name.push('/');
            }
            let named = page.before.contains(&format!("`{name}`"));
            assert!(
                named,
                "ARCHITECTURE.md has no line for `{name}` of {}",
                dir.display()
            );
        }
    }
}

#[test]
fn readme_shows_an_expansion() {
    Page::open("README.md")
        .shows("expansion", &fenced("rust", &expansion(README)))
        .close();
}

#[test]
fn the_list_of_operations_is_the_rule_table() {
    let mut page = Page::open("docs/ops.md");
    for (name, rows) in ops::tables() {
        let mut table = String::from("| operation | derivative |\n|---|---|\n");
        for row in rows {
            let line = row.math.replace('|', "\\|");
            writeln!(table, "| `{}` | {line} |", row.name).expect("text takes text");
        }
        page = page.shows(name, &table);
    }
    page.close();
}

/// A page, rewritten as the compiler has it.
struct Page {
    name: &'static str,
    before: String,
    after: String,
}

impl Page {
    fn open(name: &'static str) -> Self {
        let before =
            std::fs::read_to_string(path_of(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        Page {
            name,
            after: before.clone(),
            before,
        }
    }

    fn shows(mut self, what: &str, text: &str) -> Self {
        let mark = format!("<!-- shown: {what} -->\n");
        let missing = || panic!("{} has no `{}`", self.name, mark.trim_end());
        let start = self.after.find(&mark).unwrap_or_else(missing) + mark.len();
        let length = self.after[start..]
            .find("<!-- end -->")
            .expect("a marked place has an end");
        self.after.replace_range(start..start + length, text);
        self
    }

    fn close(self) {
        if std::env::var("JVP_PAGES").is_ok_and(|v| v == "write") {
            std::fs::write(path_of(self.name), &self.after).expect("the page can be written");
            return;
        }
        for (before, after) in self.before.lines().zip(self.after.lines()) {
            assert_eq!(
                before,
                after,
                "{} is out of date: read `JVP_PAGES` in {}",
                self.name,
                file!()
            );
        }
        assert_eq!(self.before, self.after);
    }
}

fn path_of(page: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(page)
}

fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n", text.trim_end())
}

/// The annotated function and the attribute's arguments.
fn parsed(source: &str) -> (syn::ItemFn, Options) {
    let mut item: syn::ItemFn = syn::parse_str(source).expect("the example is a function");
    let tokens = match item.attrs.remove(0).meta {
        syn::Meta::List(list) => list.tokens,
        _ => proc_macro2::TokenStream::new(),
    };
    let (options, errors) = attribute::parse(tokens);
    assert!(errors.is_empty(), "the example's options are right");
    (item, options)
}

/// The generated functions, without attributes and companion.
fn expansion(source: &str) -> String {
    let (item, options) = parsed(source);
    let tokens = expand::functions(&item, &options, &Surroundings::default())
        .expect("the example is differentiable");
    let mut file: syn::File = syn::parse2(tokens).expect("the output is Rust");
    file.items.retain(|i| matches!(i, syn::Item::Fn(_)));
    for item in &mut file.items {
        if let syn::Item::Fn(f) = item {
            f.attrs.clear();
        }
    }
    prettyplease::unparse(&file).replace("}\nfn", "}\n\nfn")
}

/// The IR of the tangent alone, after each pass.
struct Stages {
    lowered: String,
    facts: String,
    pushforward: String,
    simplify: String,
    liveness: String,
}

impl Stages {
    fn of(source: &str) -> Self {
        let (item, options) = parsed(source);
        let errors = Errors::default();
        let signature = Signature::read(&item, &options, &Surroundings::default(), &errors);
        let mut f = frontend::lower(&signature, &item.block, &errors);
        let lowered = print::function(&f);
        let closures = kinds::infer(&mut f, &signature.type_params);

        let seeded: Vec<bool> = signature
            .params
            .iter()
            .map(|p| {
                options.wrt[0]
                    .params
                    .contains(p.name.as_ref().expect("a name"))
            })
            .collect();
        let of = |test: bool| -> Vec<Local> {
            let params = f.params.iter().zip(&seeded).filter(|p| *p.1 == test);
            params.flat_map(|(p, _)| p.pat.locals()).collect()
        };
        let seeds = activity::Seeds {
            varied: &of(true),
            in_out: &[],
            constant: &[],
        };
        let graph = activity::Graph::of(&f, &closures, &signature.type_params);
        let activity::Facts { active, varied, .. } = graph.facts(&seeds);
        let facts = facts(&f, &active);

        let krate = syn::parse_quote!(::jvp);
        let context = Context {
            closures: &closures,
            params: &signature.type_params,
            krate: &krate,
            formulas: &Default::default(),
            rules: &[],
            active,
            varied,
            writes: &graph.writes,
            seeded: &seeded,
            want: Want {
                shape: Shape::Pair,
                tangent_only: true,
                effect: false,
            },
            guard: false,
            tensors: false,
            errors: &errors,
        };
        let mut f = pushforward::run(&f, context);
        errors.finish().expect("the example is differentiable");
        let pushforward = print::function(&f);
        simplify::run(&mut f, true, &[]);
        let simplify = print::function(&f);
        liveness::run(&mut f);
        let liveness = print::function(&f);
        let fused = fuse::run(&mut f, &signature.type_params, &krate);
        assert!(
            fused.is_none() && print::function(&f) == liveness,
            "ARCHITECTURE.md says that the example has nothing to contract"
        );
        Stages {
            lowered,
            facts,
            pushforward,
            simplify,
            liveness,
        }
    }
}

/// What `kinds` and `activity` say of each local.
fn facts(f: &Function, active: &[bool]) -> String {
    let mut out = String::from("| local | kind | active |\n|---|---|---|\n");
    for (i, l) in f.locals.iter().enumerate() {
        let active = if active[i] { "yes" } else { "no" };
        writeln!(out, "| `{}.{i}` | `{:?}` | {active} |", l.name, l.kind).expect("text takes text");
    }
    out
}
