//! Places: what stands to the left of an assignment, and how often it is evaluated.

use jvp::prelude::*;

// The index has a side effect: it must run once for primal and tangent together.
#[derive_jvp(wrt(x), wrt(w) as stride_w)]
fn stride(x: &[f64], w: f64) -> Vec<f64> {
    fn next(i: &mut usize) -> usize {
        *i += 1;
        *i - 1
    }
    let mut y = vec![0.0; 3];
    let mut i = 0;
    y[next(&mut i)] += x[0] * w;
    y[next(&mut i)] -= x[i] * w;
    y[next(&mut i)] = {
        i -= 2;
        x[i] * x[i]
    };
    y[next(&mut i)] *= w;
    y
}

check! {
    index_has_a_side_effect, (x dx: 3, w dw) in -2.0..2.0;
    primal stride(&x, w);
    // Of `y[index] = value` the value is first: `i` goes from 2 to 0, and the index is 0.
    // The compound assignment of floats takes its value first, too: `x[i]` sees `i = 1`.
    oracle vec![x[0] * x[0], -x[1] * w * w, Dual::from(0.0)];
    [x] jvp_stride(&x, &dx, w);
    [w] jvp_stride_w(&x, w, dw);
}

// Fields of tuples of arrays of tuples, each with its own tangent.
#[derive_jvp(wrt(x, y), wrt(x) as nested_x)]
fn nested(x: f64, y: f64) -> f64 {
    let mut s = ((x, [y, 0.0]), [(1.0, x), (y, 2.0)]);
    s.0.1[1] = s.1[0].1 * y;
    s.1[1].0 -= s.0.1[1];
    s.1[0].0 *= s.0.0;
    (s.0.0, s.1[1].1) = (s.1[1].0, s.0.0);
    let i = s.1.len() - 1;
    s.1[i].0 /= 2.0 + s.0.1[i] * s.0.1[i];
    s.0.0 * s.0.1[1] + s.1[0].0 * s.1[0].1 - s.1[1].0 * s.1[1].1
}

check! {
    fields_of_elements_of_fields, (x dx, y dy) in -2.0..2.0;
    primal nested(x, y);
    oracle {
        let p = x * y;
        let q = y - p;
        q * p + x * x - q / (p * p + 2.0) * x
    };
    [x y] jvp_nested(x, dx, y, dy);
    [x] jvp_nested_x(x, dx, y);
}

// All compound operators, on a place behind a reference that the right side reads as well.
#[derive_jvp(wrt(x), wrt(y) as compound_y)]
fn compound(x: f64, y: f64) -> f64 {
    let mut a = x;
    let p = &mut a;
    *p += *p * y;
    *p -= y / (3.0 + *p * *p);
    *p *= *p;
    *p /= 1.5 + y * y;
    *p %= 10.0;
    *p = -*p;
    let q = &mut *p;
    *q *= x;
    a
}

check! {
    compound_assignments_to_a_dereference, (x dx, y dy) in -1.5..1.5;
    primal compound(x, y);
    oracle {
        let a = x + x * y;
        let b = a - y / (a * a + 3.0);
        -(b * b / (y * y + 1.5)) * x
    };
    [x] jvp_compound(x, dx, y);
    [y] jvp_compound_y(x, y, dy);
}

// A matrix as vectors in a vector: rows taken, two indices, elements through `iter_mut`.
#[derive_jvp(wrt(x), wrt(k) as rows_k)]
fn rows(x: &[f64], k: f64) -> f64 {
    let n = 2;
    let mut m = vec![vec![k; n]; n];
    for (i, row) in m.iter_mut().enumerate() {
        for (j, v) in row.iter_mut().enumerate() {
            *v += x[i * n + j];
        }
    }
    m[1][0] *= m[0][1];
    let last = &mut m[n - 1];
    last[1] = last[0] * last[1];
    let row = &mut m[0];
    row[0] -= k;
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}

check! {
    matrix_of_vectors, (x dx: 4, k dk) in -1.5..1.5;
    primal rows(&x, k);
    oracle {
        let b = k + x[1];
        let c = (k + x[2]) * b;
        x[0] * c * (k + x[3]) - b * c
    };
    [x] jvp_rows(&x, &dx, k);
    [k] jvp_rows_k(&x, k, dk);
}

