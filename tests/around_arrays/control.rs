//! Control flow around arrays: branches, loops that carry arrays, early ends, helpers, closures.

use jvp::prelude::*;
use ndarray::{
    Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis, ShapeError, Zip, s,
};

#[derive_jvp]
fn view_kept_then_written(x: &mut Array2<f64>, s: f64) -> f64 {
    let v = &mut *x;
    v[[0, 1]] += s * v[[1, 1]];
    v.row_mut(2).fill(s);
    let total = v.sum();
    x[[0, 0]] *= total;
    total
}

#[derive_jvp]
fn slices_of_slices(mut x: Array2<f64>, s: f64) -> Array2<f64> {
    let mut outer = x.slice_mut(s![1.., ..]);
    outer *= s;
    let mut inner = outer.slice_mut(s![.., 1..3]);
    inner += 1.0;
    inner[[0, 0]] = s;
    let mut line = inner.row_mut(1);
    line *= &line.to_owned();
    line[0] -= s;
    outer[[0, 0]] *= 2.0;
    x
}

#[derive_jvp]
fn chosen_view(x: &mut Array2<f64>, first: bool, s: f64) -> f64 {
    let mut row = if first { x.row_mut(0) } else { x.row_mut(1) };
    row *= s;
    let top = row[1];
    row[0] = top * top;
    x.sum()
}

#[derive_jvp]
fn chosen_array(x: &Array1<f64>, y: &Array1<f64>) -> Array1<f64> {
    let z = if x[0] > y[0] { x } else { y };
    let w = match z.len() {
        0 => x.clone(),
        4 if z[1] > 0.0 => z * x,
        _ => z + y,
    };
    w * z
}

#[derive_jvp]
fn shadowed(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let y = x * s;
    let y = &y * &y;
    let x = y.slice(s![..2]);
    let y = x.sum() * s;
    let s = x.mapv(|s| s * y);
    s * y + &x
}

#[derive_jvp]
fn early_return(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x.clone();
    for k in 0..4 {
        y = &y * s;
        if y[k] < 0.0 {
            return y;
        }
        if k == 2 {
            break;
        }
    }
    y += x;
    y
}

#[derive_jvp]
fn loop_with_a_value(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = x * s;
    let mut n = 0;
    let out = loop {
        n += 1;
        y = &y * &y + x;
        if n > 2 {
            break y.mapv(|v| v * s);
        }
    };
    out + y
}

#[derive_jvp]
fn two_arrays_take_turns(x: &Array1<f64>, n: usize) -> Array1<f64> {
    let mut old = x.clone();
    let mut new = Array1::zeros(4);
    for k in 0..n {
        for i in 0..4 {
            new[i] = old[(i + 1) % 4] * 0.5 + old[i] * x[i];
        }
        std::mem::swap(&mut old, &mut new);
        if k == 1 {
            new.fill(0.0);
        }
    }
    old + new
}

#[derive_jvp]
fn tuple_state(x: &Array1<f64>, n: usize) -> (Array1<f64>, f64) {
    let mut state = (x.clone(), 1.0);
    for _ in 0..n {
        let norm = state.0.dot(&state.0);
        state = (&state.0 / (1.0 + norm), state.1 * norm);
    }
    state
}

#[derive_jvp]
fn closure_over_an_array(x: &Array1<f64>, s: f64) -> f64 {
    let y = x * s;
    let at = |i: usize, c: f64| y[i] * c + x[i];
    at(0, s) * at(1, 2.0) + at(2, x[3])
}

#[derive_jvp]
fn closure_that_writes(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut y = Array1::zeros(4);
    let mut put = |i: usize, v: f64| y[i] += v * s;
    put(0, x[1]);
    put(0, x[2]);
    put(3, 1.0);
    y
}

#[derive_jvp]
fn reshaped_or_not(x: &Array1<f64>, n: usize) -> Result<Array2<f64>, ShapeError> {
    let y = (x * 2.0).into_shape_with_order((2, n))?;
    let z = y
        .t()
        .as_standard_layout()
        .to_owned()
        .into_shape_with_order((n, 2))?;
    Ok(z.dot(&y))
}

