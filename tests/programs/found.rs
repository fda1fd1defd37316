//! Programs that an adversary found: each was wrong once.

use jvp::prelude::*;

// A tuple of mutable borrows: what is written through it stays behind.
#[derive_jvp(wrt(x, y), wrt(x) as lent_x)]
fn lent(x: f64, y: f64) -> f64 {
    let mut a = 1.0;
    let mut b = y;
    {
        let t = (&mut a, &mut b);
        *t.0 += x;
        *t.1 *= x;
    }
    a * b
}

check! {
    writes_through_a_tuple_of_borrows, (x dx, y dy) in -2.0..2.0;
    primal lent(x, y);
    oracle (x + 1.0) * y * x;
    [x y] jvp_lent(x, dx, y, dy);
    [x] jvp_lent_x(x, dx, y);
}

// The borrow that is written through depends on a condition.
#[derive_jvp]
fn chosen(x: f64, y: f64) -> f64 {
    let mut a = 1.0;
    let mut b = 2.0;
    *(if x > y { &mut a } else { &mut b }) += x * y;
    a - b * b
}

check! {
    write_through_a_conditional_borrow, (x dx, y dy) in -2.0..2.0;
    primal chosen(x, y);
    oracle {
        let p = x * y;
        if x.re > y.re { p + 1.0 - 4.0 } else { -(p + 2.0) * (p + 2.0) + 1.0 }
    };
    [x y] jvp_chosen(x, dx, y, dy);
}

// `let … else` with an initialiser that ends in a brace.
#[derive_jvp]
fn braced(x: f64, y: f64) -> f64 {
    let Some(a) = (if x > 0.0 { Some(x * y) } else { None }) else {
        return y * y;
    };
    a * y
}

check! {
    let_else_after_a_brace, (x dx, y dy) in -2.0..2.0;
    primal braced(x, y);
    oracle if x.re > 0.0 { x * y * y } else { y * y };
    [x y] jvp_braced(x, dx, y, dy);
}

// Only the pattern's `ref mut` writes the tuple.
#[derive_jvp]
fn patched(x: f64, y: f64) -> f64 {
    let mut t = (x * y, 3.0);
    match t {
        (ref mut a, ref b) if *a > 0.0 => *a += b * x,
        (_, ref mut b) => *b *= y,
    }
    t.0 * t.1
}

check! {
    ref_mut_in_a_pattern_writes, (x dx, y dy) in -2.0..2.0;
    primal patched(x, y);
    oracle if (x * y).re > 0.0 { (x * y + x * 3.0) * 3.0 } else { x * y * y * 3.0 };
    [x y] jvp_patched(x, dx, y, dy);
}

#[derive_jvp]
fn pick<'a>(v: &'a mut [f64], i: usize) -> &'a mut f64 {
    &mut v[i]
}

// What a call hands out is written through, as a statement of its own.
#[derive_jvp(wrt(x, y), wrt(y) as picked_y)]
fn picked(x: f64, y: f64) -> f64 {
    let mut a = [1.0, 2.0];
    *pick(&mut a, 1) = x * y;
    *pick(&mut a, 0) += y;
    a[1] - a[0] * a[1]
}

check! {
    write_through_what_a_call_gives, (x dx, y dy) in -2.0..2.0;
    primal picked(x, y);
    oracle x * y - (y + 1.0) * x * y;
    [x y] jvp_picked(x, dx, y, dy);
    [y] jvp_picked_y(x, y, dy);
}

// One of two borrows, chosen by a `match`; then an array and a vector of borrows.
#[derive_jvp(wrt(x, y), pushforward)]
fn matched(x: f64, y: f64, n: usize) -> f64 {
    let mut a = 1.0;
    let mut b = 2.0;
    *(match n {
        3 => &mut a,
        _ => &mut b,
    }) += x * y;
    {
        let v = [&mut a, &mut b];
        *v[0] += x;
        *v[1] *= x;
    }
    {
        let mut v = vec![&mut a, &mut b];
        *v[1] *= y;
    }
    a - b * b
}

check! {
    writes_through_collections_of_borrows, (x dx, y dy) in -2.0..2.0;
    primal matched(x, y, 3);
    oracle x * y + x + 1.0 - (x * y * 2.0) * (x * y * 2.0);
    [x y] jvp_matched(x, dx, y, dy, 3);
    [x y] { let (v, _) = jvp_matched(x, dx, y, dy, 3); (v, pushforward_matched(x, dx, y, dy, 3)) };
}

// The closure of `reduce` captures what is active; the items are constants.
#[derive_jvp(wrt(y))]
fn reduced(x: &[f64], y: f64) -> f64 {
    x.iter().copied().reduce(|a, b| a * b + y).unwrap_or(y)
}

check! {
    reduce_captures_the_active_value, (y dy) in -2.0..2.0;
    primal reduced(&[0.5, -2.0, 3.0], y);
    oracle (y - 1.0) * 3.0 + y;
    [y] jvp_reduced(&[0.5, -2.0, 3.0], y, dy);
}

/// Named like one of ndarray's types, and a float.
type Axis = f64;

