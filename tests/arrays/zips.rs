//! `Zip` and `azip!`: in every arity, collecting, assigning, folding and with indices.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Axis, Zip, azip};

#[derive_jvp(pushforward)]
fn collect_two(x: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    Zip::from(x).and(y).map_collect(|&a, &b| a * b + a)
}

#[derive_jvp(pushforward)]
fn collect_one(x: &Array2<f64>, s: f64) -> Array2<f64> {
    Zip::from(x).map_collect(|a| a * s)
}

#[derive_jvp(pushforward)]
fn collect_three(x: &Array2<f64>, y: &Array2<f64>, z: &Array2<f64>) -> Array2<f64> {
    Zip::from(x).and(y).and(z).map_collect(|&a, &b, &c| {
        let t = a * b;
        if t > c { t } else { c * c }
    })
}

#[derive_jvp(pushforward)]
fn for_each(x: &Array2<f64>, y: &mut Array2<f64>) {
    Zip::from(y).and(x).for_each(|b, &a| *b = *b * a + a.exp());
}

#[derive_jvp(pushforward)]
fn for_each_overwrites(x: &Array2<f64>, s: f64) -> Array2<f64> {
    let mut y = Array2::zeros(x.raw_dim());
    Zip::from(&mut y).and(x).for_each(|b, &a| *b = a * s);
    y
}

#[derive_jvp]
fn two_targets(x: &Array1<f64>) -> (Array1<f64>, Array1<f64>) {
    let mut a = Array1::zeros(4);
    let mut b = x.clone();
    Zip::from(&mut a).and(&mut b).and(x).for_each(|a, b, &x| {
        *a = *b * x;
        *b += *a;
    });
    (a, b)
}

#[derive_jvp]
fn and_broadcast(x: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    let mut y = x.clone();
    Zip::from(&mut y).and_broadcast(b).for_each(|y, &b| *y *= b);
    y
}

#[derive_jvp]
fn assign_into(x: &Array2<f64>, y: &Array2<f64>, out: &mut Array2<f64>) {
    Zip::from(x).and(y).map_assign_into(out, |a, b| a * b - a);
}

#[derive_jvp(pushforward)]
fn azip_two(x: &Array2<f64>, mut y: Array2<f64>) -> Array2<f64> {
    azip!((y in &mut y, &x in x) *y += x * x);
    y
}

#[derive_jvp]
fn azip_block(x: &Array1<f64>, w: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut out = Array1::zeros(x.len());
    azip!((o in &mut out, &a in x, &b in w) {
        let t = a * b;
        *o = if t > 0.0 { t * s } else { t };
    });
    out
}

#[derive_jvp]
fn azip_index(x: &Array2<f64>) -> Array2<f64> {
    let mut out = Array2::zeros((3, 4));
    azip!((index (i, j), o in &mut out, &a in x) *o = a * (i + 2 * j) as f64);
    out
}

#[derive_jvp]
fn indexed(x: &Array2<f64>, s: f64) -> Array2<f64> {
    Zip::indexed(x).map_collect(|(i, j), &a| a * s + (i * j) as f64)
}

#[derive_jvp]
fn rows_with_numbers(x: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    let mut out = Array1::zeros(3);
    Zip::from(&mut out)
        .and(x.rows())
        .and(b)
        .for_each(|o, row, &b| *o = row.sum() * b);
    out
}

#[derive_jvp]
fn rows_collected(x: &Array2<f64>, w: &Array1<f64>) -> Array1<f64> {
    Zip::from(x.rows()).map_collect(|row| row.dot(w))
}

#[derive_jvp]
fn rows_changed(mut x: Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    Zip::from(x.rows_mut())
        .and(b)
        .for_each(|mut row, &b| row *= b);
    x
}

#[derive_jvp]
fn folded(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    Zip::from(x).and(y).fold(0.0, |sum, a, b| sum + a * b)
}

#[derive_jvp]
fn question(x: &Array1<f64>, s: f64) -> f64 {
    if Zip::from(x).all(|&v| v > -10.0) {
        s * x.sum()
    } else {
        s
    }
}

#[derive_jvp]
fn captures_an_accumulator(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    let mut total = 0.0;
    Zip::from(x).and(y).for_each(|&a, &b| total += a * b);
    total
}

#[derive_jvp]
fn azip_accumulates(x: &Array2<f64>, y: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    azip!((&a in x, &b in y) total += (a - b) * (a - b));
    total.sqrt()
}

#[derive_jvp]
fn views_inside(x: &Array2<f64>) -> Array2<f64> {
    let mut y = x.clone();
    Zip::from(y.columns_mut())
        .and(x.columns())
        .for_each(|mut a, b| {
            a += &b;
            a[0] = b[1] * b[2];
        });
    y
}

