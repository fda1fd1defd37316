//! The vector functions of `jvp-runtime/src/lane/fast` against correctly rounded values.
//!
//! `narrow` holds `f32` to `f64`, over all 2³² arguments in the test that is ignored by default;
//! `wide` holds `f64` to values of 60 digits, which `reference.py` has computed; `special` holds
//! both to `std` at zeros, infinities, NaN and the ends of domains, one and two arguments; `rules`
//! holds the factors and parts of tangents to those of the exact lanes. All of it with and without
//! fused multiply-adds. That loops over them are vector code is a test of `tests/assembly`.
//!
//! The exhaustive run, with the largest errors printed:
//! `cargo test --release --test ulp -- --ignored --nocapture`.

mod functions;
mod narrow;
mod rules;
mod special;
mod ulp;
mod wide;
