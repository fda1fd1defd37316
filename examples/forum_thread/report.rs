//! The table: times of each way, and how many times as long as the function alone they are.

use std::fmt::Write;

use crate::cases::WAYS;
use crate::measure::{Outcome, TOLERANCE};

/// The table with its legend.
pub fn table(outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    write(&mut text, outcomes).expect("writing to a string can't fail");
    text
}

fn write(text: &mut String, outcomes: &[Outcome]) -> std::fmt::Result {
    writeln!(text, "microseconds per call")?;
    head(text, "f")?;
    for outcome in outcomes {
        write!(text, "{}{:>8.2}", name(outcome), outcome.function)?;
        for time in outcome.times {
            write!(text, "{time:>16.2}")?;
        }
        writeln!(text)?;
    }
    writeln!(text, "\ntimes as long as the function `f` alone")?;
    head(text, "f")?;
    for outcome in outcomes {
        write!(text, "{}{:>8.2}", name(outcome), 1.0)?;
        for ratio in outcome.ratios {
            write!(text, "{ratio:>16.2}")?;
        }
        writeln!(text)?;
    }
    let apart = outcomes.iter().map(|o| o.apart).fold(0.0, f32::max);
    writeln!(
        text,
        "
f: the model in plain ndarray, its value alone. `jvp_*`, dual tensors and double backward give
value and tangent; `pushforward_*` and the closed form the tangent alone. f32, one thread, medians
of rounds in turns. All tangents agree: at most {apart:.0e} apart, relative to the largest element
({TOLERANCE:.0e} is allowed)."
    )
}

fn head(text: &mut String, function: &str) -> std::fmt::Result {
    write!(text, "{:42}{function:>8}", "")?;
    for way in WAYS {
        write!(text, "{way:>16}")?;
    }
    writeln!(text)
}

fn name(outcome: &Outcome) -> String {
    format!("{:30}{:12}", outcome.model, outcome.by)
}
