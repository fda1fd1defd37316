//! Products against sums in twice the precision, against ndarray's panics, and against each other.

#[path = "products/counter.rs"]
mod counter;
#[path = "products/exact.rs"]
mod exact;
#[path = "products/samples.rs"]
mod samples;
#[path = "products/tangents.rs"]
mod tangents;
#[cfg(feature = "rayon")]
#[path = "products/threads.rs"]
mod threads;
#[path = "products/values.rs"]
mod values;
