//! Slices and arrays: subranges, halves, bulk writes, and elements that may not be there.

use jvp::prelude::*;

// Every way to look at an element, some of which fail.
#[derive_jvp(wrt(x), wrt(y) as looks_y)]
fn looks(x: &[f64], y: f64) -> f64 {
    let first = *x.first().unwrap_or(&y);
    let last = *x.last().unwrap_or(&1.0);
    let third = x.get(2).map(|v| v * y).unwrap_or(y);
    let none = if let Some(v) = x.get(x.len()) {
        *v
    } else {
        0.0
    };
    let range = x.get(1..3).map(|s| s.iter().sum::<f64>()).unwrap_or(0.5);
    first * last + third - none + range * x.len() as f64
}

check! {
    looks_at_a_long_slice, (x dx: 4, y dy) in -2.0..2.0;
    primal looks(&x, y);
    oracle x[0] * x[3] + x[2] * y + (x[1] + x[2]) * 4.0;
    [x] jvp_looks(&x, &dx, y);
    [y] jvp_looks_y(&x, y, dy);
}

check! {
    looks_at_an_empty_slice, (x dx: 0, y dy) in -2.0..2.0;
    primal looks(&x, y);
    oracle y + y;
    [y] jvp_looks_y(&x, y, dy);
}

// Halves of halves, by `split_at` and by ranges.
#[derive_jvp]
fn halves(x: &[f64]) -> f64 {
    match x.len() {
        0 => 1.0,
        1 => x[0],
        n => {
            let (a, b) = x.split_at(n / 2);
            let c = &x[n / 2..];
            let inner = &x[1..=n - 1][..1];
            halves(a) * halves(b) + c[0] - inner[0]
        }
    }
}

check! {
    recursion_over_halves, (x dx: 5) in -2.0..2.0;
    primal halves(&x);
    oracle {
        fn tree(x: &[Dual]) -> Dual {
            let n = x.len();
            if n == 1 { x[0] } else { tree(&x[..n / 2]) * tree(&x[n / 2..]) + x[n / 2] - x[1] }
        }
        tree(&x)
    };
    [x] jvp_halves(&x, &dx);
}

// Bulk writes: fill, copy and swap on parts of the slice, from itself and from constants.
#[derive_jvp(wrt(x, k), wrt(x) as bulk_x)]
fn bulk(x: &mut [f64], k: f64) {
    let copy = x.to_vec();
    x[..2].fill(k);
    x[3..].copy_from_slice(&copy[1..3]);
    x.swap(0, 4);
    x[2] *= x[0];
    let n = x.len();
    x[n - 1..].copy_from_slice(&[copy[0] * k]);
    x[1..2].copy_from_slice(&[0.5]);
}

check! {
    bulk_writes, (x dx: 5, k dk) in -2.0..2.0;
    primal { bulk(&mut x, k); x };
    oracle vec![x[2], Dual::from(0.5), x[2] * x[2], x[1], x[0] * k];
    [x k] { jvp_bulk(&mut x, &mut dx, k, dk); (x, dx) };
    [x] { jvp_bulk_x(&mut x, &mut dx, k); (x, dx) };
}

// Arrays by value: parameter, result, arrays of arrays, comparison of the parts.
#[derive_jvp(wrt(a, b), wrt(b) as product_b)]
fn product(a: [[f64; 2]; 2], b: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let mut c = [[0.0; 2]; 2];
    for i in 0..2 {
        for (j, row) in b.iter().enumerate() {
            for k in 0..2 {
                c[i][k] += a[i][j] * row[k];
            }
        }
    }
    if c[0] == c[1] { a } else { c }
}

check! {
    arrays_of_arrays_by_value, (a da: 4, b db: 4) in -2.0..2.0;
    primal { let m = |v: &[f64]| [[v[0], v[1]], [v[2], v[3]]]; product(m(&a), m(&b)) };
    oracle [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
    ];
    [a b] { let m = |v: &[f64]| [[v[0], v[1]], [v[2], v[3]]]; jvp_product(m(&a), m(&da), m(&b), m(&db)) };
    [b] { let m = |v: &[f64]| [[v[0], v[1]], [v[2], v[3]]]; jvp_product_b(m(&a), m(&b), m(&db)) };
}

