//! Methods of `Option` and `Result` that the coverage table doesn't list, but that a user will write.
//!
//! What the macro can't do yet has to be an error with a help, and then belongs to the
//! tests of errors; a wrong tangent is never an answer.

use jvp::prelude::*;

// `take` and `replace` as methods of the option: what is left behind has another tangent.
#[derive_jvp(wrt(x), wrt(y) as slotted_y)]
fn slotted(x: f64, y: f64) -> f64 {
    let mut slot = Some(x * x * y);
    let found = slot.take().unwrap_or(0.0) + slot.unwrap_or(0.0);
    let kept = slot.replace(found);
    slot = slot.map(|v| v * y + x);
    found * y + slot.unwrap() + kept.unwrap_or(3.0) * x
}

check! {
    option_take_and_replace, (x dx, y dy) in -2.0..2.0;
    primal slotted(x, y);
    oracle x * x * y * y * 2.0 + x + x * 3.0;
    [x] jvp_slotted(x, dx, y);
    [y] jvp_slotted_y(x, y, dy);
}

// A chain of combinators on an option that may be lost on the way.
#[derive_jvp(wrt(x), wrt(y) as combined_y)]
fn combined(x: f64, y: f64) -> f64 {
    let start = if x > -1.0 { Some(x) } else { None };
    let a = start
        .map(|v| v * y)
        .and_then(|v| if v > 0.0 { Some(v.sqrt()) } else { None });
    let b = a.or(Some(y)).filter(|v| *v < 1.2);
    let c = a.unwrap_or_else(|| x * x);
    let d = b.map_or_else(|| y * c, |v| v + c);
    d * a.zip(b).map_or(1.0, |(p, q)| p * q)
}

check! {
    option_combinators, (x dx, y dy) in -2.0..2.0;
    primal combined(x, y);
    oracle {
        let a = (x > -1.0 && x * y > 0.0).then(|| (x * y).sqrt());
        let b = match a { Some(a) => a, None => y };
        let b = (b < 1.2).then_some(b);
        let c = match a { Some(a) => a, None => x * x };
        let d = match b { Some(b) => b + c, None => y * c };
        match (a, b) { (Some(a), Some(b)) => d * a * b, _ => d }
    };
    [x] jvp_combined(x, dx, y);
    [y] jvp_combined_y(x, y, dy);
}

// The same on results, with errors that are texts and numbers without tangent.
#[derive_jvp(wrt(x), wrt(y) as attempted_y)]
fn attempted(x: f64, y: f64) -> Result<f64, String> {
    let a = if x > y { Ok(x - y) } else { Err("order") };
    let b = a
        .map(|v| v * y)
        .or_else(|e| if y > 0.0 { Ok(y) } else { Err(e) });
    let c: Result<f64, String> = b.map_err(|e| format!("{e} of arguments")).and_then(|v| {
        if v > -1.0 {
            Ok(v * x)
        } else {
            Err(String::from("too low"))
        }
    });
    let d = Some(x * y).ok_or("never").unwrap();
    let e = (x > -1.8)
        .then_some(y)
        .ok_or_else(|| "far left".to_string())?;
    let f = a.ok().unwrap_or(1.5) + a.unwrap_or_default();
    Ok(c? * d + e * f)
}

check! {
    result_combinators, (x dx, y dy) in -2.0..2.0;
    primal attempted(x, y);
    oracle {
        let ordered = x > y;
        if x <= -1.8 {
            Err("far left".to_string())
        } else if !ordered && y <= 0.0 {
            Err("order of arguments".to_string())
        } else {
            let b = if ordered { (x - y) * y } else { y };
            let f = if ordered { (x - y) * 2.0 } else { Dual::from(1.5) };
            if b > -1.0 { Ok(b * x * x * y + y * f) } else { Err("too low".to_string()) }
        }
    };
    [x] jvp_attempted(x, dx, y);
    [y] jvp_attempted_y(x, y, dy);
}

