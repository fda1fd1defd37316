//! Reads the images, and holds a quarter of them out.
//!
//! In comes the text of `examples/data/digits/digits.txt`; out come [`Digits`] with as many labels as
//! images and pixels between 0 and 1, or an error that names the file, the line, and what was
//! expected there.

use std::path::Path;

use ndarray::{Array2, Axis};

/// The side of an image.
pub const SIDE: usize = 8;
/// The number of classes.
pub const CLASSES: usize = 10;
const PIXELS: usize = SIDE * SIDE;
/// What stands for a pixel that is ink all over.
const BLACKEST: u32 = 16;

/// Images with the digits that they show.
#[derive(Clone, Debug, PartialEq)]
pub struct Digits {
    /// An image a row, its pixels row by row: 0 is white, 1 is black.
    pub images: Array2<f64>,
    /// What was written.
    pub labels: Vec<usize>,
}

/// Which quarter is held out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldOut {
    /// Every fourth image.
    EveryFourth,
    /// The last quarter of the file.
    LastQuarter,
}

impl Digits {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// If the file can't be read, or a line is not an image.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: cannot be read: {error}", path.display()))?;
        Self::parse(&text).map_err(|problem| format!("{}:{problem}", path.display()))
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// If a line is not an image, or there are fewer than four. The message begins with the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            let problem = |problem: String| format!("{number}: {problem}");
            let (image, label) = line.split_once(' ').ok_or_else(|| {
                problem(format!(
                    "expected an image, a space and a digit, found `{line}`"
                ))
            })?;
            let before = pixels.len();
            for character in image.chars() {
                let shade = character.to_digit(BLACKEST + 1).ok_or_else(|| {
                    problem(format!(
                        "expected a pixel from `0` to `g`, found `{character}`"
                    ))
                })?;
                pixels.push(f64::from(shade) / f64::from(BLACKEST));
            }
            let found = pixels.len() - before;
            if found != PIXELS {
                return Err(problem(format!("expected {PIXELS} pixels, found {found}")));
            }
            let label = label.parse().ok().filter(|&label| label < CLASSES);
            labels.push(label.ok_or_else(|| {
                problem("expected a digit from 0 to 9 behind the image".to_owned())
            })?);
        }
        if labels.len() < 4 {
            return Err(format!(
                "1: expected four images or more, found {}",
                labels.len()
            ));
        }
        let images = Array2::from_shape_vec((labels.len(), PIXELS), pixels)
            .expect("every image was counted");
        Ok(Self { images, labels })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Those at the given places, in that order.
    pub fn select(&self, places: &[usize]) -> Self {
        Self {
            images: self.images.select(Axis(0), places),
            labels: places.iter().map(|&place| self.labels[place]).collect(),
        }
    }

    /// Those to train on, and those to test on.
    pub fn split(&self, held_out: HeldOut) -> [Self; 2] {
        let count = self.len();
        let (test, train): (Vec<_>, Vec<_>) = (0..count).partition(|place| match held_out {
            HeldOut::EveryFourth => place % 4 == 3,
            HeldOut::LastQuarter => *place >= count - count / 4,
        });
        [self.select(&train), self.select(&test)]
    }
}
