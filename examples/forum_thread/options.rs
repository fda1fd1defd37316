//! The command line: how thoroughly to measure, and where the figure goes.

use std::path::PathBuf;

/// What `--help` prints.
pub const HELP: &str = "\
Times a Jacobian-vector product in five ways, side by side, for a linear layer and an MLP.

Usage: cargo run --release --example forum_thread -- [OPTIONS]

Options:
  --quick     measure for a moment only: the checks are the same, the times are rough
  --out DIR   where the figure goes [default: target/forum_thread]
  --help      print this
";

/// What to do.
#[derive(Debug, PartialEq)]
pub struct Options {
    /// How often every way takes its turn.
    pub rounds: usize,
    /// Where the figure goes.
    pub out: PathBuf,
}

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub enum Request {
    /// A run.
    Measure(Options),
    /// The help text.
    Help,
}

/// Rounds of a thorough run, and of a quick one.
pub const ROUNDS: [usize; 2] = [401, 5];

/// Reads the arguments, without the program's name.
///
/// # Errors
/// If an option is unknown or lacks its value.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Request, String> {
    let [mut rounds, quick] = ROUNDS;
    // Cargo runs an example from wherever the user stands; the default belongs to the package.
    let mut out = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/forum_thread");

    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--quick" => rounds = quick,
            "--out" => {
                let folder = arguments.next().filter(|value| !value.starts_with("--"));
                out = folder.ok_or("`--out` needs a directory")?.into();
            }
            _ => return Err(format!("unknown option `{argument}`")),
        }
    }
    Ok(Request::Measure(Options { rounds, out }))
}
