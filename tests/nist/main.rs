//! The parts of `examples/nist_fit`, tested: the parser on good and bad files, the Jacobians, and
//! the fits against the certified parameters.

#[path = "../../examples/nist_fit/dataset.rs"]
mod dataset;
#[path = "../../examples/nist_fit/fit.rs"]
mod fit;
#[path = "../../examples/nist_fit/models.rs"]
mod models;
#[path = "../../examples/nist_fit/options.rs"]
mod options;
#[path = "../../examples/nist_fit/problem.rs"]
mod problem;

mod bad_files;
mod command_line;
mod fits;
mod good_files;

use std::path::PathBuf;

use dataset::Dataset;
use models::Model;

/// Where the file of the dataset `name` is.
fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data/nist_strd");
    folder.join(name).with_extension("dat")
}

fn read(model: &Model) -> Dataset {
    Dataset::read(&path(model.dataset), model.dataset, model.parameters)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn model(name: &str) -> Model {
    models::MODELS
        .into_iter()
        .find(|model| model.dataset == name)
        .expect("a known dataset")
}
