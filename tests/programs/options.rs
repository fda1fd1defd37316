//! `Option` and `Result` as values: their combinators, parameters, results, and constants.

use jvp::prelude::*;

// A chain of combinators on an option that may be lost on the way.
#[derive_jvp(wrt(x), wrt(y) as chained_y)]
fn chained(x: f64, y: f64) -> f64 {
    let start = if x > -1.0 { Some(x) } else { None };
    let a = start.map(|v| v * y).and_then(|v| {
        let root = if v > 0.0 { v.sqrt() } else { None? };
        Some(root * x)
    });
    let b = a.map(|v| (v, v * v)).unwrap_or((y, 2.0));
    let c = start
        .ok_or(3)
        .and_then(|v| if v > y { Ok(v - y) } else { Err(4) });
    b.0 * b.1 + c.map(|v| v * v).unwrap_or(x) + a.unwrap_or(start.unwrap_or(0.5))
}

check! {
    option_combinators, (x dx, y dy) in -2.0..2.0;
    primal chained(x, y);
    oracle {
        let a = if x > -1.0 && x * y > 0.0 { Some((x * y).sqrt() * x) } else { None };
        let b = match a { Some(a) => a * a * a, None => y * 2.0 };
        let c = if x > -1.0 && x > y { (x - y) * (x - y) } else { x };
        b + c + a.unwrap_or(if x > -1.0 { x } else { Dual::from(0.5) })
    };
    [x] jvp_chained(x, dx, y);
    [y] jvp_chained_y(x, y, dy);
}

// The same on results, with errors that are texts and numbers without tangent.
#[derive_jvp(wrt(x), wrt(y) as tried_y)]
fn tried(x: f64, y: f64) -> Result<f64, String> {
    let a = if x > y { Ok(x - y) } else { Err(7_usize) };
    let b = match a
        .map(|v| v * y)
        .and_then(|v| if v > -1.0 { Ok((v, x)) } else { Err(8) })
    {
        Ok((v, w)) => v * w,
        Err(n) if n > 7 => return Err(format!("code {n}")),
        Err(n) => n as f64 * y,
    };
    let c: Result<f64, String> = Some(x * y).ok_or(String::from("never"));
    let d = (if x > -1.8 { Some(y) } else { None }).ok_or(String::from("far left"))?;
    Ok(b + c? * d + a.unwrap_or(1.5))
}

check! {
    result_combinators, (x dx, y dy) in -2.0..2.0;
    primal tried(x, y);
    oracle {
        let (ordered, v) = (x > y, (x - y) * y);
        if ordered && v <= -1.0 {
            Err("code 8".to_string())
        } else if x <= -1.8 {
            Err("far left".to_string())
        } else {
            let (b, a) = if ordered { (v * x, x - y) } else { (y * 7.0, Dual::from(1.5)) };
            Ok(b + x * y * y + a)
        }
    };
    [x] jvp_tried(x, dx, y);
    [y] jvp_tried_y(x, y, dy);
}

// Options within a tuple, one of which is always `None`.
#[derive_jvp(wrt(x), wrt(y) as parts_y)]
fn parts(x: f64, y: f64) -> (Option<f64>, f64, Option<f64>) {
    let a = if x > 0.0 { Some(x.ln() * y) } else { None };
    let b = a.unwrap_or(y);
    (a, b * y, None)
}

check! {
    options_within_a_tuple, (x dx, y dy) in -2.0..2.0;
    primal parts(x, y);
    oracle {
        let a = (x > 0.0).then(|| x.ln() * y);
        (a, match a { Some(a) => a * y, None => y * y })
    };
    [x] jvp_parts(x, dx, y);
    [y] jvp_parts_y(x, y, dy);
}

// An option of a tuple, an option of an option, an option of a vector.
#[derive_jvp]
fn layers(x: f64, y: f64) -> Option<f64> {
    let pair = Some((x, x * y));
    let deep = if x > 0.0 {
        Some(pair)
    } else if y > 0.0 {
        Some(None)
    } else {
        None
    };
    let list = deep.and_then(|inner| inner).map(|(a, b)| vec![a, b, a * b]);
    match (deep, &list) {
        (Some(Some((a, _))), Some(v)) if v.len() == 3 => Some(a * v[2]),
        (Some(None), None) => Some(y),
        _ => None,
    }
}

check! {
    options_within_options, (x dx, y dy) in -2.0..2.0;
    primal layers(x, y);
    oracle if x > 0.0 { Some(x * x * x * y) } else if y > 0.0 { Some(y) } else { None };
    [x y] jvp_layers(x, dx, y, dy);
}