#[derive_jvp]
fn lanes(x: &Array2<f64>) -> Array1<f64> {
    Zip::from(x.lanes(Axis(0))).map_collect(|lane| lane.product())
}

#[derive_jvp]
fn mixed_with_constants(x: &Array1<f64>, k: &Array1<usize>) -> Array1<f64> {
    Zip::from(x)
        .and(k)
        .map_collect(|&x, &k| if k % 2 == 0 { x * x } else { x * k as f64 })
}

// A temporary, in a `Zip` whose closure is more than arithmetic.
#[derive_jvp]
fn temporaries_in_step(x: &Array1<f64>, w: &Array1<f64>, s: f64) -> Array1<f64> {
    Zip::from(&(x * s))
        .and(&Array1::from_shape_fn(4, |i| w[i] * s))
        .and(&Array1::from_elem(4, 0.5))
        .map_collect(|&a, &b, &c| [a, b, c].iter().fold(1.0, |p, v| p * v + a))
}

// Positions of rows and of parts along an axis are one number each.
#[derive_jvp]
fn positions_of_rows(x: &Array2<f64>, w: &Array1<f64>) -> Array2<f64> {
    let mut y = x.clone();
    Zip::indexed(y.rows_mut())
        .and(x.rows())
        .for_each(|i, mut row, other| {
            row[i] *= other.dot(w);
            row += w;
        });
    azip!((index j, mut column in y.axis_iter_mut(Axis(1)), &w in w) column *= w * j as f64);
    y
}

#[derive_jvp]
fn curve(a: f64, b: f64) -> f64 {
    (a * b).sin() + a
}

#[derive_jvp]
fn mut_with_a_call(mut x: Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    x.zip_mut_with(y, |a, &b| *a = curve(*a, b));
    x
}

#[derive_jvp]
fn mut_with_a_broadcast(mut x: Array2<f64>, y: &Array1<f64>, s: f64) -> Array2<f64> {
    x.zip_mut_with(y, |a, b| {
        for _ in 0..2 {
            *a *= s + b;
        }
    });
    x
}

#[derive_jvp]
fn mut_with_arrays_inside(x: &mut Array2<f64>, w: &Array1<f64>) {
    x.row_mut(1).zip_mut_with(w, |a, b| {
        let all = w.mapv(|v| v * *b);
        *a *= all.sum();
    });
}

#[derive_jvp]
fn mut_of_a_constant(w: &Array1<f64>) -> f64 {
    let mut x = Array2::<f64>::from_elem((3, 4), 1.5);
    x.zip_mut_with(w, |a, b| *a = curve(*b, *a));
    let mut count = Array1::<f64>::zeros(4);
    count.zip_mut_with(w, |a, b| {
        for _ in 0..2 {
            *a += if *b > 0.0 { 1.0 } else { 2.0 };
        }
    });
    x.sum() * count[1]
}

mod checks {
    check!(exact positions_of_rows: & [3, 4], & [4]);
    check!(exact mut_with_a_call: own [3, 4], & [3, 4]);
    check!(exact mut_with_a_broadcast: own [3, 4], & [4], num);
    check!(mut_with_arrays_inside: mut [3, 4], & [4]);
    check!(mut_of_a_constant: & [4]);
    check!(exact collect_two / pushforward_collect_two: & [3, 4], & [3, 4]);
    check!(exact collect_one / pushforward_collect_one: & [3, 4], num);
    check!(exact collect_three / pushforward_collect_three: & [3, 4], & [3, 4], & [3, 4]);
    check!(for_each / pushforward_for_each: & [3, 4], mut [3, 4]);
    check!(exact for_each_overwrites / pushforward_for_each_overwrites: & [3, 4], num);
    check!(exact two_targets: & [4]);
    check!(exact and_broadcast: & [3, 4], & [4]);
    check!(exact assign_into: & [3, 4], & [3, 4], mut [3, 4]);
    check!(exact azip_two / pushforward_azip_two: & [3, 4], own [3, 4]);
    check!(exact azip_block: & [5], & [5], num);
    check!(exact azip_index: & [3, 4]);
    check!(exact indexed: & [3, 4], num);
    check!(rows_with_numbers: & [3, 4], & [3]);
    check!(rows_collected: & [3, 4], & [4]);
    check!(exact rows_changed: own [3, 4], & [3]);
    check!(folded: & [5], & [5]; standard);
    check!(question: & [5], num);
    check!(captures_an_accumulator: & [5], & [5]);
    check!(azip_accumulates: & [3, 4], & [3, 4]);
    check!(exact views_inside: & [3, 4]);
    check!(lanes: & [3, 4]);
    check!(temporaries_in_step: & [4], & [4], num);
    check!(exact mixed_with_constants: & [4], = (&ndarray::arr1(&[1, 2, 3, 4])));
}
