//! Shows how far the training is, on standard error: a bar on a terminal, now and then a line elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use crate::train::{POINTS, Point};

/// A bar, or where nobody watches, lines for the log.
pub struct Progress {
    bar: ProgressBar,
    terminal: bool,
    seen: usize,
}

impl Progress {
    /// Of so many steps, none is done.
    pub fn new(steps: usize) -> Self {
        let style =
            ProgressStyle::with_template("{bar:28.cyan/blue} {pos}/{len} {msg} ({eta} left)")
                .expect("the template is a constant");
        // On anything but a terminal the bar hides itself.
        Self {
            bar: ProgressBar::new(steps as u64).with_style(style),
            terminal: std::io::stderr().is_terminal(),
            seen: 0,
        }
    }

    /// The training is here.
    pub fn reach(&mut self, point: Point) {
        let message = format!("loss {:.3}", point.loss);
        if !self.terminal && self.seen.is_multiple_of(POINTS / 10) {
            eprintln!("step {}: {message}", point.step);
        }
        self.bar.set_message(message);
        self.bar.set_position(point.step as u64);
        self.seen += 1;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        // The report takes the bar's place.
        self.bar.finish_and_clear();
    }
}