// An option's payload is changed through `if let` on a mutable reference; the best so far.
#[derive_jvp(wrt(x), wrt(y) as best_y)]
fn best(x: &[f64], y: f64) -> Option<f64> {
    let mut best: Option<f64> = None;
    for v in x {
        let score = v * y - v * v;
        if best.is_none_or(|b| score > b) {
            best = Some(score);
        } else if let Some(b) = &mut best {
            *b += 0.01 * v;
        }
    }
    let ahead = best.filter(|b| *b > -2.0)?;
    best.get_or_insert(0.0);
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
        (b > -2.0).then(|| b * y)
    };
    [x] jvp_best(&x, &dx, y);
    [y] jvp_best_y(&x, y, dy);
}

// Options lent to functions that look at them: locals, references, elements, and what is empty.
#[derive_jvp]
fn scaled(o: &Option<f64>, by: f64) -> f64 {
    match o {
        Some(v) => v * by,
        None => 0.5 * by,
    }
}

#[derive_jvp]
fn product_of(o: &Option<(f64, Vec<f64>)>, by: f64) -> f64 {
    o.as_ref().map_or(by, |(a, v)| a * v[0] * by)
}

#[derive_jvp(wrt(x, y), wrt(y) as lent_options_y)]
fn lent_options(x: f64, y: f64) -> f64 {
    let mut last: Option<f64> = None;
    for v in [x, y] {
        let before = scaled(&last, y);
        last = Some(v * x + before);
    }
    let seen = &last;
    let list = [Some(x), None, Some(y)];
    let sum: f64 = list.iter().map(|o| scaled(o, y)).sum();
    let mut pair = Some((x, vec![y, 1.0]));
    let before = product_of(&pair, y);
    if let Some((a, v)) = &mut pair {
        *a += before;
        v[0] *= y;
    }
    scaled(seen, y) + sum + product_of(&pair, x) + scaled(&Some(x), y)
}

check! {
    options_lent_to_functions, (x dx, y dy) in -2.0..2.0;
    primal lent_options(x, y);
    oracle {
        let last = y * x + (x * x + y * 0.5) * y;
        let sum = x * y + y * 0.5 + y * y;
        last * y + sum + (x + x * y * y) * (y * y) * x + x * y
    };
    [x y] jvp_lent_options(x, dx, y, dy);
    [y] jvp_lent_options_y(x, y, dy);
}

// Options in elements and behind references: what is put there stays there, and what is read is a
// copy.
#[derive_jvp]
fn kept(v: &mut Vec<Option<f64>>, best: &mut Option<f64>, x: f64) -> f64 {
    let k = v[0].map_or(1.0, |a| a.abs() * x);
    let old = v[0].replace(k * k).unwrap_or(x);
    *v[1].get_or_insert(2.0) *= x;
    *best = Some(best.map_or(x, |b| b.max(x) + 1.0));
    let inside = best.get_or_insert(x);
    *inside *= old;
    best.filter(|b| *b > -9.0).unwrap_or(k)
}

#[derive_jvp(wrt(x, y), wrt(y) as kept_options_y)]
fn kept_options(x: f64, y: f64) -> f64 {
    let mut v = vec![Some(x), None];
    let mut pair = [Some(y), None];
    let z = pair[1].get_or_insert(x);
    *z += y;
    let taken = pair[0].replace(x * y);
    let mut alone: Option<f64> = None;
    let inside = alone.get_or_insert(y);
    *inside *= x;
    let mut held = vec![Some(alone.unwrap_or(0.0))];
    let a = kept(&mut v, &mut held[0], y);
    let sum = v[0].unwrap_or(0.0) + v[1].unwrap_or(0.0) * taken.unwrap_or(0.0);
    a * sum + pair[0].unwrap_or(0.0) * pair[1].unwrap_or(0.0)
}

check! {
    what_is_put_into_an_option_stays, (x dx, y dy) in 0.1..2.0;
    primal kept_options(x, y);
    oracle {
        let (k, inside) = (x * y, x * y);
        let a = (if inside > y { inside } else { y } + 1.0) * x;
        a * (k * k + y * 2.0 * y) + x * y * (x + y)
    };
    [x y] jvp_kept_options(x, dx, y, dy);
    [y] jvp_kept_options_y(x, y, dy);
}