// Windows and chunks, with tails of another length.
#[derive_jvp]
fn pieces(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(3) {
        s += w[0] * w[2] - w[1];
    }
    for (i, c) in x.chunks(2).enumerate() {
        s += c[0] * c[c.len() - 1] * (i + 1) as f64;
    }
    for c in x.chunks_exact(3) {
        if let [a, b, c] = c {
            s *= a - b * c;
        }
    }
    s - x.chunks(4).map(|c| c.iter().product::<f64>()).sum::<f64>()
}

check! {
    windows_and_chunks, (x dx: 5) in -1.5..1.5;
    primal pieces(&x);
    oracle {
        let windows = x[0] * x[2] - x[1] + x[1] * x[3] - x[2] + x[2] * x[4] - x[3];
        let chunks = x[0] * x[1] + x[2] * x[3] * 2.0 + x[4] * x[4] * 3.0;
        (windows + chunks) * (x[0] - x[1] * x[2]) - x[0] * x[1] * x[2] * x[3] - x[4]
    };
    [x] jvp_pieces(&x, &dx);
}

// Mutable chunks: each is changed by what the one before it left in a variable.
#[derive_jvp(wrt(x, carry), wrt(x) as chunked_x)]
fn chunked(x: &mut [f64], carry: f64) -> f64 {
    let mut carry = carry;
    for c in x.chunks_mut(2) {
        c[0] += carry;
        carry = c[0] * c[c.len() - 1];
    }
    for c in x.chunks_exact_mut(2) {
        c.swap(0, 1);
    }
    carry
}

check! {
    mutable_chunks_carry_a_value, (x dx: 5, carry dcarry) in -1.5..1.5;
    primal { let y = chunked(&mut x, carry); (y, x) };
    oracle {
        let a = x[0] + carry;
        let b = x[2] + a * x[1];
        let c = x[4] + b * x[3];
        (c * c, vec![x[1], a, x[3], b, c])
    };
    [x carry] { let (y, dy) = jvp_chunked(&mut x, &mut dx, carry, dcarry); ((y, x), (dy, dx)) };
    [x] { let (y, dy) = jvp_chunked_x(&mut x, &mut dx, carry); ((y, x), (dy, dx)) };
}

// A sort within a slice takes the tangents along, and a search finds by the primal.
#[derive_jvp(wrt(x))]
fn ordered(x: &[f64], limit: f64) -> (f64, f64) {
    let mut y = x.to_vec();
    y.sort_by(|a, b| b.total_cmp(a));
    let median = y[y.len() / 2];
    let mut above = 0;
    while above + 1 < x.len() && x[above] <= limit {
        above += 1;
    }
    y[1..].sort_by(f64::total_cmp);
    (median * x[above], y[0] - y[1])
}

check! {
    sorting_takes_tangents_along, (x dx: 5) in -2.0..2.0;
    primal ordered(&x, 0.5);
    oracle {
        let mut order: Vec<usize> = (0..5).collect();
        order.sort_by(|&i, &j| x[i].re.total_cmp(&x[j].re));
        let above = (0..5).find(|&i| x[i] > 0.5).unwrap_or(4);
        (x[order[2]] * x[above], x[order[4]] - x[order[0]])
    };
    [x] jvp_ordered(&x, &dx, 0.5);
}

// References into slices as results of a callee: it needs a tangent for each argument that its
// result may refer to, so both are active at the call.
#[derive_jvp]
fn longest<'a>(a: &'a [f64], b: &'a [f64]) -> &'a [f64] {
    if a.len() >= b.len() { a } else { &b[1..] }
}

#[derive_jvp]
fn through(x: &[f64], y: &[f64]) -> f64 {
    let z = longest(x, y);
    z[0] * z[z.len() - 1] + y[0]
}

check! {
    callee_returns_a_subslice, (x dx: 2, y dy: 4) in -2.0..2.0;
    primal (through(&x, &y), through(&y, &x));
    oracle (y[1] * y[3] + y[0], y[0] * y[3] + x[0]);
    [x y] {
        let (a, b) = (jvp_through(&x, &dx, &y, &dy), jvp_through(&y, &dy, &x, &dx));
        ((a.0, b.0), (a.1, b.1))
    };
}
