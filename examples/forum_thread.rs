//! Which way to a Jacobian-vector product is the fastest? A question from a forum, answered.
//!
//! Somebody timed the product for a linear layer, 20 wide, in a batch of 16: by forward mode, which
//! carries tangents along while the program runs; by the double-backward trick, which is reverse mode
//! twice; and by the closed form `u Wᵀ`. There, forward mode took 192 µs, the trick 131 µs, and the
//! closed form 14.6 µs: should forward mode not be the fastest, at little more than the model itself?
//!
//! It is, if it is compiled. Here the same is done side by side in one run, and for a larger layer
//! and an MLP, by the input and by the parameters: `jvp_*` and `pushforward_*`; dual tensors
//! (`dual.rs`); double backward (`double_backward.rs`); the closed form (`closed_form.rs`). The
//! tangents are checked against each other; out go tables of times and ratios, and a bar chart as SVG
//! and PNG. `tests/forum_thread` checks the same ways in small sizes.
//!
//! ```sh
//! cargo run --release --example forum_thread
//! cargo run --release --example forum_thread -- --quick --out /tmp/figures
//! ```

#[path = "forum_thread/cases.rs"]
mod cases;
#[path = "forum_thread/closed_form.rs"]
mod closed_form;
#[path = "forum_thread/double_backward.rs"]
mod double_backward;
#[path = "shared/drawing.rs"]
mod drawing;
#[path = "forum_thread/dual.rs"]
mod dual;
#[path = "forum_thread/figure.rs"]
mod figure;
#[path = "forum_thread/measure.rs"]
mod measure;
#[path = "forum_thread/models.rs"]
mod models;
#[path = "forum_thread/options.rs"]
mod options;
#[path = "shared/output.rs"]
mod output;
#[path = "forum_thread/progress.rs"]
mod progress;
#[path = "forum_thread/report.rs"]
mod report;

use std::error::Error;
use std::process::ExitCode;

use cases::Sizes;
use options::{Options, Request};
use output::print;
use progress::Progress;

/// Those that are measured: the question's layer, a larger one, and a usual small network.
const SIZES: Sizes = Sizes {
    linear: [(16, 20), (32, 100)],
    mlp: (128, [64, 256, 256, 10]),
};

fn main() -> ExitCode {
    match options::parse(std::env::args().skip(1)) {
        Ok(Request::Measure(options)) => output::exit(run(&options)),
        Ok(Request::Help) => output::exit(print(options::HELP)),
        Err(problem) => output::misused(&problem, options::HELP),
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let cases = cases::cases(&SIZES);
    let progress = Progress::new(cases.len() * options.rounds);
    let mut outcomes = Vec::new();
    for case in cases {
        progress.start(&format!("{}, by {}", case.model, case.by));
        outcomes.push(measure::measure(case, options.rounds, || progress.tick())?);
    }
    drop(progress);

    print(&report::tables(&outcomes))?;
    figure::write(&options.out, &outcomes)?;
    for file in figure::FILES {
        print(&format!("figure: {}\n", options.out.join(file).display()))?;
    }
    Ok(())
}
