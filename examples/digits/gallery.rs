//! Held-out digits with what the network takes them for: first those that it gets wrong.

use ndarray::ArrayView1;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::dataset::{Digits, SIDE};
use crate::drawing::{DENSITY, Figure, INK, MUTED, at, text, title};

const COLUMNS: usize = 12;
const ROWS: usize = 5;
const HEADER: i32 = 92;
const MARGIN: i32 = 24;
/// An image with its caption, and the room around them.
const CELL: (i32, i32) = (76, 100);
/// A pixel of an image.
const PIXEL: i32 = 8;
const WRONG: RGBColor = RGBColor(196, 78, 62);

/// Digits, to be drawn.
pub struct Gallery<'a> {
    digits: &'a Digits,
    predicted: &'a [usize],
    /// The places of those that are shown.
    shown: Vec<usize>,
}

impl<'a> Gallery<'a> {
    /// Of these images, for which this was predicted.
    pub fn new(digits: &'a Digits, predicted: &'a [usize]) -> Self {
        let (wrong, right): (Vec<_>, Vec<_>) =
            (0..digits.len()).partition(|&place| predicted[place] != digits.labels[place]);
        Self {
            digits,
            predicted,
            shown: wrong
                .into_iter()
                .chain(right)
                .take(COLUMNS * ROWS)
                .collect(),
        }
    }

    fn draw_header<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let name = "What the network takes them for";
        area.draw(&Text::new(name, at(MARGIN, 16), title(24)))?;
        let pairs = self.predicted.iter().zip(&self.digits.labels);
        let wrong = pairs.filter(|(guess, label)| guess != label).count();
        let note = format!(
            "Of {} held-out digits, {wrong} are mistaken. Those are framed, and come first.",
            self.digits.len()
        );
        area.draw(&Text::new(note, at(MARGIN, 54), text(14, MUTED)))
    }

    fn draw_digit<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
        cell: usize,
        place: usize,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let (column, row) = ((cell % COLUMNS) as i32, (cell / COLUMNS) as i32);
        let (x, y) = (MARGIN + column * CELL.0 + 6, HEADER + row * CELL.1);
        draw_image(area, (x, y), self.digits.images.row(place))?;

        let (guess, label) = (self.predicted[place], self.digits.labels[place]);
        let (caption, color) = if guess == label {
            (guess.to_string(), INK)
        } else {
            (format!("{guess}, not {label}"), WRONG)
        };
        let side = SIDE as i32 * PIXEL;
        let (frame, width) = if guess == label {
            (MUTED, 1)
        } else {
            (WRONG, 3)
        };
        let corners = [at(x, y), at(x + side, y + side)];
        area.draw(&Rectangle::new(
            corners,
            frame.stroke_width(width * DENSITY),
        ))?;
        let style = text(13, color).pos(Pos::new(HPos::Center, VPos::Top));
        area.draw(&Text::new(caption, at(x + side / 2, y + side + 6), style))
    }
}

impl Figure for Gallery<'_> {
    const SIZE: (u32, u32) = (
        (2 * MARGIN + COLUMNS as i32 * CELL.0) as u32,
        (HEADER + ROWS as i32 * CELL.1 + 8) as u32,
    );

    fn draw<B: DrawingBackend>(
        &self,
        area: DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        area.fill(&WHITE)?;
        self.draw_header(&area)?;
        for (cell, &place) in self.shown.iter().enumerate() {
            self.draw_digit(&area, cell, place)?;
        }
        area.present()
    }
}

/// The pixels, the darker the more ink.
fn draw_image<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    (x, y): (i32, i32),
    image: ArrayView1<f64>,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    for (index, &ink) in image.iter().enumerate() {
        let (left, top) = ((index % SIDE) as i32 * PIXEL, (index / SIDE) as i32 * PIXEL);
        let corners = [at(x + left, y + top), at(x + left + PIXEL, y + top + PIXEL)];
        let grey = (255.0 * (1.0 - ink)).round() as u8;
        area.draw(&Rectangle::new(
            corners,
            RGBColor(grey, grey, grey).filled(),
        ))?;
    }
    Ok(())
}
