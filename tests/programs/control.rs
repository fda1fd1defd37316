//! Control flow within loops: labels, values of blocks, breaks in odd places.

use jvp::prelude::*;

// A labelled break leaves two loops with the state half done.
#[derive_jvp(wrt(x, limit), wrt(x) as spiral_x, wrt(limit) as spiral_limit)]
fn spiral(x: f64, limit: f64) -> f64 {
    let mut s = x;
    'outer: for i in 1..6 {
        for j in 0..i {
            s += x * (i - j) as f64;
            if s > limit + 3.0 {
                s *= limit;
                break 'outer;
            }
            if j == 2 {
                continue 'outer;
            }
        }
        s -= limit;
    }
    s
}

check! {
    break_leaves_two_loops, (x dx, limit dlimit) in 0.1..2.0;
    primal spiral(x, limit);
    oracle {
        let mut s = x;
        let mut done = false;
        let mut i = 1;
        while i < 6 && !done {
            let mut j = 0;
            let mut skipped = false;
            while j < i && !done && !skipped {
                s = s + x * f64::from(i - j);
                done = s.re > limit.re + 3.0;
                skipped = j == 2;
                j += 1;
            }
            if done { s = s * limit } else if !skipped { s = s - limit }
            i += 1;
        }
        s
    };
    [x limit] jvp_spiral(x, dx, limit, dlimit);
    [x] jvp_spiral_x(x, dx, limit);
    [limit] jvp_spiral_limit(x, limit, dlimit);
}

// `loop` gives its value by `break`, from two places.
#[derive_jvp(wrt(x, y), wrt(y) as looped_y)]
fn looped(x: f64, y: f64) -> f64 {
    let mut a = x;
    let mut n = 0;
    let found = loop {
        a = a * 0.5 + y;
        n += 1;
        if a > 1.5 {
            break a * x;
        }
        if n == 4 {
            break x - a;
        }
    };
    found * a
}

check! {
    loop_breaks_with_a_value, (x dx, y dy) in -1.5..1.5;
    primal looped(x, y);
    oracle {
        let mut a = x;
        let mut found = None;
        for _ in 0..4 {
            if found.is_none() {
                a = a * 0.5 + y;
                if a > 1.5 { found = Some(a * x) }
            }
        }
        found.unwrap_or(x - a) * a
    };
    [x y] jvp_looped(x, dx, y, dy);
    [y] jvp_looped_y(x, y, dy);
}

// A labelled block with a value is an early return in small.
#[derive_jvp(wrt(x, y), wrt(x) as block_x)]
fn block(x: f64, y: f64) -> f64 {
    let mut trace = 0.0;
    let z = 'found: {
        if x > 1.0 {
            break 'found x.ln();
        }
        trace += y;
        let w = x * y;
        if w > 0.5 {
            break 'found w * w;
        }
        trace *= x;
        w - x
    };
    z + trace
}

check! {
    labelled_block_breaks_with_a_value, (x dx, y dy) in -2.0..2.0;
    primal block(x, y);
    oracle if x > 1.0 { x.ln() } else if x * y > 0.5 { (x * y).powi(2) + y } else { x * y - x + y * x };
    [x y] jvp_block(x, dx, y, dy);
    [x] jvp_block_x(x, dx, y);
}

// A value breaks out of a labelled outer `loop`, through a `for` and a `while`.
#[derive_jvp(wrt(x), wrt(step) as deep_step)]
fn deep(x: f64, step: f64) -> f64 {
    let mut y = x;
    let z = 'all: loop {
        for k in 0.. {
            let mut m = 0;
            while m < 2 {
                y += step * x;
                m += 1;
                if y > 4.0 {
                    break 'all y * k as f64;
                }
                if k > 5 {
                    break 'all y / 2.0;
                }
            }
        }
    };
    z + y
}

check! {
    value_breaks_through_three_loops, (x dx, step dstep) in 0.2..2.0;
    primal deep(x, step);
    oracle {
        let mut y = x;
        let mut z = None;
        for half in 0.. {
            y = y + step * x;
            if y > 4.0 { z = Some(y * f64::from(half / 2)) } else if half / 2 > 5 { z = Some(y * 0.5) }
            if z.is_some() { break }
        }
        z.unwrap() + y
    };
    [x] jvp_deep(x, dx, step);
    [step] jvp_deep_step(x, step, dstep);
}

// `break` as an operand: the sum is never finished, its left side is evaluated all the same.
#[derive_jvp(wrt(x, y), wrt(y) as unfinished_y)]
fn unfinished(x: f64, y: f64) -> f64 {
    let mut calls = 0.0;
    let z = loop {
        calls += x;
        let w = calls * y
            + if calls.abs() > 2.0 {
                break calls * 3.0;
            } else {
                y
            };
        calls += w.abs() + 0.5;
    };
    z * y
}

check! {
    break_is_an_operand, (x dx, y dy) in 0.1..2.0;
    primal unfinished(x, y);
    oracle {
        let mut calls = x;
        while calls.abs() <= 2.0 {
            calls = calls + (calls * y + y).abs() + 0.5 + x;
        }
        calls * 3.0 * y
    };
    [x y] jvp_unfinished(x, dx, y, dy);
    [y] jvp_unfinished_y(x, y, dy);
}

