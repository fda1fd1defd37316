//! Shows how far the run is, on standard error: a bar on a terminal, a line per case elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar, or where nobody watches, lines for the log.
pub struct Progress {
    bar: ProgressBar,
    terminal: bool,
}

impl Progress {
    /// Of so many rounds in all, none is done.
    pub fn new(rounds: usize) -> Self {
        let style = ProgressStyle::with_template("{bar:28.cyan/blue} {percent:>3}% {msg}")
            .expect("the template is a constant");
        // On anything but a terminal the bar hides itself.
        Self {
            bar: ProgressBar::new(rounds as u64).with_style(style),
            terminal: std::io::stderr().is_terminal(),
        }
    }

    /// The case `name` is next.
    pub fn start(&self, name: &str) {
        if self.terminal {
            self.bar.set_message(name.to_owned());
        } else {
            eprintln!("measuring {name}");
        }
    }

    /// A round is done.
    pub fn tick(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        // The table takes the bar's place.
        self.bar.finish_and_clear();
    }
}
