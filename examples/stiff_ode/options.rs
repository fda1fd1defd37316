//! The command line: how exactly to solve, and where the figure goes.

use std::path::PathBuf;

/// What `--help` prints.
pub const HELP: &str = "\
Solves two stiff systems with their sensitivities, by products that `#[derive_jvp]` wrote.

Usage: cargo run --release --example stiff_ode -- [OPTIONS]

Options:
  --tolerance T  relative, between 1e-10 and 1e-3 [default: 1e-10]
  --out DIR      where the figure goes [default: target/stiff_ode]
  --help         print this
";

/// What to do.
#[derive(Debug, PartialEq)]
pub struct Options {
    /// The relative tolerance of the solver.
    pub tolerance: f64,
    /// Where the figure goes.
    pub out: PathBuf,
}

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub enum Request {
    /// A run.
    Solve(Options),
    /// The help text.
    Help,
}

/// Reads the arguments, without the program's name.
///
/// # Errors
///
/// If an option is unknown, lacks its value, or has one that makes no sense.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Request, String> {
    let mut tolerance = 1e-10;
    // Cargo runs an example from wherever the user stands; the default belongs to the package.
    let mut out = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/stiff_ode");

    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = |what: &str| {
            let value = arguments.next().filter(|value| !value.starts_with("--"));
            value.ok_or(format!("`{argument}` needs a {what}"))
        };
        match argument.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--tolerance" => {
                let text = value("number")?;
                let number = text.parse().ok();
                // Beyond this, rounding is all that the solver sees.
                tolerance = number
                    .filter(|t| (1e-10..=1e-3).contains(t))
                    .ok_or(format!(
                        "the tolerance `{text}` is not between 1e-10 and 1e-3"
                    ))?;
            }
            "--out" => out = value("directory")?.into(),
            _ => return Err(format!("unknown option `{argument}`")),
        }
    }
    Ok(Request::Solve(Options { tolerance, out }))
}
