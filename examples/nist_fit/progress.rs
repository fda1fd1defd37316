//! Shows how far the run is, on standard error: a bar on a terminal, a line per dataset elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar, or where nobody watches, lines for the log.
pub struct Progress {
    bar: ProgressBar,
    terminal: bool,
    total: usize,
    done: usize,
}

impl Progress {
    /// Of `total` datasets, none is done.
    pub fn new(total: usize) -> Self {
        let style = ProgressStyle::with_template("{bar:28.cyan/blue} {pos:>2}/{len} {msg}")
            .expect("the template is a constant");
        // On anything but a terminal the bar hides itself.
        let bar = ProgressBar::new(total as u64).with_style(style);
        Self {
            bar,
            terminal: std::io::stderr().is_terminal(),
            total,
            done: 0,
        }
    }

    /// The dataset `name` is next.
    pub fn start(&self, name: &str) {
        self.bar.set_message(name.to_owned());
    }

    /// It is done, with this `outcome`.
    pub fn finish(&mut self, name: &str, outcome: &str) {
        self.done += 1;
        self.bar.inc(1);
        if !self.terminal {
            eprintln!("[{:2}/{}] {name}: {outcome}", self.done, self.total);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        // The table takes the bar's place.
        self.bar.finish_and_clear();
    }
}
