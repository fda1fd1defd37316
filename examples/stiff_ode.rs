//! Two stiff systems of chemistry, solved with their sensitivities by the crate `diffsol`.
//!
//! An implicit solver asks for the Jacobian of the right-hand side times a vector; one that carries
//! the sensitivities `∂y/∂p` along asks for that by the parameters too. Both products come from
//! `#[derive_jvp]`, as `pushforward_*` of the plain right-hand sides in `systems.rs`. The states are
//! compared with published solutions (`systems.rs`), the sensitivities with differences of order 6
//! and with what CVODES prints (`cvodes.rs`). Out go tables, and the solutions as SVG and PNG.
//! `tests/stiff_ode` does the same with a coarser tolerance.
//!
//! ```sh
//! cargo run --release --features stiff-ode --example stiff_ode
//! cargo run --release --features stiff-ode --example stiff_ode -- --tolerance 1e-6 --out /tmp/figures
//! ```

#[path = "stiff_ode/compare.rs"]
mod compare;
#[path = "stiff_ode/cvodes.rs"]
mod cvodes;
#[path = "shared/drawing.rs"]
mod drawing;
#[path = "stiff_ode/figure.rs"]
mod figure;
#[path = "stiff_ode/options.rs"]
mod options;
#[path = "shared/output.rs"]
mod output;
#[path = "stiff_ode/report.rs"]
mod report;
#[path = "stiff_ode/solve.rs"]
mod solve;
#[path = "stiff_ode/systems.rs"]
mod systems;

use std::error::Error;
use std::process::ExitCode;

use options::{Options, Request};
use output::print;

fn main() -> ExitCode {
    match options::parse(std::env::args().skip(1)) {
        Ok(Request::Solve(options)) => output::exit(run(&options)),
        Ok(Request::Help) => output::exit(print(options::HELP)),
        Err(problem) => output::misused(&problem, options::HELP),
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut comparisons = Vec::new();
    for system in &systems::SYSTEMS {
        let comparison = compare::compare(system, options.tolerance)?;
        print(&report::tables(&comparison))?;
        comparisons.push(comparison);
    }
    figure::write(&options.out, &comparisons)?;
    for file in figure::FILES {
        print(&format!("figure: {}\n", options.out.join(file).display()))?;
    }
    match comparisons
        .iter()
        .find(|c| c.falls_short(options.tolerance))
    {
        Some(short) => Err(format!(
            "{}: fewer digits than the tolerance promises",
            short.system.name
        )
        .into()),
        None => Ok(()),
    }
}
