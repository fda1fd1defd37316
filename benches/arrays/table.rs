//! The tables: times and ratios of a run in turns, and allocations in the steady state.
//!
//! On a shared machine the clock speed and the neighbours change from one second to the next. Taking
//! turns and comparing within a round cancels that; the median over the rounds forgets the rounds
//! that were interrupted.

use std::fmt::Write;
use std::time::Instant;

use crate::allocations;
use crate::contest::{Contest, Who};
use crate::workloads::Workload;

/// How long the turn of a quick entry takes, in microseconds; a slow one has one call a turn. A shorter
/// turn would count what an entry leaves to the next one: after scalar code, such as `f` is, wide
/// vectors are slow for a while.
const TURN: f64 = 3000.0;
/// How long the rounds of a workload take together, in microseconds.
const TOTAL: f64 = 6e6;
/// How many rounds there are at least, and at most.
const ROUNDS: (f64, f64) = (15.0, 401.0);

/// The times of one workload: microseconds per call, a round per row, an entry per column.
struct Times<'a> {
    workload: &'a Workload,
    contest: Contest,
    /// How often `jvp_f` and `jvp_f_into` ask for memory once they have run for a while.
    allocations: String,
    rounds: Vec<Vec<f64>>,
    /// What it takes at least, by the round.
    least: Vec<Option<f64>>,
}

impl<'a> Times<'a> {
    fn take(workload: &'a Workload) -> Self {
        let mut contest = (workload.contest)();
        let [jvp, into] = [Who::Jvp, Who::Into].map(|who| allocated(&mut contest, who));
        let allocations = format!("{jvp} of {} / {into}", contest.results.0);
        let calls: Vec<u32> = contest
            .entries
            .iter_mut()
            .map(|entry| {
                time(&mut entry.run, 1);
                (TURN / time(&mut entry.run, 3)).ceil().max(1.0) as u32
            })
            .collect();
        let (mut rounds, mut least) = (Vec::new(), Vec::new());
        let start = Instant::now();
        let mut count = ROUNDS.1;
        while (rounds.len() as f64) < count {
            let mut times = vec![0.0; calls.len()];
            for turn in 0..calls.len() {
                // Another one begins each time: the first after a pause is slower.
                let entry = (rounds.len() + turn) % calls.len();
                let run = &mut contest.entries[entry].run;
                // What another one left in the caches is not counted.
                run();
                times[entry] = time(run, calls[entry]);
            }
            rounds.push(times);
            least.push(workload.least.measure());
            let each = start.elapsed().as_micros() as f64 / rounds.len() as f64;
            count = (TOTAL / each).clamp(ROUNDS.0, ROUNDS.1);
        }
        Self {
            workload,
            contest,
            allocations,
            rounds,
            least,
        }
    }

    fn column(&self, who: Who) -> Option<usize> {
        self.contest
            .entries
            .iter()
            .position(|entry| entry.who == who)
    }

    fn time(&self, who: Who) -> Option<f64> {
        let column = self.column(who)?;
        Some(median(self.rounds.iter().map(|round| round[column])))
    }

    /// What it takes at least, as a share of another time.
    fn least(&self, b: Who) -> Option<f64> {
        let b = self.column(b)?;
        let shares = self.rounds.iter().zip(&self.least);
        let shares: Option<Vec<f64>> = shares
            .map(|(round, least)| Some((*least)? / round[b]))
            .collect();
        Some(median(shares?.into_iter()))
    }

    fn ratio(&self, a: Who, b: Who) -> Option<f64> {
        let (a, b) = (self.column(a)?, self.column(b)?);
        Some(median(self.rounds.iter().map(|round| round[a] / round[b])))
    }
}

fn time(run: &mut impl FnMut(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        run();
    }
    start.elapsed().as_nanos() as f64 / 1000.0 / f64::from(calls)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Times all workloads and writes the tables.
pub fn tables(workloads: &[&Workload]) -> String {
    let all: Vec<Times<'_>> = workloads
        .iter()
        .map(|workload| Times::take(workload))
        .collect();
    let mut text = String::new();
    write(&mut text, &all).expect("writing to a string can't fail");
    text
}

fn write(text: &mut String, all: &[Times<'_>]) -> std::fmt::Result {
    writeln!(
        text,
        "\nmicroseconds per call on one thread; medians of rounds in turns\n"
    )?;
    writeln!(
        text,
        "{:36}{:>10} {:>10} {:>11} {:>10} {:>10} {:>9} {:>11}",
        "", "f", "jvp_f", "jvp_f_into", "by hand", "JAX*", "jvp/JAX*", "allocations"
    )?;
    for times in all {
        let us = |who| cell(times.time(who), 1);
        let jax = times.workload.jax;
        let share = jax.zip(times.time(Who::Jvp)).map(|(jax, jvp)| jvp / jax);
        writeln!(
            text,
            "{:36}{:>10} {:>10} {:>11} {:>10} {:>10} {:>9} {:>11}",
            times.workload.name,
            us(Who::Function),
            us(Who::Jvp),
            us(Who::Into),
            us(Who::ByHand),
            cell(jax, 1),
            cell(share, 2),
            times.allocations,
        )?;
    }
    writeln!(
        text,
        "* JAX jitted on one thread of another machine of this kind, on another day: not of this run.\n\
         allocations: in the steady state, of `jvp_f`, of as many arrays that it returns; of `jvp_f_into`."
    )?;

    writeln!(
        text,
        "\nratios within a round, the goal, and what this machine needs at least: the multiply-adds at its\n\
         peak, or a copy of what is read and written; below that no code can get\n"
    )?;
    writeln!(
        text,
        "{:36}{:>32} {:>8} {:>8} {:>8}",
        "", "ratio", "measured", "goal", "least"
    )?;
    for times in all {
        for &(a, b, goal) in times.workload.goals {
            let Some(ratio) = times.ratio(a, b) else {
                continue;
            };
            let least = (b == Who::Function).then(|| times.least(b)).flatten();
            let verdict = match least {
                _ if ratio <= goal => "",
                Some(least) if least > goal => "  out of reach",
                _ => "  missed",
            };
            let names = format!("{} / {}", a.label(), b.label());
            writeln!(
                text,
                "{:36}{names:>32} {ratio:8.3} {goal:8.2} {:>8}{verdict}",
                times.workload.name,
                cell(least, 3)
            )?;
        }
        if let Some(ratio) = times.ratio(Who::Pushforward, Who::Dot) {
            let names = format!("{} / {}", Who::Pushforward.label(), Who::Dot.label());
            writeln!(
                text,
                "{:36}{names:>32} {ratio:8.3} {:>8} {:>8}",
                times.workload.name, "-", "-"
            )?;
        }
    }
    Ok(())
}

fn allocated(contest: &mut Contest, who: Who) -> String {
    let Some(entry) = contest.entry(who) else {
        return "-".to_owned();
    };
    // What the checks have left in the pool is used up first.
    for _ in 0..40 {
        (entry.run)();
    }
    allocations::of(&mut entry.run).count.to_string()
}

fn cell(value: Option<f64>, digits: usize) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.digits$}"))
}
