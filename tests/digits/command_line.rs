//! The options of the program.

use std::path::Path;

use crate::dataset::HeldOut;
use crate::options::{HELP, Options, Request, parse};
use crate::train::Settings;

fn read(arguments: &[&str]) -> Result<Request, String> {
    parse(arguments.iter().map(|&argument| argument.to_owned()))
}

fn options(arguments: &[&str]) -> Options {
    match read(arguments) {
        Ok(Request::Train(options)) => options,
        other => panic!("{other:?}"),
    }
}

#[test]
fn defaults() {
    let options = options(&[]);
    assert_eq!(options, Options::default());
    assert!(options.is_as_measured());
    assert!(options.out.ends_with("target/digits"));
}

#[test]
fn everything_else() {
    let arguments = "--hidden 5 --steps 6 --directions 7 --batch 8 --rate 0.5 --seed 9 --threads 3";
    let mut arguments: Vec<_> = arguments.split(' ').collect();
    arguments.extend(["--last-quarter", "--data", "a", "--out", "b"]);
    let options = options(&arguments);
    let settings = Settings {
        hidden: 5,
        steps: 6,
        directions: 7,
        batch: 8,
        rate: 0.5,
        seed: 9,
        threads: 3,
    };
    assert_eq!(
        (&options.settings, options.held_out),
        (&settings, HeldOut::LastQuarter)
    );
    assert_eq!(
        (&*options.data, &*options.out),
        (Path::new("a"), Path::new("b"))
    );
}

/// The promise about the accuracy is about the defaults, on any number of threads.
#[test]
fn what_the_promise_is_about() {
    assert!(options(&["--threads", "7", "--out", "a"]).is_as_measured());
    for other in [["--seed", "2"], ["--steps", "10"], ["--data", "a"]] {
        assert!(!options(&other).is_as_measured(), "{other:?}");
    }
    assert!(!options(&["--last-quarter"]).is_as_measured());
}

#[test]
fn help_names_every_option_and_default() {
    assert_eq!(read(&["--help"]), Ok(Request::Help));
    let s = Options::default().settings;
    for line in [
        format!("units of the hidden layer [default: {}]", s.hidden),
        format!("steps [default: {}]", s.steps),
        format!("a step [default: {}]", s.directions),
        format!("images a step [default: {}]", s.batch),
        format!("it falls to 0 [default: {}]", s.rate),
        format!("names the random numbers [default: {}]", s.seed),
    ] {
        assert!(HELP.contains(&line), "{line}");
    }
    for option in ["--threads", "--last-quarter", "--data", "--out", "--help"] {
        assert!(HELP.contains(option), "{option}");
    }
}

#[test]
fn mistakes_are_named() {
    let error = |arguments: &[&str]| read(arguments).expect_err("a wrong command line");
    assert_eq!(error(&["--out"]), "`--out` needs a directory");
    assert_eq!(error(&["--data", "--out"]), "`--data` needs a file");
    assert_eq!(error(&["--steps"]), "`--steps` needs a number");
    for (option, text) in [
        ("--steps", "0"),
        ("--hidden", "x"),
        ("--seed", "-1"),
        ("--rate", "-1"),
    ] {
        assert_eq!(
            error(&[option, text]),
            format!("`{text}` is no value for `{option}`")
        );
    }
    assert_eq!(error(&["--slow"]), "unknown option `--slow`");
}