// An option as parameter: by value and by reference, viewed by `as_ref`, changed in place.
#[derive_jvp(wrt(bias, x), wrt(x) as biased_x, wrt(bias) as biased_bias)]
fn biased(bias: Option<f64>, scale: &Option<f64>, x: f64) -> f64 {
    let s = scale.as_ref().map(|s| s * 2.0).unwrap_or(1.0);
    let mut b = bias;
    if let Some(v) = &mut b {
        *v *= x;
    }
    let kept = *b.as_ref().unwrap_or(&x);
    x * s + b.map(|v| v * s).unwrap_or(0.25) * kept
}

check! {
    option_parameter_is_given, (b db, x dx) in -2.0..2.0;
    primal biased(Some(b), &Some(1.5), x);
    oracle x * 3.0 + b * x * 3.0 * b * x;
    [b x] jvp_biased(Some(b), Some(db), &Some(1.5), x, dx);
    [x] jvp_biased_x(Some(b), &Some(1.5), x, dx);
    [b] jvp_biased_bias(Some(b), Some(db), &Some(1.5), x);
}

check! {
    option_parameter_is_missing, (x dx) in -2.0..2.0;
    primal biased(None, &None, x);
    oracle x + x * 0.25;
    [x] jvp_biased(None, None, &None, x, dx);
    [x] jvp_biased_x(None, &None, x, dx);
}

// The best so far is an option that is looked into, replaced, and changed in place.
#[derive_jvp(wrt(x), wrt(y) as best_y)]
fn best(x: &[f64], y: f64) -> Option<f64> {
    let mut best: Option<f64> = None;
    for v in x {
        let score = v * y - v * v;
        match best {
            Some(b) if score <= b => {
                if let Some(b) = &mut best {
                    *b += 0.01 * v;
                }
            }
            _ => best = Some(score),
        }
    }
    let ahead = if best? > -2.0 { best? } else { None? };
    Some(ahead * y)
}

check! {
    best_so_far_is_an_option, (x dx: 4, y dy) in -2.0..2.0;
    primal best(&x, y);
    oracle {
        let score = |v: Dual| v * y - v * v;
        let mut b = score(x[0]);
        for &v in &x[1..] {
            b = if score(v) > b { score(v) } else { b + v * 0.01 };
        }
        if b > -2.0 { Some(b * y) } else { None }
    };
    [x] jvp_best(&x, &dx, y);
    [y] jvp_best_y(&x, y, dy);
}

// A result with a tuple and an integer inside; the error carries a number that isn't active.
#[derive_jvp]
fn split(x: f64, n: usize) -> Result<(f64, usize), String> {
    match n {
        0 => Err(format!("{n} parts")),
        _ if x < -1.0 => Err("negative".to_owned() + " value"),
        n => Ok((x * x / n as f64, n - 1)),
    }
}

#[derive_jvp(wrt(x))]
fn parcels(x: f64) -> Result<Vec<f64>, String> {
    let mut n = 3;
    let mut out = vec![x];
    while let Ok((part, rest)) = split(out[out.len() - 1], n) {
        out.push(part);
        n = rest;
    }
    match split(x, n + 1) {
        Ok((last, 0)) => out.push(last * 2.0),
        Ok((_, n)) => return Err(format!("{n} left")),
        Err(e) => return Err(e),
    }
    Ok(out)
}

check! {
    result_of_a_tuple, (x dx) in -1.5..1.5;
    primal parcels(x);
    oracle if x < -1.0 {
        Err("negative value".to_string())
    } else {
        let a = x * x / 3.0;
        let b = a * a / 2.0;
        Ok(vec![x, a, b, b * b, x * x * 2.0])
    };
    [x] jvp_parcels(x, dx);
}

// What `map_or` and `map_or_else` give may be an option itself, in a variable that is one.
#[derive_jvp]
fn grown(x: f64, y: f64, n: usize) -> Option<f64> {
    let mut p: Option<f64> = None;
    for i in 0..n {
        p = p.map_or(Some(x), |q| if i < 3 { Some(q * y) } else { None });
    }
    let other = p.map_or_else(|| Some(y), |q| Some(q * q));
    p.map_or(other, |q| other.map(|o| o + q))
}

check! {
    map_or_gives_an_option, (x dx, y dy) in -2.0..2.0;
    primal (grown(x, y, 0), grown(x, y, 1), grown(x, y, 3), grown(x, y, 4));
    oracle (y, x * x + x, (x * y * y).powi(2) + x * y * y, y);
    [x y] {
        let all = [0, 1, 3, 4].map(|n| jvp_grown(x, dx, y, dy, n));
        (all.map(|o| o.map(|o| o.0)), all.map(|o| o.map(|o| o.1)))
    };
}