// `while` with a block as its condition; the condition itself moves the active state.
#[derive_jvp(wrt(x), wrt(rate) as condition_rate)]
fn condition(x: f64, rate: f64) -> f64 {
    let mut y = x;
    let mut n = 0;
    while {
        y *= rate;
        n += 1;
        n < 4 && y.abs() > 0.3
    } {
        y += x;
    }
    y
}

check! {
    condition_of_while_changes_the_state, (x dx, rate drate) in 0.2..1.4;
    primal condition(x, rate);
    oracle {
        let mut y = x * rate;
        let mut n = 1;
        while n < 4 && y.abs() > 0.3 {
            y = (y + x) * rate;
            n += 1;
        }
        y
    };
    [x] jvp_condition(x, dx, rate);
    [rate] jvp_condition_rate(x, rate, drate);
}

// Lazy conditions: the right side runs, and changes `y`, only if the left allows it.
#[derive_jvp(wrt(x, y), wrt(x) as lazy_x, wrt(y) as lazy_y)]
fn lazy(x: f64, y: f64) -> f64 {
    let mut y = y;
    let both = x > 0.0 && {
        y *= x;
        y > 0.2
    };
    let either = both || {
        y += x;
        y < 0.0
    };
    match (both, either) {
        (true, _) => y * y,
        (false, true) => y.sin(),
        (false, false) => y - x,
    }
}

check! {
    lazy_operators_have_effects, (x dx, y dy) in -2.0..2.0;
    primal lazy(x, y);
    oracle {
        let first = if x > 0.0 { y * x } else { y };
        if x > 0.0 && first > 0.2 {
            first * first
        } else if first + x < 0.0 {
            (first + x).sin()
        } else {
            first
        }
    };
    [x y] jvp_lazy(x, dx, y, dy);
    [x] jvp_lazy_x(x, dx, y);
    [y] jvp_lazy_y(x, y, dy);
}

// An `if` as a condition, an `if` as a scrutinee, an `if` as an index.
#[derive_jvp(wrt(x), wrt(w) as ifs_w)]
fn ifs(x: f64, w: &[f64]) -> f64 {
    let y = if if x > 0.0 { x > 1.0 } else { x < -1.0 } {
        x * x
    } else {
        x
    };
    let z = match if y > 1.5 { 0 } else { w.len() - 1 } {
        0 => y * w[if x > 0.0 { 0 } else { 1 }],
        n => y + w[n],
    };
    (if z > 0.0 { z } else { -z }) * if y > x { w[0] } else { 2.0 }
}

check! {
    if_within_if, (x dx, w dw: 3) in -2.0..2.0;
    primal ifs(x, &w);
    oracle {
        let outside = x.abs() > 1.0;
        let y = if outside { x * x } else { x };
        let z = if y > 1.5 { y * w[if x > 0.0 { 0 } else { 1 }] } else { y + w[2] };
        z.abs() * (if y > x { w[0] } else { Dual::from(2.0) })
    };
    [x] jvp_ifs(x, dx, &w);
    [w] jvp_ifs_w(x, &w, &dw);
}

// `continue` between two writes: the second is lost in some turns, its tangent too.
#[derive_jvp(wrt(x), wrt(y) as skipped_y)]
fn skipped(x: &[f64], y: f64) -> (f64, f64) {
    let (mut a, mut b) = (0.0, y);
    for (i, &v) in x.iter().enumerate() {
        a += v * y;
        if v < 0.0 || i % 3 == 2 {
            continue;
        }
        b = b * v + a;
    }
    (a, b)
}

check! {
    continue_between_two_writes, (x dx: 7, y dy) in -1.0..1.5;
    primal skipped(&x, y);
    oracle {
        let (mut a, mut b) = (Dual::from(0.0), y);
        for i in 0..7 {
            a = a + x[i] * y;
            if !(x[i] < 0.0) && i != 2 && i != 5 { b = b * x[i] + a }
        }
        (a, b)
    };
    [x] jvp_skipped(&x, &dx, y);
    [y] jvp_skipped_y(&x, y, dy);
}

// The state at the break is what counts: a search by halving with an active bracket.
#[derive_jvp(wrt(a, b), wrt(a) as halved_a)]
fn halved(a: f64, b: f64) -> f64 {
    let (mut lo, mut hi) = (a, a + b);
    let mut n = 0;
    let mid = loop {
        let mid = 0.5 * (lo + hi);
        match mid * mid > 2.0 {
            _ if n == 6 => break mid,
            true => hi = mid,
            false => lo = mid,
        }
        n += 1;
    };
    mid + (hi - lo)
}

check! {
    match_arm_breaks_or_assigns, (a da, b db) in 0.3..3.0;
    primal halved(a, b);
    oracle {
        let (mut lo, mut hi) = (a, a + b);
        for _ in 0..6 {
            let mid = (lo + hi) * 0.5;
            if mid * mid > 2.0 { hi = mid } else { lo = mid }
        }
        (lo + hi) * 0.5 + hi - lo
    };
    [a b] jvp_halved(a, da, b, db);
    [a] jvp_halved_a(a, da, b);
}
