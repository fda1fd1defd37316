//! One figure per dataset: observations, the certified curve and the fitted one, and under them the
//! residuals, as SVG and as PNG.

use std::error::Error;
use std::path::Path;

use plotters::coord::{Shift, types::RangedCoordf64};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::dataset::Dataset;
use crate::drawing::{self, DENSITY, Figure, GRID, INK, MUTED, at, text, title};
use crate::fit::Fit;
use crate::models::Model;

/// As shown, in pixels.
const SIZE: (u32, u32) = (960, 720);
const HEADER: u32 = 84;
const SAMPLES: usize = 600;

const OBSERVED: RGBColor = RGBColor(31, 105, 170);
const CERTIFIED: RGBColor = RGBColor(250, 178, 84);

/// Writes `NAME.svg` and `NAME.png` into `folder`.
///
/// # Errors
///
/// If a file can't be written.
pub fn write(
    folder: &Path,
    model: &Model,
    data: &Dataset,
    fit: &Fit,
) -> Result<(), Box<dyn Error>> {
    drawing::write(folder, &data.name, &Curves::new(model, data, fit))
}

/// What is drawn, in data coordinates.
struct Curves<'a> {
    data: &'a Dataset,
    fit: &'a Fit,
    /// The fitted curve and the certified one, sampled densely.
    fitted: Vec<(f64, f64)>,
    certified: Vec<(f64, f64)>,
    observed: Vec<(f64, f64)>,
    residuals: Vec<(f64, f64)>,
}

impl<'a> Curves<'a> {
    fn new(model: &Model, data: &'a Dataset, fit: &'a Fit) -> Self {
        let (from, to) = bounds(data.x.iter().copied());
        let step = (to - from) / (SAMPLES - 1) as f64;
        let grid: Vec<f64> = (0..SAMPLES).map(|i| from + step * i as f64).collect();
        let curve = |b: &[f64], x: &[f64]| {
            let mut y = vec![0.0; x.len()];
            (model.curve)(b, x, &mut y);
            y
        };
        let points = |x: &[f64], y: Vec<f64>| x.iter().copied().zip(y).collect();
        let at_data = curve(&fit.parameters, &data.x);
        let residuals = data
            .y
            .iter()
            .zip(at_data)
            .map(|(y, fitted)| y - fitted)
            .collect();
        Self {
            data,
            fit,
            fitted: points(&grid, curve(&fit.parameters, &grid)),
            certified: points(&grid, curve(&data.certified, &grid)),
            observed: points(&data.x, data.y.clone()),
            residuals: points(&data.x, residuals),
        }
    }

    /// Name and formula on the left; digits and the key to the symbols on the right.
    fn draw_header<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let right = SIZE.0 as i32 - 24;

        area.draw(&Text::new(self.data.name.as_str(), at(24, 16), title(24)))?;
        let formula = format!("y = {}", self.data.formula);
        area.draw(&Text::new(formula, at(24, 55), text(14, MUTED)))?;
        let summary = format!(
            "{} observations, {} parameters, {:.1} certified digits",
            self.data.x.len(),
            self.data.certified.len(),
            self.fit.digits
        );
        let from_the_right =
            |style: TextStyle<'static>| style.pos(Pos::new(HPos::Right, VPos::Top));
        area.draw(&Text::new(
            summary,
            at(right, 12),
            from_the_right(text(14, MUTED)),
        ))?;

        let note = "band: one certified residual standard deviation";
        area.draw(&Text::new(
            note,
            at(right, 55),
            from_the_right(text(12, MUTED)),
        ))?;

        // The key: a symbol, then its text.
        let (y, line) = (41, 26);
        let key = [
            ("observed", 414),
            ("certified fit", 302),
            ("fit by `jvp_*`, start 2", 170),
        ];
        for (index, (label, from_right)) in key.into_iter().enumerate() {
            let x = right - from_right - line - 8;
            match index {
                0 => area.draw(&Circle::new(
                    at(x + 16, y),
                    4 * DENSITY as i32,
                    OBSERVED.filled(),
                ))?,
                1 => area.draw(&PathElement::new(
                    [at(x, y), at(x + line, y)],
                    stroke(CERTIFIED, 6),
                ))?,
                _ => area.draw(&PathElement::new(
                    [at(x, y), at(x + line, y)],
                    stroke(INK, 2),
                ))?,
            }
            let style = text(14, INK).pos(Pos::new(HPos::Left, VPos::Center));
            area.draw(&Text::new(label, at(x + line + 8, y), style))?;
        }
        Ok(())
    }

    fn draw_curve<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let heights = self
            .data
            .y
            .iter()
            .copied()
            .chain(self.fitted.iter().map(|&(_, y)| y));
        let (low, high) = widened(bounds(heights), 0.06);
        let label = axis_label('y', &self.data.response, units(&self.data.name)[1]);
        let mut chart = panel(area, self.x_range(), low..high, "", &label)?;
        chart.draw_series(LineSeries::new(
            self.certified.iter().copied(),
            stroke(CERTIFIED, 6),
        ))?;
        chart.draw_series(LineSeries::new(self.fitted.iter().copied(), stroke(INK, 2)))?;
        chart.draw_series(self.dots(&self.observed))?;
        Ok(())
    }

    fn draw_residuals<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let largest = self
            .residuals
            .iter()
            .map(|&(_, r)| r.abs())
            .fold(0.0, f64::max);
        let height = 1.15 * largest.max(self.data.certified_sd);
        let label = axis_label('x', &self.data.predictor, units(&self.data.name)[0]);
        let x = self.x_range();
        let (from, to) = (x.start, x.end);
        let mut chart = panel(area, x, -height..height, &label, "residual")?;
        // One certified standard deviation to either side.
        let sd = self.data.certified_sd;
        chart.draw_series([Rectangle::new(
            [(from, -sd), (to, sd)],
            CERTIFIED.mix(0.25).filled(),
        )])?;
        chart.draw_series(LineSeries::new([(from, 0.0), (to, 0.0)], stroke(INK, 1)))?;
        chart.draw_series(self.dots(&self.residuals))?;
        Ok(())
    }

    fn x_range(&self) -> std::ops::Range<f64> {
        let (from, to) = widened(bounds(self.data.x.iter().copied()), 0.03);
        from..to
    }

    /// Smaller and fainter where there are many.
    fn dots<'b>(
        &self,
        points: &'b [(f64, f64)],
    ) -> impl Iterator<Item = Circle<(f64, f64), i32>> + 'b {
        let (radius, opacity) = if points.len() > 60 {
            (3, 0.55)
        } else {
            (4, 0.9)
        };
        let style = OBSERVED.mix(opacity).filled();
        points
            .iter()
            .map(move |&point| Circle::new(point, radius * DENSITY as i32, style))
    }
}

