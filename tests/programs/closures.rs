//! Closures: what they capture, how, and when.

use jvp::prelude::*;

// A capture by reference sees the value at the call where it is a reference, at the definition
// where it is a copy.
#[derive_jvp(wrt(x, y), wrt(x) as captured_x, wrt(y) as captured_y)]
fn captured(x: f64, y: f64) -> f64 {
    let mut k = x;
    let frozen = move |v: f64| v * k;
    k *= y;
    let live = |v: f64| v * k + x;
    frozen(y) + live(frozen(k)) - live(1.0)
}

check! {
    capture_by_copy_and_by_reference, (x dx, y dy) in -2.0..2.0;
    primal captured(x, y);
    oracle {
        let k = x * y;
        y * x + k * x * k + x - k - x
    };
    [x y] jvp_captured(x, dx, y, dy);
    [x] jvp_captured_x(x, dx, y);
    [y] jvp_captured_y(x, y, dy);
}

// An `FnMut` accumulator that holds the sum by `&mut` until its last call.
#[derive_jvp(wrt(x), wrt(k) as accumulated_k)]
fn accumulated(x: &[f64], k: f64) -> f64 {
    let mut sum = k;
    let mut count = 0;
    let mut add = |v: f64| {
        sum += v * k;
        count += 1;
        sum
    };
    let first = add(x[0]);
    for v in &x[1..] {
        add(*v);
    }
    sum * first / count as f64
}

check! {
    accumulator_by_mutable_capture, (x dx: 3, k dk) in -2.0..2.0;
    primal accumulated(&x, k);
    oracle (k + (x[0] + x[1] + x[2]) * k) * (k + x[0] * k) / 3.0;
    [x] jvp_accumulated(&x, &dx, k);
    [k] jvp_accumulated_k(&x, k, dk);
}

// A closure with no parameters, run for its effect and for its value.
#[derive_jvp(wrt(x), wrt(y) as thunks_y)]
fn thunks(x: f64, y: f64) -> f64 {
    let mut log = vec![x];
    let mut again = || {
        let last = *log.last().unwrap();
        log.push(last * y + 1.0);
    };
    again();
    again();
    let total = || log.iter().sum::<f64>() * y;
    total() - total() * x
}

check! {
    closure_without_parameters, (x dx, y dy) in -1.5..1.5;
    primal thunks(x, y);
    oracle {
        let a = x * y + 1.0;
        let b = a * y + 1.0;
        (x + a + b) * y * (-x + 1.0)
    };
    [x] jvp_thunks(x, dx, y);
    [y] jvp_thunks_y(x, y, dy);
}

// A closure calls a closure, parameters shadow captures, and one returns a tuple.
#[derive_jvp(wrt(x, y), wrt(y) as composed_y)]
fn composed(x: f64, y: f64) -> f64 {
    let f = |x: f64| x * y;
    let g = |y: f64, x: f64| f(y) - x;
    let h = |v| (g(v, x), f(v));
    let (a, b) = h(x + y);
    let (c, _) = h(a);
    a * b + c
}

check! {
    closures_call_each_other, (x dx, y dy) in -1.5..1.5;
    primal composed(x, y);
    oracle {
        let b = (x + y) * y;
        let a = b - x;
        a * b + a * y - x
    };
    [x y] jvp_composed(x, dx, y, dy);
    [y] jvp_composed_y(x, y, dy);
}

// The same closure is called with an active argument and with a constant one.
#[derive_jvp(wrt(x), wrt(k) as twice_k)]
fn twice(x: f64, k: f64, n: usize) -> f64 {
    let scale = |v: f64, n: usize| v * k * n as f64;
    let fixed = scale(2.0, n);
    let moving = scale(x, n + 1);
    let pure = |i: usize| i * i + n;
    fixed + moving * pure(2) as f64
}

check! {
    one_closure_for_active_and_constant_arguments, (x dx, k dk) in -2.0..2.0;
    primal twice(x, k, 3);
    oracle k * 6.0 + x * k * 28.0;
    [x] jvp_twice(x, dx, k, 3);
    [k] jvp_twice_k(x, k, dk, 3);
}

// Closures in iterator chains that capture the loop's state, one of them by `&mut`.
#[derive_jvp(wrt(x), wrt(y) as chained_y)]
fn chained(x: &[f64], y: f64) -> f64 {
    let mut seen = 0.0;
    let mut total = 0.0;
    for step in 1..=2 {
        let shift = y * step as f64;
        total += x
            .iter()
            .map(|v| {
                seen += v;
                v * shift + seen
            })
            .filter(|v| *v > -1.0)
            .sum::<f64>();
        seen *= y;
    }
    total * seen
}

