//! Ranges with a name: as positions they move where they are used, and between numbers they carry
//! the tangents of their ends.

use jvp::prelude::*;
use std::ops::Range;

// A range that its last use takes, which the tangent needs too.
#[derive_jvp]
fn named_positions(x: &[f64], at: Range<usize>) -> f64 {
    let head = ..at.start;
    let tail = at.end..;
    let window = &x[at.clone()];
    let mean = window.iter().sum::<f64>() / window.len() as f64;
    let spread: f64 = window.iter().map(|v| (v - mean).powi(2)).sum();
    spread * x[head].iter().product::<f64>() + x[at][0] * x[tail].iter().sum::<f64>()
}

check! {
    positions_with_a_name, (x dx: 6) in -2.0..2.0;
    primal named_positions(&x, 2..4);
    oracle {
        let mean = (x[2] + x[3]) / 2.0;
        let spread = (x[2] - mean).powi(2) + (x[3] - mean).powi(2);
        spread * x[0] * x[1] + x[2] * (x[4] + x[5])
    };
    [x] jvp_named_positions(&x, &dx, 2..4);
}

// Written through, drained, out of a list, and chosen.
#[derive_jvp]
fn blocks(x: &[f64], n: usize) -> f64 {
    let mut y = x.to_vec();
    let mut ends = [0..n, n..2 * n];
    ends.reverse();
    for (k, block) in ends.into_iter().enumerate() {
        let norm = y[block.clone()].iter().map(|v| v * v).sum::<f64>();
        for v in &mut y[block] {
            *v *= norm + k as f64;
        }
    }
    let rest = if n > 1 { 1..n } else { 0..0 };
    y.drain(rest);
    y.iter().product()
}

check! {
    positions_of_blocks, (x dx: 4) in -2.0..2.0;
    primal blocks(&x, 2);
    oracle {
        let first = x[0] * x[0] + x[1] * x[1] + 1.0;
        let second = x[2] * x[2] + x[3] * x[3];
        x[0] * first * x[2] * second * x[3] * second
    };
    [x] jvp_blocks(&x, &dx, 2);
}

// A bracket: its ends move.
#[derive_jvp(wrt(lo, hi), wrt(hi) as bisected_from_above)]
fn bisected(lo: f64, hi: f64, root: f64) -> f64 {
    let bracket = lo..hi;
    let mut around = bracket.clone();
    for _ in 0..4 {
        let middle = 0.5 * (around.start + around.end);
        if (around.start..middle).contains(&root) {
            around.end = middle;
        } else {
            around.start = middle;
        }
    }
    around.start * (bracket.end - bracket.start)
}

check! {
    numbers_as_ends, (lo dlo, hi dhi) in 0.25..2.0;
    primal bisected(lo, hi + 3.0, 2.5);
    oracle {
        let hi = hi + 3.0;
        let (mut a, mut b) = (lo, hi);
        for _ in 0..4 {
            let middle = (a + b) * 0.5;
            if middle.re > 2.5 && a.re <= 2.5 { b = middle } else { a = middle }
        }
        a * (hi - lo)
    };
    [lo hi] jvp_bisected(lo, dlo, hi + 3.0, dhi, 2.5);
    [hi] jvp_bisected_from_above(lo, hi + 3.0, dhi, 2.5);
}

// In a list, one of them constant, and beside a literal.
#[derive_jvp]
fn listed(x: f64, y: f64) -> f64 {
    let spans = [0.0..1.0, x..y, 0.5..x];
    let lengths = spans.iter().map(|s| s.end - s.start);
    lengths.map(|l| l * l).sum()
}

check! {
    numbers_as_ends_in_a_list, (x dx, y dy) in -2.0..2.0;
    primal listed(x, y);
    oracle (y - x) * (y - x) + (x - 0.5) * (x - 0.5) + 1.0;
    [x y] jvp_listed(x, dx, y, dy);
}

#[derive(Clone, Differentiable)]
struct Domain {
    from: f64,
    to: f64,
    scale: f64,
    cells: usize,
}

// Fields of which nothing is known: what is read of a range of them is a number, what is gone
// through is none.
#[derive_jvp]
fn of_fields(d: &Domain) -> f64 {
    let span = d.from..d.to;
    let cells = 0..d.cells;
    let mut sum = 0.0;
    for i in cells {
        let at = span.start + (span.end - span.start) * i as f64 / 2.5;
        if span.contains(&at) {
            sum += at * d.scale;
        }
    }
    sum
}

check! {
    ends_of_fields, (a da, b db, k dk) in 0.5..1.0;
    primal of_fields(&Domain { from: a, to: b + 1.0, scale: k, cells: 3 });
    oracle (a * 3.0 + (b + 1.0 - a) * 1.2) * k;
    [a b k] jvp_of_fields(
        &Domain { from: a, to: b + 1.0, scale: k, cells: 3 },
        &DomainTangent { from: da, to: db, scale: dk },
    );
}

#[derive(Clone, Differentiable)]
struct Slab {
    from: usize,
    to: usize,
    scale: f64,
}

// Of fields that are integers: they are counted with, also where they seem to be numbers.
#[derive_jvp]
fn of_integers(slab: &Slab, x: &[f64]) -> f64 {
    let rows = slab.from..slab.to;
    let count = slab.to - slab.from;
    let width = rows.end - rows.start;
    let mut sum = x[rows.start] * x[rows.end - 1];
    for i in slab.from..slab.to {
        sum += x[i] * slab.scale;
    }
    for i in rows.start..rows.end {
        sum += x[i] * slab.scale / count as f64;
    }
    sum * x[rows].iter().sum::<f64>() / width as f64
}

check! {
    integers_as_ends_of_fields, (x dx: 4, k dk) in 0.5..1.0;
    primal of_integers(&Slab { from: 1, to: 3, scale: k }, &x);
    oracle {
        let rows = x[1] + x[2];
        (x[1] * x[2] + rows * k + rows * k * 0.5) * rows * 0.5
    };
    [x k] jvp_of_integers(
        &Slab { from: 1, to: 3, scale: k },
        &SlabTangent { scale: dk },
        &x,
        &dx,
    );
}

// A range of ends of another.
#[derive_jvp]
fn of_ends(d: &Domain, x: f64) -> f64 {
    let span = d.from..d.to;
    let part = span.start..x;
    let whole = span.start..span.end;
    (part.end - part.start) * (whole.end * whole.start).exp()
}

check! {
    ends_of_ends, (a da, b db, x dx) in 0.5..1.0;
    primal of_ends(&Domain { from: a, to: b, scale: 1.0, cells: 3 }, x);
    oracle (x - a) * (b * a).exp();
    [a b x] jvp_of_ends(
        &Domain { from: a, to: b, scale: 1.0, cells: 3 },
        &DomainTangent { from: da, to: db, scale: 0.0 },
        x,
        dx,
    );
}
