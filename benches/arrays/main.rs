//! Speed of array programs: `jvp_f` as generated, against `f` itself in plain ndarray and against
//! value and tangent written by hand with the same kernels.
//!
//! Each workload is a module: the function as a user writes it, the same with its tangent as an
//! expert writes it, and inputs. All ways get the same inputs, and are checked against each other
//! and against differences before the clock starts. Criterion measures each for itself; times and
//! ratios in the tables at the end come from [`table`], which lets them run in turns. Words
//! on the command line select workloads by name; `--table` leaves criterion out.
//!
//! ```sh
//! cargo bench --bench arrays
//! cargo bench --bench arrays -- attention
//! cargo bench --bench arrays -- --table LSTM
//! ```

mod allocations;
mod attention;
mod chain;
mod contest;
mod cross_entropy;
mod feed_forward;
mod inputs;
mod kalman;
mod least;
mod linear;
mod lstm;
mod mlp;
mod table;
mod workloads;

use std::time::Duration;

use criterion::Criterion;
use workloads::Workload;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (flags, names): (Vec<_>, Vec<_>) = words.iter().partition(|word| word.starts_with("--"));
    // A word may also name one way to compute it, as criterion does: `NAME/jvp_f`.
    let asked = |workload: &&Workload| {
        let name = workload.name;
        let selects = |word: &&String| name.contains(word.as_str()) || word.starts_with(name);
        names.is_empty() || names.iter().any(selects)
    };
    let workloads: Vec<&Workload> = workloads::ALL.iter().filter(asked).collect();
    if !flags.iter().any(|flag| *flag == "--table") {
        compare_with_criterion(&workloads);
    }
    // Criterion's own modes do not measure.
    if flags
        .iter()
        .all(|flag| ["--bench", "--table"].contains(&flag.as_str()))
    {
        print!("{}", table::tables(&workloads));
    }
}

fn compare_with_criterion(workloads: &[&Workload]) {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1000))
        .sample_size(20)
        .configure_from_args();
    for workload in workloads {
        let mut group = criterion.benchmark_group(workload.name);
        for entry in &mut (workload.contest)().entries {
            group.bench_function(entry.who.label(), |bencher| bencher.iter(|| (entry.run)()));
        }
        group.finish();
    }
    criterion.final_summary();
}
