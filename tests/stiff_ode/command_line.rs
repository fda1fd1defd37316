//! The options of the program.

use std::path::Path;

use crate::options::{HELP, Options, Request, parse};

fn options(arguments: &[&str]) -> Options {
    match parse(arguments.iter().map(|&argument| argument.to_owned())) {
        Ok(Request::Solve(options)) => options,
        other => panic!("{other:?}"),
    }
}

fn error(arguments: &[&str]) -> String {
    parse(arguments.iter().map(|&argument| argument.to_owned())).expect_err("a wrong command line")
}

#[test]
fn exact_by_default() {
    let options = options(&[]);
    assert_eq!(options.tolerance, 1e-10);
    assert!(options.out.ends_with("target/stiff_ode"));
}

#[test]
fn coarser_and_elsewhere() {
    let options = options(&["--out", "a", "--tolerance", "1e-6"]);
    assert_eq!(
        (options.tolerance, options.out.as_path()),
        (1e-6, Path::new("a"))
    );
}

#[test]
fn help_names_every_option() {
    assert_eq!(parse(["--help".to_owned()]), Ok(Request::Help));
    let named = |option: &&str| HELP.contains(*option);
    assert!(["--tolerance", "--out", "--help"].iter().all(named));
}

#[test]
fn mistakes_are_named() {
    assert_eq!(error(&["--out"]), "`--out` needs a directory");
    assert_eq!(
        error(&["--tolerance", "--out"]),
        "`--tolerance` needs a number"
    );
    assert_eq!(
        error(&["--tolerance", "0"]),
        "the tolerance `0` is not between 1e-10 and 1e-3"
    );
    assert_eq!(
        error(&["--tolerance", "x"]),
        "the tolerance `x` is not between 1e-10 and 1e-3"
    );
    assert_eq!(error(&["--exact"]), "unknown option `--exact`");
}
