//! Calls: recursion, modules, and callees that are active in some arguments only.

use jvp::prelude::*;

// Recursion with two calls, one of which has a constant argument.
#[derive_jvp(wrt(x, y), wrt(y) as tree_y)]
fn tree(x: f64, y: f64, n: u32) -> f64 {
    if n == 0 {
        return x * y;
    }
    let left = tree(x * 0.5, y, n - 1);
    let right = tree(1.5, left, n - 1);
    left - right * x
}

check! {
    recursion_with_two_calls, (x dx, y dy) in -1.5..1.5;
    primal tree(x, y, 3);
    oracle {
        fn go(x: Dual, y: Dual, n: u32) -> Dual {
            if n == 0 { return x * y }
            let left = go(x * 0.5, y, n - 1);
            left - go(Dual::from(1.5), left, n - 1) * x
        }
        go(x, y, 3)
    };
    [x y] jvp_tree(x, dx, y, dy, 3);
    [y] jvp_tree_y(x, y, dy, 3);
}

// Mutual recursion: the activity of one depends on the other's.
#[derive_jvp(wrt(x), wrt(x, k) as even_both)]
fn even(x: f64, k: f64, n: u32) -> f64 {
    if n == 0 {
        x
    } else {
        odd(k, x * k, n - 1) + 1.0
    }
}

#[derive_jvp(wrt(a, b))]
fn odd(a: f64, b: f64, n: u32) -> f64 {
    if n == 0 { b * b } else { even(b, a, n - 1) * a }
}

check! {
    mutual_recursion, (x dx, k dk) in -1.2..1.2;
    primal (even(x, k, 4), odd(x, k, 4));
    oracle {
        fn even(x: Dual, k: Dual, n: u32) -> Dual {
            if n == 0 { x } else { odd(k, x * k, n - 1) + 1.0 }
        }
        fn odd(a: Dual, b: Dual, n: u32) -> Dual {
            if n == 0 { b * b } else { even(b, a, n - 1) * a }
        }
        (even(x, k, 4), odd(x, k, 4))
    };
    [x] { let (a, b) = (jvp_even(x, dx, k, 4), jvp_odd(x, dx, k, 0.0, 4)); ((a.0, b.0), (a.1, b.1)) };
    [x k] { let (a, b) = (jvp_even_both(x, dx, k, dk, 4), jvp_odd(x, dx, k, dk, 4)); ((a.0, b.0), (a.1, b.1)) };
}

mod physics {
    //! A module of its own, with a private callee and a nested module.
    use jvp::prelude::*;

    #[derive_jvp(wrt(m, v))]
    pub fn energy(m: f64, v: f64) -> f64 {
        half(m) * v * v
    }

    #[derive_jvp]
    fn half(x: f64) -> f64 {
        x / 2.0
    }

    pub mod spring {
        //! Calls its parent's functions by `super`.
        use jvp::prelude::*;

        #[derive_jvp(wrt(k, x))]
        pub(crate) fn energy(k: f64, x: f64) -> f64 {
            super::half(k) * x * x + super::energy(0.0, x)
        }
    }
}

// The same name from two modules, by path, by import, and under another name.
#[derive_jvp(wrt(x), wrt(k) as total_k)]
fn total(x: f64, k: f64) -> f64 {
    use physics::energy as kinetic;
    use physics::spring;
    fn energy(x: f64) -> f64 {
        x
    }
    kinetic(2.0, x) + spring::energy(k, x) * energy(k) + self::physics::energy(k, k)
        - crate::calls::physics::spring::energy(x, 3.0)
}

check! {
    callees_in_other_modules, (x dx, k dk) in -2.0..2.0;
    primal total(x, k);
    oracle x * x + k * x * x * 0.5 * k + k * k * k * 0.5 - x * 4.5;
    [x] jvp_total(x, dx, k);
    [k] jvp_total_k(x, k, dk);
}

#[derive_jvp]
fn weigh(a: f64, b: f64, c: f64) -> f64 {
    a * b + b * c.sin() + a.exp()
}

// All patterns of active and constant arguments at one callee, in one body.
#[derive_jvp(wrt(x), wrt(y) as masks_y)]
fn masks(x: f64, y: f64) -> f64 {
    weigh(x, 2.0, 3.0) + weigh(0.5, x, 1.5) + weigh(1.0, 2.0, x) + weigh(x, x, 0.1) + weigh(x, y, x)
        - weigh(0.3, y, y)
        + weigh(1.0, 2.0, 3.0)
        + weigh(weigh(y, 1.0, 1.0), x, weigh(0.5, 0.5, y))
}