// A type alias with the name of a type without tangent.
#[derive_jvp]
fn aliased(x: f64, y: f64) -> f64 {
    let a: Axis = x * y;
    a * 2.0
}

check! {
    alias_named_like_an_inert_type, (x dx, y dy) in -2.0..2.0;
    primal aliased(x, y);
    oracle x * y * 2.0;
    [x y] jvp_aliased(x, dx, y, dy);
}

#[derive_jvp]
fn kick(p: &mut f64, k: f64) {
    *p = *p * k.cos() + 0.5;
}

// Active data goes through borrows into variables that nobody reads afterwards.
#[derive_jvp(wrt(x, y), wrt(y) as unread_y)]
fn unread(x: f64, y: f64) -> f64 {
    let mut v = vec![0.5; 4];
    if let Some(r) = v.last_mut() {
        *r += x;
    }
    v.iter_mut().for_each(|r| *r = x);
    let mut a = 1.0;
    kick(&mut a, x);
    x * y
}

check! {
    writes_that_nobody_reads, (x dx, y dy) in -2.0..2.0;
    primal unread(x, y);
    oracle x * y;
    [x y] jvp_unread(x, dx, y, dy);
    [y] jvp_unread_y(x, y, dy);
}

// The function returns from within the value of a `break` that is a constant.
#[derive_jvp]
fn leaving(x: f64, y: f64) -> f64 {
    let mut n = 0;
    let z = loop {
        n += 1;
        if n > 3 {
            break {
                if x > y {
                    return y;
                }
                2.0
            };
        }
    };
    x * y * z
}

check! {
    return_inside_of_a_break, (x dx, y dy) in -2.0..2.0;
    primal leaving(x, y);
    oracle if x.re > y.re { y } else { x * y * 2.0 };
    [x y] jvp_leaving(x, dx, y, dy);
}

#[derive_jvp]
fn scaled(a: f64, b: f64, n: usize) -> f64 {
    a * b * n as f64
}

fn successor(n: usize) -> usize {
    n + 1
}

// The arguments are constants; evaluating them changes active data.
#[derive_jvp(wrt(x, y), wrt(y) as stirred_y)]
fn stirred(x: f64, y: f64) -> f64 {
    let mut s = x;
    let z = scaled(
        2.0,
        {
            s *= y;
            3.0
        },
        2,
    );
    let n = successor({
        s *= y;
        3
    });
    z * s * n as f64
}

check! {
    constant_arguments_with_active_effects, (x dx, y dy) in -2.0..2.0;
    primal stirred(x, y);
    oracle x * y * y * 48.0;
    [x y] jvp_stirred(x, dx, y, dy);
    [y] jvp_stirred_y(x, y, dy);
}

// A closure gives a tuple of which one part is a constant that moves.
#[derive_jvp(wrt(x), wrt(x, y) as paired_both)]
fn paired(x: f64, y: f64) -> f64 {
    let v: Vec<(f64, Vec<f64>)> = (1..3).map(|i| (x * i as f64, vec![y; i])).collect();
    v[0].0 * v[1].1[1]
}

check! {
    constant_part_moves_into_a_pair, (x dx, y dy) in -2.0..2.0;
    primal paired(x, y);
    oracle x * y;
    [x] jvp_paired(x, dx, y);
    [x y] jvp_paired_both(x, dx, y, dy);
}

// The rest of a mutable slice is written through, and read by nobody.
#[derive_jvp]
fn headed(x: f64, y: f64) -> f64 {
    let mut v = [1.0, 2.0, 3.0];
    if let [a, rest @ ..] = &mut v[..] {
        *a = x;
        rest[1] = y;
    }
    v[0] * v[2]
}

check! {
    rest_of_a_mutable_slice, (x dx, y dy) in -2.0..2.0;
    primal headed(x, y);
    oracle x * y;
    [x y] jvp_headed(x, dx, y, dy);
}

// A predicate over constants that changes an active variable.
#[derive_jvp]
fn counted(x: f64, y: f64) -> f64 {
    let mut s = y;
    let found = [1, 2, 3].iter().any(|i| {
        s += x * f64::from(*i);
        *i == 2
    });
    if found { s * x } else { s }
}

check! {
    predicate_over_constants_writes, (x dx, y dy) in -2.0..2.0;
    primal counted(x, y);
    oracle (x * 3.0 + y) * x;
    [x y] jvp_counted(x, dx, y, dy);
}

// Declared without a value, assigned in every turn.
#[derive_jvp]
fn last_of_a_search(x: f64, y: f64) -> f64 {
    let (mut best, second);
    let mut i = 0;
    loop {
        best = x * f64::from(i) - y;
        i += 1;
        if best > 2.0 || i > 5 {
            second = best * x;
            break;
        }
    }
    best * second
}

check! {
    declared_and_assigned_in_a_loop, (x dx, y dy) in -2.0..2.0;
    primal last_of_a_search(x, y);
    oracle {
        let (mut i, mut best) = (0, -y);
        while best.re <= 2.0 && i < 5 {
            i += 1;
            best = x * f64::from(i) - y;
        }
        best * best * x
    };
    [x y] jvp_last_of_a_search(x, dx, y, dy);
}
