//! Fits NIST's reference datasets with exact Jacobians and compares with the certified parameters.
//!
//! In come 14 files of measured data, each with a model, two starting points, and parameters
//! certified to 11 digits. Each is fitted from both starts by Levenberg-Marquardt, with Jacobians
//! from the functions that `#[derive_jvp]` wrote and again with finite differences. Out go a table
//! of the digits reached and, per dataset, a figure as SVG and PNG.
//!
//! ```sh
//! cargo run --release --example nist_fit
//! cargo run --release --example nist_fit -- Thurber --out /tmp/figures
//! ```

#[path = "nist_fit/dataset.rs"]
mod dataset;
#[path = "shared/drawing.rs"]
mod drawing;
#[path = "nist_fit/figure.rs"]
mod figure;
#[path = "nist_fit/fit.rs"]
mod fit;
#[path = "nist_fit/models.rs"]
mod models;
#[path = "nist_fit/options.rs"]
mod options;
#[path = "shared/output.rs"]
mod output;
#[path = "nist_fit/problem.rs"]
mod problem;
#[path = "nist_fit/progress.rs"]
mod progress;
#[path = "nist_fit/report.rs"]
mod report;

use std::error::Error;
use std::process::ExitCode;

use dataset::{BadFile, Dataset};
use fit::fit;
use models::Model;
use options::{Options, Request};
use output::print;
use problem::Derivatives;
use progress::Progress;
use report::Row;

fn main() -> ExitCode {
    let options = match options::parse(std::env::args().skip(1)) {
        Ok(Request::Fit(options)) => options,
        Ok(Request::Help) => return output::exit(print(options::HELP)),
        Err(problem) => return output::misused(&problem, options::HELP),
    };
    let datasets = match read_all(&options) {
        Ok(datasets) => datasets,
        Err(bad) => {
            for file in bad {
                eprintln!("error: {file}");
            }
            return ExitCode::FAILURE;
        }
    };
    output::exit(run(&options, datasets))
}

/// Reads every file before the first fit, so that one run shows every bad one.
fn read_all(options: &Options) -> Result<Vec<(Model, Dataset)>, Vec<BadFile>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for &model in &options.models {
        let path = options.data.join(model.dataset).with_extension("dat");
        match Dataset::read(&path, model.dataset, model.parameters) {
            Ok(dataset) => good.push((model, dataset)),
            Err(file) => bad.push(file),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

fn run(options: &Options, datasets: Vec<(Model, Dataset)>) -> Result<ExitCode, Box<dyn Error>> {
    drawing::prepare(&options.out)?;
    let mut progress = Progress::new(datasets.len());
    let mut rows = Vec::new();
    for (model, data) in datasets {
        progress.start(&data.name);
        let both = |by| [0, 1].map(|start| fit(&model, &data, &data.starts[start], by));
        let (jvp, differences) = (both(Derivatives::Jvp), both(Derivatives::Differences));
        figure::write(&options.out, &model, &data, &jvp[1])?;
        let digits = format!("{:.1} digits from start 2", jvp[1].digits);
        progress.finish(&data.name, &digits);
        rows.push(Row {
            data,
            jvp,
            differences,
        });
    }
    drop(progress);

    print(&report::table(&rows))?;
    print(&format!("figures: {}\n", options.out.display()))?;
    let short = rows.iter().any(Row::falls_short);
    Ok(if short {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
