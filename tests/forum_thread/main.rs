//! The parts of `examples/forum_thread`, tested in small sizes: all ways give the same tangent, a way
//! that does not is named, and the command line.

#[path = "../../examples/forum_thread/cases.rs"]
mod cases;
#[path = "../../examples/forum_thread/closed_form.rs"]
mod closed_form;
#[path = "../../examples/forum_thread/double_backward.rs"]
mod double_backward;
#[path = "../../examples/forum_thread/dual.rs"]
mod dual;
#[path = "../../examples/forum_thread/measure.rs"]
mod measure;
#[path = "../../examples/forum_thread/models.rs"]
mod models;
#[path = "../../examples/forum_thread/options.rs"]
mod options;
#[path = "../../examples/forum_thread/report.rs"]
mod report;

mod agreement;
mod command_line;
