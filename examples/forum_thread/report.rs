//! The tables: times of each way, and how many times as long as the model alone and as the closed form
//! they are.

use std::fmt::Write;

use crate::cases::WAYS;
use crate::measure::{Outcome, TOLERANCE};

/// The tables with their legend.
pub fn tables(outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    write(&mut text, outcomes).expect("writing to a string can't fail");
    text
}

/// What a table shows of a case: for the model, and for each way.
type Row = fn(&Outcome) -> (f64, [f64; WAYS.len()]);

fn write(text: &mut String, outcomes: &[Outcome]) -> std::fmt::Result {
    let tables: [(&str, Row); 3] = [
        ("microseconds per call", |o| (o.function, o.times)),
        ("times as long as the model", |o| (1.0, o.ratios)),
        ("times as long as the closed form", |o| {
            (o.function / o.times[WAYS.len() - 1], o.to_closed_form)
        }),
    ];
    for (title, row) in tables {
        writeln!(text, "{title}")?;
        write!(text, "{:30}{:11}{:>9}", "", "by its", "model")?;
        for way in WAYS {
            write!(text, "{way:>16}")?;
        }
        writeln!(text)?;
        for outcome in outcomes {
            let (function, ways) = row(outcome);
            write!(text, "{:30}{:11}{function:>9.2}", outcome.model, outcome.by)?;
            for way in ways {
                write!(text, "{way:>16.2}")?;
            }
            writeln!(text)?;
        }
        writeln!(text)?;
    }
    let apart = outcomes.iter().map(|o| o.apart).fold(0.0, f32::max);
    writeln!(
        text,
        "model: its value alone, in plain ndarray. `jvp_*`, dual tensors and double backward give value
and tangent; `pushforward_*` and the closed form the tangent alone. `jvp_*` and `pushforward_*` have
kernels of their own for products and `tanh`; the others have ndarray's, with `std`'s `tanh`. f32, one
thread, medians of rounds in turns.
All tangents agree: at most {apart:.0e} apart, relative to the largest element ({TOLERANCE:.0e} is allowed)."
    )
}