check! {
    active_arguments_differ_by_call, (x dx, y dy) in -1.0..1.0;
    primal masks(x, y);
    oracle {
        let w = |a: Dual, b: Dual, c: Dual| a * b + b * c.sin() + a.exp();
        let c = |v: f64| Dual::from(v);
        w(x, c(2.0), c(3.0)) + w(c(0.5), x, c(1.5)) + w(c(1.0), c(2.0), x) + w(x, x, c(0.1)) + w(x, y, x)
            - w(c(0.3), y, y)
            + w(c(1.0), c(2.0), c(3.0))
            + w(w(y, c(1.0), c(1.0)), x, w(c(0.5), c(0.5), y))
    };
    [x] jvp_masks(x, dx, y);
    [y] jvp_masks_y(x, y, dy);
}

#[derive_jvp]
fn many(a: f64, b: f64, c: f64, d: f64, e: f64, n: usize) -> f64 {
    a * b - c * d.cos() + e * n as f64 * a
}

// More than four parameters: the caller and the callee agree on which variants exist.
#[derive_jvp(wrt(x), wrt(y) as wide_y)]
fn wide(x: f64, y: f64) -> f64 {
    many(x, 1.0, y, 2.0, 3.0, 4) * many(0.5, 1.0, 2.0, x, y, 1) + many(y, y, y, y, y, 2)
        - many(1.0, x, x, 1.0, x, 0)
}

check! {
    more_than_four_parameters, (x dx, y dy) in -1.5..1.5;
    primal wide(x, y);
    oracle {
        let first = x - y * 2.0_f64.cos() + x * 12.0;
        let second = -(x.cos() * 2.0) + 0.5 + y * 0.5;
        let third = y * y - y * y.cos() + y * 2.0 * y;
        first * second + third - (x - x * 1.0_f64.cos())
    };
    [x] jvp_wide(x, dx, y);
    [y] jvp_wide_y(x, y, dy);
}

// The caller hands its own in-out parameter and a local one to callees, in a loop.
#[derive_jvp(wrt(x, v))]
fn kick(x: &mut f64, v: &mut f64, h: f64) -> f64 {
    *v -= h * *x;
    *x += h * *v;
    *x * *x + *v * *v
}

#[derive_jvp(wrt(x0, h), wrt(h) as orbit_h)]
fn orbit(x0: f64, h: f64, path: &mut [f64]) -> f64 {
    let (mut x, mut v) = (x0, 0.0);
    let mut energy = 0.0;
    for p in path.iter_mut() {
        energy = kick(&mut x, &mut v, 0.1);
        *p += x * h;
    }
    energy * h
}

check! {
    in_out_arguments_in_a_loop, (x0 dx0, h dh, path dpath: 3) in -1.5..1.5;
    primal { let e = orbit(x0, h, &mut path); (e, path) };
    oracle {
        let (mut x, mut v) = (x0, Dual::from(0.0));
        for p in &mut path {
            v = v - x * 0.1;
            x = x + v * 0.1;
            *p = *p + x * h;
        }
        ((x * x + v * v) * h, path)
    };
    [x0 h path] { let (e, de) = jvp_orbit(x0, dx0, h, dh, &mut path, &mut dpath); ((e, path), (de, dpath)) };
    [h path] { let (e, de) = jvp_orbit_h(x0, h, dh, &mut path, &mut dpath); ((e, path), (de, dpath)) };
}

// A callee with vectors, slices, tuples and an option among its arguments and results.
#[derive_jvp]
fn summary(x: &[f64], (a, b): (f64, f64), shift: Option<f64>) -> (f64, Vec<f64>) {
    let s = x.iter().sum::<f64>() * a;
    let y = x.iter().map(|v| v * b + shift.unwrap_or(0.0)).collect();
    (s, y)
}

#[derive_jvp(wrt(x), wrt(k) as summaries_k)]
fn summaries(x: &[f64], k: f64) -> f64 {
    let (s, y) = summary(x, (1.0, k), None);
    let (t, z) = summary(&y, (s, 2.0), Some(k * k));
    let (u, _) = summary(&[1.0, 2.0], (0.5, 0.5), Some(s));
    let (_, w) = summary(&z[1..], (k, s), None);
    t + w[0] * u - z[0]
}

