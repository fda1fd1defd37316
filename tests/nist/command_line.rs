//! The options of the program.

use std::path::Path;

use crate::options::{HELP, Options, Request, parse};

fn options(arguments: &[&str]) -> Options {
    match parse(arguments.iter().map(|&argument| argument.to_owned())) {
        Ok(Request::Fit(options)) => options,
        other => panic!("{other:?}"),
    }
}

fn error(arguments: &[&str]) -> String {
    parse(arguments.iter().map(|&argument| argument.to_owned())).expect_err("a wrong command line")
}

#[test]
fn all_sets_by_default() {
    assert_eq!(options(&[]).models.len(), 14);
}

#[test]
fn names_select_in_the_order_of_difficulty() {
    let options = options(&["thurber", "--out", "a", "Misra1a", "--data", "b"]);
    let names: Vec<_> = options.models.iter().map(|model| model.dataset).collect();
    assert_eq!(names, ["Misra1a", "Thurber"]);
    assert_eq!(
        (options.out.as_path(), options.data.as_path()),
        (Path::new("a"), Path::new("b"))
    );
}

#[test]
fn help_names_every_option() {
    assert!(matches!(parse(["--help".to_owned()]), Ok(Request::Help)));
    assert!(
        ["--data", "--out", "--help", "[DATASET]"]
            .iter()
            .all(|option| HELP.contains(option))
    );
}

#[test]
fn mistakes_are_named() {
    assert_eq!(error(&["--out"]), "`--out` needs a directory");
    assert_eq!(error(&["--data", "--out"]), "`--data` needs a directory");
    assert_eq!(error(&["--jobs"]), "unknown option `--jobs`");
    assert!(error(&["Misra2"]).starts_with("no model for a dataset `Misra2`; there are Misra1a, "));
}
