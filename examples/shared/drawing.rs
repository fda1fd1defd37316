//! What the figures of all examples share: colours, the font, and the way to a file.
//!
//! A figure is drawn [`DENSITY`] times as large each way as it is shown, and always the same, as SVG
//! and as PNG. Text is set in a font that comes as a crate, so that it looks the same on every machine.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::{FontStyle, register_font};

/// How many times as large as shown a figure is drawn: `plotters` rounds coordinates to whole pixels,
/// which would make smooth curves wobble. The PNG keeps half of it, for dense displays.
pub const DENSITY: u32 = 4;
/// The font, in regular and bold.
const FONT: &str = "sans-serif";

/// Of text and axes.
pub const INK: RGBColor = RGBColor(38, 38, 38);
/// Of what explains.
pub const MUTED: RGBColor = RGBColor(96, 96, 96);
/// Of lines that only guide the eye.
pub const GRID: RGBColor = RGBColor(228, 228, 228);

/// Something to draw.
pub trait Figure {
    /// Width and height as shown, in pixels.
    const SIZE: (u32, u32);

    /// Draws it, [`DENSITY`] times as large as shown.
    ///
    /// # Errors
    /// If the backend can't draw.
    fn draw<B: DrawingBackend>(
        &self,
        area: DrawingArea<B, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<B::ErrorType>>;
}

/// A place, from pixels as shown.
pub fn at(x: i32, y: i32) -> (i32, i32) {
    (x * DENSITY as i32, y * DENSITY as i32)
}

/// Text, of a size as shown.
pub fn text(size: u32, color: RGBColor) -> TextStyle<'static> {
    (FONT, size * DENSITY).into_font().color(&color)
}

/// As [`text`], in bold and [`INK`]: a title.
pub fn title(size: u32) -> TextStyle<'static> {
    (FONT, size * DENSITY, FontStyle::Bold)
        .into_font()
        .color(&INK)
}

/// Makes the folder and the font ready.
///
/// # Errors
/// If the folder can't be made.
pub fn prepare(folder: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("cannot make the folder `{}`: {error}", folder.display()))?;
    for (style, bytes) in [
        (FontStyle::Normal, dejavu::sans::regular()),
        (FontStyle::Bold, dejavu::sans::bold()),
    ] {
        register_font(FONT, style, bytes)
            .map_err(|_| "the font of the crate `dejavu` is damaged")?;
    }
    Ok(())
}

/// Writes `NAME.svg` and `NAME.png` into the folder.
///
/// # Errors
/// If a file can't be written.
pub fn write<F: Figure>(folder: &Path, name: &str, figure: &F) -> Result<(), Box<dyn Error>> {
    let unwritten =
        |path: &Path, error: &dyn Error| format!("cannot write `{}`: {error}", path.display());
    let path = folder.join(format!("{name}.svg"));
    write_svg(figure, &path).map_err(|error| unwritten(&path, &*error))?;
    let path = folder.join(format!("{name}.png"));
    write_png(figure, &path).map_err(|error| unwritten(&path, &*error))?;
    Ok(())
}

fn drawn<F: Figure>() -> (u32, u32) {
    (F::SIZE.0 * DENSITY, F::SIZE.1 * DENSITY)
}

fn write_svg<F: Figure>(figure: &F, path: &Path) -> Result<(), Box<dyn Error>> {
    let (width, height) = drawn::<F>();
    let mut text = String::new();
    figure.draw(SVGBackend::with_string(&mut text, (width, height)).into_drawing_area())?;
    // The view box stays as drawn; the size becomes that shown.
    let drawn = format!("width=\"{width}\" height=\"{height}\"");
    let shown = format!("width=\"{}\" height=\"{}\"", F::SIZE.0, F::SIZE.1);
    std::fs::write(path, text.replacen(&drawn, &shown, 1))?;
    Ok(())
}

fn write_png<F: Figure>(figure: &F, path: &Path) -> Result<(), Box<dyn Error>> {
    const CHANNELS: usize = 3;
    let drawn = drawn::<F>();
    let row = drawn.0 as usize * CHANNELS;
    let mut pixels = vec![0; row * drawn.1 as usize];
    figure.draw(BitMapBackend::with_buffer(&mut pixels, drawn).into_drawing_area())?;

    // Every pixel of the file is the mean of two by two drawn.
    let mut halved = Vec::with_capacity(pixels.len() / 4);
    for two_rows in pixels.chunks_exact(2 * row) {
        let (upper, lower) = two_rows.split_at(row);
        let width = 2 * CHANNELS;
        for (upper, lower) in upper.chunks_exact(width).zip(lower.chunks_exact(width)) {
            for channel in 0..CHANNELS {
                let four = [upper, lower].map(|row| [row[channel], row[channel + CHANNELS]]);
                let sum: u16 = four
                    .as_flattened()
                    .iter()
                    .map(|&value| u16::from(value))
                    .sum();
                halved.push((sum / 4) as u8);
            }
        }
    }
    let size = (drawn.0 / 2, drawn.1 / 2);
    let mut file = BitMapBackend::new(path, size);
    file.blit_bitmap((0, 0), size, &halved)?;
    file.present()?;
    Ok(())
}
