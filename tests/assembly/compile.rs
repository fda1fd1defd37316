//! Compiles `functions/lib.rs`, and the runtime, to assembly, optimised, with the `cargo` that runs this
//! test.
//!
//! The functions are an example of this package, so that everything it depends on is there already.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The assembly of `functions/lib.rs`.
pub fn functions() -> String {
    assembly(&["--package=jvp", "--example=assembled"], "assembled.s")
}

/// The assembly of the runtime, of what is not generic in it.
pub fn runtime() -> String {
    assembly(&["--package=jvp-runtime", "--lib"], "runtime.s")
}

/// The assembly of a target of this workspace.
fn assembly(target: &[&str], file: &str) -> String {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let output = temporary.join(file);
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["rustc", "--quiet", "--offline"]).args(target);
    cargo.arg("--manifest-path").arg(manifest());
    cargo
        .arg("--target-dir")
        .arg(temporary.parent().expect("`tmp` is in the target folder"));
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    // One unit makes one file. The names are of a form that tells the constants of generic functions.
    cargo.args([
        "--",
        "-Copt-level=3",
        "-Ccodegen-units=1",
        "-Csymbol-mangling-version=v0",
    ]);
    cargo.args([
        "-Cdebuginfo=0",
        "-Cdebug-assertions=off",
        "-Coverflow-checks=off",
    ]);
    if cfg!(target_arch = "x86_64") {
        // What the user's settings add must not hide what the code does by itself.
        cargo.arg("-Ctarget-cpu=x86-64");
    }
    cargo.arg(format!("--emit=asm={}", output.display()));
    let done = cargo.output().expect("cargo runs");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    std::fs::read_to_string(&output).expect("the assembly is there")
}

fn manifest() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")
}
