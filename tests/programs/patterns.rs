//! Patterns: guards, ranges, bindings, slices, and which part of a value is active.

use jvp::prelude::*;

// Guards read active values; the bindings of arms shadow each other.
#[derive_jvp(wrt(x, y), wrt(x) as guards_x, wrt(y) as guards_y)]
fn guards(x: f64, y: f64) -> f64 {
    match (x * y, y) {
        (y, _) if y > 1.0 => y * x,
        (a, x) if a < -1.0 && x > 0.0 => a - x,
        (a, b) if a < b => {
            let y = a * b;
            y + x
        }
        (_, z) => z.exp() * y,
    }
}

check! {
    arms_shadow_the_scrutinee, (x dx, y dy) in -2.0..2.0;
    primal guards(x, y);
    oracle {
        let p = x * y;
        if p > 1.0 { p * x } else if p < -1.0 && y > 0.0 { p - y } else if p < y { p * y + x } else { y.exp() * y }
    };
    [x y] jvp_guards(x, dx, y, dy);
    [x] jvp_guards_x(x, dx, y);
    [y] jvp_guards_y(x, y, dy);
}

// Integer patterns of every kind choose between active arms.
#[derive_jvp(wrt(x), wrt(y) as chosen_y)]
fn chosen(x: f64, y: f64) -> f64 {
    let mut s = 0.0;
    for k in 0..12_u32 {
        s += match k {
            0 | 7 => x,
            n @ 1..=3 => x * n as f64,
            n @ (4 | 5) if n % 2 == 0 => y,
            6.. if k > 9 => x * y,
            8..10 => y * y,
            _ => -y,
        };
    }
    s
}

check! {
    integer_patterns, (x dx, y dy) in -2.0..2.0;
    primal chosen(x, y);
    oracle x * 8.0 + y - y * 2.0 + x * y * 2.0 + y * y * 2.0;
    [x] jvp_chosen(x, dx, y);
    [y] jvp_chosen_y(x, y, dy);
}

// Slice patterns with a rest in the middle, at the ends, bound and not bound.
#[derive_jvp(wrt(x), wrt(y) as sliced_y)]
fn sliced(x: &[f64], y: f64) -> f64 {
    match x {
        [] => y,
        [a] => a * y,
        [a, b] if a > b => a - b * y,
        [a, .., b] if *a < 0.0 => a * b,
        [first, middle @ .., _] => middle.iter().sum::<f64>() * first + y * y,
    }
}

check! {
    slice_patterns, (x dx: 4, y dy) in -2.0..2.0;
    primal [sliced(&x[..0], y), sliced(&x[..1], y), sliced(&x[1..3], y), sliced(&x, y)];
    oracle {
        let rest = |f: Dual, l: Dual, m: Dual| if f < 0.0 { f * l } else { m * f + y * y };
        let two = if x[1] > x[2] { x[1] - x[2] * y } else { rest(x[1], x[2], Dual::from(0.0)) };
        [y, x[0] * y, two, rest(x[0], x[3], x[1] + x[2])]
    };
    [x] {
        let f = |r: std::ops::Range<usize>| jvp_sliced(&x[r.clone()], &dx[r], y);
        let (a, b, c, d) = (f(0..0), f(0..1), f(1..3), f(0..4));
        ([a.0, b.0, c.0, d.0], [a.1, b.1, c.1, d.1])
    };
    [y] {
        let f = |r: std::ops::Range<usize>| jvp_sliced_y(&x[r], y, dy);
        let (a, b, c, d) = (f(0..0), f(0..1), f(1..3), f(0..4));
        ([a.0, b.0, c.0, d.0], [a.1, b.1, c.1, d.1])
    };
}

// Only one component of the tuple is active; the other is an integer, a text, a flag.
#[derive_jvp(wrt(x), wrt(y) as mixed_y)]
fn mixed(x: f64, y: f64) -> f64 {
    let item = (x * y, 3_usize, "name", (x > y, y));
    let (value, n, name, (flag, rest)) = item;
    let (.., (_, last)) = item;
    let (first, ..) = item;
    if flag {
        value * n as f64 + first
    } else {
        rest * name.len() as f64 - last * first
    }
}

check! {
    tuple_is_active_in_parts, (x dx, y dy) in -2.0..2.0;
    primal mixed(x, y);
    oracle if x > y { x * y * 4.0 } else { y * 4.0 - y * x * y };
    [x] jvp_mixed(x, dx, y);
    [y] jvp_mixed_y(x, y, dy);
}

// `ref`, `ref mut`, `&` and `mut` in patterns: copies, views and changes in place.
#[derive_jvp(wrt(x, y), wrt(y) as refs_y)]
fn refs(x: f64, y: f64) -> f64 {
    let mut pair = (x, [y, x * y]);
    let (ref a, [ref b, mut c]) = pair;
    c += *a * *b;
    let (ref mut p, [q, _]) = pair;
    *p *= c;
    let &r = &pair.1[1];
    let (u, &mut v) = (&q, &mut pair.0);
    u * v + r + c
}

check! {
    ref_and_mut_in_patterns, (x dx, y dy) in -2.0..2.0;
    primal refs(x, y);
    oracle y * x * (x * y * 2.0) + x * y * 3.0;
    [x y] jvp_refs(x, dx, y, dy);
    [y] jvp_refs_y(x, y, dy);
}

