//! Reads a dataset in the format of NIST's Statistical Reference Datasets.
//!
//! In comes the text of a file; out comes a [`Dataset`] whose counts agree with what the file says
//! of itself, or a [`BadFile`] that names the file, the line, and what was expected there.

use std::fmt;
use std::path::{Path, PathBuf};

/// A nonlinear-regression problem with its certified solution.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// NIST's name of the dataset.
    pub name: String,
    /// `Lower`, `Average` or `Higher`.
    pub level: String,
    /// What `x` is, with its unit where the file names one; empty if it doesn't say.
    pub predictor: String,
    /// What `y` is, likewise.
    pub response: String,
    /// The model as the file states it, without the error term.
    pub formula: String,
    /// The two starting points.
    pub starts: [Vec<f64>; 2],
    /// The certified parameters, right to 11 digits.
    pub certified: Vec<f64>,
    /// The certified residual sum of squares.
    pub certified_rss: f64,
    /// The certified residual standard deviation.
    pub certified_sd: f64,
    /// The abscissas.
    pub x: Vec<f64>,
    /// The observations.
    pub y: Vec<f64>,
}

/// Why a file is not a dataset.
#[derive(Debug)]
pub struct BadFile {
    file: PathBuf,
    /// From 1; `None` where the file could not be read at all.
    line: Option<usize>,
    problem: String,
}

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for BadFile {}

impl Dataset {
    /// Reads the dataset `name`, whose model has so many `parameters`, from the file at `path`.
    ///
    /// # Errors
    ///
    /// If the file can't be read, is not UTF-8, or is not that dataset, complete.
    pub fn read(path: &Path, name: &str, parameters: usize) -> Result<Self, BadFile> {
        let fail = |line, problem| BadFile {
            file: path.to_owned(),
            line,
            problem,
        };
        let bytes =
            std::fs::read(path).map_err(|error| fail(None, format!("cannot be read: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + good.iter().filter(|&&byte| byte == b'\n').count();
            fail(
                Some(line),
                "expected text, found bytes that are not UTF-8".to_owned(),
            )
        })?;
        parse(&text, name, parameters).map_err(|Fault { line, problem }| fail(Some(line), problem))
    }
}

/// A problem at a line of the text; the caller knows the file.
#[derive(Debug)]
struct Fault {
    line: usize,
    problem: String,
}

fn fault<T>(line: usize, problem: String) -> Result<T, Fault> {
    Err(Fault { line, problem })
}

fn parse(text: &str, expected_name: &str, expected_parameters: usize) -> Result<Dataset, Fault> {
    let mut lines = Lines {
        lines: text.lines().collect(),
        next: 0,
    };

    let (at, name) = lines.after("Dataset Name:")?;
    let name = name.split_whitespace().next().unwrap_or_default();
    if name != expected_name {
        return fault(
            at,
            format!("expected the dataset `{expected_name}`, found `{name}`"),
        );
    }

    // "Data:" opens both the outline and, at the end, the table; the outline comes first.
    let (at, text) = lines.after("Data:")?;
    let response = quantity(at, text, "Response", 'y')?;
    let (at, text) = lines.line("the predictor variable, `1 Predictor Variable (x = ..)`")?;
    let predictor = quantity(at, text, "Predictor", 'x')?;
    let (observations_at, text) = lines.line("the number of observations")?;
    let observations = count(observations_at, text, "Observations")?;
    let (at, text) = lines.line("the level of difficulty")?;
    let level = match text
        .trim()
        .strip_suffix("Level of Difficulty")
        .map(str::trim)
    {
        Some(level @ ("Lower" | "Average" | "Higher")) => level,
        _ => {
            let expected = "expected `Lower`, `Average` or `Higher Level of Difficulty`";
            return fault(at, format!("{expected}, found `{}`", text.trim()));
        }
    };

    lines.after("Model:")?;
    let (parameters_at, text) = lines.line("the number of parameters")?;
    let parameters = count(parameters_at, text, "Parameters")?;
    if parameters != expected_parameters {
        let expected = format!("expected the {expected_parameters} parameters of {name}");
        return fault(parameters_at, format!("{expected}, found {parameters}"));
    }
    let formula = formula(&mut lines)?;

    lines.after("Start 1")?;
    let mut starts = [Vec::new(), Vec::new()];
    let mut certified = Vec::new();
    for index in 1..=parameters {
        let (at, text) = lines.line(&format!("parameter `b{index}` of {parameters}"))?;
        let prefix = format!("b{index}");
        let row = text.trim_start().strip_prefix(&prefix).map(str::trim_start);
        let Some(row) = row.and_then(|row| row.strip_prefix('=')) else {
            let expected = format!("expected `{prefix} =` and four numbers");
            let why = format!("line {parameters_at} says {parameters} parameters");
            return fault(at, format!("{expected}, found `{}` ({why})", text.trim()));
        };
        let columns = [
            "start 1",
            "start 2",
            "the certified value",
            "its standard deviation",
        ];
        let [first, second, value, _] = numbers(at, row, columns)?;
        starts[0].push(first);
        starts[1].push(second);
        certified.push(value);
    }

    let (at, text) = lines.after("Residual Sum of Squares:")?;
    let [certified_rss] = numbers(at, text, ["the residual sum of squares"])?;
    let (at, text) = lines.after("Residual Standard Deviation:")?;
    let [certified_sd] = numbers(at, text, ["the residual standard deviation"])?;
    let (at, text) = lines.after("Number of Observations:")?;
    let [again] = numbers(at, text, ["the number of observations"])?;
    if again != observations as f64 {
        let problem =
            format!("{again} observations, but line {observations_at} says {observations}");
        return fault(at, problem);
    }

    lines.after("Data:")?;
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for index in 1..=observations {
        let what = format!("observation {index} of {observations}");
        let (at, row) = lines.line(&what)?;
        let [response, predictor] = numbers(at, row, ["`y`", "`x`"])?;
        y.push(response);
        x.push(predictor);
    }
    if let Some((at, row)) = lines.rest() {
        let expected = format!("expected the end after {observations} observations");
        return fault(at, format!("{expected}, found `{}`", row.trim()));
    }

    Ok(Dataset {
        name: name.to_owned(),
        level: level.to_owned(),
        predictor,
        response,
        formula,
        starts,
        certified,
        certified_rss,
        certified_sd,
        x,
        y,
    })
}

/// The lines not yet read, numbered from 1.
struct Lines<'a> {
    lines: Vec<&'a str>,
    next: usize,
}

