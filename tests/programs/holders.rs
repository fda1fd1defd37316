//! Values that hold references, or look as if they might: what is written through them.

use jvp::prelude::*;

struct Table<'a> {
    knots: &'a [f64],
    hits: &'a mut [usize],
    last: &'a mut f64,
    scale: f64,
}

// Constants are written through references that a struct hides.
#[derive_jvp(wrt(x))]
fn counted(x: f64, table: Table<'_>) -> f64 {
    let mut s = 0.0;
    for (i, k) in table.knots.iter().enumerate() {
        if x > *k {
            table.hits[i] += 1;
            s += (x - k) * table.scale;
        }
    }
    *table.last = table.scale;
    s * *table.last
}

check! {
    constants_behind_hidden_references, (x dx) in 0.0..3.0;
    primal {
        let (mut hits, mut last) = (vec![0; 3], 0.0);
        let table = Table { knots: &[0.1, 0.2, 2.5], hits: &mut hits, last: &mut last, scale: 2.0 };
        (counted(x, table), hits)
    };
    oracle {
        let over: Vec<f64> = [0.1, 0.2, 2.5].into_iter().filter(|k| x > Dual::from(*k)).collect();
        let s = over.iter().fold(Dual::from(0.0), |s, k| s + (x - *k) * 2.0);
        let hits: Vec<usize> = (0..3).map(|i| usize::from(i < over.len())).collect();
        (s * 2.0, hits)
    };
    [x] {
        let (mut hits, mut last) = (vec![0; 3], 0.0);
        let table = Table { knots: &[0.1, 0.2, 2.5], hits: &mut hits, last: &mut last, scale: 2.0 };
        let (y, dy) = jvp_counted(x, dx, table);
        ((y, hits), dy)
    };
}

struct Model {
    start: Vec<f64>,
    pairs: Vec<(f64, f64)>,
    steps: usize,
}

// What comes out of a constant that is passed by value, and is changed then, is the function's own;
// and so is what it counts in the constant itself.
#[derive_jvp(wrt(x))]
fn own_parts(x: f64, mut model: Model) -> f64 {
    fn note(_value: f64, _step: usize, _first: f64) {}
    let mut state = model.start;
    for v in state.iter_mut() {
        *v *= x;
    }
    for (v, (a, b)) in state.iter_mut().zip(model.pairs) {
        *v += a * x + b;
        model.steps += 1;
        let seen = x * 2.0;
        note(seen, model.steps, b);
    }
    state[0] * state[1] + model.steps as f64
}

check! {
    parts_of_a_constant_by_value, (x dx) in -2.0..2.0;
    primal own_parts(x, model());
    oracle (x * 2.0 + x * 4.0 + 5.0) * (x * 3.0 + x * 6.0 + 7.0) + 2.0;
    [x] jvp_own_parts(x, dx, model());
}

fn model() -> Model {
    Model {
        start: vec![2.0, 3.0],
        pairs: vec![(4.0, 5.0), (6.0, 7.0)],
        steps: 0,
    }
}

// An iterator that the caller made, of constants.
#[derive_jvp(wrt(x))]
fn horner<I: Iterator<Item = f64>>(x: f64, mut coefficients: I) -> f64 {
    let mut s = 0.0;
    while let Some(c) = coefficients.next() {
        s = s * x + c;
    }
    s
}

check! {
    an_iterator_of_constants, (x dx) in -2.0..2.0;
    primal horner(x, [1.0, 2.0, 3.0].into_iter());
    oracle (x + 2.0) * x + 3.0;
    [x] jvp_horner(x, dx, [1.0, 2.0, 3.0].into_iter());
}
