//! Early returns in odd places, and `?`.

use jvp::prelude::*;

// `return` within match arms within nested loops, with the result as a tuple.
#[derive_jvp(wrt(x, y), wrt(y) as hunt_y)]
fn hunt(x: &[f64], y: f64) -> (f64, usize) {
    let mut s = y;
    for (i, &a) in x.iter().enumerate() {
        for j in 0..=i {
            s += a * x[j];
            match (i + j) % 3 {
                0 if s > 1.0 => return (s * a, i),
                1 if s < -1.0 => return (s - y, j),
                2 => break,
                _ => {}
            }
        }
    }
    (s * s, x.len())
}

check! {
    return_in_arms_in_loops, (x dx: 4, y dy) in -1.2..1.2;
    primal hunt(&x, y);
    oracle {
        let mut s = y;
        let mut result = None;
        for i in 0..4 {
            for j in 0..=i {
                if result.is_none() {
                    s = s + x[i] * x[j];
                    if (i + j) % 3 == 0 && s > 1.0 {
                        result = Some((s * x[i], i));
                    } else if (i + j) % 3 == 1 && s < -1.0 {
                        result = Some((s - y, j));
                    } else if (i + j) % 3 == 2 {
                        break;
                    }
                }
            }
        }
        result.unwrap_or((s * s, 4))
    };
    [x y] { let ((v, i), (dv, ())) = jvp_hunt(&x, &dx, y, dy); ((v, i), dv) };
    [y] { let ((v, i), (dv, ())) = jvp_hunt_y(&x, y, dy); ((v, i), dv) };
}

// `return` as an operand and as an argument: what was evaluated before it has had its effect.
#[derive_jvp(wrt(x, y), wrt(x) as operand_x)]
fn operand(x: f64, y: f64) -> f64 {
    let mut z = x;
    let w = {
        z *= y;
        z
    } + if z > 0.5 { return z * 3.0 } else { y };
    let v = w.max(if w < -1.0 { return w + z } else { x - 4.0 });
    v * z
}

check! {
    return_is_an_operand, (x dx, y dy) in -2.0..2.0;
    primal operand(x, y);
    oracle {
        let z = x * y;
        let w = z + y;
        if z > 0.5 { z * 3.0 } else if w < -1.0 { w + z } else {
            (if w > x - 4.0 { w } else { x - 4.0 }) * z
        }
    };
    [x y] jvp_operand(x, dx, y, dy);
    [x] jvp_operand_x(x, dx, y);
}

// `return` in a closure leaves the closure; the one beside it leaves the function.
#[derive_jvp(wrt(x, y), wrt(y) as clipped_y)]
fn clipped(x: f64, y: f64) -> f64 {
    let clip = |v: f64| {
        if v > y {
            return y;
        }
        v * v
    };
    if x < -1.5 {
        return clip(x) - clip(-x);
    }
    clip(x) + clip(x * y)
}

check! {
    return_in_a_closure_body, (x dx, y dy) in -2.0..2.0;
    primal clipped(x, y);
    oracle {
        let clip = |v: Dual| if v > y { y } else { v * v };
        if x < -1.5 { clip(x) - clip(-x) } else { clip(x) + clip(x * y) }
    };
    [x y] jvp_clipped(x, dx, y, dy);
    [y] jvp_clipped_y(x, y, dy);
}

// Some returns are constants: their tangent is zero, not the one of the path not taken.
#[derive_jvp(wrt(x), wrt(y) as steps_y)]
fn steps(x: f64, y: f64) -> f64 {
    if x > 1.0 {
        return 1.0;
    }
    let z = x * y;
    if z < -1.0 {
        return -1.0;
    } else if z < 0.0 {
        return y;
    }
    z
}

check! {
    some_returns_are_constants, (x dx, y dy) in -2.0..2.0;
    primal steps(x, y);
    oracle {
        let z = x * y;
        if x > 1.0 { Dual::from(1.0) } else if z < -1.0 { Dual::from(-1.0) } else if z < 0.0 { y } else { z }
    };
    [x] jvp_steps(x, dx, y);
    [y] jvp_steps_y(x, y, dy);
}

// `return` as the only exit, from a `loop` that has no `break`.
#[derive_jvp(wrt(x, y), wrt(x) as endless_x)]
fn endless(x: f64, y: f64) -> f64 {
    let mut z = x;
    let mut turns = 0;
    loop {
        turns += 1;
        z = z.cos() * y;
        if turns == 5 || z < 0.1 {
            return z + x;
        }
    }
}

check! {
    return_is_the_only_exit, (x dx, y dy) in 0.2..1.5;
    primal endless(x, y);
    oracle {
        let mut z = x;
        for turn in 0..5 {
            if turn == 0 || z >= 0.1 { z = z.cos() * y }
        }
        z + x
    };
    [x y] jvp_endless(x, dx, y, dy);
    [x] jvp_endless_x(x, dx, y);
}

#[derive_jvp]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt()) }
}

