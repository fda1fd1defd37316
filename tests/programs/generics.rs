//! Generic functions: over `T: Real`, over lengths, and called at several types.

use jvp::prelude::*;

#[derive_jvp]
fn norm<T: Real>(x: T, y: T) -> T {
    (x * x + y * y + T::lit(0.25)).sqrt()
}

// One generic callee at `f64` and, through casts, at `f32`; literals by `T::lit`.
#[derive_jvp(wrt(x), wrt(y) as norms_y)]
fn norms(x: f64, y: f64) -> f64 {
    norm(x, 2.0) * norm::<f64>(1.0, y) - norm(y, x)
}

check! {
    generic_callee, (x dx, y dy) in -2.0..2.0;
    primal norms(x, y);
    oracle {
        let n = |a: Dual, b: Dual| (a * a + b * b + 0.25).sqrt();
        n(x, Dual::from(2.0)) * n(Dual::from(1.0), y) - n(y, x)
    };
    [x] jvp_norms(x, dx, y);
    [y] jvp_norms_y(x, y, dy);
}

// A polynomial by Horner, generic in the number and in the number of coefficients.
#[derive_jvp(wrt(c, x), wrt(x) as horner_x)]
fn horner<T, const N: usize>(c: &[T; N], x: T) -> T
where
    T: Real,
{
    let mut y = T::zero();
    for i in (0..N).rev() {
        y = y * x + c[i];
    }
    y
}

#[derive_jvp(wrt(c), wrt(x) as rational_x)]
fn rational(c: [f64; 5], x: f64) -> f64 {
    let [a, b, rest @ ..] = c;
    horner(&rest, x) / (horner(&[1.0, 0.0, a * a], x) + horner::<f64, 1>(&[b * b], 0.5))
}

check! {
    generic_length, (c dc: 5, x dx) in -2.0..2.0;
    primal rational(arr(&c), x);
    oracle {
        let top = c[2] + c[3] * x + c[4] * x * x;
        top / (c[0] * c[0] * x * x + 1.0 + c[1] * c[1])
    };
    [c] jvp_rational(arr(&c), arr(&dc), x);
    [x] jvp_rational_x(arr(&c), x, dx);
}

// A generic struct of loops: recursion with a type parameter and a slice that shrinks.
#[derive_jvp]
fn pairwise<T: Real>(x: &[T]) -> T {
    match x {
        [] => T::zero(),
        [a] => a.sin(),
        [a, b] => *a * *b,
        _ => {
            let (l, r) = x.split_at(x.len() / 2);
            pairwise(l) + pairwise(r) * T::lit(0.5)
        }
    }
}

check! {
    generic_recursion, (x dx: 7) in -2.0..2.0;
    primal pairwise(&x);
    oracle {
        let left = x[0].sin() + x[1] * x[2] * 0.5;
        left + (x[3] * x[4] + x[5] * x[6] * 0.5) * 0.5
    };
    [x] jvp_pairwise(&x, &dx);
}

// Type parameters with the names of a compiler's own.
#[derive_jvp(wrt(x, dx), wrt(x) as lettered_x)]
fn lettered<E: Real, const D: usize>(x: E, dx: [E; D]) -> E {
    let mut t = x;
    for d in dx {
        t = t * d + E::one();
    }
    t / E::lit(D as f64)
}

check! {
    type_parameters_named_like_generated_ones, (x sx, c sc: 3) in -2.0..2.0;
    primal lettered::<f64, 3>(x, arr(&c));
    oracle (((x * c[0] + 1.0) * c[1] + 1.0) * c[2] + 1.0) / 3.0;
    [x c] jvp_lettered::<f64, 3>(x, sx, arr(&c), arr(&sc));
    [x] jvp_lettered_x::<f64, 3>(x, sx, arr(&c));
}

// A generic result shape: tuples and vectors of `T`, bounds beside `Real`, `impl` in a `where`.
#[derive_jvp(wrt(x), wrt(scale) as spread_scale)]
fn spread<T>(x: &[T], scale: T, n: usize) -> (T, Vec<T>)
where
    T: Real + PartialOrd,
{
    let top = x
        .iter()
        .copied()
        .fold(T::neg_infinity(), |a, b| if a > b { a } else { b });
    let mut out: Vec<T> = x.iter().map(|&v| (v - top) * scale).collect();
    out.truncate(n);
    out.push(top);
    (top * scale, out)
}

check! {
    generic_aggregates, (x dx: 3, k dk) in -2.0..2.0;
    primal spread(&x, k, 2);
    oracle {
        let mut top = x[0];
        for v in &x { if *v > top { top = *v } }
        (top * k, vec![(x[0] - top) * k, (x[1] - top) * k, top])
    };
    [x] jvp_spread(&x, &dx, k, 2);
    [k] jvp_spread_scale(&x, k, dk, 2);
}

// In-out parameters and mutable slices of `T`, with swaps.
#[derive_jvp(wrt(x, k))]
fn sweep<T: Real>(x: &mut [T], k: &mut T) {
    for i in 1..x.len() {
        let (a, b) = x.split_at_mut(i);
        if a[i - 1] > b[0] {
            std::mem::swap(&mut a[i - 1], &mut b[0]);
        }
        b[0] += *k * a[i - 1];
        *k = *k * T::lit(0.5) + b[0];
    }
}

check! {
    generic_in_out, (x dx: 3, k dk) in -1.5..1.5;
    primal { sweep(&mut x, &mut k); (x, k) };
    oracle {
        for i in 1..3 {
            if x[i - 1] > x[i] { x.swap(i - 1, i) }
            x[i] = x[i] + k * x[i - 1];
            k = k * 0.5 + x[i];
        }
        (x, k)
    };
    [x k] { jvp_sweep(&mut x, &mut dx, &mut k, &mut dk); ((x, k), (dx, dk)) };
}

// The same generic function at `f32`: the primal keeps the bits of that type.
#[test]
fn generic_function_at_f32() {
    for (x, y) in [(0.5_f32, 1.25_f32), (-1.5, 0.75), (2.0, -0.1)] {
        let (primal, tangent) = jvp_norm(x, 1.0, y, -2.0);
        let (_, precise) = jvp_norm(f64::from(x), 1.0, f64::from(y), -2.0);
        assert_eq!(primal.to_bits(), norm(x, y).to_bits());
        assert!((f64::from(tangent) - precise).abs() <= 4.0 * f64::from(f32::EPSILON));
    }
}
