//! The figure: for each case a group of bars, how many times as long as the function alone each way
//! takes, as SVG and as PNG.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::cases::WAYS;
use crate::drawing::{self, DENSITY, Figure, GRID, INK, MUTED, at, text, title};
use crate::measure::Outcome;

/// As shown, in pixels.
const SIZE: (u32, u32) = (1120, 600);
const HEADER: i32 = 104;
const FOOTER: i32 = 66;
const LEFT: i32 = 76;
const RIGHT: i32 = 24;

/// Ours in blue, the others in colours that also differ in lightness.
const COLORS: [RGBColor; WAYS.len()] = [
    RGBColor(20, 84, 148),
    RGBColor(96, 165, 217),
    RGBColor(250, 178, 84),
    RGBColor(196, 78, 62),
    RGBColor(150, 150, 150),
];

const NAME: &str = "jvp_ways";
/// The names of the files.
pub const FILES: [&str; 2] = ["jvp_ways.svg", "jvp_ways.png"];

/// Writes the [`FILES`] into `folder`.
///
/// # Errors
/// If the folder or a file can't be written.
pub fn write(folder: &Path, outcomes: &[Outcome]) -> Result<(), Box<dyn Error>> {
    drawing::prepare(folder)?;
    drawing::write(folder, NAME, &Bars::new(outcomes))
}

/// What is drawn.
struct Bars<'a> {
    outcomes: &'a [Outcome],
    /// The top of the axis, and the distance of its marks.
    top: f64,
    mark: f64,
}

impl<'a> Bars<'a> {
    fn new(outcomes: &'a [Outcome]) -> Self {
        let ratios = outcomes.iter().flat_map(|outcome| outcome.ratios);
        let highest = ratios.fold(1.0, f64::max);
        // About six marks, at round numbers; above the highest bar there is room for its label.
        let rough = highest / 6.0;
        let power = 10.0_f64.powf(rough.log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
        let mark = steps
            .into_iter()
            .find(|step| *step >= rough)
            .unwrap_or(rough);
        Self {
            outcomes,
            top: (highest * 1.06 / mark).ceil() * mark,
            mark,
        }
    }

    fn draw_header<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let name = "A Jacobian-vector product in five ways";
        area.draw(&Text::new(name, at(24, 16), title(22)))?;
        let note = "Time of a call relative to the model alone (line at 1); the number on a bar is microseconds. f32, one thread.";
        area.draw(&Text::new(note, at(24, 47), text(13, MUTED)))?;

        // The key: a square, then its text.
        let mut x = 24;
        for (way, color) in WAYS.iter().zip(COLORS) {
            let square = [at(x, 76), at(x + 13, 89)];
            area.draw(&Rectangle::new(square, color.filled()))?;
            let style = text(13, INK).pos(Pos::new(HPos::Left, VPos::Center));
            let label = match *way {
                "pushforward_*" => "pushforward_*, tangent only",
                "closed form" => "closed form, tangent only",
                way => way,
            };
            area.draw(&Text::new(label, at(x + 20, 83), style.clone()))?;
            let (width, _) = area.estimate_text_size(label, &style)?;
            x += 20 + width as i32 / DENSITY as i32 + 26;
        }
        Ok(())
    }

