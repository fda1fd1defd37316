//! The table: digits reached, iterations and evaluations, from both starts, with either Jacobian.

use std::fmt::Write;

use crate::dataset::Dataset;
use crate::fit::Fit;

/// What a fit from start 2 has to reach.
pub const WANTED_DIGITS: f64 = 8.0;

/// The four fits of a dataset.
pub struct Row {
    /// The problem.
    pub data: Dataset,
    /// From start 1 and start 2, with Jacobians by `jvp_*`.
    pub jvp: [Fit; 2],
    /// The same with finite differences.
    pub differences: [Fit; 2],
}

impl Row {
    /// Whether the fit from start 2 falls short.
    pub fn falls_short(&self) -> bool {
        self.jvp[1].digits < WANTED_DIGITS
    }
}

/// The table with its legend, notes on fits that failed, and a verdict in the last line.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    write(&mut text, rows).expect("writing to a string can't fail");
    text
}

fn write(text: &mut String, rows: &[Row]) -> std::fmt::Result {
    let start = "digits iter evals";
    writeln!(
        text,
        "{:27}{:^42}  by finite differences",
        "", "Jacobian by `jvp_*`"
    )?;
    writeln!(
        text,
        "{:27}{:^18} {:^18} {:9}{:^18} {:>13}",
        "", "start 1", "start 2", "", "start 1", "start 2"
    )?;
    writeln!(
        text,
        "{:10}{:8}{:>2} {:>4}  {start:>18} {start:>18} {:>4}    {start:>18} {start:>18}",
        "dataset", "level", "n", "m", "rss"
    )?;
    for row in rows {
        let data = &row.data;
        let (level, n, m) = (
            data.level.to_lowercase(),
            data.certified.len(),
            data.x.len(),
        );
        write!(text, "{:10}{level:8}{n:2} {m:4}  ", data.name)?;
        let [first, second] = &row.jvp;
        write!(
            text,
            "{} {} {:4.1}    ",
            cells(first),
            cells(second),
            second.rss_digits
        )?;
        let [first, second] = &row.differences;
        writeln!(text, "{} {}", cells(first), cells(second))?;
    }
    writeln!(
        text,
        "\nn parameters, m observations. digits: -log10 of the relative error of the worst parameter (of the
residual sum of squares under `rss`), at most the 11 digits certified; a certified value is itself
rounded, which shows above 10.3. iter: Jacobians. evals: sweeps of the model over the data, a sweep
with a tangent counted once. Both Jacobians drive the same solver to the same tolerances, and the
same Gauss-Newton steps after it."
    )?;
    for row in rows {
        for (fits, by) in [
            (&row.jvp, "`jvp_*`"),
            (&row.differences, "finite differences"),
        ] {
            for (start, fit) in (1..).zip(fits) {
                if let Some(failure) = &fit.failure {
                    writeln!(text, "{}, start {start}, by {by}: {failure}", row.data.name)?;
                } else if fit.digits < 1.0 {
                    writeln!(
                        text,
                        "{}, start {start}, by {by}: ended elsewhere",
                        row.data.name
                    )?;
                }
            }
        }
    }
    let good = rows.iter().filter(|row| !row.falls_short()).count();
    write!(
        text,
        "\n{good} of {} reach {WANTED_DIGITS} certified digits or more from start 2 with `jvp_*`",
        rows.len()
    )?;
    let by_start_2 = |a: &&Row, b: &&Row| a.jvp[1].digits.total_cmp(&b.jvp[1].digits);
    if let Some(lowest) = rows.iter().min_by(by_start_2) {
        write!(
            text,
            "; the least is {:.1} ({})",
            lowest.jvp[1].digits, lowest.data.name
        )?;
    }
    writeln!(text)
}

fn cells(fit: &Fit) -> String {
    format!(
        "{:7.1} {:4} {:5}",
        fit.digits, fit.iterations, fit.evaluations
    )
}