impl Figure for Curves<'_> {
    const SIZE: (u32, u32) = SIZE;

    fn draw<B: DrawingBackend>(
        &self,
        root: DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        root.fill(&WHITE)?;
        let (header, panels) = root.split_vertically(HEADER * DENSITY);
        self.draw_header(&header)?;
        let (_, height) = panels.dim_in_pixel();
        let (curve, residuals) = panels.split_vertically(height * 66 / 100);
        self.draw_curve(&curve)?;
        self.draw_residuals(&residuals)?;
        root.present()
    }
}

type Panel<'a, B> = ChartContext<'a, B, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Axes, grid and labels; the same margins for every panel, so that their abscissas line up.
fn panel<'a, B: DrawingBackend>(
    area: &'a DrawingArea<B, Shift>,
    x: std::ops::Range<f64>,
    y: std::ops::Range<f64>,
    x_label: &str,
    y_label: &str,
) -> Result<Panel<'a, B>, DrawingAreaErrorKind<B::ErrorType>> {
    let numbers = |range: &std::ops::Range<f64>| tick_format(range.start, range.end);
    let (x_format, y_format) = (numbers(&x), numbers(&y));
    let bottom = if x_label.is_empty() { 32 } else { 54 };
    let mut chart = ChartBuilder::on(area)
        .margin_top(8 * DENSITY)
        .margin_right(24 * DENSITY)
        .margin_left(16 * DENSITY)
        .set_label_area_size(LabelAreaPosition::Bottom, bottom * DENSITY)
        .set_label_area_size(LabelAreaPosition::Left, 84 * DENSITY)
        .build_cartesian_2d(x, y)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(stroke(GRID, 1))
        .axis_style(stroke(MUTED, 1))
        .set_all_tick_mark_size(5 * DENSITY)
        .x_labels(9)
        .y_labels(7)
        .x_label_formatter(&|value| x_format(*value))
        .y_label_formatter(&|value| y_format(*value))
        .label_style(text(14, INK))
        .axis_desc_style(text(16, INK))
        .x_desc(x_label)
        .y_desc(y_label)
        .draw()?;
    Ok(chart)
}

/// What the file says the variable is, or its name alone.
fn axis_label(symbol: char, quantity: &str, unit: &str) -> String {
    if quantity.is_empty() {
        symbol.to_string()
    } else {
        format!("{quantity}{unit} ({symbol})")
    }
}

/// Units of `x` and `y` that a file names in its description, not beside the variable.
fn units(dataset: &str) -> [&'static str; 2] {
    match dataset {
        "DanWood" => [", 1000 degrees kelvin", " per cm² per second"],
        _ => ["", ""],
    }
}

/// Plain decimals, or powers of ten where these would be long.
fn tick_format(low: f64, high: f64) -> impl Fn(f64) -> String {
    let range = high - low;
    let largest = low.abs().max(high.abs());
    let decimals = (2.0 - range.log10()).ceil().clamp(0.0, 6.0) as usize;
    move |value| {
        // A tick at zero comes out of a sum, with its rounding error.
        if value.abs() < 1e-9 * range {
            "0".to_owned()
        } else if !(1e-3..1e6).contains(&largest) {
            format!("{value:.0e}")
        } else {
            let text = format!("{value:.decimals$}");
            let trimmed = text
                .contains('.')
                .then(|| text.trim_end_matches('0').trim_end_matches('.'));
            trimmed.unwrap_or(&text).to_owned()
        }
    }
}

fn stroke(color: RGBColor, width: u32) -> ShapeStyle {
    color.stroke_width(width * DENSITY)
}

fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    })
}

fn widened((low, high): (f64, f64), share: f64) -> (f64, f64) {
    let more = share * (high - low);
    (low - more, high + more)
}