// `?` as an operand: the left product is done, the rest isn't.
#[derive_jvp(wrt(x, y), wrt(y) as roots_y)]
fn roots(x: f64, y: f64) -> Option<f64> {
    let a = x * root(y)? + root(x + y)?;
    let b = match x > y {
        true => root(x - y)?,
        false => return Some(a),
    };
    (if a > b { Some(()) } else { None })?;
    Some(a * b)
}

check! {
    question_mark_on_options, (x dx, y dy) in -0.5..2.0;
    primal roots(x, y);
    oracle if y < 0.0 || x + y < 0.0 { None } else {
        let a = x * y.sqrt() + (x + y).sqrt();
        if x <= y { Some(a) } else {
            let b = (x - y).sqrt();
            if a > b { Some(a * b) } else { None }
        }
    };
    [x y] jvp_roots(x, dx, y, dy);
    [y] jvp_roots_y(x, y, dy);
}

#[derive_jvp]
fn divide(a: f64, b: f64) -> Result<f64, String> {
    if b.abs() < 0.25 {
        return Err(format!(
            "division by {}",
            if b < 0.0 { "less" } else { "little" }
        ));
    }
    Ok(a / b)
}

// `?` in a loop, and as the tail within `Ok(..)`; the error leaves with its text.
#[derive_jvp(wrt(x, y), wrt(y) as ladder_y)]
fn ladder(x: &[f64], y: f64) -> Result<f64, String> {
    let mut s = y;
    for v in x {
        s = divide(1.0, s + v)?;
    }
    let t = match divide(s, y) {
        Ok(t) => t,
        Err(e) => return Err(e + "!"),
    };
    Ok(t + divide(y, s)?)
}

check! {
    question_mark_on_results, (x dx: 3, y dy) in -1.5..2.5;
    primal ladder(&x, y);
    oracle {
        fn divide(a: Dual, b: Dual) -> Result<Dual, String> {
            match b {
                b if b.abs() >= 0.25 => Ok(a * b.recip()),
                b if b < 0.0 => Err("division by less".into()),
                _ => Err("division by little".into()),
            }
        }
        (|| {
            let one = Dual::from(1.0);
            let s = divide(one, divide(one, divide(one, y + x[0])? + x[1])? + x[2])?;
            let t = divide(s, y).map_err(|e| format!("{e}!"))?;
            Ok::<_, String>(t + divide(y, s)?)
        })()
    };
    [x y] jvp_ladder(&x, &dx, y, dy);
    [y] jvp_ladder_y(&x, y, dy);
}

#[derive_jvp]
fn bounded(x: f64) -> Result<(), String> {
    if x > 1.2 {
        Err(String::from("too large"))
    } else {
        Ok(())
    }
}

// A check that returns nothing but may fail, and an error of another type through `From`.
#[derive_jvp(wrt(x), wrt(y) as checked_y)]
fn checked(x: f64, y: f64) -> Result<f64, Box<str>> {
    bounded(x)?;
    let z = x * y;
    bounded(z)?;
    Ok(z + y)
}

check! {
    question_mark_on_unit_converts_the_error, (x dx, y dy) in -2.0..2.0;
    primal checked(x, y).map_err(String::from);
    oracle if x > 1.2 || x * y > 1.2 { Err(String::from("too large")) } else { Ok(x * y + y) };
    [x] jvp_checked(x, dx, y).map_err(String::from);
    [y] jvp_checked_y(x, y, dy).map_err(String::from);
}

// `let … else` that returns, in a function whose result is `()`.
#[derive_jvp(wrt(y), wrt(x, y) as spread_both)]
fn spread(x: Option<f64>, y: &mut [f64]) {
    let Some(scale) = x else { return };
    let [first, rest @ ..] = y else {
        return;
    };
    for v in rest {
        *v = *v * scale + *first;
    }
    *first *= scale;
}

check! {
    return_without_a_value, (x dx, y dy: 3) in -2.0..2.0;
    primal { spread(Some(x), &mut y); spread(None, &mut y); spread(Some(x), &mut []); y };
    oracle vec![y[0] * x, y[1] * x + y[0], y[2] * x + y[0]];
    [y] { jvp_spread(Some(x), &mut y, &mut dy); (y, dy) };
    [x y] { jvp_spread_both(Some(x), Some(dx), &mut y, &mut dy); jvp_spread_both(None, None, &mut y, &mut dy); (y, dy) };
}

// The value of a diverging branch has no type of its own: `!` flows into a float.
#[derive_jvp(wrt(x))]
fn never(x: f64, mode: &str) -> f64 {
    let scale: f64 = match mode {
        "half" => 0.5,
        "none" => return x,
        "panic" => panic!("mode `{mode}`"),
        _ => unreachable!("no such mode: {mode}"),
    };
    x * scale * x
}

check! {
    diverging_arms, (x dx) in -2.0..2.0;
    primal (never(x, "half"), never(x, "none"));
    oracle (x * x * 0.5, x);
    [x] { let (a, b) = (jvp_never(x, dx, "half"), jvp_never(x, dx, "none")); ((a.0, b.0), (a.1, b.1)) };
}
