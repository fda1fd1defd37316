//! What the attribute costs when a program is built: the time of expansions, and of compiling annotated
//! functions beside the same functions plain and with their derivatives by hand.
//!
//! Expansions are timed by a test of `jvp-macro`, in this process's way of calling it: without
//! optimisation, which is how cargo builds macros in every profile by default, and with it. Crates are
//! compiled by `rustc` itself, in turns, with what cargo has built for the tests.
//!
//! ```sh
//! cargo bench --bench build_time
//! ```

mod compile;
mod sources;

use std::path::Path;
use std::process::Command;

fn main() {
    // Cargo's own modes do not measure.
    if std::env::args().any(|word| word == "--test" || word == "--list") {
        return;
    }
    for (title, profile) in [
        ("as cargo builds it", None),
        ("optimised", Some("--release")),
    ] {
        println!("the slowest expansions, macro {title}; medians");
        println!("{}", expansions(profile));
    }
    compile::tables();
}

/// What the test of `jvp-macro` prints.
fn expansions(profile: Option<&str>) -> String {
    let mut cargo = cargo();
    cargo.args([
        "test",
        "--quiet",
        "--offline",
        "--package=jvp-macro",
        "--lib",
    ]);
    cargo.args(profile);
    cargo.args(["timing", "--", "--ignored", "--nocapture"]);
    let lines = output(cargo);
    let lines = lines
        .lines()
        .filter(|line| line.contains(" ms ") || line.contains("of "));
    lines
        .filter(|line| !line.starts_with("test"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The `cargo` that runs this, with the target folder that it has.
fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("`tmp` is in it");
    cargo
        .env("CARGO_TARGET_DIR", target)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}

/// What a command prints.
fn output(mut command: Command) -> String {
    let done = command.output().expect("the command starts");
    assert!(
        done.status.success(),
        "{command:?}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).expect("it prints text")
}
