//! Order: side effects happen once, in the order of the source, whatever is active.

use jvp::prelude::*;
use std::cell::Cell;
use std::fmt::Write;

// Calls with an effect within one expression, of which some are active and some are not.
#[derive_jvp(wrt(x, y), wrt(y) as logged_y, constant(log))]
fn logged(x: f64, y: f64, log: &mut Vec<usize>) -> f64 {
    fn note(log: &mut Vec<usize>, id: usize) -> f64 {
        log.push(id);
        id as f64
    }
    let a = x * note(log, 1) + note(log, 2) * y;
    let b = [note(log, 3), a, note(log, 4) * a];
    let c = if a > 0.0 || note(log, 5) > 9.0 {
        b[0]
    } else {
        b[2] * note(log, 6)
    };
    log.push(7);
    let (d, e) = (note(log, 8) - c, note(log, 9));
    d * e + a
}

check! {
    calls_with_effects_in_an_expression, (x dx, y dy) in -2.0..2.0;
    primal { let mut log = vec![]; let z = logged(x, y, &mut log); (z, log) };
    oracle {
        let a = x + y * 2.0;
        let first = vec![1_usize, 2, 3, 4];
        let (c, more) = if a > 0.0 {
            (Dual::from(3.0), vec![7, 8, 9])
        } else {
            (a * 24.0, vec![5, 6, 7, 8, 9])
        };
        ((-c + 8.0) * 9.0 + a, [first, more].concat())
    };
    [x y] { let mut log = vec![]; let (z, dz) = jvp_logged(x, dx, y, dy, &mut log); ((z, log), dz) };
    [y] { let mut log = vec![]; let (z, dz) = jvp_logged_y(x, y, dy, &mut log); ((z, log), dz) };
}

// A value that nobody needs: the effect of computing it stays.
#[derive_jvp(wrt(x), constant(log))]
fn unneeded(x: f64, log: &mut Vec<f64>) -> f64 {
    fn tell(log: &mut Vec<f64>, v: f64) -> f64 {
        log.push(v);
        v + 1.0
    }
    let _unused = tell(log, 1.0);
    let _ = tell(log, 2.0);
    tell(log, 3.0);
    let shadowed = tell(log, 4.0);
    let shadowed = x * x + if false { shadowed } else { 0.0 };
    for _ in 0..2 {
        let _dead = tell(log, 5.0) * shadowed;
    }
    shadowed
}

check! {
    effects_of_unused_values_stay, (x dx) in -2.0..2.0;
    primal { let mut log = vec![]; let z = unneeded(x, &mut log); (z, log) };
    oracle (x * x, [1.0, 2.0, 3.0, 4.0, 5.0, 5.0]);
    [x] { let mut log = vec![]; let (z, dz) = jvp_unneeded(x, dx, &mut log); ((z, log), dz) };
}

// Assignments within operands: the left operand is read before the right one writes.
#[derive_jvp(wrt(x, y), wrt(x) as operands_x)]
fn operands(x: f64, y: f64) -> f64 {
    let mut a = x;
    let p = a + {
        a *= y;
        a
    } * {
        a += 1.0;
        a
    };
    let q = (
        a,
        {
            a = p;
            a * y
        },
        a,
    );
    let r = [
        a,
        {
            a -= x;
            a
        },
        {
            let b = a;
            a = q.0;
            b * a
        },
        a,
    ];
    q.0 * q.1 - q.2 + r[0] * r[1] - r[2] * r[3]
}

check! {
    operands_are_read_in_order, (x dx, y dy) in -1.5..1.5;
    primal operands(x, y);
    oracle {
        let a1 = x * y;
        let a2 = a1 + 1.0;
        let p = x + a1 * a2;
        let r2 = (p - x) * a2;
        a2 * (p * y) - p + p * (p - x) - r2 * a2
    };
    [x y] jvp_operands(x, dx, y, dy);
    [x] jvp_operands_x(x, dx, y);
}

#[derive_jvp(wrt(x, k), constant(log))]
fn traced(x: f64, k: f64, log: &mut Vec<usize>, id: usize) -> f64 {
    log.push(id);
    x * k
}

// Annotated calls with a log, nested as arguments: inner ones first, left to right.
#[derive_jvp(wrt(x, y), wrt(x) as arguments_x, wrt(y) as arguments_y, constant(log))]
fn arguments(x: f64, y: f64, log: &mut Vec<usize>) -> f64 {
    let a = traced(traced(x, 2.0, log, 1), traced(3.0, y, log, 2), log, 3);
    let b = traced(4.0, 5.0, log, 4) * traced(a, 0.5, log, 5);
    let c = if traced(b, 1.0, log, 6) > 0.0 {
        traced(y, y, log, 7)
    } else {
        traced(x, x, log, 8)
    };
    a + b * c
}

check! {
    annotated_calls_keep_their_order, (x dx, y dy) in -1.5..1.5;
    primal { let mut log = vec![]; let z = arguments(x, y, &mut log); (z, log) };
    oracle {
        let a = x * 2.0 * y * 3.0;
        let c = if a > 0.0 { y * y } else { x * x };
        (a + a * 10.0 * c, vec![1_usize, 2, 3, 4, 5, 6, if a > 0.0 { 7 } else { 8 }])
    };
    [x y] { let mut log = vec![]; let (z, dz) = jvp_arguments(x, dx, y, dy, &mut log); ((z, log), dz) };
    [x] { let mut log = vec![]; let (z, dz) = jvp_arguments_x(x, dx, y, &mut log); ((z, log), dz) };
    [y] { let mut log = vec![]; let (z, dz) = jvp_arguments_y(x, y, dy, &mut log); ((z, log), dz) };
}