    /// Marks, grid lines, and what the axis shows.
    fn draw_axis<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let decimals = usize::from(self.mark < 1.0);
        for mark in 0..=(self.top / self.mark).round() as u32 {
            let value = f64::from(mark) * self.mark;
            self.line(area, value, if mark == 0 { MUTED } else { GRID }, 1)?;
            let style = text(13, INK).pos(Pos::new(HPos::Right, VPos::Center));
            let label = format!("{value:.decimals$}");
            area.draw(&Text::new(label, at(LEFT - 8, self.height(value)), style))?;
        }
        let style = text(14, INK)
            .transform(FontTransform::Rotate270)
            .pos(Pos::new(HPos::Center, VPos::Top));
        let middle = (self.height(0.0) + self.height(self.top)) / 2;
        area.draw(&Text::new(
            "time / time of the model",
            at(16, middle),
            style,
        ))
    }

    /// The bars of one case, and its name.
    fn draw_group<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
        place: usize,
        outcome: &Outcome,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let (from, width) = self.group(place);
        for (way, &ratio) in outcome.ratios.iter().enumerate() {
            let (x, bar) = self.bar(place, way);
            let corners = [
                at(x + 1, self.height(ratio)),
                at(x + bar - 1, self.height(0.0)),
            ];
            area.draw(&Rectangle::new(corners, COLORS[way].filled()))?;
        }
        let below = self.height(0.0);
        let (model, size) = outcome
            .model
            .split_once(", ")
            .unwrap_or((&outcome.model, ""));
        let by = format!("by its {}", outcome.by);
        for (line, (words, color)) in [(model, INK), (size, INK), (&*by, MUTED)]
            .into_iter()
            .enumerate()
        {
            let style = text(12, color).pos(Pos::new(HPos::Center, VPos::Top));
            let y = below + 8 + 18 * line as i32;
            area.draw(&Text::new(words, at(from + width / 2, y), style))?;
        }
        Ok(())
    }

    /// The times over the bars of one case, legible across lines.
    fn draw_numbers<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
        place: usize,
        outcome: &Outcome,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        for (way, (&ratio, &time)) in outcome.ratios.iter().zip(&outcome.times).enumerate() {
            let (x, bar) = self.bar(place, way);
            let y = self.height(ratio);
            let ground = [at(x + 2, y - 13), at(x + bar - 2, y - 1)];
            area.draw(&Rectangle::new(ground, WHITE.filled()))?;
            let style = text(10, INK).pos(Pos::new(HPos::Center, VPos::Bottom));
            area.draw(&Text::new(digits(time), at(x + bar / 2, y - 2), style))?;
        }
        Ok(())
    }

    /// Where a case's group starts, and how wide it is.
    fn group(&self, place: usize) -> (i32, i32) {
        let width = (SIZE.0 as i32 - LEFT - RIGHT) / self.outcomes.len() as i32;
        (LEFT + place as i32 * width, width)
    }

    /// Where a bar starts, and how wide it is.
    fn bar(&self, place: usize, way: usize) -> (i32, i32) {
        let (from, width) = self.group(place);
        let (count, bar) = (WAYS.len() as i32, (width - 20) / WAYS.len() as i32);
        (from + (width - bar * count) / 2 + way as i32 * bar, bar)
    }

    /// A line across all groups.
    fn line<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
        value: f64,
        color: RGBColor,
        width: u32,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let y = self.height(value);
        let ends = [at(LEFT, y), at(SIZE.0 as i32 - RIGHT, y)];
        area.draw(&PathElement::new(ends, color.stroke_width(width * DENSITY)))
    }

    /// Where a value is on the axis.
    fn height(&self, value: f64) -> i32 {
        let bottom = SIZE.1 as i32 - FOOTER;
        bottom - (value / self.top * f64::from(bottom - HEADER)).round() as i32
    }
}

impl Figure for Bars<'_> {
    const SIZE: (u32, u32) = SIZE;

    fn draw<B: DrawingBackend>(
        &self,
        area: DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        area.fill(&WHITE)?;
        self.draw_header(&area)?;
        self.draw_axis(&area)?;
        for (place, outcome) in self.outcomes.iter().enumerate() {
            self.draw_group(&area, place, outcome)?;
        }
        // The model's own height, over the bars but under their numbers.
        self.line(&area, 1.0, INK, 1)?;
        for (place, outcome) in self.outcomes.iter().enumerate() {
            self.draw_numbers(&area, place, outcome)?;
        }
        area.present()
    }
}

/// Two digits at least, without more than a tenth.
fn digits(time: f64) -> String {
    if time < 99.5 {
        format!("{time:.1}")
    } else {
        format!("{time:.0}")
    }
}