#[derive_jvp]
fn reshaped_or_else(x: &Array1<f64>, n: usize) -> f64 {
    match x.to_shape((2, n)) {
        Ok(y) => y.row(0).sum() * y[[1, 0]],
        Err(_) => x.sum(),
    }
}

#[derive_jvp]
fn if_let_broadcast(x: &Array1<f64>, y: &Array2<f64>) -> Array2<f64> {
    if let Some(wide) = x.broadcast((3, 4)) {
        &wide * y
    } else {
        y.clone()
    }
}

#[derive_jvp]
fn let_else(x: &Array1<f64>) -> f64 {
    let Some(first) = x.first() else {
        return 0.0;
    };
    let Some(mean) = x.mean() else { return 1.0 };
    first * mean
}

#[derive_jvp]
fn norm(x: ArrayView1<f64>) -> f64 {
    x.dot(&x).sqrt()
}

#[derive_jvp]
fn scale_in_place(mut x: ArrayViewMut1<f64>, s: f64) -> f64 {
    let before = x.sum();
    x *= s;
    before
}

#[derive_jvp]
fn product_of(x: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
    x.dot(y)
}

#[derive_jvp]
fn helpers(x: &Array2<f64>, y: &Array1<f64>) -> f64 {
    let mut total = norm(x.row(0)) * norm(y.view());
    for row in x.rows() {
        total += norm(row);
    }
    let mut z = product_of(x, y);
    total += scale_in_place(z.view_mut(), total);
    z.sum() + total
}

#[derive_jvp]
fn of_five(a: ArrayView1<f64>, b: Array1<f64>, c: &Array1<f64>, d: f64, e: ArrayView1<f64>) -> f64 {
    a.dot(&b) * d + c.dot(&e)
}

// A mask that has no function of its own: constants get zeros of their types.
#[derive_jvp]
fn calls_with_constants(x: &Array1<f64>, s: f64) -> f64 {
    let ones = Array1::<f64>::ones(4);
    of_five(ones.view(), ones.clone(), x, s, ones.view())
        + of_five(x.view(), ones.clone(), &ones, 2.0, x.view())
}

#[derive_jvp]
fn recursive(x: ArrayView1<f64>) -> f64 {
    if x.len() == 1 {
        return x[0];
    }
    let (a, b) = x.split_at(Axis(0), x.len() / 2);
    recursive(a) * recursive(b) + x.sum()
}

#[derive_jvp]
fn option_of_an_array(x: &Array1<f64>, s: f64) -> Option<Array1<f64>> {
    let mut best: Option<Array1<f64>> = None;
    for k in 1..4 {
        let y = x * (s * k as f64);
        best = match best {
            Some(b) if b.sum() > y.sum() => Some(b),
            _ => Some(y),
        };
    }
    best
}

#[derive_jvp]
fn rows_by_index(mut x: Array2<f64>, y: &Array1<f64>) -> Array2<f64> {
    for i in 0..x.nrows() {
        let mut row = x.row_mut(i);
        row += y;
        if i % 2 == 0 {
            continue;
        }
        let c = row[0];
        row *= c;
    }
    for i in 1..x.nrows() {
        let (above, mut below) = x.view_mut().split_at(Axis(0), i);
        let mut first = below.row_mut(0);
        first += &above.row(i - 1);
    }
    x
}

#[derive_jvp]
fn softmax_rows(x: &Array2<f64>) -> Array2<f64> {
    let mut out = Array2::zeros(x.raw_dim());
    for (mut o, row) in out.rows_mut().into_iter().zip(x.rows()) {
        let top = row.fold(f64::NEG_INFINITY, |a, &b| a.max(b));
        let e = row.mapv(|v| (v - top).exp());
        let sum = e.sum();
        o.assign(&(e / sum));
    }
    out
}

