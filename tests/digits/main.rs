//! The parts of `examples/digits`, tested in small sizes: the images are those that were published, the
//! slope is that of the loss, forward gradients are as far off as theory says and train a network,
//! what is printed, and the command line.

#[path = "../../examples/digits/dataset.rs"]
mod dataset;
#[path = "../../examples/digits/model.rs"]
mod model;
#[path = "../../examples/digits/options.rs"]
mod options;
#[path = "../../examples/digits/random.rs"]
mod random;
#[path = "../../examples/digits/report.rs"]
mod report;
#[path = "../../examples/digits/speed.rs"]
mod speed;
#[path = "../../examples/digits/train.rs"]
mod train;

mod command_line;
mod images;
mod slopes;
mod training;

use dataset::Digits;
use options::Options;

/// The images that come with the example.
fn digits() -> Digits {
    Digits::read(&Options::default().data).unwrap_or_else(|error| panic!("{error}"))
}

/// The first `count` of them.
fn first(count: usize) -> Digits {
    digits().select(&(0..count).collect::<Vec<_>>())
}
