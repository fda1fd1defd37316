//! The course of a training: the loss above, the accuracy below, step by step.

use plotters::coord::{Shift, ranged1d::ValueFormatter, types::RangedCoordf64};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::drawing::{DENSITY, Figure, GRID, INK, MUTED, at, text, title};
use crate::train::{Point, Settings};

const HEADER: u32 = 84;
/// Where the axis of the accuracy begins.
const LOWEST: f64 = 0.8;
const TRAIN: RGBColor = RGBColor(31, 105, 170);
const TEST: RGBColor = RGBColor(196, 78, 62);

/// A training, to be drawn.
pub struct Course<'a> {
    points: &'a [Point],
    settings: &'a Settings,
}

impl<'a> Course<'a> {
    /// Of these points; there must be one.
    pub fn new(points: &'a [Point], settings: &'a Settings) -> Self {
        Self { points, settings }
    }

    fn line(&self, of: impl Fn(&Point) -> f64) -> Vec<(f64, f64)> {
        let at = |point: &Point| (point.step as f64, of(point));
        self.points.iter().map(at).collect()
    }

    fn draw_header<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let name = "Digits, learnt by forward gradients";
        area.draw(&Text::new(name, at(24, 16), title(24)))?;
        let note = format!(
            "{} hidden units; {} random directions and {} images a step; no backpropagation",
            self.settings.hidden, self.settings.directions, self.settings.batch
        );
        area.draw(&Text::new(note, at(24, 54), text(14, MUTED)))
    }

    fn draw_loss<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        let loss = self.line(|point| point.loss);
        let (low, high) = loss
            .iter()
            .fold((f64::INFINITY, 0.0_f64), |(low, high), &(_, y)| {
                (low.min(y), high.max(y))
            });
        // The label of a line stands above or below its end.
        let range = (low * 0.6..high * 1.25).log_scale();
        let mut chart = panel(area).build_cartesian_2d(self.steps(), range)?;
        mesh(&mut chart, "", "cross-entropy", decimal)?;
        draw_line(&mut chart, loss, TRAIN, "trained on", VPos::Bottom)
    }

    fn draw_accuracy<B: DrawingBackend>(
        &self,
        area: &DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        // What is below the axis is left out.
        let seen = |of: fn(&Point) -> f64| {
            let mut line = self.line(of);
            line.retain(|&(_, share)| share >= LOWEST);
            line
        };
        let mut chart = panel(area).build_cartesian_2d(self.steps(), LOWEST..1.02)?;
        mesh(&mut chart, "step", "recognised", |share| {
            format!("{:.0} %", 100.0 * share)
        })?;
        let (train, test) = (seen(|point| point.train), seen(|point| point.test));
        draw_line(&mut chart, train, TRAIN, "trained on", VPos::Bottom)?;
        draw_line(&mut chart, test, TEST, "held out", VPos::Top)
    }

    fn steps(&self) -> std::ops::Range<f64> {
        0.0..self.settings.steps as f64
    }
}

impl Figure for Course<'_> {
    const SIZE: (u32, u32) = (960, 720);

    fn draw<B: DrawingBackend>(
        &self,
        area: DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        area.fill(&WHITE)?;
        let (header, panels) = area.split_vertically(HEADER * DENSITY);
        self.draw_header(&header)?;
        let (_, height) = panels.dim_in_pixel();
        let (loss, accuracy) = panels.split_vertically(height / 2);
        self.draw_loss(&loss)?;
        self.draw_accuracy(&accuracy)?;
        area.present()
    }
}

/// Margins and room for labels: the same for both panels, so that their steps line up.
fn panel<'a, 'b, B: DrawingBackend>(area: &'a DrawingArea<B, Shift>) -> ChartBuilder<'a, 'b, B> {
    let mut builder = ChartBuilder::on(area);
    builder
        .margin_top(8 * DENSITY)
        .margin_right(24 * DENSITY)
        .margin_left(16 * DENSITY)
        .set_label_area_size(LabelAreaPosition::Bottom, 50 * DENSITY)
        .set_label_area_size(LabelAreaPosition::Left, 84 * DENSITY);
    builder
}

type Panel<'a, B, Y> = ChartContext<'a, B, Cartesian2d<RangedCoordf64, Y>>;

/// Axes, grid and labels.
fn mesh<B, Y>(
    chart: &mut Panel<B, Y>,
    x: &str,
    y: &str,
    format: impl Fn(f64) -> String,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>>
where
    B: DrawingBackend,
    Y: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID.stroke_width(DENSITY))
        .axis_style(MUTED.stroke_width(DENSITY))
        .set_all_tick_mark_size(5 * DENSITY)
        .x_labels(9)
        .y_labels(7)
        .x_label_formatter(&|step| format!("{step:.0}"))
        .y_label_formatter(&|value| format(*value))
        .label_style(text(14, INK))
        .axis_desc_style(text(16, INK))
        .x_desc(x)
        .y_desc(y)
        .draw()
}

/// A line, and over or under its end what it shows.
fn draw_line<B, Y>(
    chart: &mut Panel<B, Y>,
    line: Vec<(f64, f64)>,
    color: RGBColor,
    label: &str,
    side: VPos,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>>
where
    B: DrawingBackend,
    Y: Ranged<ValueType = f64>,
{
    let Some(&end) = line.last() else {
        return Ok(());
    };
    chart.draw_series(LineSeries::new(line, color.stroke_width(2 * DENSITY)))?;
    let away = match side {
        VPos::Bottom => -5,
        _ => 5,
    };
    let style = text(14, color).pos(Pos::new(HPos::Right, side));
    let label =
        EmptyElement::at(end) + Text::new(label.to_owned(), (0, away * DENSITY as i32), style);
    chart.draw_series([label])?;
    Ok(())
}

/// Without what rounding adds to a mark.
fn decimal(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
