//! Odd programs: each is a way in which a tangent could be lost, doubled or taken too late.

use jvp::prelude::*;
use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, ArrayViewMut2, Axis, Zip, azip, s};

// The right side of an assignment reads what the left side overwrites.

#[derive_jvp]
fn reads_itself(mut x: Array1<f64>, s: f64) -> Array1<f64> {
    x = &x * &x + x.sum();
    x[0] = x[1] * x[0] + x.slice(s![1..]).sum();
    let first = x[0];
    x.mapv_inplace(|v| v * first + s);
    x *= x[2];
    x
}

#[derive_jvp]
fn later_statements_change_operands(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut a = x * s;
    let b = &a + 1.0;
    a *= 2.0;
    let c = &a * &b;
    a.fill(0.0);
    let d = &c + &a;
    a += &d;
    b * c + d * a
}

#[derive_jvp]
fn scalars_change_between(x: &Array1<f64>, mut s: f64) -> Array1<f64> {
    let a = x * s;
    s *= 2.0;
    let b = x * s + &a;
    s = a[0];
    let c = &b * s;
    s += c[1];
    c + s
}

#[derive_jvp]
fn views_end_before_writes(mut x: Array2<f64>) -> Array2<f64> {
    let row = x.row(0);
    let total = &row + &x.row(1);
    let square = &total * &total;
    x.row_mut(0).assign(&square);
    let row = x.row(0);
    let again = &row * 2.0 - &total;
    x.row_mut(2).assign(&again);
    x
}

#[derive_jvp]
fn elements_between_stores(mut x: Array1<f64>) -> Array1<f64> {
    x += 1.0;
    let a = x[0];
    x *= 2.0;
    let b = x[0];
    x -= a;
    x[1] = b;
    x /= x[0] * x[0] + 1.0;
    x + a * b
}

#[derive_jvp]
fn broadcast_of_itself(x: &Array2<f64>) -> Array2<f64> {
    let mean = x.mean_axis(Axis(0)).unwrap();
    let centred = x - &mean;
    let scaled = &centred / &mean;
    scaled - &centred.row(0)
}

#[derive_jvp]
fn operand_twice_by_value(x: Array1<f64>) -> Array1<f64> {
    let y = x.clone();
    let z = x * &y;
    let w = z.clone() * z.clone() + z;
    w * y
}

#[derive_jvp]
fn moved_into_a_tuple_and_back(x: Array1<f64>, y: Array1<f64>) -> Array1<f64> {
    let pair = (x, y);
    let (a, b) = pair;
    let list = [a, b];
    let [c, d] = list;
    c * d
}

#[derive_jvp]
fn conditions_in_the_middle(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x * s;
    let t = if y.sum() > 0.0 {
        y[0]
    } else {
        y += 1.0;
        y[1]
    };
    y *= t;
    let z = if t > 0.3 && y[2] < 0.5 {
        &y + t
    } else {
        &y - t
    };
    match z.len() {
        n if n > 3 => y += &z,
        _ => y -= &z,
    }
    y
}

#[derive_jvp]
fn labelled_loops(x: &Array2<f64>) -> f64 {
    let mut total = 0.0;
    'rows: for row in x.rows() {
        let mut p = 1.0;
        for v in row {
            if *v > 0.9 {
                continue 'rows;
            }
            p *= v;
            if p.abs() < 1e-3 {
                break 'rows;
            }
        }
        total += p * row[0];
    }
    total
}

#[derive_jvp]
fn reductions_of_parts(x: &Array3<f64>) -> Array1<f64> {
    let planes = x.sum_axis(Axis(0));
    let lines = planes.sum_axis(Axis(1));
    let mut out = &lines * &lines.t();
    out += &x.slice(s![0, .., 1]);
    out -= x.index_axis(Axis(0), 1).index_axis(Axis(1), 0).sum();
    out
}

#[derive_jvp]
fn shared_work(x: &Array1<f64>, y: &Array1<f64>) -> (Array1<f64>, f64, Array1<f64>) {
    let a = x.exp();
    let b = &a * y;
    let c = (&a + &b).sum();
    let d = &b / &a + c;
    (a, b.sum(), d)
}

#[derive_jvp]
fn both_halves(x: &mut Array1<f64>, y: &mut Array1<f64>) {
    azip!((a in &mut *x, b in &mut *y) {
        let t = *a;
        *a = *b * t;
        *b = t - *a;
    });
    Zip::from(x).and(y).for_each(|a, b| {
        if *a > *b {
            *a -= *b;
        } else {
            *b -= *a;
        }
    });
}

#[derive_jvp]
fn outer_products_in_place(mut a: ArrayViewMut2<f64>, u: ArrayView1<f64>, v: ArrayView1<f64>) {
    for (mut row, &x) in a.rows_mut().into_iter().zip(u.iter()) {
        row.scaled_add(x, &v);
    }
    for (j, mut column) in a.columns_mut().into_iter().enumerate() {
        column.zip_mut_with(&u, |c, &u| *c *= u + j as f64);
    }
}

