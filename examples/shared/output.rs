//! What all examples write to standard output.

use std::error::Error;
use std::io::{ErrorKind, Write};

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
