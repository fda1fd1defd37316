//! `check_jvp!` as a user has it: right JVPs pass in every form of argument and result, planted
//! faults are found where they are, and what can't be told is said.

mod right;
mod unclear;
mod wrong;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the check panics with.
fn message(check: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(check)).expect_err("the check passes");
    *payload
        .downcast::<String>()
        .expect("a message that was formatted")
}
