//! The figure: for each system its solution and the sensitivities of one state over the logarithm of
//! time.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::compare::Comparison;
use crate::drawing::{self, DENSITY, Figure, GRID, INK, MUTED, at, text, title};

const KEY: i32 = 104;

/// Told apart by lightness too.
const COLORS: [RGBColor; 8] = [
    RGBColor(20, 84, 148),
    RGBColor(230, 140, 40),
    RGBColor(80, 160, 100),
    RGBColor(196, 60, 60),
    RGBColor(130, 100, 180),
    RGBColor(96, 175, 217),
    RGBColor(120, 80, 60),
    RGBColor(150, 150, 150),
];

/// The name of the files, before the dot.
const NAME: &str = "stiff_ode";

/// The names of the files.
pub const FILES: [&str; 2] = ["stiff_ode.svg", "stiff_ode.png"];

/// Writes the [`FILES`] into `folder`.
///
/// # Errors
///
/// If the folder or a file can't be written.
pub fn write(folder: &Path, comparisons: &[Comparison]) -> Result<(), Box<dyn Error>> {
    drawing::prepare(folder)?;
    drawing::write(folder, NAME, &Panels(comparisons))
}

/// What is drawn.
struct Panels<'a>(&'a [Comparison<'a>]);

impl Figure for Panels<'_> {
    const SIZE: (u32, u32) = (1120, 760);

    fn draw<B: DrawingBackend>(
        &self,
        area: DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
        area.fill(&WHITE)?;
        let panels = area.split_evenly((self.0.len(), 2));
        for (comparison, panels) in self.0.iter().zip(panels.chunks_exact(2)) {
            let system = comparison.system;
            let name = format!("{}: each species, of its maximum", system.name);
            draw_panel(&panels[0], name, &species(comparison))?;
            let state = system.states[system.shown];
            let name = format!("{}: sensitivities p ∂{state}/∂p", system.name);
            draw_panel(&panels[1], name, &sensitivities(comparison))?;
        }
        area.present()
    }
}

/// One line of a panel, with what the key says of it.
struct Line {
    label: String,
    points: Vec<(f64, f64)>,
}

/// The states, each as a share of its maximum.
fn species(comparison: &Comparison) -> Vec<Line> {
    let solution = &comparison.solution;
    let line = |(i, name): (usize, &&str)| {
        let largest = solution.states.iter().map(|y| y[i]).fold(0.0, f64::max);
        let heights = solution.states.iter().map(|y| y[i] / largest);
        Line {
            label: (*name).to_owned(),
            points: solution.times.iter().copied().zip(heights).collect(),
        }
    };
    comparison
        .system
        .states
        .iter()
        .enumerate()
        .map(line)
        .collect()
}

/// What the shown state owes to each parameter, the largest first.
fn sensitivities(comparison: &Comparison) -> Vec<Line> {
    let (system, solution) = (comparison.system, &comparison.solution);
    let line = |(j, (name, p)): (usize, &(&str, f64))| {
        let heights = solution
            .sensitivities
            .iter()
            .map(|s| p * s[j][system.shown]);
        Line {
            label: (*name).to_owned(),
            points: solution.times.iter().copied().zip(heights).collect(),
        }
    };
    let mut lines: Vec<Line> = system.parameters.iter().enumerate().map(line).collect();
    let height = |line: &Line| line.points.iter().map(|(_, y)| y.abs()).fold(0.0, f64::max);
    lines.sort_by(|a, b| height(b).total_cmp(&height(a)));
    lines.truncate(COLORS.len());
    lines
}

fn draw_panel<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    name: String,
    lines: &[Line],
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    area.draw(&Text::new(name, at(24, 14), title(15)))?;

    let points = || lines.iter().flat_map(|line| &line.points);
    let bounds = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
            (low.min(v), high.max(v))
        })
    };
    let (from, to) = bounds(&mut points().map(|(x, _)| *x));
    let (low, high) = bounds(&mut points().map(|(_, y)| *y));
    let room = 0.05 * (high - low);
    let mut chart = ChartBuilder::on(area)
        .margin_top(40 * DENSITY)
        .margin_right(KEY * DENSITY as i32)
        .margin_left(12 * DENSITY)
        .margin_bottom(8 * DENSITY)
        .set_label_area_size(LabelAreaPosition::Bottom, 46 * DENSITY)
        .set_label_area_size(LabelAreaPosition::Left, 62 * DENSITY)
        .build_cartesian_2d((from..to).log_scale(), low - room..high + room)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID.stroke_width(DENSITY))
        .axis_style(MUTED.stroke_width(DENSITY))
        .x_labels(8)
        .y_labels(6)
        .x_label_formatter(&|t| format!("{t:e}"))
        .y_label_formatter(&|y| number(*y, high - low))
        .label_style(text(12, INK))
        .axis_desc_style(text(13, MUTED))
        .x_desc("time")
        .draw()?;
    for (line, color) in lines.iter().zip(COLORS) {
        let style = color.stroke_width(2 * DENSITY);
        chart.draw_series(LineSeries::new(line.points.iter().copied(), style))?;
    }

    // The key: a stroke, then its text.
    let (width, _) = area.dim_in_pixel();
    let left = (width / DENSITY) as i32 - (KEY - 12);
    for (place, (line, color)) in lines.iter().zip(COLORS).enumerate() {
        let y = 52 + 22 * place as i32;
        let stroke = [at(left, y), at(left + 20, y)];
        area.draw(&PathElement::new(stroke, color.stroke_width(3 * DENSITY)))?;
        let style = text(13, INK).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(line.label.clone(), at(left + 27, y), style))?;
    }
    Ok(())
}

/// As many decimals as an axis of this length needs.
fn number(value: f64, length: f64) -> String {
    // A tick at zero comes out of a sum, with its rounding error.
    if value.abs() < 1e-9 * length {
        return "0".to_owned();
    }
    let decimals = (1.3 - length.log10()).ceil().clamp(0.0, 6.0) as usize;
    format!("{value:.decimals$}")
}