check! {
    callee_with_aggregates, (x dx: 3, k dk) in -1.2..1.2;
    primal summaries(&x, k);
    oracle {
        let s = x[0] + x[1] + x[2];
        let z = |i: usize| x[i] * k * 2.0 + k * k;
        s * k * s + z(1) * s * 1.5 - z(0)
    };
    [x] jvp_summaries(&x, &dx, k);
    [k] jvp_summaries_k(&x, k, dk);
}

// Calls as statements, as conditions, as indices, as arguments of methods, in closures.
#[derive_jvp(wrt(x, y), wrt(y) as everywhere_y)]
fn everywhere(x: f64, y: f64) -> f64 {
    weigh(x, y, x);
    let list = [x, weigh(x, y, 1.0), y];
    let i = if weigh(x, x, x) > 1.0 { 1 } else { 2 };
    let m = list[weigh(y, 1.0, 0.0).abs().min(2.0) as usize].max(weigh(x, 0.1, 0.2));
    let s: f64 = list.iter().map(|v| weigh(*v, x, 0.5)).sum();
    match weigh(m, 0.0, 0.0) {
        w if w > weigh(x, 1.0, y) => w * list[i],
        w => w - s,
    }
}

check! {
    calls_stand_everywhere, (x dx, y dy) in -1.0..1.0;
    primal everywhere(x, y);
    oracle {
        let w = |a: Dual, b: Dual, c: Dual| a * b + b * c.sin() + a.exp();
        let c = |v: f64| Dual::from(v);
        let list = [x, w(x, y, c(1.0)), y];
        let i = if w(x, x, x) > 1.0 { 1 } else { 2 };
        let chosen = list[w(y, c(1.0), c(0.0)).re.abs().min(2.0) as usize];
        let floor = w(x, c(0.1), c(0.2));
        let m = if chosen > floor { chosen } else { floor };
        if m.exp() > w(x, c(1.0), y) {
            m.exp() * list[i]
        } else {
            m.exp() - list.iter().map(|&v| w(v, x, c(0.5))).sum::<Dual>()
        }
    };
    [x y] jvp_everywhere(x, dx, y, dy);
    [y] jvp_everywhere_y(x, y, dy);
}

// A function without result may end in a call, as may its arms, loops, `return`s and `break`s.
#[derive_jvp]
fn bump(n: &mut f64, v: f64) {
    *n += v * v;
}

#[derive_jvp]
fn settle(n: &mut f64, v: f64) {
    bump(n, v)
}

#[derive_jvp]
fn ends_in_calls(n: &mut f64, v: f64) {
    if v > 1.5 {
        return bump(n, v);
    }
    'out: {
        if v > 0.5 {
            break 'out bump(n, 2.0 * v);
        }
        match v {
            v if v > 0.0 => bump(n, v),
            v if v < -1.0 => *n = v,
            _ => {
                if *n > 1.0 {
                    settle(n, -v)
                } else {
                    *n = 1.0
                }
            }
        }
    }
    for k in 0..3 {
        bump(n, v * f64::from(k))
    }
    let mut turns = 0;
    loop {
        turns += 1;
        if turns > 2 {
            break bump(n, v);
        } else {
            settle(n, 0.5 * v)
        }
    }
    [v, 2.0 * v].iter().for_each(|k| bump(n, *k));
    if v > 0.0 {
        bump(n, v)
    } else {
        settle(n, 3.0 * v)
    }
}

#[derive_jvp]
fn bumped(x: f64, y: f64) -> f64 {
    let mut n = x;
    ends_in_calls(&mut n, y);
    n
}

check! {
    functions_without_result_end_in_calls, (x dx, y dy) in -2.0..2.0;
    primal bumped(x, y);
    oracle {
        let sq = y * y;
        let middle = match y.re {
            v if v > 0.5 => x + sq * 4.0,
            v if v > 0.0 => x + sq,
            v if v < -1.0 => y,
            _ if x.re > 1.0 => x + sq,
            _ => x * 0.0 + 1.0,
        };
        let rest = if y.re > 0.0 { 1.0 } else { 9.0 };
        if y.re > 1.5 { x + sq } else { middle + sq * (5.0 + 0.25 + 0.25 + 1.0 + 5.0 + rest) }
    };
    [x y] jvp_bumped(x, dx, y, dy);
}
