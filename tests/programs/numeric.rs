//! Numerical methods as they are written, and numbers of several types side by side.

use jvp::prelude::*;

// Newton's method: the number of steps depends on the primal.
#[derive_jvp(wrt(a), wrt(start) as cube_root_start)]
fn cube_root(a: f64, start: f64) -> f64 {
    let mut x = start;
    for _ in 0..50 {
        let dx = (x * x * x - a) / (3.0 * x * x);
        x -= dx;
        if dx.abs() < 1e-9 * x.abs() {
            break;
        }
    }
    x
}

check! {
    newton_converges, (a da, start dstart) in 0.5..4.0;
    primal cube_root(a, start) + start;
    oracle a.cbrt() + start;
    [a] { let (x, dx) = jvp_cube_root(a, da, start); (x + start, dx) };
    [a start] {
        let ((x, dx), (_, ds)) = (jvp_cube_root(a, da, start), jvp_cube_root_start(a, start, dstart));
        (x + start, dx + ds + dstart)
    };
}

#[derive_jvp(wrt(y, p), out(dy))]
fn lotka_volterra(y: &[f64], p: &[f64], dy: &mut [f64]) {
    dy[0] = p[0] * y[0] - p[1] * y[0] * y[1];
    dy[1] = p[2] * y[0] * y[1] - p[3] * y[1];
}

// Runge-Kutta with buffers that are overwritten in each stage.
#[derive_jvp(wrt(p), wrt(y0) as solved_y0, wrt(y0, p) as solved_all)]
fn solved(y0: &[f64; 2], p: &[f64], h: f64, steps: usize) -> [f64; 2] {
    let mut y = *y0;
    let (mut k1, mut k2, mut k3, mut k4) = ([0.0; 2], [0.0; 2], [0.0; 2], [0.0; 2]);
    let mut stage = [0.0; 2];
    for _ in 0..steps {
        lotka_volterra(&y, p, &mut k1);
        for i in 0..2 {
            stage[i] = y[i] + 0.5 * h * k1[i];
        }
        lotka_volterra(&stage, p, &mut k2);
        for i in 0..2 {
            stage[i] = y[i] + 0.5 * h * k2[i];
        }
        lotka_volterra(&stage, p, &mut k3);
        for i in 0..2 {
            stage[i] = y[i] + h * k3[i];
        }
        lotka_volterra(&stage, p, &mut k4);
        for i in 0..2 {
            y[i] += h / 6.0 * (k1[i] + 2.0 * (k2[i] + k3[i]) + k4[i]);
        }
    }
    y
}

check! {
    runge_kutta_with_buffers, (y0 dy0: 2, p dp: 4) in 0.4..1.6;
    primal solved(&arr(&y0), &p, 0.1, 10);
    oracle {
        let rhs = |y: [Dual; 2]| [y[0] * (p[0] - p[1] * y[1]), y[1] * (p[2] * y[0] - p[3])];
        let ahead = |y: [Dual; 2], k: [Dual; 2], h: f64| [y[0] + k[0] * h, y[1] + k[1] * h];
        let mut y: [Dual; 2] = arr(&y0);
        for _ in 0..10 {
            let a = rhs(y);
            let b = rhs(ahead(y, a, 0.05));
            let c = rhs(ahead(y, b, 0.05));
            let d = rhs(ahead(y, c, 0.1));
            for i in 0..2 {
                y[i] = y[i] + (a[i] + b[i] * 2.0 + c[i] * 2.0 + d[i]) * (0.1 / 6.0);
            }
        }
        y
    };
    [p] jvp_solved(&arr(&y0), &p, &dp, 0.1, 10);
    [y0] jvp_solved_y0(&arr(&y0), &arr(&dy0), &p, 0.1, 10);
    [y0 p] jvp_solved_all(&arr(&y0), &arr(&dy0), &p, &dp, 0.1, 10);
}

// Gaussian elimination with pivoting: rows change places by the primal.
#[derive_jvp(wrt(a, b), wrt(b) as eliminated_b)]
fn eliminated(a: &[[f64; 3]; 3], b: [f64; 3]) -> Option<[f64; 3]> {
    let (mut a, mut b) = (*a, b);
    for k in 0..3 {
        let pivot = (k..3).max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs()))?;
        if a[pivot][k].abs() < 1e-3 {
            return None;
        }
        a.swap(k, pivot);
        b.swap(k, pivot);
        for i in k + 1..3 {
            let f = a[i][k] / a[k][k];
            for j in k..3 {
                let above = a[k][j];
                a[i][j] -= f * above;
            }
            b[i] -= f * b[k];
        }
    }
    for k in (0..3).rev() {
        let s: f64 = (k + 1..3).map(|j| a[k][j] * b[j]).sum();
        b[k] = (b[k] - s) / a[k][k];
    }
    Some(b)
}

check! {
    elimination_with_pivots, (a da: 9, b db: 3) in -2.0..2.0;
    primal eliminated(&rows(&a), arr(&b));
    oracle {
        let column = |k: usize, j: usize, i: usize| if k == j { b[i] } else { a[3 * i + j] };
        let det = |k: usize| {
            let m = |i: usize, j: usize| column(k, j, i);
            m(0, 0) * (m(1, 1) * m(2, 2) - m(1, 2) * m(2, 1))
                - m(0, 1) * (m(1, 0) * m(2, 2) - m(1, 2) * m(2, 0))
                + m(0, 2) * (m(1, 0) * m(2, 1) - m(1, 1) * m(2, 0))
        };
        Some([det(0) / det(9), det(1) / det(9), det(2) / det(9)])
    };
    [a b] jvp_eliminated(&rows(&a), &rows(&da), arr(&b), arr(&db));
    [b] jvp_eliminated_b(&rows(&a), arr(&b), arr(&db));
}

