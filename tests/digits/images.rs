//! The images are those that were published, and what is none is refused with its line.

use std::path::Path;

use crate::dataset::{Digits, HeldOut};
use crate::digits;

/// Fowler, Noll and Vo's hash of 64 bits (FNV-1a).
fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The hash was computed from the rows of scikit-learn's file, 64 pixels and the label each.
#[test]
fn as_published() {
    let digits = digits();
    assert_eq!(digits.images.dim(), (1797, 64));
    let mut counts = [0; 10];
    for &label in &digits.labels {
        counts[label] += 1;
    }
    assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);

    let rows = digits.images.outer_iter().zip(&digits.labels);
    let numbers = rows.flat_map(|(image, &label)| {
        let mut row: Vec<u8> = image.iter().map(|&ink| (16.0 * ink) as u8).collect();
        row.push(label as u8);
        row
    });
    assert_eq!(hash(numbers), 0x7768_69cc_e379_5967);
}

/// Every image is in one part, in the order of the file.
#[test]
fn parts() {
    let digits = digits();
    let [train, test] = digits.split(HeldOut::EveryFourth);
    assert_eq!((train.len(), test.len()), (1348, 449));
    for (place, (image, label)) in digits.images.outer_iter().zip(&digits.labels).enumerate() {
        let (part, at) = match (place / 4, place % 4) {
            (four, 3) => (&test, four),
            (four, within) => (&train, 3 * four + within),
        };
        assert_eq!((part.images.row(at), part.labels[at]), (image, *label));
    }

    let [train, test] = digits.split(HeldOut::LastQuarter);
    assert_eq!((train.len(), test.len()), (1348, 449));
    assert_eq!(test.labels, digits.labels[1348..]);
    assert_eq!(train.labels, digits.labels[..1348]);
}

#[test]
fn what_is_no_image_is_refused() {
    let good = format!("{} 7\n", "0g".repeat(32));
    let parsed = Digits::parse(&good.repeat(4)).expect("four images");
    assert_eq!((parsed.images[[3, 0]], parsed.images[[3, 1]]), (0.0, 1.0));
    assert_eq!(parsed.labels, [7; 4]);

    let refused = |line: &str, message: &str| {
        let text = format!("{good}{line}\n{good}{good}");
        assert_eq!(Digits::parse(&text), Err(format!("2: {message}")));
    };
    refused("", "expected an image, a space and a digit, found ``");
    refused(
        &good.trim_end().replace('g', "h"),
        "expected a pixel from `0` to `g`, found `h`",
    );
    refused(&good.trim_end()[1..], "expected 64 pixels, found 63");
    refused(
        &good.trim_end().replace('7', "10"),
        "expected a digit from 0 to 9 behind the image",
    );
    assert_eq!(
        Digits::parse(&good),
        Err("1: expected four images or more, found 1".to_owned())
    );

    let missing = Path::new("no/such/file");
    let error = Digits::read(missing).expect_err("no file");
    assert!(
        error.starts_with("no/such/file: cannot be read: "),
        "{error}"
    );
}
