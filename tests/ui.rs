//! What a user sees who makes a mistake: each program in `ui/` but those in `ui/pass` fails to
//! compile with exactly the messages in the `.stderr` file beside it, and those in `ui/pass`
//! compile.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the messages anew; read them before they are
//! committed. The two tests take turns, since they share one build directory.

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*/*.rs");
}
