//! The options of the program.

use std::path::Path;

use crate::options::{HELP, Options, ROUNDS, Request, parse};

fn options(arguments: &[&str]) -> Options {
    match parse(arguments.iter().map(|&argument| argument.to_owned())) {
        Ok(Request::Measure(options)) => options,
        other => panic!("{other:?}"),
    }
}

fn error(arguments: &[&str]) -> String {
    parse(arguments.iter().map(|&argument| argument.to_owned())).expect_err("a wrong command line")
}

#[test]
fn thorough_by_default() {
    let options = options(&[]);
    assert_eq!(options.rounds, ROUNDS[0]);
    assert!(options.out.ends_with("target/forum_thread"));
}

#[test]
fn quick_and_elsewhere() {
    let options = options(&["--out", "a", "--quick"]);
    assert_eq!(
        (options.rounds, options.out.as_path()),
        (ROUNDS[1], Path::new("a"))
    );
}

#[test]
fn help_names_every_option() {
    assert_eq!(parse(["--help".to_owned()]), Ok(Request::Help));
    assert!(
        ["--quick", "--out", "--help"]
            .iter()
            .all(|option| HELP.contains(option))
    );
}

#[test]
fn mistakes_are_named() {
    assert_eq!(error(&["--out"]), "`--out` needs a directory");
    assert_eq!(error(&["--out", "--quick"]), "`--out` needs a directory");
    assert_eq!(error(&["--slow"]), "unknown option `--slow`");
}
