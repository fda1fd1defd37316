//! Loops: what they run over, zero turns, and activity that arrives turn by turn.

use jvp::prelude::*;

// Activity arrives in the second turn only, by a cycle of assignments.
#[derive_jvp(wrt(x), wrt(y) as cycle_y)]
fn cycle(x: f64, y: f64) -> f64 {
    let (mut a, mut b, mut c) = (1.0, 2.0, 3.0);
    for _ in 0..3 {
        a = b * 0.5;
        b = c + a;
        c = c * x + y;
    }
    a
}

check! {
    activity_needs_two_turns_to_arrive, (x dx, y dy) in -2.0..2.0;
    primal cycle(x, y);
    oracle {
        let (mut a, mut b, mut c) = (Dual::from(1.0), Dual::from(2.0), Dual::from(3.0));
        for _ in 0..3 {
            (a, b) = (b * 0.5, c + b * 0.5);
            c = c * x + y;
        }
        a
    };
    [x] jvp_cycle(x, dx, y);
    [y] jvp_cycle_y(x, y, dy);
}

// No turn at all: the tangent is that of the initial value.
#[derive_jvp(wrt(x), wrt(y) as idle_y)]
fn idle(x: f64, y: f64, n: usize) -> f64 {
    let mut s = x * y;
    for i in n..3 {
        s *= i as f64 + x;
    }
    while s > 1e9 {
        s /= 10.0;
    }
    s
}

check! {
    loop_has_no_turn, (x dx, y dy) in -2.0..2.0;
    primal (idle(x, y, 3), idle(x, y, 7));
    oracle (x * y, x * y);
    [x] { let (a, b) = (jvp_idle(x, dx, y, 3), jvp_idle(x, dx, y, 7)); ((a.0, b.0), (a.1, b.1)) };
    [y] { let (a, b) = (jvp_idle_y(x, y, dy, 3), jvp_idle_y(x, y, dy, 7)); ((a.0, b.0), (a.1, b.1)) };
}

check! {
    the_same_loop_has_turns, (x dx, y dy) in -2.0..2.0;
    primal idle(x, y, 0);
    oracle x * y * x * (x + 1.0) * (x + 2.0);
    [x] jvp_idle(x, dx, y, 0);
    [y] jvp_idle_y(x, y, dy, 0);
}

// An empty slice: sums, maxima and last elements of nothing.
#[derive_jvp(wrt(x, y), wrt(y) as empty_y)]
fn empty(x: &[f64], y: f64) -> f64 {
    let mut last = y;
    for &v in x {
        last = v;
    }
    let sum: f64 = x.iter().sum();
    let product: f64 = x.iter().map(|v| v * y).product();
    last * product + sum
}

check! {
    slice_is_empty, (x dx: 0, y dy) in -2.0..2.0;
    primal empty(&x, y);
    oracle y;
    [x y] jvp_empty(&x, &dx, y, dy);
    [y] jvp_empty_y(&x, y, dy);
}

check! {
    slice_is_not_empty, (x dx: 3, y dy) in -2.0..2.0;
    primal empty(&x, y);
    oracle x[2] * (x[0] * y) * (x[1] * y) * (x[2] * y) + x[0] + x[1] + x[2];
    [x y] jvp_empty(&x, &dx, y, dy);
    [y] jvp_empty_y(&x, y, dy);
}

// Ranges of every make, and loop variables used as numbers.
#[derive_jvp(wrt(x), wrt(y) as ranges_y)]
fn ranges(x: f64, y: f64) -> f64 {
    let mut s = 0.0;
    for i in (0..7).rev().step_by(3) {
        s = s * x + i as f64 * y;
    }
    for i in (1..6).step_by(2).rev() {
        s = s * y - i as f64;
    }
    for i in -2_i32..=2 {
        s += x.powi(i.abs()) * f64::from(i);
    }
    for c in [0.5, 1.5, -1.0] {
        s += c * x * y;
    }
    s
}

check! {
    ranges_of_every_make, (x dx, y dy) in -1.5..1.5;
    primal ranges(x, y);
    oracle {
        let first = (y * 6.0 * x + y * 3.0) * x;
        let second = ((first * y - 5.0) * y - 3.0) * y - 1.0;
        second + x * y
    };
    [x] jvp_ranges(x, dx, y);
    [y] jvp_ranges_y(x, y, dy);
}

// The loop variable is shadowed and changed within the body, without effect on the count.
#[derive_jvp(wrt(x))]
fn counter(x: f64, n: usize) -> f64 {
    let mut s = x;
    for mut i in 0..n {
        i += 1;
        let i = i * 2;
        s += x * i as f64;
        for i in 0..2 {
            s *= 1.0 + 0.1 * i as f64;
        }
    }
    s
}