// `@` with a pattern below it: the whole and its part are both used.
#[derive_jvp(wrt(x), wrt(y) as whole_y)]
fn whole(x: f64, y: f64) -> f64 {
    let all @ (a, _) = (x, x * y);
    let list @ [.., last] = [a, y, all.1];
    match Some(last) {
        found @ Some(v) if v > 0.0 => found.unwrap() * v + list[0],
        found @ (Some(_) | None) => found.map(|v| v - y).unwrap_or(0.0) * all.0,
    }
}

check! {
    binding_at_a_pattern, (x dx, y dy) in -2.0..2.0;
    primal whole(x, y);
    oracle {
        let p = x * y;
        if p > 0.0 { p * p + x } else { (p - y) * x }
    };
    [x] jvp_whole(x, dx, y);
    [y] jvp_whole_y(x, y, dy);
}

// Alternatives bind the same name in different places.
#[derive_jvp(wrt(x), wrt(y) as either_y)]
fn either(x: f64, y: f64, n: i32) -> f64 {
    let r = if x > y { (0, x * x, y) } else { (1, x, y * x) };
    let ((0, v, _) | (_, _, v)) = r;
    match (r, n) {
        ((0, _, w), 0) | ((_, w, _), 1) => w * v,
        ((0, w, _) | (_, _, w), _) => w + v * y,
    }
}

check! {
    alternatives_bind_one_name, (x dx, y dy) in -2.0..2.0;
    primal (either(x, y, 0), either(x, y, 1), either(x, y, 2));
    oracle if x > y {
        (y * x * x, x.powi(4), x * x + x * x * y)
    } else {
        (x * y + x * y * y, x * x * y, x * y + x * y * y)
    };
    [x] {
        let (a, b, c) = (jvp_either(x, dx, y, 0), jvp_either(x, dx, y, 1), jvp_either(x, dx, y, 2));
        ((a.0, b.0, c.0), (a.1, b.1, c.1))
    };
    [y] {
        let (a, b, c) = (jvp_either_y(x, y, dy, 0), jvp_either_y(x, y, dy, 1), jvp_either_y(x, y, dy, 2));
        ((a.0, b.0, c.0), (a.1, b.1, c.1))
    };
}

// A match on a reference to an option, through to a change of its payload.
#[derive_jvp(wrt(slot, x), wrt(slot) as payload_slot)]
fn payload(slot: &mut Option<f64>, x: f64) -> f64 {
    let old = match slot {
        Some(v) if *v > 1.0 => {
            *v *= x;
            *v - 1.0
        }
        Some(v) => {
            let old = *v;
            *slot = None;
            old * x
        }
        None => 0.0,
    };
    if let None = slot {
        *slot = Some(x * old);
    }
    old
}

check! {
    payload_is_changed_in_place, (s ds, x dx) in -2.0..3.0;
    primal { let mut slot = Some(s); let y = payload(&mut slot, x); (y, slot) };
    oracle if s > 1.0 { (s * x - 1.0, Some(s * x)) } else { (s * x, Some(s * x * x)) };
    [s x] {
        let (mut slot, mut dslot) = (Some(s), Some(ds));
        let (y, dy) = jvp_payload(&mut slot, &mut dslot, x, dx);
        ((y, slot), (dy, dslot))
    };
    [s] {
        let (mut slot, mut dslot) = (Some(s), Some(ds));
        let (y, dy) = jvp_payload_slot(&mut slot, &mut dslot, x);
        ((y, slot), (dy, dslot))
    };
}

// Float literals and ranges as patterns compare the primal; constants from outside, too.
#[derive_jvp(wrt(x))]
fn ranges(x: f64) -> f64 {
    const LOW: f64 = -1.0;
    match x {
        LOW => 7.0,
        ..LOW => -x,
        0.0 => x,
        v @ (LOW..=0.5 | 1.5..) => v * v * x,
        v => v.ln(),
    }
}

check! {
    float_ranges_as_patterns, (x dx) in -2.0..2.0;
    primal ranges(x);
    oracle if x < -1.0 { -x } else if x <= 0.5 || x >= 1.5 { x.powi(3) } else { x.ln() };
    [x] jvp_ranges(x, dx);
}

#[test]
fn float_literals_as_patterns() {
    assert_eq!(jvp_ranges(-1.0, 2.0), (7.0, 0.0));
    assert_eq!(jvp_ranges(0.0, 2.0), (0.0, 2.0));
}

// A match gives a tuple of which one arm makes one part active, another arm the other.
#[derive_jvp(wrt(x), wrt(y) as crossed_y)]
fn crossed(x: f64, y: f64) -> f64 {
    let (a, b) = match x.partial_cmp(&y) {
        Some(std::cmp::Ordering::Less) => (x, 2.0),
        Some(_) => (0.5, y),
        None => unreachable!(),
    };
    let [c, d]: [f64; 2] = if a > 0.0 { [a, 1.0] } else { [1.0, b] };
    a * b + c * d
}

check! {
    arms_are_active_in_different_parts, (x dx, y dy) in -2.0..2.0;
    primal crossed(x, y);
    oracle {
        let (a, b) = if x < y { (x, Dual::from(2.0)) } else { (Dual::from(0.5), y) };
        a * b + if a > 0.0 { a } else { b }
    };
    [x] jvp_crossed(x, dx, y);
    [y] jvp_crossed_y(x, y, dy);
}