/// Nine inputs as the rows of a matrix.
fn rows(a: &[f64]) -> [[f64; 3]; 3] {
    std::array::from_fn(|i| std::array::from_fn(|j| a[3 * i + j]))
}

// Single precision in the middle: casts are linear, and round the tangent as well.
#[derive_jvp(wrt(x, y), wrt(y) as single_y)]
fn single(x: f32, y: f64) -> (f32, f64) {
    let wide = f64::from(x) * y;
    let narrow = (x * 2.0) as f64;
    let n = 7_u8;
    let z: f32 = x * n as f32 + f32::from(n);
    (z * z, wide + narrow * narrow + x as f64)
}

#[test]
fn precisions_are_mixed() {
    for (x, y) in [(0.5_f32, 1.1), (-1.25, 0.3), (3.0, -2.7)] {
        let (dx, dy) = (0.75_f32, -1.5);
        let (value, tangent) = jvp_single(x, dx, y, dy);
        assert_eq!(value, single(x, y));
        // All numbers here are short: single precision is exact.
        assert_eq!(tangent.0, 2.0 * (7.0 * x + 7.0) * 7.0 * dx);
        let (x, dx) = (f64::from(x), f64::from(dx));
        let want = dx * y + x * dy + 8.0 * x * dx + dx;
        assert!((tangent.1 - want).abs() <= 1e-14 * want.abs());
        assert_eq!(jvp_single_y(x as f32, y, dy), (value, (0.0, x * dy)));
    }
}

// Integers and floats in one expression: precedence, casts, negation, remainders, shifts.
#[derive_jvp(wrt(x), wrt(y) as integers_y)]
fn integers(x: f64, y: f64, n: i32, m: usize) -> f64 {
    let half = (n / 2) as f64;
    let bits = (m << 2 | 1) as f64;
    let rest = -(n % 4) as f64 * x - -y;
    let big = (n as i64 * 1_000_000_007 % 97) as f64;
    let idx = m.wrapping_sub(1).min(2);
    let table = [x, y, x * y];
    let share = n as f64 / m as f64;
    rest * half + bits * x.powi(n - 5) + big * y / table[idx] * share + f64::from(n.pow(2))
        - !n as f64
}

check! {
    integers_between_floats, (x dx, y dy) in 0.4..2.0;
    primal integers(x, y, 7, 3);
    oracle (y - x * 3.0) * 3.0 + x * x * 13.0 + y * f64::from(7_000_000_049_i64.rem_euclid(97) as u8) / (x * y) * (7.0 / 3.0) + 57.0;
    [x] jvp_integers(x, dx, y, 7, 3);
    [y] jvp_integers_y(x, y, dy, 7, 3);
}

// Clenshaw's recurrence with three names that move along by one in each turn.
#[derive_jvp(wrt(c, x), wrt(x) as clenshaw_x)]
fn clenshaw(c: &[f64], x: f64) -> f64 {
    let (mut b0, mut b1, mut b2) = (0.0, 0.0, 0.0);
    for &ck in c.iter().rev() {
        b2 = b1;
        b1 = b0;
        b0 = ck + 2.0 * x * b1 - b2;
    }
    b0 - x * b1
}

check! {
    names_move_along, (c dc: 5, x dx) in -0.95..0.95;
    primal clenshaw(&c, x);
    oracle {
        let t = x.acos();
        (0..5).map(|k| c[k] * (t * k as f64).cos()).sum::<Dual>()
    };
    [c x] jvp_clenshaw(&c, &dc, x, dx);
    [x] jvp_clenshaw_x(&c, x, dx);
}

// A mean and a variance in one pass, by Welford, with a division by the turn.
#[derive_jvp]
fn welford(x: &[f64]) -> (f64, f64) {
    let mut n = 0usize;
    let mut mean = 0.0;
    let mut m2 = 0.0;
    for &v in x {
        n += 1;
        let delta = v - mean;
        mean += delta / n as f64;
        m2 += delta * (v - mean);
    }
    (mean, if n < 2 { f64::NAN } else { m2 / (n - 1) as f64 })
}

check! {
    running_moments, (x dx: 5) in -2.0..2.0;
    primal welford(&x);
    oracle {
        let mean = x.iter().sum::<Dual>() / 5.0;
        (mean, x.iter().map(|v| (v - mean).powi(2)).sum::<Dual>() / 4.0)
    };
    [x] jvp_welford(&x, &dx);
}

// Simpson's rule: the limits are active, the abscissae follow them; the number of parts is even.
#[derive_jvp(wrt(a, b), wrt(k) as simpson_k)]
fn simpson(a: f64, b: f64, k: f64, n: usize) -> f64 {
    let n = n + n % 2;
    let h = (b - a) / n as f64;
    let f = |x: f64| (k * x).sin() + x * x;
    let inner: f64 = (1..n)
        .map(|i| f(a + i as f64 * h) * if i % 2 == 0 { 2.0 } else { 4.0 })
        .sum();
    h / 3.0 * (f(a) + inner + f(b))
}

check! {
    quadrature_with_active_limits, (a da, b db, k dk) in -1.5..1.5;
    primal simpson(a, b, k, 5);
    oracle {
        let h = (b - a) / 6.0;
        let f = |x: Dual| (k * x).sin() + x.powi(2);
        let w = [1.0, 4.0, 2.0, 4.0, 2.0, 4.0, 1.0];
        (0..7).map(|i| f(a * (1.0 - i as f64 / 6.0) + b * (i as f64 / 6.0)) * w[i]).sum::<Dual>() * h / 3.0
    };
    [a b] jvp_simpson(a, da, b, db, k, 5);
    [k] jvp_simpson_k(a, b, k, dk, 5);
}
