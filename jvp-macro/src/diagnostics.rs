//! Errors of one phase, collected.
//!
//! A phase reports as many mistakes as it finds; `Errors::finish` then either lets the pipeline
//! go on or hands all of them over. A collector that is dropped without being looked at panics,
//! so that no phase can lose a message.

use proc_macro2::Span;
use std::cell::{Cell, RefCell};

/// A collector of spanned errors.
#[derive(Default)]
pub struct Errors {
    list: RefCell<Vec<syn::Error>>,
    looked_at: Cell<bool>,
    failed: Cell<bool>,
}

/// An error in the house's form.
pub fn error(
    span: Span,
    message: impl std::fmt::Display,
    help: impl std::fmt::Display,
) -> syn::Error {
    syn::Error::new(span, format!("{message}\n= help: {help}"))
}

impl Errors {
    /// Adds `message` at `span`, and `help`, which says what to write instead.
    pub fn add(&self, span: Span, message: impl std::fmt::Display, help: impl std::fmt::Display) {
        self.push(error(span, message, help));
    }

    /// Ends in failure without a message: for mistakes that rustc is sure to report in the
    /// original function.
    pub fn fail(&self) {
        self.failed.set(true);
    }

    /// Adds an error made elsewhere. One message per place is enough: a second one there is
    /// almost always a consequence of the first.
    pub fn push(&self, error: syn::Error) {
        let mut list = self.list.borrow_mut();
        let same = |e: &syn::Error| {
            e.to_string() == error.to_string()
                && format!("{:?}", e.span()) == format!("{:?}", error.span())
        };
        if !list.iter().any(same) {
            list.push(error);
        }
    }

    /// Whether a mistake has been found.
    pub fn any(&self) -> bool {
        !self.list.borrow().is_empty()
    }

    /// Ends the phase.
    pub fn finish(self) -> Result<(), Vec<syn::Error>> {
        self.looked_at.set(true);
        let list = self.list.take();
        if list.is_empty() && !self.failed.get() {
            Ok(())
        } else {
            Err(list)
        }
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.looked_at.get(), "a phase dropped its errors unseen");
        }
    }
}
