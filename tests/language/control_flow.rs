//! Control flow, one construct at a time.

use jvp::prelude::*;

#[derive_jvp]
fn branches(x: f64) -> f64 {
    if x > 1.0 {
        x * x
    } else if x > 0.0 {
        x
    } else {
        1.0
    }
}

check! {
    if_else, (x dx) in -2.0..2.0;
    primal branches(x);
    oracle if x > 1.0 { x * x } else if x > 0.0 { x } else { Dual::from(1.0) };
    [x] jvp_branches(x, dx);
}

#[derive_jvp]
fn bound(x: Option<f64>) -> f64 {
    if let Some(v) = x { v * v } else { 0.5 }
}

check! {
    if_let, (x dx) in -2.0..2.0;
    primal bound(Some(x));
    oracle x * x;
    [x] jvp_bound(Some(x), Some(dx));
}

#[derive_jvp]
fn chained(x: Option<f64>, y: f64) -> f64 {
    if let Some(v) = x
        && v > 0.0
        && let w = v * y
    {
        w * w
    } else {
        y
    }
}

check! {
    if_let_chain, (x dx, y dy) in -2.0..2.0;
    primal chained(Some(x), y);
    oracle if x > 0.0 { (x * y).powi(2) } else { y };
    [x y] jvp_chained(Some(x), Some(dx), y, dy);
}

#[derive_jvp]
fn matched(x: f64, n: usize) -> f64 {
    match (n, x) {
        (0, _) => x,
        (1 | 2, v) if v > 0.0 => v * v,
        (k @ 1..=4, v) => v * k as f64,
        _ => 1.0,
    }
}

check! {
    match_with_guards, (x dx) in -2.0..2.0;
    primal [matched(x, 0), matched(x, 1), matched(x, 3), matched(x, 5)];
    oracle [x, if x > 0.0 { x * x } else { x }, x * 3.0, Dual::from(1.0)];
    [x] {
        let (a, b, c, d) = (jvp_matched(x, dx, 0), jvp_matched(x, dx, 1), jvp_matched(x, dx, 3), jvp_matched(x, dx, 5));
        ([a.0, b.0, c.0, d.0], [a.1, b.1, c.1, d.1])
    };
}

#[derive_jvp]
fn for_loop(x: f64, n: usize) -> f64 {
    let mut y = 1.0;
    for i in 0..n {
        y = y * x + i as f64;
    }
    y
}

check! {
    for_over_a_range, (x dx) in -2.0..2.0;
    primal for_loop(x, 3);
    oracle ((x * x) + 1.0) * x + 2.0;
    [x] jvp_for_loop(x, dx, 3);
}

#[derive_jvp]
fn while_loop(x: f64) -> f64 {
    let mut y = x;
    while y < 4.0 {
        y = y * 1.5 + x;
    }
    y
}

check! {
    while_with_an_active_condition, (x dx) in 0.2..2.0;
    primal while_loop(x);
    oracle {
        let mut y = x;
        while y < 4.0 { y = y * 1.5 + x }
        y
    };
    [x] jvp_while_loop(x, dx);
}

#[derive_jvp]
fn while_let_loop(x: f64) -> f64 {
    let mut stack = vec![x, 2.0, x * x];
    let mut y = 1.0;
    while let Some(v) = stack.pop() {
        y = y * 0.5 + v;
    }
    y
}

check! {
    while_let, (x dx) in -2.0..2.0;
    primal while_let_loop(x);
    oracle ((x * x + 0.5) * 0.5 + 2.0) * 0.5 + x;
    [x] jvp_while_let_loop(x, dx);
}

#[derive_jvp]
fn loop_value(x: f64) -> f64 {
    let mut n = 0;
    let y = loop {
        n += 1;
        if n > 3 {
            break x * n as f64;
        }
    };
    y * y
}

check! {
    loop_with_a_value, (x dx) in -2.0..2.0;
    primal loop_value(x);
    oracle (x * 4.0).powi(2);
    [x] jvp_loop_value(x, dx);
}

#[derive_jvp]
fn labels(x: f64) -> f64 {
    let mut y = x;
    'outer: for i in 0..3 {
        for j in 0..3 {
            if j > i {
                continue 'outer;
            }
            if i == 2 {
                break 'outer;
            }
            y *= x;
        }
    }
    y
}

check! {
    labels_with_break_and_continue, (x dx) in -2.0..2.0;
    primal labels(x);
    oracle x.powi(4);
    [x] jvp_labels(x, dx);
}

#[derive_jvp]
fn plain_break(x: &[f64]) -> f64 {
    let mut y = 0.0;
    for v in x {
        if *v < -0.5 {
            continue;
        }
        if y > 1.0 {
            break;
        }
        y += v * v;
    }
    y
}

check! {
    break_and_continue, (x dx: 5) in -2.0..2.0;
    primal plain_break(&x);
    oracle {
        let mut y = Dual::from(0.0);
        for v in &x {
            if *v >= -0.5 && y <= 1.0 { y = y + v * v }
        }
        y
    };
    [x] jvp_plain_break(&x, &dx);
}

#[derive_jvp]
fn early(x: f64) -> f64 {
    if x < 0.0 {
        return -x;
    }
    x.sqrt()
}

check! {
    early_return, (x dx) in -2.0..2.0;
    primal early(x);
    oracle if x < 0.0 { x.abs() } else { x.sqrt() };
    [x] jvp_early(x, dx);
}

#[derive_jvp]
fn option_try(x: Option<f64>, y: f64) -> Option<f64> {
    let v = x?;
    Some(v * y)
}

check! {
    question_mark_on_an_option, (x dx, y dy) in -2.0..2.0;
    primal (option_try(Some(x), y).unwrap(), option_try(None, y).is_none());
    oracle (x * y, true);
    [x y] {
        let (v, dv) = jvp_option_try(Some(x), Some(dx), y, dy).unwrap();
        ((v, jvp_option_try(None, None, y, dy).is_none()), dv)
    };
}

#[derive_jvp]
fn checked(x: f64) -> Result<f64, String> {
    if x < 0.0 {
        Err(format!("negative"))
    } else {
        Ok(x.sqrt())
    }
}

#[derive_jvp]
fn result_try(x: f64) -> Result<f64, String> {
    let y = checked(x)?;
    Ok(y * checked(x + 1.0)?)
}

check! {
    question_mark_on_a_result, (x dx) in -2.0..2.0;
    primal result_try(x);
    oracle if x < 0.0 { Err(String::from("negative")) } else { Ok(x.sqrt() * (x + 1.0).sqrt()) };
    [x] jvp_result_try(x, dx);
}