check! {
    loop_variable_is_shadowed, (x dx) in -2.0..2.0;
    primal counter(x, 3);
    oracle ((x * 3.0 * 1.1 + x * 4.0) * 1.1 + x * 6.0) * 1.1;
    [x] jvp_counter(x, dx, 3);
}

// A triangular nest with an accumulator that restarts in each outer turn.
#[derive_jvp(wrt(x, y), wrt(x) as triangle_x, wrt(y) as triangle_y)]
fn triangle(x: &[f64], y: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..x.len() {
        let mut row = 1.0;
        for j in i..y.len() {
            row = row * y[j] + x[i];
        }
        total += row * row;
    }
    total
}

check! {
    accumulator_restarts, (x dx: 3, y dy: 4) in -1.0..1.0;
    primal triangle(&x, &y);
    oracle {
        let row = |i: usize| y[i..].iter().fold(Dual::from(1.0), |row, &v| row * v + x[i]);
        row(0).powi(2) + row(1).powi(2) + row(2).powi(2)
    };
    [x y] jvp_triangle(&x, &dx, &y, &dy);
    [x] jvp_triangle_x(&x, &dx, &y);
    [y] jvp_triangle_y(&x, &y, &dy);
}

// `while let` over a stack that grows as it shrinks.
#[derive_jvp(wrt(x), wrt(cut) as stack_cut)]
fn stack(x: f64, cut: f64) -> f64 {
    let mut todo = vec![x];
    let mut sum = 0.0;
    while let Some(v) = todo.pop() {
        if v > 1.0 {
            todo.push(v * 0.5);
            todo.push(v - cut);
            continue;
        }
        sum += v * v;
    }
    sum
}

check! {
    stack_grows_as_it_shrinks, (x dx, cut dcut) in 0.7..3.0;
    primal stack(x, cut);
    oracle {
        fn visit(v: Dual, cut: Dual) -> Dual {
            if v > 1.0 { visit(v - cut, cut) + visit(v * 0.5, cut) } else { v * v }
        }
        visit(x, cut)
    };
    [x] jvp_stack(x, dx, cut);
    [cut] jvp_stack_cut(x, cut, dcut);
}

// The loop changes the slice that it will read in the next turn.
#[derive_jvp(wrt(x), wrt(k) as ahead_k)]
fn ahead(x: &mut [f64], k: f64) -> f64 {
    let n = x.len();
    for i in 0..n - 1 {
        x[i + 1] += k * x[i];
        x[i] = x[i + 1] * x[i];
    }
    x[n - 1]
}

check! {
    turn_writes_what_the_next_reads, (x dx: 4, k dk) in -1.5..1.5;
    primal { let y = ahead(&mut x, k); (y, x) };
    oracle {
        for i in 0..3 {
            let next = x[i + 1] + k * x[i];
            x[i] = next * x[i];
            x[i + 1] = next;
        }
        (x[3], x)
    };
    [x] { let (y, dy) = jvp_ahead(&mut x, &mut dx, k); ((y, x), (dy, dx)) };
    [x k] { let (y, dy) = jvp_ahead_k(&mut x, &mut dx, k, dk); ((y, x), (dy, dx)) };
}

// Fibonacci by destructuring: both sides read before either is written.
#[derive_jvp(wrt(a, b), wrt(b) as pairs_b)]
fn pairs(a: f64, b: f64, n: u32) -> f64 {
    let (mut a, mut b) = (a, b);
    for _ in 0..n {
        (a, b) = (b, a * b + a);
    }
    a - b
}

check! {
    destructuring_assignment_in_a_loop, (a da, b db) in -0.9..0.9;
    primal pairs(a, b, 5);
    oracle {
        let mut terms = vec![a, b];
        for i in 0..5 {
            let next = terms[i] * terms[i + 1] + terms[i];
            terms.push(next);
        }
        terms[5] - terms[6]
    };
    [a b] jvp_pairs(a, da, b, db, 5);
    [b] jvp_pairs_b(a, b, db, 5);
}

// A loop over an array of tuples, bound by nested patterns, by value and by reference.
#[derive_jvp(wrt(x), wrt(y) as table_y)]
fn table(x: f64, y: f64) -> f64 {
    let rows = [(x, (1, y)), (y, (2, x * y)), (x - y, (3, 0.5))];
    let mut s = 0.0;
    for (a, (n, b)) in rows {
        s += a * b * n as f64;
    }
    for &(a, (_, ref b)) in &rows {
        s -= a / (1.0 + b * b);
    }
    s
}

check! {
    loop_over_nested_tuples, (x dx, y dy) in -2.0..2.0;
    primal table(x, y);
    oracle {
        let f = |a: Dual, n: f64, b: Dual| a * b * n - a / (b * b + 1.0);
        f(x, 1.0, y) + f(y, 2.0, x * y) + f(x - y, 3.0, Dual::from(0.5))
    };
    [x] jvp_table(x, dx, y);
    [y] jvp_table_y(x, y, dy);
}
