//! Scalar speed: `jvp_f` as generated, against `f` itself, derivative code written by hand, and the
//! dual numbers of the crate `num-dual`.
//!
//! Each program is a module: the function as a user writes it, the same with its tangent as an
//! expert writes it, and the same over dual numbers. All get the same inputs, and are checked
//! against each other before the clock starts. Criterion measures each for itself; the ratios in
//! the table at the end come from [`contest`], which lets them run in turns.
//!
//! ```sh
//! cargo bench --bench scalar
//! ```

mod contest;
mod horner;
mod lotka_volterra;
mod rosenbrock;

use std::time::Duration;

use criterion::Criterion;

fn main() {
    let mut contests = [
        rosenbrock::contest(),
        lotka_volterra::inline::contest(),
        lotka_volterra::with_rhs::contest(),
        horner::contest(),
    ];

    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_millis(1500))
        .configure_from_args();
    for contest in &mut contests {
        let mut group = criterion.benchmark_group(contest.name);
        for entry in &mut contest.entries {
            group.bench_function(entry.label, |bencher| bencher.iter(|| (entry.run)()));
        }
        group.finish();
    }
    criterion.final_summary();

    // Criterion's own modes without a measurement.
    let measured = |argument: String| argument != "--test" && argument != "--list";
    if std::env::args().all(measured) {
        print!("{}", contest::table(&mut contests));
    }
}

/// Whether `a` and `b` agree to `1e-12`, relative.
fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}
