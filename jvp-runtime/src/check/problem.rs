//! [`CheckError`]: what is wrong with a JVP, for programs and for people.

use std::fmt;
use std::ops::Range;

use super::compare::Finding;

/// A JVP that does not pass, or that can't be checked at this point.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckError {
    /// The function, as it was written.
    pub function: String,
    /// Its JVP, as it was written.
    pub jvp: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What a check can find.
///
/// Coordinates count from 0: those of the result first, then those of each `&mut` argument.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// The tangent is not the derivative.
    Tangent(Vec<Fault>),
    /// The value is not the function's.
    Value {
        /// The first coordinate that differs.
        output: usize,
        /// What the function gives there.
        function: f64,
        /// What its JVP gives there.
        jvp: f64,
    },
    /// The results have not as many coordinates as they should have.
    Shape {
        /// Coordinates of the function's result.
        function: usize,
        /// Coordinates of the JVP's value.
        value: usize,
        /// Coordinates of its tangent.
        tangent: usize,
    },
    /// Only one of the two has a result at the point: the other gives `None` or `Err`.
    OneResult {
        /// Whether it is the JVP that has one.
        of_jvp: bool,
    },
    /// There is nothing to compare: no result at the point, or no coordinates.
    Nothing,
    /// Differences say nothing: noise, a kink or a singularity is too near.
    Unclear {
        /// The first coordinate of which this is so.
        output: usize,
        /// Its tangent by the JVP.
        jvp: f64,
        /// The best that differences can do.
        differences: f64,
        /// How far that may be off.
        error: f64,
    },
}

/// A tangent that is wrong, and what was seeded to show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The argument whose seed goes wrong; `None` if only all seeds together do, which says that the
    /// JVP is not linear in them.
    pub argument: Option<Argument>,
    /// Its coordinates that go wrong together: nearly always a single one.
    pub coordinates: Range<usize>,
    /// The coordinate of the result that is off the most.
    pub output: usize,
    /// Its tangent by the JVP: for a single coordinate, the derivative by that.
    pub jvp: f64,
    /// The same by differences.
    pub differences: f64,
    /// How far the differences may be off.
    pub error: f64,
}

/// An argument of the function.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its place, from 1.
    pub place: usize,
    /// How it was written.
    pub text: String,
}

impl Fault {
    /// What was found with a seed that is `scale` in the coordinates.
    pub(super) fn new(
        argument: Option<&Argument>,
        coordinates: Range<usize>,
        finding: Finding,
        scale: f64,
    ) -> Self {
        Fault {
            argument: argument.cloned(),
            coordinates,
            output: finding.output,
            jvp: finding.jvp / scale,
            differences: finding.differences.derivative / scale,
            error: (finding.differences.error / scale).abs(),
        }
    }
}

impl std::error::Error for CheckError {}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CheckError {
            function,
            jvp,
            problem,
        } = self;
        match problem {
            Problem::Tangent(faults) => {
                write!(f, "`{jvp}` disagrees with differences of `{function}`")?;
                faults.iter().try_for_each(|fault| write!(f, "\n{fault}"))
            }
            Problem::Value {
                output,
                function: right,
                jvp: wrong,
            } => write!(
                f,
                "the value of `{jvp}` is not that of `{function}`\n  output coordinate {output}: {wrong:?}, but the function gives {right:?}"
            ),
            Problem::Shape {
                function: right,
                value,
                tangent,
            } => write!(
                f,
                "the results of `{jvp}` have another shape than that of `{function}`\n  coordinates of the value: {value}, of the tangent: {tangent}, but of the function's result: {right}"
            ),
            Problem::OneResult { of_jvp } => {
                let (some, none) = if *of_jvp {
                    (jvp, function)
                } else {
                    (function, jvp)
                };
                write!(f, "`{some}` has a result where `{none}` has none")
            }
            Problem::Nothing => write!(
                f,
                "there is nothing to compare: `{function}` has no result here, or no real coordinates\n  help: check it at a point where it has a result"
            ),
            Problem::Unclear {
                output,
                jvp: by_jvp,
                differences,
                error,
            } => write!(
                f,
                "differences of `{function}` say nothing of `{jvp}` here: noise, a kink or a singularity is too near\n  output coordinate {output}: jvp gives {by_jvp:?}, differences give {}\n  help: check it at another point",
                rounded(*differences, *error)
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coordinates = match self.coordinates.clone() {
            Range { start, end } if end == start + 1 => format!("coordinate {start}"),
            Range { start, end } => format!("coordinates {start} to {} together", end - 1),
        };
        match &self.argument {
            Some(Argument { place, text }) => {
                write!(f, "  argument {place} (`{text}`), {coordinates}: ")?;
            }
            None => write!(f, "  only if all arguments are seeded together: ")?,
        }
        write!(
            f,
            "jvp gives {:?}, differences give {}\n    output coordinate {}",
            self.jvp,
            rounded(self.differences, self.error),
            self.output
        )
    }
}

/// A number with its error, without the digits that mean nothing.
fn rounded(number: f64, error: f64) -> String {
    let digits = (number / error).abs().log10().ceil().clamp(0.0, 16.0);
    let text = format!("{number:.*e}", digits as usize);
    let number = text.parse().unwrap_or(number);
    format!("{number:?} ± {error:.0e}")
}
