//! Compiles the crates of `sources.rs`, and prints the times.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::sources::{self, Corpus, Form};
use super::{cargo, output};

/// How often each form has its turn.
const TURNS: usize = 3;

/// How a crate is compiled: the name, the profile of what it depends on, and options.
const WAYS: [(&str, Option<&str>, &[&str]); 3] = [
    ("check", None, &["--emit=metadata"]),
    ("debug", None, &["--emit=metadata,link", "-Cdebuginfo=2"]),
    (
        "release",
        Some("--release"),
        &["--emit=metadata,link", "-Copt-level=3"],
    ),
];

/// One table for each corpus.
pub fn tables() {
    let built = [None, Some("--release")].map(|profile| (profile, Built::ask(profile)));
    for corpus in &sources::ALL {
        let count = corpus.text(Form::Plain).1;
        println!(
            "compiling {count} {} functions, one crate: seconds, medians of {TURNS} turns",
            corpus.name
        );
        print!("{:10}", "");
        for form in Form::ALL {
            print!("{:>11}", form.label());
        }
        println!(
            "{:>26}{:>26}",
            "ms a function, by hand", "ms a function, annotated"
        );
        for (name, profile, options) in WAYS {
            let (_, built) = built
                .iter()
                .find(|(of, _)| *of == profile)
                .expect("both are built");
            let times = medians(corpus, built, options);
            print!("{name:10}");
            for time in times {
                print!("{time:11.2}");
            }
            let added = |form: usize| (times[form] - times[0]) * 1e3 / count as f64;
            println!("{:26.2}{:26.2}", added(1), added(2));
        }
        println!();
    }
    println!(
        "plain: the functions alone. by_hand: with their derivatives as the golden files have them.\n\
         annotated: with the attribute, which also writes what annotated callers need. A function's\n\
         milliseconds are what is added to plain."
    );
}

fn medians(corpus: &Corpus, built: &Built, options: &[&str]) -> [f64; 3] {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_time");
    std::fs::create_dir_all(&folder).expect("the folder for test files can be written");
    let files = Form::ALL.map(|form| {
        let file = folder.join(format!("{}_{}.rs", corpus.name, form.label()));
        std::fs::write(&file, corpus.text(form).0).expect("a test file can be written");
        file
    });
    let mut times = [const { Vec::new() }; 3];
    for turn in 0..TURNS {
        // Another one begins each time.
        for form in (0..3).map(|form| (form + turn) % 3) {
            let rustc = built.rustc(&files[form], &folder, options);
            let start = Instant::now();
            output(rustc);
            times[form].push(start.elapsed().as_secs_f64());
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}

/// The libraries that the crates use.
struct Built {
    jvp: PathBuf,
    ndarray: PathBuf,
}

impl Built {
    /// Lets cargo build them, as an example's, which the tests have too, and asks where they are.
    fn ask(profile: Option<&str>) -> Self {
        let mut cargo = cargo();
        cargo.args(["build", "--offline", "--package=jvp", "--example=assembled"]);
        cargo.args(profile).arg("--message-format=json");
        let messages = output(cargo);
        let library = |name: &str| {
            let name = format!("\"name\":\"{name}\"");
            let mut lines = messages
                .lines()
                .filter(|line| line.contains("compiler-artifact"));
            let line =
                lines.find(|line| line.contains(&name) && line.contains("\"kind\":[\"lib\"]"));
            let files = line
                .and_then(|line| line.split_once("\"filenames\":[\""))
                .map(|(_, rest)| rest);
            let file = files
                .and_then(|files| files.split('"').next())
                .expect("cargo names it");
            PathBuf::from(file.replace("\\\\", "\\"))
        };
        Self {
            jvp: library("jvp"),
            ndarray: library("ndarray"),
        }
    }

    fn rustc(&self, file: &Path, folder: &Path, options: &[&str]) -> Command {
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()));
        rustc.args(["--edition=2024", "--crate-type=lib", "--cap-lints=allow"]);
        rustc.arg(file).arg("--out-dir").arg(folder).args(options);
        for (name, path) in [("jvp", &self.jvp), ("ndarray", &self.ndarray)] {
            rustc
                .arg("--extern")
                .arg(format!("{name}={}", path.display()));
            let folder = path.parent().expect("a library is in a folder").display();
            rustc.arg("-L").arg(format!("dependency={folder}"));
        }
        rustc
    }
}
