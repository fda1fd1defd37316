//! Iterators that `std::iter` makes of values and closures, and `try_for_each` over them.

use jvp::check_jvp;
use jvp::prelude::*;
use std::iter;

#[derive_jvp(wrt(x, y), wrt(x) as powers_by_x, wrt(y) as powers_by_y)]
fn powers(x: f64, y: f64) -> f64 {
    let horner: f64 = iter::successors(Some(1.0), |p| Some(p * x))
        .zip([1.0, y, 3.0, y * y])
        .map(|(p, c)| p * c)
        .sum();
    let grow = |v: &f64| Some(v * x);
    let named: f64 = iter::successors(Some(1.0), grow).take(4).sum();
    let root = iter::successors(Some(1.0), |r| Some(0.5 * (r + y / r))).nth(5);
    let (a, b) = iter::successors(Some((x, y)), |s| Some((s.0 - 0.1 * s.1, s.1 + 0.1 * s.0)))
        .nth(4)
        .unwrap();
    horner * named + root.unwrap_or(x) + a * b
}

#[derive_jvp(wrt(x, y), wrt(x) as until_by_x, wrt(y) as until_by_y)]
fn until(x: f64, y: f64) -> f64 {
    let last = iter::successors(Some(x), |&v| (v * y < 40.0).then_some(v * y)).last();
    let counted = iter::successors(Some((y, 1)), |&(v, n)| {
        if n < 4 { Some((v * x, n + 1)) } else { None }
    });
    let weighed: f64 = counted.map(|(v, n)| v / f64::from(n)).sum();
    let started = if x > 0.0 { Some(x * y) } else { None };
    let mut sum = 0.0;
    for v in iter::successors(started, |v| Some(v.sin())).take(3) {
        sum += v * v;
    }
    let places = iter::successors(Some(1_usize), |i| (*i < 4).then_some(i * 2));
    last.unwrap() + weighed + sum + places.map(|i| x * i as f64).product::<f64>()
}

#[derive_jvp(wrt(x, y), wrt(x) as repeated_by_x, wrt(y) as repeated_by_y)]
fn repeated(x: f64, y: f64) -> f64 {
    let mut p = 1.0;
    let steps = iter::repeat_with(|| {
        p *= x;
        p
    });
    let sum: f64 = steps.zip([y, 2.0, y]).map(|(p, c)| p * c).sum();
    let same: f64 = iter::repeat_n(x * y, 3).chain([y]).product();
    let mut grown = y;
    let first: f64 = iter::repeat_with(|| {
        grown *= x;
        grown
    })
    .take(2)
    .sum();
    sum + p * same + first * grown
}

#[derive_jvp]
fn pairs(xs: &[f64], s: f64) -> f64 {
    let mut it = xs.iter();
    let products: f64 = iter::from_fn(|| {
        let a = it.next()?;
        let b = it.next()?;
        Some(a * b * s)
    })
    .sum();
    let (mut i, mut grown) = (0, s);
    let rest = iter::from_fn(move || {
        if i >= xs.len() {
            return None;
        }
        i += 1;
        grown *= 1.5;
        Some((i, grown * xs[i - 1]))
    });
    products + rest.map(|(i, v)| v * v * i as f64).sum::<f64>() + grown
}

#[derive_jvp]
fn first_large(xs: &[f64], s: f64) -> f64 {
    let found = xs.iter().find_map(|x| (x * s > 0.2).then(|| x * s));
    let (at, x) = xs
        .iter()
        .enumerate()
        .find_map(|(i, x)| if *x > 0.5 { Some((i, x * x)) } else { None })
        .unwrap_or((0, s));
    let mut squares = xs.iter().map(|x| x * x);
    let square = squares.find_map(|v| (v > 0.1).then_some(v)).unwrap();
    let next = square * squares.next().unwrap();
    let none = xs
        .iter()
        .find_map(|x| if *x > 9.0 { Some(*x) } else { None });
    found.unwrap() * x * at as f64 + next + none.unwrap_or(s * s)
}

#[derive_jvp]
fn bounded(xs: &[f64], s: f64, bound: f64) -> Result<f64, usize> {
    let mut sum = 0.0;
    let ended: Option<()> = xs.iter().try_for_each(|x| {
        sum += x * s;
        if sum > bound {
            return None;
        }
        Some(())
    });
    let mut scaled = xs.to_vec();
    scaled.iter_mut().enumerate().try_for_each(|(i, x)| {
        *x *= s;
        if *x > bound { Err(i) } else { Ok(()) }
    })?;
    Ok(match ended {
        Some(()) => sum * scaled[0],
        None => sum * scaled[1],
    })
}

#[derive_jvp]
fn step(x: f64) -> Option<f64> {
    (x < 5.0).then(|| x * x + 0.3)
}

#[derive_jvp]
fn of_steps(xs: &[f64], s: f64) -> f64 {
    let orbit: f64 = iter::successors(Some(xs[0]), |x| step(*x)).sum();
    let mut grown = s;
    let stepped = iter::from_fn(|| {
        grown *= 1.4;
        step(grown)
    });
    let mut scaled = xs.iter().map(|x| x * s);
    let first = scaled.find_map(step).unwrap();
    let mut sum = 0.0;
    let ended = xs.iter().try_for_each(|x| {
        sum += step(*x)?;
        Some(())
    });
    let whole = if ended.is_some() { sum } else { s };
    orbit * whole + stepped.sum::<f64>() * first * scaled.next().unwrap()
}

#[test]
fn made_of_closures() {
    check_jvp!(powers, jvp_powers, 0.7, 1.9);
    check_jvp!(powers, jvp_powers_by_y, const 0.7, 1.9);
    check_jvp!(powers, jvp_powers_by_x, 0.7, const 1.9);
    check_jvp!(until, jvp_until, 0.7, 1.9);
    check_jvp!(until, jvp_until_by_x, 0.7, const 1.9);
    check_jvp!(repeated, jvp_repeated, 0.7, 1.9);
    check_jvp!(repeated, jvp_repeated_by_y, const 0.7, 1.9);
    check_jvp!(pairs, jvp_pairs, &[0.3, 0.8, -0.2, 0.5, 0.1], 0.7);
    check_jvp!(of_steps, jvp_of_steps, &[0.3, 0.8, -0.2], 0.7);
    check_jvp!(first_large, jvp_first_large, &[0.1, 0.4, 0.9], 0.8);
}

#[test]
fn up_to_an_end() {
    let (xs, dxs) = ([0.5, 0.25, 0.125], [1.0, 0.0, 2.0]);
    // 0.875 s · 0.5 s, and what has been summed before the end.
    let (value, tangent) = jvp_bounded(&xs, &dxs, 2.0, 0.0, 9.0, 0.0).unwrap();
    assert_eq!(value, bounded(&xs, 2.0, 9.0).unwrap());
    assert_eq!(tangent, (3.0 * 2.0) * (0.5 * 2.0) + (0.875 * 2.0) * 2.0);
    let (value, tangent) = jvp_bounded(&xs, &dxs, 2.0, 0.0, 1.25, 0.0).unwrap();
    assert_eq!((value, tangent), (1.5 * 0.5, 2.0 * 0.5));
    assert_eq!(jvp_bounded(&xs, &dxs, 2.0, 0.0, 0.75, 0.0), Err(0));
}
