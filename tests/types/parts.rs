//! Parts of a value that have no tangent, beside others that have one: integers that patterns take out of
//! structs, and texts. The types are declared elsewhere; `seen.rs` has what more there is where the
//! declaration stands beside the functions.

use jvp::check_jvp;
use jvp::prelude::*;

/// Where the functions do not see what the fields are.
mod apart {
    use jvp::prelude::*;

    #[derive(Clone, Debug, Differentiable)]
    pub struct Mode {
        pub name: String,
        pub order: usize,
        pub gain: f64,
        /// Narrower than what is computed with it.
        pub rate: f32,
        pub on: bool,
        pub weights: Vec<f64>,
    }

    #[derive(Clone, Debug, Differentiable)]
    pub enum Source {
        Comb {
            teeth: usize,
            level: f64,
            name: String,
        },
        Named(String, f64),
        Power(i32, f64),
    }
}

use apart::{Mode, ModeTangent, Source, SourceTangent};

fn mode() -> Mode {
    Mode {
        name: "low,sin+sq".into(),
        order: 3,
        gain: 1.5,
        rate: 2.0,
        on: true,
        weights: vec![0.5, 0.25],
    }
}

fn modes() -> Vec<Mode> {
    let named = |name: &str, order, gain| Mode {
        name: name.into(),
        order,
        gain,
        ..mode()
    };
    vec![mode(), named("skip", 1, 0.5), named("x", 5, -0.75)]
}

#[derive_jvp]
fn of_a_reference(m: &Mode, x: f64) -> f64 {
    let Mode {
        name,
        order,
        gain,
        rate,
        on,
        ..
    } = m;
    let mut s = 0.0;
    for i in 0..*order {
        s += gain * x.powi(i as i32) / (*order + 1) as f64;
    }
    if *on && name.len() > 2 {
        s * f64::from(*rate)
    } else {
        s
    }
}

#[derive_jvp]
fn of_a_value(m: Mode, x: f64) -> f64 {
    let Mode {
        order,
        gain,
        rate,
        weights,
        ..
    } = m;
    gain.powi(order as i32) * x / order as f64 + weights[1] * rate as f64
}

#[derive_jvp]
fn through_a_reference(m: &Mode, xs: &[f64]) -> f64 {
    let &Mode {
        order, gain, rate, ..
    } = m;
    xs.iter().take(order).sum::<f64>() * gain + xs[order] * rate as f64 / order as f64
}

#[derive_jvp]
fn in_place(m: &mut Mode, x: f64) {
    let Mode {
        order,
        gain,
        weights,
        ..
    } = m;
    *gain *= x * *order as f64;
    for w in weights.iter_mut() {
        *w += *gain / *order as f64;
    }
}

#[derive_jvp]
fn in_closures(modes: &[Mode], q: f64) -> f64 {
    let weight = |Mode { order, gain, .. }: &Mode| gain * *order as f64;
    let each = modes.iter().enumerate();
    let each = each.map(
        |(
            i,
            &Mode {
                order, gain, rate, ..
            },
        )| (gain + rate as f64) * q / (order + i + 1) as f64,
    );
    each.sum::<f64>() + weight(&modes[0])
}

#[derive_jvp]
fn in_loops(modes: &[Mode]) -> f64 {
    let mut s = 0.0;
    for Mode {
        name, order, gain, ..
    } in modes
    {
        if !name.starts_with("skip") {
            s += gain * gain * *order as f64;
        }
    }
    s
}

#[derive_jvp]
fn in_arms(m: Option<&Mode>, x: f64) -> f64 {
    match m {
        Some(Mode { order: 0, gain, .. }) => *gain,
        Some(Mode {
            order,
            gain,
            on: true,
            ..
        }) => gain * x * *order as f64,
        Some(Mode { gain, rate, .. }) => gain * x * f64::from(*rate),
        None => x,
    }
}

#[derive_jvp]
fn variants(s: &Source) -> f64 {
    match s {
        Source::Comb { teeth, level, name } => level.sin() * *teeth as f64 + name.len() as f64,
        Source::Named(name, x) => match name.as_str() {
            "square" => x * x,
            _ => *x,
        },
        Source::Power(n, x) => x.powi(*n) * f64::from(*n),
    }
}

