//! How all examples say what came of them: on standard output, and as their exit code.

use std::error::Error;
use std::io::{ErrorKind, Write};
use std::process::{ExitCode, Termination};

/// Writes to standard output; that a reader such as `head` has left is no error.
///
/// # Errors
/// If it can't be written to for another reason.
pub fn print(text: &str) -> Result<(), Box<dyn Error>> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// The exit code of a run; an error goes to standard error, and is a failure.
pub fn exit<T: Termination>(result: Result<T, Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(done) => done.report(),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The exit code where the command line asks for nothing that there is; `help` says what there is.
pub fn misused(problem: &str, help: &str) -> ExitCode {
    eprintln!("error: {problem}\n\n{help}");
    ExitCode::from(2)
}