#[derive_jvp]
fn convolution(x: ArrayView2<f64>, k: ArrayView2<f64>) -> Array2<f64> {
    let (n, m) = (x.nrows() - k.nrows() + 1, x.ncols() - k.ncols() + 1);
    let mut out = Array2::zeros((n, m));
    for ((i, j), o) in out.indexed_iter_mut() {
        let part = x.slice(s![i..i + k.nrows(), j..j + k.ncols()]);
        *o = (&part * &k).sum();
    }
    Zip::from(&mut out)
        .and(x.windows(k.raw_dim()))
        .for_each(|o, w| *o += (&w * &k).product());
    out
}

#[derive_jvp]
fn power_iteration(a: &Array2<f64>, n: usize) -> (f64, Array1<f64>) {
    let mut v = Array1::from_elem(a.ncols(), 1.0);
    let mut lambda = 0.0;
    for _ in 0..n {
        let w = a.dot(&v);
        lambda = w.dot(&v) / v.dot(&v);
        let norm = w.mapv(|x| x * x).sum().sqrt();
        v = w / norm;
    }
    (lambda, v)
}

#[derive_jvp]
fn runge_kutta(y: &Array1<f64>, a: &Array2<f64>, h: f64) -> Array1<f64> {
    let f = |y: &Array1<f64>| a.dot(y) - y * y.dot(y);
    let k1 = f(y);
    let k2 = f(&(y + &(&k1 * (h / 2.0))));
    let k3 = f(&(y + h / 2.0 * &k2));
    let k4 = f(&(y + h * &k3));
    y + &((k1 + 2.0 * k2 + 2.0 * k3 + k4) * (h / 6.0))
}

#[derive_jvp]
fn gauss(mut a: Array2<f64>, mut b: Array1<f64>) -> Array1<f64> {
    let n = b.len();
    for k in 0..n {
        for i in k + 1..n {
            let f = a[[i, k]] / a[[k, k]];
            let (top, mut low) = a.view_mut().split_at(Axis(0), i);
            let mut row = low.row_mut(0);
            row.scaled_add(-f, &top.row(k));
            b[i] -= f * b[k];
        }
    }
    let mut x = Array1::zeros(n);
    for i in (0..n).rev() {
        let done = a.slice(s![i, i + 1..]).dot(&x.slice(s![i + 1..]));
        x[i] = (b[i] - done) / a[[i, i]];
    }
    x
}

#[derive_jvp]
fn laplace(u: &Array2<f64>, k: f64, steps: usize) -> Array2<f64> {
    let mut u = u.clone();
    for _ in 0..steps {
        let inside = u.slice(s![1..-1, 1..-1]);
        let around = &u.slice(s![..-2, 1..-1])
            + &u.slice(s![2.., 1..-1])
            + u.slice(s![1..-1, ..-2])
            + u.slice(s![1..-1, 2..]);
        let change = (around - 4.0 * &inside) * k;
        let mut inside = u.slice_mut(s![1..-1, 1..-1]);
        inside += &change;
    }
    u
}

#[derive_jvp]
fn generic_step<T: Real>(x: &Array2<T>, w: &Array1<T>, rate: T) -> (Array1<T>, T) {
    let mut w = w.clone();
    let mut last = T::zero();
    for _ in 0..3 {
        let e = x.dot(&w) - x.column(0);
        let grad = x.t().dot(&e) * (T::lit(2.0) / T::lit(3.0));
        last = e.mapv(|v| v * v).sum();
        w = w - &(grad * rate);
        if last < T::lit(1e-9) {
            break;
        }
    }
    (w, last)
}

mod checks {
    check!(reads_itself: own [4], num);
    check!(exact later_statements_change_operands: & [4], num);
    check!(exact scalars_change_between: & [4], num);
    check!(exact views_end_before_writes: own [3, 4]);
    check!(exact elements_between_stores: own [4]);
    check!(broadcast_of_itself: & [3, 4]; in 0.5..2.0);
    check!(exact operand_twice_by_value: own [4]);
    check!(exact moved_into_a_tuple_and_back: own [4], own [4]);
    check!(conditions_in_the_middle: & [4], num);
    check!(exact labelled_loops: & [3, 4]);
    check!(reductions_of_parts: & [2, 3, 3]);
    check!(shared_work: & [4], & [4]);
    check!(exact both_halves: mut [4], mut [4]);
    check!(exact outer_products_in_place: mutview [3, 4], view [3], view [4]);
    check!(convolution: view [4, 4], view [2, 3]);
    check!(power_iteration: & [3, 3], = (3); in 0.5..2.0);
    check!(runge_kutta: & [3], & [3, 3], num);
    check!(gauss: own [3, 3], own [3]; in 0.5..2.0);
    check!(exact laplace: & [5, 4], num, = (3));
    check!(generic_step: & [3, 4], & [4], num);
}

mod single {
    use super::generic_step;

    mod checks {
        use super::super as double;
        check32!(generic_step, double::generic_step: & [3, 4], & [4], num; in 0.2..0.5);
    }
}
