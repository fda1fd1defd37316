//! The parser on damaged files: each error names the file, the line, and what was expected.

use std::path::Path;

use crate::dataset::Dataset;
use crate::path;

/// What the parser says of Misra1a with its bytes edited, without the folder in front.
fn complaint(test: &str, edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("nist")
        .join(test);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("Misra1a.dat");
    std::fs::write(&file, edit(std::fs::read(path("Misra1a")).unwrap())).unwrap();
    let error = Dataset::read(&file, "Misra1a", 2)
        .expect_err("a damaged file")
        .to_string();
    let prefix = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    error
        .strip_prefix(&prefix)
        .unwrap_or_else(|| panic!("no path in `{error}`"))
        .to_owned()
}

/// The same, with the line `number` replaced, or taken out.
fn with_line(test: &str, number: usize, replacement: Option<&str>) -> String {
    complaint(test, |bytes| {
        let text = String::from_utf8(bytes).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        match replacement {
            Some(line) => lines[number - 1] = line,
            None => drop(lines.remove(number - 1)),
        }
        lines.join("\n").into_bytes()
    })
}

/// The same, with only so many lines left.
fn truncated(test: &str, lines: usize) -> String {
    complaint(test, |bytes| {
        bytes
            .split_inclusive(|&byte| byte == b'\n')
            .take(lines)
            .collect::<Vec<_>>()
            .concat()
    })
}

#[test]
fn truncated_in_the_data() {
    assert_eq!(
        truncated("data", 70),
        "Misra1a.dat:70: expected observation 11 of 14, found the end of the file"
    );
}

#[test]
fn truncated_in_the_parameters() {
    assert_eq!(
        truncated("parameters", 41),
        "Misra1a.dat:41: expected parameter `b2` of 2, found the end of the file"
    );
}

#[test]
fn truncated_before_the_model() {
    assert_eq!(
        truncated("model", 28),
        "Misra1a.dat:28: expected `Model:`, found the end of the file: no line from 29 on begins with `Model:`"
    );
}

#[test]
fn empty() {
    assert_eq!(
        truncated("empty", 0),
        "Misra1a.dat:1: expected `Dataset Name:`, found the end of the file: no line from 1 on begins with `Dataset Name:`"
    );
}

#[test]
fn a_word_among_the_data() {
    assert_eq!(
        with_line("word", 63, Some("  19.94E0     14l.1E0")),
        "Misra1a.dat:63: expected a number for `x`, found `14l.1E0`"
    );
}

#[test]
fn not_finite() {
    assert_eq!(
        with_line("infinite", 63, Some("  inf     141.1E0")),
        "Misra1a.dat:63: expected a number for `y`, found `inf`"
    );
}

#[test]
fn a_column_missing() {
    assert_eq!(
        with_line("short", 63, Some("  17.94E0")),
        "Misra1a.dat:63: expected a number for `x`, found the end of the line"
    );
}

#[test]
fn a_column_too_many() {
    assert_eq!(
        with_line("long", 63, Some("  17.94E0  141.1E0  1")),
        "Misra1a.dat:63: expected the end of the line, found `1`"
    );
}

#[test]
fn an_observation_missing() {
    assert_eq!(
        with_line("fewer", 63, None),
        "Misra1a.dat:73: expected observation 14 of 14, found the end of the file"
    );
}

#[test]
fn an_observation_too_many() {
    assert_eq!(
        with_line("more", 60, Some("Data:   y               x\n 9.0 70.0")),
        "Misra1a.dat:75: expected the end after 14 observations, found `81.78E0     760.0E0`"
    );
}

#[test]
fn counts_that_contradict() {
    assert_eq!(
        with_line("contradiction", 47, Some("Number of Observations:    15")),
        "Misra1a.dat:47: 15 observations, but line 27 says 14"
    );
}

#[test]
fn a_count_that_is_none() {
    assert_eq!(
        with_line("count", 27, Some("               many Observations")),
        "Misra1a.dat:27: expected a positive number and `Observations`, found `many Observations`"
    );
}

#[test]
fn the_wrong_number_of_parameters() {
    assert_eq!(
        with_line("three", 32, Some("               3 Parameters (b1 to b3)")),
        "Misra1a.dat:32: expected the 2 parameters of Misra1a, found 3"
    );
}

#[test]
fn a_parameter_missing() {
    assert_eq!(
        with_line("missing", 42, None),
        "Misra1a.dat:43: expected `b2 =` and four numbers, found `Residual Sum of Squares:                    \
         1.2455138894E-01` (line 32 says 2 parameters)"
    );
}

#[test]
fn a_certified_value_missing() {
    assert_eq!(
        with_line("uncertified", 41, Some("  b1 =   500         250")),
        "Misra1a.dat:41: expected a number for the certified value, found the end of the line"
    );
}

#[test]
fn no_starting_values() {
    assert_eq!(
        with_line("starts", 40, None),
        "Misra1a.dat:73: expected `Start 1`, found the end of the file: no line from 35 on begins with `Start 1`"
    );
}

#[test]
fn no_residual_sum() {
    assert_eq!(
        with_line("sum", 44, None),
        "Misra1a.dat:73: expected `Residual Sum of Squares:`, found the end of the file: \
         no line from 43 on begins with `Residual Sum of Squares:`"
    );
}

#[test]
fn an_unknown_level() {
    assert_eq!(
        with_line(
            "level",
            28,
            Some("               Lowest Level of Difficulty")
        ),
        "Misra1a.dat:28: expected `Lower`, `Average` or `Higher Level of Difficulty`, \
         found `Lowest Level of Difficulty`"
    );
}

#[test]
fn no_predictor() {
    assert_eq!(
        with_line("predictor", 26, None),
        "Misra1a.dat:26: expected `1 Predictor Variable (x = ..)`, found `14 Observations`"
    );
}

#[test]
fn no_error_term() {
    assert_eq!(
        with_line("term", 34, Some("               y = b1*(1-exp[-b2*x])")),
        "Misra1a.dat:38: expected the error term `+ e` of the formula at line 34"
    );
}

#[test]
fn another_dataset() {
    assert_eq!(
        with_line(
            "another",
            2,
            Some("Dataset Name:  Misra1b           (Misra1b.dat)")
        ),
        "Misra1a.dat:2: expected the dataset `Misra1a`, found `Misra1b`"
    );
}

#[test]
fn garbage() {
    let text = complaint("garbage", |mut bytes| {
        let third = bytes
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n')
            .nth(1)
            .unwrap()
            .0;
        bytes[third + 1] = 0xff;
        bytes
    });
    assert_eq!(
        text,
        "Misra1a.dat:3: expected text, found bytes that are not UTF-8"
    );
}

#[test]
fn no_file() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("nist")
        .join("no such folder/Misra1a.dat");
    let error = Dataset::read(&file, "Misra1a", 2)
        .expect_err("no file")
        .to_string();
    let expected = format!("{}: cannot be read: ", file.display());
    assert!(error.starts_with(&expected), "{error}");
}
