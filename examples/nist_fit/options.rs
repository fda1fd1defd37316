//! The command line: which datasets, from where, to where.

use std::path::PathBuf;

use crate::models::{MODELS, Model};

/// What `--help` prints.
pub const HELP: &str = "\
Fits the models of NIST's reference datasets and counts the certified digits reached.

Usage: cargo run --release --example nist_fit -- [OPTIONS] [DATASET]...

Arguments:
  [DATASET]...  fit only these, such as `Misra1a Thurber`; all 14 if left out

Options:
  --data DIR    where the `.dat` files are [default: examples/data/nist_strd]
  --out DIR     where the figures go [default: target/nist_fit]
  --help        print this
";

/// What to do.
#[derive(Debug)]
pub struct Options {
    /// The models to fit, in NIST's order.
    pub models: Vec<Model>,
    /// Where the files are.
    pub data: PathBuf,
    /// Where the figures go.
    pub out: PathBuf,
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Request {
    /// A run.
    Fit(Options),
    /// The help text.
    Help,
}

/// Reads the arguments, without the program's name.
///
/// # Errors
///
/// If an option is unknown or lacks its value, or a dataset has no model here.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Request, String> {
    // Cargo runs an example from wherever the user stands; the defaults belong to the package.
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut data = package.join("examples/data/nist_strd");
    let mut out = package.join("target/nist_fit");
    let mut names = Vec::new();

    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut directory = || {
            let value = arguments.next().filter(|value| !value.starts_with("--"));
            value
                .map(PathBuf::from)
                .ok_or(format!("`{argument}` needs a directory"))
        };
        match argument.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--data" => data = directory()?,
            "--out" => out = directory()?,
            option if option.starts_with('-') => return Err(format!("unknown option `{option}`")),
            name => names.push(name.to_owned()),
        }
    }

    let known = |name: &String| {
        MODELS
            .iter()
            .any(|model| model.dataset.eq_ignore_ascii_case(name))
    };
    if let Some(name) = names.iter().find(|name| !known(name)) {
        let list = MODELS.map(|model| model.dataset).join(", ");
        return Err(format!("no model for a dataset `{name}`; there are {list}"));
    }
    let asked = |model: &Model| {
        names.is_empty()
            || names
                .iter()
                .any(|name| name.eq_ignore_ascii_case(model.dataset))
    };
    Ok(Request::Fit(Options {
        models: MODELS.into_iter().filter(asked).collect(),
        data,
        out,
    }))
}