// A shared counter: the function may be called once more for nothing, but must not be.
#[derive_jvp(wrt(x, y))]
fn counted(x: f64, y: f64, calls: &Cell<usize>) -> f64 {
    let tick = |v: f64| {
        calls.set(calls.get() + 1);
        v
    };
    let a = tick(x) * tick(2.0);
    let b = (0..3).map(|i| tick(y) * i as f64).sum::<f64>();
    a * tick(b) + tick(calls.get() as f64)
}

#[test]
fn shared_counter_counts_each_call_once() {
    let (f_calls, jvp_calls) = (Cell::new(0), Cell::new(0));
    let value = counted(1.5, -0.5, &f_calls);
    let (primal, tangent) = jvp_counted(1.5, 2.0, -0.5, 1.0, &jvp_calls);
    assert_eq!(
        (primal.to_bits(), jvp_calls.get()),
        (value.to_bits(), f_calls.get())
    );
    // 6 x y, then the counter, which is a constant.
    assert_eq!(tangent, 6.0 * (2.0 * -0.5 + 1.5 * 1.0));
}

// Text is written as the values are computed, in the middle of loops and branches.
#[derive_jvp(wrt(x, k), wrt(k) as narrated_k, constant(text))]
fn narrated(x: &[f64], k: f64, text: &mut String) -> f64 {
    let mut s = k;
    for (i, v) in x.iter().enumerate() {
        s = s * v + k;
        if s < 0.0 {
            text.push_str(&format!("{i}: negative; "));
            s = -s;
        } else {
            write!(text, "{i}: {s:.1}; ").unwrap();
        }
    }
    text.push('.');
    println!("{text} {s}");
    s
}

check! {
    text_is_written_along_the_way, (x dx: 3, k dk) in -2.0..2.0;
    primal { let mut text = String::from("log "); let s = narrated(&x, k, &mut text); (s, text) };
    oracle {
        let mut text = "log ".to_string();
        let mut s = k;
        for i in 0..3 {
            s = s * x[i] + k;
            text += &if s < 0.0 { format!("{i}: negative; ") } else { format!("{i}: {:.1}; ", s.re) };
            s = s.abs();
        }
        (s, text + ".")
    };
    [x k] { let mut text = String::from("log "); let (s, ds) = jvp_narrated(&x, &dx, k, dk, &mut text); ((s, text), ds) };
    [k] { let mut text = String::from("log "); let (s, ds) = jvp_narrated_k(&x, k, dk, &mut text); ((s, text), ds) };
}

// The right side is evaluated before the place is written, also if it returns or breaks.
#[derive_jvp(wrt(x), wrt(y) as halted_y)]
fn halted(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    for i in 0..4 {
        a[i % 2] = if a[0] * y > 2.0 {
            a[1] += 10.0;
            break;
        } else if a[1] > 3.0 {
            return a[0] - a[1];
        } else {
            a[(i + 1) % 2] + x
        };
    }
    a[0] * a[1]
}

check! {
    right_side_leaves_before_the_write, (x dx, y dy) in -2.0..2.0;
    primal halted(x, y);
    oracle {
        let (mut a, mut b) = (x, y);
        let mut result = None;
        for i in 0..4 {
            if a * y > 2.0 { b = b + 10.0; break }
            if b > 3.0 { result = Some(a - b); break }
            if i % 2 == 0 { a = b + x } else { b = a + x }
        }
        result.unwrap_or(a * b)
    };
    [x] jvp_halted(x, dx, y);
    [y] jvp_halted_y(x, y, dy);
}

#[derive_jvp]
fn head_times(a: &[f64], k: f64) -> f64 {
    a[0] * k
}

// A slice is taken before a later argument moves the index that it starts at.
#[derive_jvp(wrt(x, y), wrt(y) as sliced_y)]
fn sliced(x: &[f64], y: f64) -> f64 {
    let mut i = 0;
    let first = head_times(&x[i..], {
        i += 1;
        y * i as f64
    });
    let pair = (&x[i..], {
        i += 1;
        y + i as f64
    });
    first - pair.0[0] * pair.1 + x[i]
}

check! {
    slice_before_its_index_moves, (x dx: 3, y dy) in -2.0..2.0;
    primal sliced(&x, y);
    oracle x[0] * y - x[1] * (y + 2.0) + x[2];
    [x y] jvp_sliced(&x, &dx, y, dy);
    [y] jvp_sliced_y(&x, y, dy);
}

fn raised(count: Option<&mut f64>) -> f64 {
    count.map_or(0.0, |c| {
        *c *= 3.0;
        *c
    })
}

// A place is read before a reference to it is handed on.
#[derive_jvp(constant(count))]
fn read_and_raised(count: &mut f64, x: f64) -> f64 {
    *count * (x + raised(Some(count)))
}

check! {
    place_before_its_reference_moves, (x dx) in -2.0..2.0;
    primal { let mut count = 2.0; (read_and_raised(&mut count, x), count) };
    oracle ((x + 6.0) * 2.0, 6.0);
    [x] { let mut count = 2.0; let (z, dz) = jvp_read_and_raised(&mut count, x, dx); ((z, count), dz) };
}
