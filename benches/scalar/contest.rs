//! Several ways to compute the same thing, timed in turns.
//!
//! On a shared machine the clock speed and the neighbours change from one second to the next. Taking
//! turns every fraction of a millisecond and comparing within a round cancels that; the median over
//! the rounds forgets the rounds that were interrupted.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

/// Rounds, each of which times every entry once.
const ROUNDS: usize = 401;
/// How long a turn of the first entry takes, in nanoseconds.
const TURN: f64 = 200_000.0;

/// The labels that [`Contest::new`] expects, in this order.
const LABELS: [&str; 5] = ["f", "jvp_f", "by hand", "num-dual", "pushforward_f"];

/// One way to compute it.
pub struct Entry {
    /// Who runs.
    pub label: &'static str,
    /// One call, inputs and result hidden from the optimiser.
    pub run: Box<dyn FnMut()>,
}

/// A run that calls `f` and hides the result from the optimiser; `f` hides its inputs itself.
pub fn run<T>(mut f: impl FnMut() -> T + 'static) -> Box<dyn FnMut()> {
    Box::new(move || {
        black_box(f());
    })
}

/// The ways to compute one program.
pub struct Contest {
    /// The program.
    pub name: &'static str,
    /// `f`, `jvp_f`, by hand, `num-dual`, `pushforward_f`.
    pub entries: Vec<Entry>,
}

impl Contest {
    /// The runs in the order of the table: `f`, `jvp_f`, by hand, `num-dual`, `pushforward_f`.
    pub fn new(name: &'static str, runs: [Box<dyn FnMut()>; 5]) -> Self {
        let entries = LABELS
            .into_iter()
            .zip(runs)
            .map(|(label, run)| Entry { label, run });
        Self {
            name,
            entries: entries.collect(),
        }
    }

    /// Nanoseconds per call: a round per row, an entry per column.
    fn rounds(&mut self) -> Vec<[f64; LABELS.len()]> {
        let calls = (TURN / time(&mut self.entries[0], 100)).ceil().max(1.0) as u32;
        let mut rounds = vec![[0.0; LABELS.len()]; ROUNDS];
        for (round, times) in rounds.iter_mut().enumerate() {
            // Another one begins each time: the first after a pause is slower.
            for turn in 0..LABELS.len() {
                let entry = (round + turn) % LABELS.len();
                times[entry] = time(&mut self.entries[entry], calls);
            }
        }
        rounds
    }
}

fn time(entry: &mut Entry, calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        (entry.run)();
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

/// Times all contests; a row for each, with medians of times and of the ratios within a round.
pub fn table(contests: &mut [Contest]) -> String {
    let mut text = String::new();
    write(&mut text, contests).expect("writing to a string can't fail");
    text
}

fn write(text: &mut String, contests: &mut [Contest]) -> std::fmt::Result {
    let [f, jvp, hand, dual, pushforward] = LABELS;
    writeln!(
        text,
        "\nmedians over {ROUNDS} rounds in turns; nanoseconds per call, ratios of `jvp_f`"
    )?;
    writeln!(
        text,
        "{:26}{f:>9} {jvp:>9} {hand:>9} {dual:>9} {pushforward:>14} {:>9} {:>10} {:>12}",
        "", "jvp/f", "jvp/hand", "jvp/num-dual"
    )?;
    for contest in contests {
        let rounds = contest.rounds();
        let time = |entry: usize| median(rounds.iter().map(|round| round[entry]));
        let ratio = |entry: usize| median(rounds.iter().map(|round| round[1] / round[entry]));
        write!(text, "{:26}", contest.name)?;
        write!(
            text,
            "{:9.1} {:9.1} {:9.1} {:9.1} {:14.1} ",
            time(0),
            time(1),
            time(2),
            time(3),
            time(4)
        )?;
        writeln!(text, "{:9.3} {:10.3} {:12.3}", ratio(0), ratio(2), ratio(3))?;
    }
    Ok(())
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
