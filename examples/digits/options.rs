//! The command line: how to train, what is held out, and where the figures go.

use std::path::PathBuf;
use std::str::FromStr;

use crate::dataset::HeldOut;
use crate::train::Settings;

/// What `--help` prints.
pub const HELP: &str = "\
Trains a network on handwritten digits without backpropagation, by forward gradients.

Usage: cargo run --release --example digits -- [OPTIONS]

Options:
  --hidden N        units of the hidden layer [default: 32]
  --steps N         steps [default: 8000]
  --directions N    random directions, and so Jacobian-vector products, a step [default: 16]
  --batch N         images a step [default: 128]
  --rate X          rate of the first step; it falls to 0 [default: 0.2]
  --seed N          names the random numbers [default: 1]
  --threads N       has no influence on the result [default: as many as the machine runs at once]
  --last-quarter    hold out the last quarter of the images, which is harder, not every fourth
  --data FILE       the images [default: examples/data/digits/digits.txt]
  --out DIR         where the figures go [default: target/digits]
  --help            print this
";

/// What to do.
#[derive(Debug, PartialEq)]
pub struct Options {
    /// How to train.
    pub settings: Settings,
    /// Which images are not trained on.
    pub held_out: HeldOut,
    /// Where the images are.
    pub data: PathBuf,
    /// Where the figures go.
    pub out: PathBuf,
}

impl Default for Options {
    fn default() -> Self {
        // Cargo runs an example from wherever the user stands; the defaults belong to the package.
        let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        Self {
            settings: Settings {
                hidden: 32,
                steps: 8000,
                directions: 16,
                batch: 128,
                rate: 0.2,
                seed: 1,
                threads: std::thread::available_parallelism().map_or(1, usize::from),
            },
            held_out: HeldOut::EveryFourth,
            data: package.join("examples/data/digits/digits.txt"),
            out: package.join("target/digits"),
        }
    }
}

impl Options {
    /// Whether these lead to the result of the defaults.
    pub fn is_as_measured(&self) -> bool {
        let default = Self::default();
        let settings = Settings {
            threads: default.settings.threads,
            ..self.settings.clone()
        };
        let same_images = self.held_out == default.held_out && self.data == default.data;
        settings == default.settings && same_images
    }
}

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub enum Request {
    /// A run.
    Train(Options),
    /// The help text.
    Help,
}

/// Reads the arguments, without the program's name.
///
/// # Errors
/// If an option is unknown, or its value is missing or out of range.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Request, String> {
    let mut options = Options::default();
    let settings = &mut options.settings;
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = |what: &str| {
            let value = arguments.next().filter(|value| !value.starts_with("--"));
            value.ok_or(format!("`{argument}` needs {what}"))
        };
        match argument.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--last-quarter" => options.held_out = HeldOut::LastQuarter,
            "--data" => options.data = value("a file")?.into(),
            "--out" => options.out = value("a directory")?.into(),
            "--seed" => settings.seed = number(&value("a number")?, &argument, |_| true)?,
            "--rate" => {
                let allowed = |rate: &f64| *rate > 0.0 && rate.is_finite();
                settings.rate = number(&value("a number")?, &argument, allowed)?;
            }
            "--hidden" | "--steps" | "--directions" | "--batch" | "--threads" => {
                let count = number(&value("a number")?, &argument, |count| *count > 0)?;
                *match argument.as_str() {
                    "--hidden" => &mut settings.hidden,
                    "--steps" => &mut settings.steps,
                    "--directions" => &mut settings.directions,
                    "--batch" => &mut settings.batch,
                    _ => &mut settings.threads,
                } = count;
            }
            _ => return Err(format!("unknown option `{argument}`")),
        }
    }
    Ok(Request::Train(options))
}

fn number<N: FromStr>(text: &str, option: &str, allowed: impl Fn(&N) -> bool) -> Result<N, String> {
    let number = text.parse().ok().filter(allowed);
    number.ok_or_else(|| format!("`{text}` is no value for `{option}`"))
}
