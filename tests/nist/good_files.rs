//! The parser on the files as published.

use crate::{model, models::MODELS, read};

#[test]
fn every_file_is_read() {
    // Level, parameters and observations, as NIST's overview of the datasets lists them.
    let overview = [
        ("Misra1a", "Lower", 2, 14),
        ("Chwirut2", "Lower", 3, 54),
        ("Chwirut1", "Lower", 3, 214),
        ("Lanczos3", "Lower", 6, 24),
        ("Gauss1", "Lower", 8, 250),
        ("Gauss2", "Lower", 8, 250),
        ("DanWood", "Lower", 2, 6),
        ("Misra1b", "Lower", 2, 14),
        ("Kirby2", "Average", 5, 151),
        ("Hahn1", "Average", 7, 236),
        ("MGH17", "Average", 5, 33),
        ("Misra1d", "Average", 2, 14),
        ("Thurber", "Higher", 7, 37),
        ("Rat42", "Higher", 3, 9),
    ];
    for (model, (name, level, parameters, observations)) in MODELS.iter().zip(overview) {
        let data = read(model);
        assert_eq!((data.name.as_str(), data.level.as_str()), (name, level));
        assert_eq!(data.certified.len(), parameters, "{name}");
        assert!(
            data.starts.iter().all(|start| start.len() == parameters),
            "{name}"
        );
        assert_eq!(
            (data.x.len(), data.y.len()),
            (observations, observations),
            "{name}"
        );
    }
}

#[test]
fn the_numbers_are_those_of_the_file() {
    let data = read(&model("Misra1a"));
    assert_eq!(data.starts, [vec![500.0, 0.0001], vec![250.0, 0.0005]]);
    assert_eq!(data.certified, [2.3894212918E+02, 5.5015643181E-04]);
    assert_eq!(
        (data.certified_rss, data.certified_sd),
        (1.2455138894E-01, 1.0187876330E-01)
    );
    assert_eq!((data.x[0], data.y[0]), (77.6, 10.07));
    assert_eq!((data.x[13], data.y[13]), (760.0, 81.78));
}

#[test]
fn words_are_those_of_the_file() {
    let data = read(&model("Hahn1"));
    assert_eq!(data.response, "coefficient of thermal expansion");
    assert_eq!(data.predictor, "temperature, degrees kelvin");
    assert_eq!(
        data.formula,
        "(b1+b2*x+b3*x**2+b4*x**3) / (1+b5*x+b6*x**2+b7*x**3)"
    );

    let data = read(&model("Thurber"));
    assert_eq!(data.predictor, "log[density]");

    let data = read(&model("Gauss1"));
    assert_eq!((data.response.as_str(), data.predictor.as_str()), ("", ""));
}
