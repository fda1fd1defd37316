//! Loops over the vector functions are vector code: shown on the assembly.
//!
//! `kernels.rs` is compiled, optimised, by the `cargo` that runs this test, for three instruction
//! sets of x86-64. A loop counts as vector code if its function calls nothing, and computes with
//! packed instructions in the widest registers of its set.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The packed arithmetic and the calls of one function.
#[derive(Debug, Default)]
struct Code {
    calls: Vec<String>,
    /// Packed multiplications and the like, by their widest register: `x`, `y` or `z`.
    packed: BTreeMap<char, usize>,
    /// Divisions with packed operands.
    divisions: usize,
}

#[test]
fn loops_are_vector_code() {
    let all = assembly();
    assert!(all.len() > 250, "only {} loops were found", all.len());
    let mut faults = Vec::new();
    for (name, code) in &all {
        let register = match name.rsplit('.').next() {
            Some("avx512") => 'z',
            Some("avx2") => 'y',
            _ => 'x',
        };
        if !code.calls.is_empty() || code.packed.get(&register).copied().unwrap_or(0) == 0 {
            faults.push(format!("{name}: {code:?}"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    // Work is shared: one division for a function and its slope, one reduction for both waves.
    for scalar in ["f32", "f64"] {
        for both in ["tanh_jvp", "sigmoid_jvp", "silu_jvp"] {
            let (alone, both) = (
                &all[&format!("{}.{scalar}.avx2", &both[..both.len() - 4])],
                &all[&format!("{both}.{scalar}.avx2")],
            );
            assert_eq!(both.divisions, alone.divisions);
        }
        let packed = |name: &str| all[&format!("{name}.{scalar}.avx2")].packed[&'y'];
        assert!(
            2 * packed("wave") < 3 * packed("sin"),
            "{} {}",
            packed("wave"),
            packed("sin")
        );
    }
}

/// Each function of `kernels.rs` by its symbol.
fn assembly() -> BTreeMap<String, Code> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ulp_kernels");
    std::fs::create_dir_all(&project).expect("the folder for test files can be written");
    let manifest = format!(
        "[package]\nname = \"kernels\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [lib]\npath = {:?}\n\n[dependencies]\njvp-runtime = {{ path = {:?} }}\n",
        root.join("tests/ulp/kernels.rs"),
        root.join("jvp-runtime"),
    );
    let path = project.join("Cargo.toml");
    // A file is left alone where it is right: its date decides whether cargo builds again.
    if std::fs::read_to_string(&path).ok().as_ref() != Some(&manifest) {
        std::fs::write(&path, manifest).expect("a test file can be written");
    }
    // The versions that this workspace was built with, so that nothing has to be looked up.
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).expect("the workspace is locked");
    std::fs::write(project.join("Cargo.lock"), lock).expect("the lock file can be written");
    let output = project.join("kernels.s");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["rustc", "--quiet", "--offline", "--lib", "--manifest-path"]);
    cargo.arg(path);
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

fn read(text: &str) -> BTreeMap<String, Code> {
    let mut all: BTreeMap<String, Code> = BTreeMap::new();
    let mut current = None;
    for line in text.lines() {
        // A label that is not local begins a symbol; those of the kernels have two dots.
        let label = line.strip_suffix(':').map(|l| l.trim_matches('"'));
        if let Some(label) = label.filter(|l| !l.starts_with(['.', ' ', '\t'])) {
            current = (label.matches('.').count() == 2).then(|| label.to_string());
            if let Some(name) = &current {
                all.insert(name.clone(), Code::default());
            }
        } else if let Some(name) = &current {
            all.get_mut(name).expect("it was put in").instruction(line);
        }
    }
    all
}

impl Code {
    fn instruction(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let Some(name) = words.next() else { return };
        let operands: Vec<&str> = words.collect();
        if name.starts_with("call") {
            self.calls.push(operands.concat());
        }
        let name = name.trim_start_matches('v');
        let operation = [
            "add", "sub", "mul", "div", "sqrt", "fm", "fnm", "and", "max", "cmp", "blend",
        ]
        .iter()
        .any(|o| name.starts_with(o));
        if operation && (name.ends_with("ps") || name.ends_with("pd")) {
            let widest = ["%zmm", "%ymm"].iter().find(|r| line.contains(**r));
            let register = widest.map_or('x', |r| if *r == "%zmm" { 'z' } else { 'y' });
            *self.packed.entry(register).or_default() += 1;
            self.divisions += usize::from(name.starts_with("div"));
        }
    }
}