#[derive_jvp]
fn conjugate_gradients(a: &Array2<f64>, b: &Array1<f64>, n: usize) -> Array1<f64> {
    let a = a.t().dot(a) + Array2::<f64>::eye(3);
    let mut x = Array1::zeros(3);
    let mut r = b - &a.dot(&x);
    let mut p = r.clone();
    let mut rr = r.dot(&r);
    for _ in 0..n {
        let ap = a.dot(&p);
        let alpha = rr / p.dot(&ap);
        x.scaled_add(alpha, &p);
        r.scaled_add(-alpha, &ap);
        let new = r.dot(&r);
        p *= new / rr;
        p += &r;
        rr = new;
    }
    x
}

#[derive_jvp]
fn zip_in_a_loop(x: &Array1<f64>, s: f64) -> Array1<f64> {
    let mut v = Array1::<f64>::zeros(4);
    let mut p = x.clone();
    for _ in 0..3 {
        Zip::from(&mut v).and(&p).for_each(|v, &p| *v -= s * p);
        Zip::from(&mut p).and(&v).for_each(|p, &v| *p += 0.1 * v);
    }
    p
}

#[derive_jvp]
fn nested_closures(x: &Array2<f64>, s: f64) -> Array1<f64> {
    let scale = |v: f64| v * s;
    let total = |row: ArrayView1<f64>| {
        let mut t = 0.0;
        for &v in row.iter() {
            t += scale(v) * v;
        }
        t
    };
    let mut out = Array1::zeros(3);
    for i in 0..3 {
        out[i] = total(x.row(i));
    }
    out
}

#[derive_jvp]
fn views_in_a_tuple(x: &Array2<f64>) -> f64 {
    let (a, b): (ArrayView1<f64>, ArrayView2<f64>) = (x.row(0), x.slice(s![1.., ..]));
    a.dot(&b.row(1)) + b.sum()
}

#[derive_jvp]
fn views_in_a_list(x: &Array2<f64>) -> f64 {
    let rows: Vec<ArrayView1<f64>> = x.outer_iter().collect();
    let mut total = 0.0;
    for i in 1..rows.len() {
        total += rows[i].dot(&rows[i - 1]);
    }
    total
}

#[derive_jvp]
fn written_in_a_block(mut x: ArrayViewMut2<f64>, s: f64) {
    {
        let mut d = x.diag_mut();
        d *= s;
    }
    let total = {
        let y = x.view();
        y.sum() * s
    };
    x[[0, 1]] = total;
}

mod checks {
    check!(view_kept_then_written: mut [3, 4], num);
    check!(exact slices_of_slices: own [3, 4], num);
    check!(chosen_view: mut [3, 4], = (false), num);
    check!(exact full chosen_array: & [4], & [4]);
    check!(shadowed: & [4], num);
    check!(exact early_return: & [4], num);
    check!(exact loop_with_a_value: & [4], num);
    check!(exact two_arrays_take_turns: & [4], = (5));
    check!(tuple_state: & [4], = (3));
    check!(exact closure_over_an_array: & [4], num);
    check!(exact closure_that_writes: & [4], num);
    check!(reshaped_or_not: & [6], = (3); standard);
    check!(reshaped_or_else: & [6], = (3));
    check!(exact if_let_broadcast: & [4], & [3, 4]);
    check!(let_else: & [4]);
    check!(helpers: & [3, 4], & [4]);
    check!(full of_five: view [4], own [4], & [4], num, view [4]);
    check!(calls_with_constants: & [4], num);
    check!(recursive: view [5]);
    check!(exact option_of_an_array: & [4], num);
    check!(exact rows_by_index: own [3, 4], & [4]);
    check!(softmax_rows: & [3, 4]);
    check!(conjugate_gradients: & [3, 3], & [3], = (2); in 0.5..2.0);
    check!(exact zip_in_a_loop: & [4], num);
    check!(exact nested_closures: & [3, 4], num);
    check!(views_in_a_tuple: & [3, 4]);
    check!(views_in_a_list: & [3, 4]);
    check!(written_in_a_block: mutview [3, 3], num);
}
