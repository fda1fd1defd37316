//! `pushforward_f` does no primal work that no tangent needs: shown on the assembly.
//!
//! `functions.rs` is compiled, optimised, by the `cargo` that runs this test; in the assembly of
//! each function the calls of the mathematical library and the arithmetic on floats are counted.
//! The names of instructions are those of x86-64 and AArch64.

mod functions;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

/// What one function does.
#[derive(Debug, Default)]
struct Work {
    /// Functions that are called, by name, in order of the alphabet.
    calls: Vec<String>,
    /// Instructions that add, subtract, multiply or divide floats, or negate one.
    arithmetic: usize,
}

/// Compiled once for all tests.
static WORK: LazyLock<BTreeMap<String, Work>> = LazyLock::new(assembly);

#[test]
fn an_affine_map_has_its_linear_part_as_tangent() {
    let work = &*WORK;
    assert_eq!(calls(work, "affine"), ["exp", "sin", "tanh"]);
    assert_eq!(calls(work, "jvp_affine"), ["exp", "sin", "tanh"]);
    // `3 dx`: one multiplication, and nothing else.
    assert_eq!(calls(work, "pushforward_affine"), [] as [&str; 0]);
    assert_eq!(work["pushforward_affine"].arithmetic, 1);
    assert!(work["affine"].arithmetic > 1);
}

#[test]
fn a_product_keeps_what_its_tangent_needs() {
    let work = &*WORK;
    assert_eq!(calls(work, "product"), ["exp", "sin", "tanh"]);
    assert_eq!(calls(work, "jvp_product"), ["cos", "exp", "sin", "tanh"]);
    assert_eq!(calls(work, "pushforward_product"), ["cos", "exp"]);
    assert!(work["pushforward_product"].arithmetic < work["jvp_product"].arithmetic);
}

#[test]
fn branches_keep_what_their_tangents_need() {
    let work = &*WORK;
    assert_eq!(calls(work, "branches"), ["cosh", "exp", "log1p"]);
    assert_eq!(calls(work, "jvp_branches"), ["cosh", "exp", "log1p"]);
    assert_eq!(calls(work, "pushforward_branches"), ["exp"]);
}

#[test]
fn the_tangents_are_those_of_the_whole_functions() {
    for i in -20..=20 {
        let (x, y, dx) = (0.3 * f64::from(i), 1.0 - 0.1 * f64::from(i), 0.7);
        let jvp = functions::jvp_affine(x, dx, y);
        assert_eq!(
            jvp,
            (
                functions::affine(x, y),
                functions::pushforward_affine(x, dx, y)
            )
        );
        let jvp = functions::jvp_product(x, dx, y);
        assert_eq!(
            jvp,
            (
                functions::product(x, y),
                functions::pushforward_product(x, dx, y)
            )
        );
        let jvp = functions::jvp_branches(x, dx, y);
        assert_eq!(
            jvp,
            (
                functions::branches(x, y),
                functions::pushforward_branches(x, dx, y)
            )
        );
    }
}

/// The functions that `name` calls; one call for sine and cosine together counts as both.
fn calls(work: &BTreeMap<String, Work>, name: &str) -> Vec<String> {
    let calls = work[name]
        .calls
        .iter()
        .flat_map(|call| match call.as_str() {
            "sincos" | "__sincos_stret" => vec!["cos".to_string(), "sin".to_string()],
            call => vec![call.to_string()],
        });
    let mut calls: Vec<String> = calls.collect();
    calls.sort();
    calls
}

/// Each function of `functions.rs`, original and generated, with its work.
fn assembly() -> BTreeMap<String, Work> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_primal_work");
    std::fs::create_dir_all(&project).expect("the folder for test files can be written");
    let manifest = format!(
        "[package]\nname = \"no_primal_work\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [lib]\npath = {:?}\n\n[dependencies]\njvp = {{ path = {root:?} }}\n",
        root.join("tests/no_primal_work/functions.rs"),
    );
    write_if_new(&project.join("Cargo.toml"), &manifest);
    // The versions that this workspace was built with, so that nothing has to be looked up.
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).expect("the workspace is locked");
    std::fs::write(project.join("Cargo.lock"), lock).expect("the lock file can be written");
    let output = project.join("functions.s");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["rustc", "--quiet", "--offline", "--lib", "--manifest-path"]);
    cargo.arg(project.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(project.join("target"));
    cargo.args(["--", "-Copt-level=3", "-Ccodegen-units=1", "-Cdebuginfo=0"]);
    cargo.arg(format!("--emit=asm={}", output.display()));
    let done = cargo.output().expect("cargo runs");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    read(&std::fs::read_to_string(&output).expect("the assembly is there"))
}

/// A file is left alone where it is right: its date decides whether cargo builds again.
fn write_if_new(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::write(path, text).expect("a test file can be written");
}

/// The functions in an assembly file.
fn read(text: &str) -> BTreeMap<String, Work> {
    let mut all: BTreeMap<String, Work> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in text.lines() {
        // A label that is not local begins a symbol.
        let label = line
            .strip_suffix(':')
            .filter(|l| !l.starts_with(['.', 'L', ' ', '\t']));
        if let Some(label) = label {
            current = function(label);
            if let Some(name) = &current {
                all.insert(name.clone(), Work::default());
            }
        } else if let Some(name) = &current {
            let work = all.get_mut(name).expect("it was put in");
            work.instruction(line);
        }
    }
    all
}

/// The last segment of a mangled path: `..7product17h0123456789abcdefE`, or `..7product`.
fn function(symbol: &str) -> Option<String> {
    let names = ["affine", "product", "branches"];
    let all = names.iter().flat_map(|n| {
        [
            n.to_string(),
            format!("jvp_{n}"),
            format!("pushforward_{n}"),
        ]
    });
    let mut all = all.filter(|n| {
        let segment = format!("{}{n}", n.len());
        symbol.find(&segment).is_some_and(|at| {
            let rest = &symbol[at + segment.len()..];
            rest.is_empty() || rest.starts_with("17h")
        })
    });
    all.next()
}

impl Work {
    fn instruction(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let Some(name) = words.next() else { return };
        if matches!(name, "call" | "callq" | "jmp" | "jmpq" | "bl" | "b") {
            let target = words
                .next()
                .unwrap_or_default()
                .trim_start_matches(['*', '_']);
            let target = target.split(['@', '(', ',']).next().unwrap_or_default();
            if !target.starts_with(['.', 'L']) {
                self.calls.push(target.to_string());
                self.calls.sort();
                self.calls.dedup();
            }
        }
        let x86 = ["add", "sub", "mul", "div"].iter().any(|op| {
            let rest = name.trim_start_matches('v').strip_prefix(op);
            rest.is_some_and(|rest| matches!(rest, "sd" | "pd"))
        });
        let arm = [
            "fadd", "fsub", "fmul", "fdiv", "fneg", "fmadd", "fmsub", "fnmadd", "fnmsub",
        ];
        let arm = arm.contains(&name) || name == "fnmul";
        self.arithmetic += usize::from(x86 || arm);
    }
}