check! {
    chain_captures_the_state_of_a_loop, (x dx: 3, y dy) in -1.5..1.5;
    primal chained(&x, y);
    oracle {
        let (mut seen, mut total) = (Dual::from(0.0), Dual::from(0.0));
        for step in [1.0, 2.0] {
            for v in &x {
                seen = seen + v;
                let w = v * y * step + seen;
                if w > -1.0 { total = total + w }
            }
            seen = seen * y;
        }
        total * seen
    };
    [x] jvp_chained(&x, &dx, y);
    [y] jvp_chained_y(&x, y, dy);
}

// A moved vector lives on in the closure, and comes back out of it.
#[derive_jvp(wrt(x), wrt(y) as owned_y)]
fn owned(x: f64, y: f64) -> f64 {
    let list = vec![x, y, x * y];
    let pick = move |i: usize| list[i % 3] * y;
    let s = (0..5).map(|i| pick(i)).sum::<f64>();
    let back = vec![s, x];
    let give = move || back;
    let v = give();
    v[0] * v[1]
}

check! {
    closure_owns_a_vector, (x dx, y dy) in -2.0..2.0;
    primal owned(x, y);
    oracle (x + x + y + y + x * y) * y * x;
    [x] jvp_owned(x, dx, y);
    [y] jvp_owned_y(x, y, dy);
}

// Patterns in parameters, types left to inference, an early return, a nested closure.
#[derive_jvp(wrt(x, y), wrt(x) as patterned_x)]
fn patterned(x: f64, y: f64) -> f64 {
    let dot = |(a, b): (f64, f64), &[c, d]: &[f64; 2]| a * c + b * d;
    let outer = |a: f64| -> f64 {
        let inner = |b: f64| if b > 1.0 { return b * a } else { b - a };
        inner(y) + inner(a)
    };
    dot((x, y), &[outer(x), y]) + dot((outer(y), 1.0), &[x, 2.0])
}

check! {
    parameters_are_patterns, (x dx, y dy) in -2.0..2.0;
    primal patterned(x, y);
    oracle {
        let inner = |a: Dual, b: Dual| if b > 1.0 { b * a } else { b - a };
        let outer = |a: Dual| inner(a, y) + inner(a, a);
        x * outer(x) + y * y + outer(y) * x + 2.0
    };
    [x y] jvp_patterned(x, dx, y, dy);
    [x] jvp_patterned_x(x, dx, y);
}

// A closure changes a slice that it is given, and one that it captures.
#[derive_jvp(wrt(x))]
fn writers(x: &mut [f64], k: f64) -> f64 {
    let scale = |part: &mut [f64], by: f64| {
        for v in part.iter_mut() {
            *v *= by;
        }
    };
    let (a, b) = x.split_at_mut(2);
    scale(a, k);
    scale(b, a[0]);
    let mut put = |i: usize, v: f64| b[i] = v * a[1];
    put(0, 3.0);
    x.iter().sum()
}

check! {
    closure_writes_through_its_arguments, (x dx: 4) in -2.0..2.0;
    primal { let y = writers(&mut x, 1.5); (y, x) };
    oracle {
        let (a, b) = (x[0] * 1.5, x[1] * 1.5);
        let (c, d) = (b * 3.0, x[3] * a);
        (a + b + c + d, [a, b, c, d])
    };
    [x] { let (y, dy) = jvp_writers(&mut x, &mut dx, 1.5); ((y, x), (dy, dx)) };
}

// `?` in a closure's body ends the closure.
#[derive_jvp(wrt(x), wrt(y) as hopeful_y)]
fn hopeful(x: f64, y: f64) -> f64 {
    let ratio = |a: f64, b: f64| -> Option<f64> {
        let b = (if b > 0.1 { Some(b) } else { None })?;
        Some(a / b)
    };
    let nested = || Some(ratio(x, y)? * ratio(y, x)? + x);
    nested().unwrap_or(x * y)
}

check! {
    question_mark_in_a_closure, (x dx, y dy) in -1.0..2.0;
    primal hopeful(x, y);
    oracle if x > 0.1 && y > 0.1 { x / y * (y / x) + x } else { x * y };
    [x] jvp_hopeful(x, dx, y);
    [y] jvp_hopeful_y(x, y, dy);
}
