//! Trains a network on real handwritten digits without backpropagation, by forward gradients.
//!
//! In come 1797 images of 8×8 pixels. Every fourth is held out; on the others an MLP with one hidden
//! layer is trained. Each step takes the slope of the loss in some random directions, one
//! Jacobian-vector product each, and the mean of the directions times their slopes stands in for the
//! gradient (`train.rs` says why it may). No reverse mode is in it, no tape, and no stored activity:
//! all derivatives come from `jvp_loss`, which `#[derive_jvp]` wrote for the network's method `loss`
//! (`model.rs`). Out go the accuracy on the held-out images, times, and two figures as SVG and PNG: the
//! course of the training, and digits with what the network takes them for.
//!
//! ```sh
//! cargo run --release --example digits
//! cargo run --release --example digits -- --last-quarter --out /tmp/figures
//! ```

#[path = "digits/course.rs"]
mod course;
#[path = "digits/dataset.rs"]
mod dataset;
#[path = "shared/drawing.rs"]
mod drawing;
#[path = "digits/gallery.rs"]
mod gallery;
#[path = "digits/model.rs"]
mod model;
#[path = "digits/options.rs"]
mod options;
#[path = "shared/output.rs"]
mod output;
#[path = "digits/progress.rs"]
mod progress;
#[path = "digits/random.rs"]
mod random;
#[path = "digits/report.rs"]
mod report;
#[path = "digits/speed.rs"]
mod speed;
#[path = "digits/train.rs"]
mod train;

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use dataset::Digits;
use options::{Options, Request};
use output::print;
use progress::Progress;

fn main() -> ExitCode {
    match options::parse(std::env::args().skip(1)) {
        Ok(Request::Train(options)) => output::exit(run(&options)),
        Ok(Request::Help) => output::exit(print(options::HELP)),
        Err(problem) => output::misused(&problem, options::HELP),
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let settings = &options.settings;
    let parts = Digits::read(&options.data)?.split(options.held_out);
    drawing::prepare(&options.out)?;
    print(&report::setting(options, &parts))?;

    let mut points = Vec::new();
    let mut progress = Progress::new(settings.steps);
    let start = Instant::now();
    let model = train::train(settings, &parts, |point| {
        progress.reach(point);
        points.push(point);
    });
    let took = start.elapsed();
    drop(progress);

    let last = points[points.len() - 1];
    if !last.loss.is_finite() {
        return Err("the training diverged: try a smaller `--rate`".into());
    }
    let [train, test] = &parts;
    let predicted = model.predict(&test.images);
    let speed = speed::measure(&model, &train::batch(settings, 0, train));
    print(&report::outcome(
        settings, last, took, speed, test, &predicted,
    ))?;

    drawing::write(
        &options.out,
        "course",
        &course::Course::new(&points, settings),
    )?;
    drawing::write(
        &options.out,
        "digits",
        &gallery::Gallery::new(test, &predicted),
    )?;
    print(&format!("figures: {}\n", options.out.display()))?;

    // Another setting may be meant to do worse.
    if options.is_as_measured() && last.test < report::WANTED {
        let wanted = report::WANTED;
        return Err(format!("test accuracy {:.4}, expected {wanted} or more", last.test).into());
    }
    Ok(())
}