impl<'a> Lines<'a> {
    /// The next line that isn't blank.
    fn rest(&mut self) -> Option<(usize, &'a str)> {
        while let Some(&line) = self.lines.get(self.next) {
            self.next += 1;
            if !line.trim().is_empty() {
                return Some((self.next, line));
            }
        }
        None
    }

    /// The next line that isn't blank, which holds `what`.
    fn line(&mut self, what: &str) -> Result<(usize, &'a str), Fault> {
        let end = self.lines.len().max(1);
        let at_end = Fault {
            line: end,
            problem: format!("expected {what}, found the end of the file"),
        };
        self.rest().ok_or(at_end)
    }

    /// What follows `heading` on the next line that begins with it.
    fn after(&mut self, heading: &str) -> Result<(usize, &'a str), Fault> {
        let from = self.next;
        while let Some((at, line)) = self.rest() {
            if let Some(rest) = line.trim_start().strip_prefix(heading) {
                return Ok((at, rest));
            }
        }
        let searched = format!("no line from {} on begins with `{heading}`", from + 1);
        fault(
            self.lines.len().max(1),
            format!("expected `{heading}`, found the end of the file: {searched}"),
        )
    }
}

/// `1 Predictor Variable (x = pressure)`: what stands in the parentheses behind `symbol =`.
fn quantity(at: usize, text: &str, role: &str, symbol: char) -> Result<String, Fault> {
    let words = text.trim();
    let inside = words
        .strip_prefix("1 ")
        .filter(|rest| rest.starts_with(role))
        .and_then(|rest| rest.split_once('('))
        .and_then(|(_, rest)| rest.rsplit_once(')'))
        .and_then(|(inside, _)| inside.trim().strip_prefix(symbol));
    let Some(inside) = inside else {
        let expected = format!("expected `1 {role} Variable ({symbol} = ..)`");
        return fault(at, format!("{expected}, found `{words}`"));
    };
    Ok(inside
        .trim_start()
        .trim_start_matches('=')
        .trim()
        .to_owned())
}

/// `14 Observations`: the number in front of `noun`.
fn count(at: usize, text: &str, noun: &str) -> Result<usize, Fault> {
    let mut words = text.split_whitespace();
    match (
        words.next().and_then(|word| word.parse().ok()),
        words.next(),
    ) {
        (Some(count), Some(found)) if found == noun && count > 0 => Ok(count),
        _ => fault(
            at,
            format!(
                "expected a positive number and `{noun}`, found `{}`",
                text.trim()
            ),
        ),
    }
}

/// The lines from `y =` to the error term `+ e`, joined.
fn formula(lines: &mut Lines) -> Result<String, Fault> {
    let (start, first) = lines.line("the formula, `y = .. + e`")?;
    let Some((_, first)) = first.split_once('=').filter(|(left, _)| left.trim() == "y") else {
        return fault(
            start,
            format!("expected `y = .. + e`, found `{}`", first.trim()),
        );
    };
    let mut words: Vec<&str> = first.split_whitespace().collect();
    while !words.ends_with(&["+", "e"]) {
        let (at, line) = lines.line("the error term `+ e` of the formula")?;
        if line.contains("Starting") {
            let problem = format!("expected the error term `+ e` of the formula at line {start}");
            return fault(at, problem);
        }
        words.extend(line.split_whitespace());
    }
    words.truncate(words.len() - 2);
    Ok(words.join(" "))
}

/// Exactly the numbers named by `columns`, all finite.
fn numbers<const N: usize>(at: usize, text: &str, columns: [&str; N]) -> Result<[f64; N], Fault> {
    let mut words = text.split_whitespace();
    let mut values = [0.0; N];
    for (value, column) in values.iter_mut().zip(columns) {
        let Some(word) = words.next() else {
            return fault(
                at,
                format!("expected a number for {column}, found the end of the line"),
            );
        };
        *value = match word.parse::<f64>() {
            Ok(number) if number.is_finite() => number,
            _ => {
                return fault(
                    at,
                    format!("expected a number for {column}, found `{word}`"),
                );
            }
        };
    }
    match words.next() {
        Some(word) => fault(at, format!("expected the end of the line, found `{word}`")),
        None => Ok(values),
    }
}