#[test]
fn integers_out_of_patterns() {
    let m = mode();
    check_jvp!(of_a_reference, jvp_of_a_reference, &m, 0.7);
    check_jvp!(of_a_value, jvp_of_a_value, m.clone(), 0.7);
    check_jvp!(
        through_a_reference,
        jvp_through_a_reference,
        &m,
        &[1.0, 2.0, 3.0, 4.0]
    );
    check_jvp!(in_place, jvp_in_place, &mut m.clone(), 0.7);
    check_jvp!(in_closures, jvp_in_closures, &modes()[..], 0.7);
    check_jvp!(in_loops, jvp_in_loops, &modes()[..]);
    let without = |order, on| Mode {
        order,
        on,
        ..mode()
    };
    for m in [mode(), without(0, true), without(2, false)] {
        let some = |m: &Mode, x| in_arms(Some(m), x);
        let jvp = |m: &Mode, dm: &ModeTangent, x, dx| jvp_in_arms(Some(m), Some(dm), x, dx);
        check_jvp!(some, jvp, &m, 0.7);
    }
    assert_eq!(jvp_in_arms(None, None, 0.7, 2.0), (0.7, 2.0));
    let sources = [
        Source::Comb {
            teeth: 3,
            level: 0.5,
            name: "comb".into(),
        },
        Source::Named("square".into(), 1.5),
        Source::Named("line".into(), 1.5),
        Source::Power(3, 0.5),
    ];
    for s in sources {
        check_jvp!(variants, jvp_variants, &s);
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Missing(String),
    Negative {
        name: String,
        gain: f64,
        place: usize,
    },
}

/// Which function a mode applies is in its name.
#[derive_jvp]
fn by_name(m: &Mode, x: f64) -> f64 {
    let mut y = x;
    let parts: Vec<&str> = m.name.split(',').collect();
    for part in &parts {
        y = match *part {
            "low" => y * m.gain,
            "exp" => y.exp(),
            _ => y,
        };
    }
    for word in m.name.split('+') {
        if word == "sq" {
            y *= y;
        }
    }
    if let Some(rest) = m.name.strip_prefix("low") {
        y *= rest.len() as f64;
    }
    let vowels = m.name.chars().filter(|c| "aeiou".contains(*c)).count();
    let upper = m.name.to_uppercase();
    y * vowels as f64 + m.name.find(',').map_or(0.0, |i| i as f64) * upper.len() as f64 * x
}

/// A name that is a number is one without tangent.
#[derive_jvp]
fn parsed(m: &Mode, x: f64) -> Result<f64, Failure> {
    let scale: f64 = m
        .name
        .parse()
        .map_err(|_| Failure::Missing(format!("number in {}", m.name)))?;
    Ok(scale * x * m.gain)
}

#[derive_jvp]
fn failing(modes: &[Mode], x: f64) -> Result<f64, Failure> {
    let mut s = 0.0;
    for m in modes {
        if m.gain < 0.0 {
            return Err(Failure::Negative {
                name: m.name.clone(),
                gain: stop_gradient(m.gain),
                place: m.order,
            });
        }
        let Mode { name, weights, .. } = m;
        let w = weights
            .last()
            .ok_or_else(|| Failure::Missing(name.clone()))?;
        s += w * x * m.gain;
    }
    Ok(s)
}

#[derive_jvp]
fn priced(prices: &[(String, f64)], x: f64) -> Result<f64, String> {
    let mut s = 0.0;
    for (name, price) in prices {
        if *price == 0.0 {
            return Err(name.clone());
        }
        match name.as_str() {
            "log" => s += price * x.ln(),
            "line" => s += price * x,
            other => return Err(format!("what is {other}?")),
        }
    }
    Ok(s)
}

#[test]
fn texts_beside_numbers() {
    check_jvp!(by_name, jvp_by_name, &mode(), 0.7);
    let numbered = Mode {
        name: "0.25".into(),
        ..mode()
    };
    let value = |m: &Mode, x| parsed(m, x).unwrap();
    let jvp = |m: &Mode, dm: &ModeTangent, x, dx| jvp_parsed(m, dm, x, dx).unwrap();
    check_jvp!(value, jvp, &numbered, 0.7);
    let value = |m: &[Mode], x| failing(m, x).unwrap();
    let jvp = |m: &[Mode], dm: &[ModeTangent], x, dx| jvp_failing(m, dm, x, dx).unwrap();
    check_jvp!(value, jvp, &modes()[..2], 0.7);
    let prices = [("log".to_string(), 2.0), ("line".to_string(), 3.0)];
    let seeds = [((), 1.0), ((), 0.5)];
    let (value, tangent) = jvp_priced(&prices, &seeds, 0.5, 0.25).unwrap();
    assert_eq!(value, 2.0 * 0.5_f64.ln() + 1.5);
    assert!((tangent - (0.5_f64.ln() + 0.25 + 2.0 * 0.25 / 0.5 + 3.0 * 0.25)).abs() < 1e-15);
}

#[test]
fn errors_are_those_of_the_function() {
    let m = mode();
    let zero = m.zero_tangent();
    assert_eq!(
        jvp_parsed(&m, &zero, 1.0, 1.0).unwrap_err(),
        parsed(&m, 1.0).unwrap_err()
    );
    let all = modes();
    let zeros: Vec<_> = all.iter().map(Differentiable::zero_tangent).collect();
    let error = jvp_failing(&all, &zeros, 1.0, 1.0).unwrap_err();
    assert_eq!(error, failing(&all, 1.0).unwrap_err());
    assert!(matches!(error, Failure::Negative { gain: -0.75, .. }));
    let bare = [Mode {
        weights: Vec::new(),
        ..mode()
    }];
    let error = jvp_failing(&bare, &[bare[0].zero_tangent()], 1.0, 1.0).unwrap_err();
    assert_eq!(error, Failure::Missing(bare[0].name.clone()));
    for name in ["", "flat"] {
        let prices = [(name.to_string(), if name.is_empty() { 0.0 } else { 1.0 })];
        let error = jvp_priced(&prices, &[((), 1.0)], 0.5, 1.0).unwrap_err();
        assert_eq!(error, priced(&prices, 0.5).unwrap_err());
    }
}