// A place that is a call: the reference that a method returns is assigned to.
#[derive_jvp(wrt(x), wrt(y) as gotten_y)]
fn gotten(x: f64, y: f64) -> f64 {
    let mut v = vec![x, y, x * y];
    let n = v.len() as f64;
    *v.get_mut(1).unwrap() *= n;
    *v.get_mut(2).expect("three elements") -= x;
    if let Some(p) = v.get_mut(7) {
        *p = 1e9;
    }
    *(&mut v[0]) *= y;
    *(&mut v[..2]).get_mut(0).unwrap() += y;
    v[2] * v[0] + v[1]
}

check! {
    place_is_a_call, (x dx, y dy) in -2.0..2.0;
    primal gotten(x, y);
    oracle (x * y - x) * (x * y + y) + y * 3.0;
    [x] jvp_gotten(x, dx, y);
    [y] jvp_gotten_y(x, y, dy);
}

// Destructuring assignment to places of all kinds, with `_` and `..`.
#[derive_jvp(wrt(x, y), wrt(y) as scattered_y)]
fn scattered(x: f64, y: f64) -> f64 {
    let mut a = [x, 1.0];
    let mut t = (y, 2.0);
    let z;
    let n;
    (a[1], _, t.0) = (x * y, x + 9.0, a[0]);
    [z, .., a[0]] = [t.0 + y, 1.0, 2.0, a[1] * y];
    (n, (t.1, ..)) = (2, (z * a[0], a[1], 5));
    (_, _) = (x, y);
    a[0] + a[1] * t.0 - t.1 * n as f64
}

check! {
    destructuring_assignment_to_places, (x dx, y dy) in -2.0..2.0;
    primal scattered(x, y);
    oracle x * y * y + x * y * x - (x + y) * (x * y * y) * 2.0;
    [x y] jvp_scattered(x, dx, y, dy);
    [y] jvp_scattered_y(x, y, dy);
}

// A constant place becomes active in one element, and constant again.
#[derive_jvp(wrt(x), wrt(y) as overwritten_y)]
fn overwritten(x: f64, y: f64) -> f64 {
    let mut v = [1.0, 2.0, 3.0];
    v[1] = x;
    let s = v[0] * v[1];
    v[1] = 4.0;
    let t = s + v[1] * y;
    v[2] = t;
    v = [v[1], v[2], v[0]];
    v[0] * v[1] * v[2]
}

check! {
    element_is_active_for_a_while, (x dx, y dy) in -2.0..2.0;
    primal overwritten(x, y);
    oracle (x + y * 4.0) * 4.0;
    [x] jvp_overwritten(x, dx, y);
    [y] jvp_overwritten_y(x, y, dy);
}

// An `out` parameter is written in full, then read back within the function.
#[derive_jvp(wrt(x), out(y))]
fn filled(x: &[f64], y: &mut [f64], scale: f64) {
    for (o, v) in y.iter_mut().zip(x) {
        *o = v * scale;
    }
    for i in 1..y.len() {
        y[i] += y[i - 1] * y[i - 1];
    }
}

check! {
    out_parameter_is_read_back, (x dx: 3, old dold: 3) in -1.2..1.2;
    primal { filled(&x, &mut old, 1.5); old };
    oracle {
        let a = x[0] * 1.5;
        let b = x[1] * 1.5 + a * a;
        vec![a, b, x[2] * 1.5 + b * b]
    };
    [x] { jvp_filled(&x, &dx, &mut old, &mut dold, 1.5); (old, dold) };
}

// A `&mut` parameter whose value on entry matters only on one path.
#[derive_jvp(wrt(x))]
fn maybe(y: &mut f64, x: f64) {
    if x > 0.0 {
        *y = x * x;
    } else if x > -1.0 {
        *y *= 2.0;
    }
}

check! {
    entry_value_matters_on_one_path, (y dy, x dx) in -2.0..2.0;
    primal { maybe(&mut y, x); y };
    oracle if x > 0.0 { x * x } else if x > -1.0 { y * 2.0 } else { y };
    [y x] { jvp_maybe(&mut y, &mut dy, x, dx); (y, dy) };
}
