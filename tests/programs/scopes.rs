//! Scopes: shadowing, blocks, and where a binding ends.

use jvp::prelude::*;

// Each `let x` reads the `x` before it; the tangents shadow in the same order.
#[derive_jvp(wrt(x, y), wrt(x) as again_x, wrt(y) as again_y)]
fn again(x: f64, y: f64) -> f64 {
    let x = x * y;
    let y = x + y;
    let x = x * x - y;
    let (x, y) = (y, x);
    x / (2.0 + y * y)
}

check! {
    parameter_is_shadowed_again_and_again, (x dx, y dy) in -2.0..2.0;
    primal again(x, y);
    oracle {
        let product = x * y;
        let sum = product + y;
        let rest = product * product - sum;
        sum / (rest * rest + 2.0)
    };
    [x y] jvp_again(x, dx, y, dy);
    [x] jvp_again_x(x, dx, y);
    [y] jvp_again_y(x, y, dy);
}

// The shadow ends with its block; the outer `x` is untouched.
#[derive_jvp(wrt(x, y), wrt(y) as inner_y)]
fn inner(x: f64, y: f64) -> f64 {
    let z = {
        let x = x.sin();
        let y = {
            let x = x * y;
            x + 1.0
        };
        x * y
    };
    z + x * y
}

check! {
    shadow_ends_with_its_block, (x dx, y dy) in -2.0..2.0;
    primal inner(x, y);
    oracle x.sin() * (x.sin() * y + 1.0) + x * y;
    [x y] jvp_inner(x, dx, y, dy);
    [y] jvp_inner_y(x, y, dy);
}

// In each turn `s` is shadowed by what it is about to become; the outer one accumulates.
#[derive_jvp(wrt(x), wrt(n) as turns_unused)]
fn turns(x: f64, n: f64) -> f64 {
    let mut s = x;
    for i in 0..3 {
        let x = s * x;
        s += {
            let s = x + i as f64;
            s * s * n
        };
    }
    s + x
}

check! {
    shadow_within_a_loop_body, (x dx, n dn) in -0.8..0.8;
    primal turns(x, n);
    oracle {
        let mut s = x;
        for i in 0..3 {
            s = s + (s * x + f64::from(i)).powi(2) * n;
        }
        s + x
    };
    [x] jvp_turns(x, dx, n);
    [n] jvp_turns_unused(x, n, dn);
}

// A float shadows an integer and an integer shadows a float: the kind goes with the binding.
#[derive_jvp(wrt(x), wrt(y) as kinds_y)]
fn kinds(x: f64, y: f64) -> f64 {
    let n = 3;
    let n = n as f64 * x;
    let m = n;
    let n = if m > y { 2 } else { 5 };
    let x = n;
    let m = m * x as f64;
    m * y
}

check! {
    binding_changes_its_type, (x dx, y dy) in -2.0..2.0;
    primal kinds(x, y);
    oracle {
        let m = x * 3.0;
        m * (if m > y { 2.0 } else { 5.0 }) * y
    };
    [x] jvp_kinds(x, dx, y);
    [y] jvp_kinds_y(x, y, dy);
}

// `let` without a value, assigned once in each branch.
#[derive_jvp(wrt(x, y), wrt(x) as later_x)]
fn later(x: f64, y: f64) -> f64 {
    let a;
    let b: f64;
    if x > y {
        a = x * x;
        b = y;
    } else {
        b = x.exp();
        a = b * y;
    }
    a - b * a
}

check! {
    binding_is_assigned_later, (x dx, y dy) in -2.0..2.0;
    primal later(x, y);
    oracle if x > y { x * x - y * x * x } else { x.exp() * y * (-x.exp() + 1.0) };
    [x y] jvp_later(x, dx, y, dy);
    [x] jvp_later_x(x, dx, y);
}

// Assigned later in a loop that always breaks, and only in some arms of a match.
#[derive_jvp(wrt(x), wrt(y) as diverging_y)]
fn diverging(x: f64, y: f64) -> f64 {
    let z;
    loop {
        if x < -5.0 {
            return y;
        }
        z = match x > 0.0 {
            true => x * y,
            false if y > 0.0 => break,
            false => y * y * x,
        };
        return z + x;
    }
    x.sin() * y
}

check! {
    binding_is_assigned_on_some_paths_that_return, (x dx, y dy) in -2.0..2.0;
    primal diverging(x, y);
    oracle if x > 0.0 { x * y + x } else if y > 0.0 { x.sin() * y } else { y * y * x + x };
    [x] jvp_diverging(x, dx, y);
    [y] jvp_diverging_y(x, y, dy);
}

// A block as an operand, with statements that change what the rest of the expression reads.
#[derive_jvp(wrt(x, y), wrt(y) as operand_y)]
fn operand(x: f64, y: f64) -> f64 {
    let mut x = x;
    let z = x * {
        x += y;
        x
    } + {
        x *= 2.0;
        x * y
    };
    z - x
}

check! {
    block_as_operand_changes_a_variable, (x dx, y dy) in -2.0..2.0;
    primal operand(x, y);
    oracle x * (x + y) + (x + y) * 2.0 * y - (x + y) * 2.0;
    [x y] jvp_operand(x, dx, y, dy);
    [y] jvp_operand_y(x, y, dy);
}

// A nested function has names of its own, and doesn't see the outer `x`.
#[derive_jvp(wrt(x, y), wrt(x) as nested_x, wrt(y) as nested_y)]
fn nested(x: f64, y: f64) -> f64 {
    fn x_of(y: f64, x: f64) -> f64 {
        let y = y - x;
        y * y * y
    }
    let y = x_of(x, y) + x_of(y, 2.0);
    x_of(y, x)
}

check! {
    nested_function_swaps_the_names, (x dx, y dy) in -1.0..1.0;
    primal nested(x, y);
    oracle ((x - y).powi(3) + (y - 2.0).powi(3) - x).powi(3);
    [x y] jvp_nested(x, dx, y, dy);
    [x] jvp_nested_x(x, dx, y);
    [y] jvp_nested_y(x, y, dy);
}

// An item hides a variable of its name in its own block, and not behind it.
#[derive_jvp(wrt(x, y), wrt(x) as hidden_x, wrt(y) as hidden_y)]
fn hidden(x: f64, y: f64) -> f64 {
    let n = x * x;
    let mut out = y;
    if y > -9.0 {
        fn n(v: usize) -> usize {
            v + 1
        }
        out *= n(1) as f64;
    }
    for _ in 0..2 {
        fn x(v: f64, w: f64) -> f64 {
            v * v * w
        }
        out += x(n, 3.0);
        #[allow(non_upper_case_globals, reason = "its name is the point")]
        const y: f64 = 3.0;
        out *= y;
    }
    out + n * x + y
}

check! {
    item_hides_a_variable_in_its_block, (x dx, y dy) in -1.0..1.0;
    primal hidden(x, y);
    oracle {
        let n = x * x;
        let out = (y * 2.0 + n * n * 3.0) * 3.0;
        (out + n * n * 3.0) * 3.0 + n * x + y
    };
    [x y] jvp_hidden(x, dx, y, dy);
    [x] jvp_hidden_x(x, dx, y);
    [y] jvp_hidden_y(x, y, dy);
}

// A nested function takes active data in whatever block it stands.
#[derive_jvp]
fn nested_in_a_block(x: f64, y: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        fn term(x: f64, i: i32) -> f64 {
            fn square(x: f64) -> f64 {
                x * x
            }
            square(x) * f64::from(i)
        }
        if i > 0 {
            fn product(x: f64, y: f64) -> f64 {
                x * y
            }
            sum += product(x, y) * term(y, i);
        }
    }
    sum
}

check! {
    nested_functions_in_blocks, (x dx, y dy) in -1.0..1.0;
    primal nested_in_a_block(x, y);
    oracle x * y * y * y * 3.0;
    [x y] jvp_nested_in_a_block(x, dx, y, dy);
}

// Items are visible before their place in the block, and a `const` can shadow nothing.
#[derive_jvp(wrt(x), wrt(y) as early_y)]
fn early(x: f64, y: f64) -> f64 {
    let z = half(x) * SCALE * y;
    const SCALE: f64 = TABLE[1] + 1.0;
    static TABLE: [f64; 2] = [0.25, 0.75];
    fn half(x: f64) -> f64 {
        x / 2.0
    }
    z * z + TABLE[0] * x
}

check! {
    item_is_used_before_its_place, (x dx, y dy) in -2.0..2.0;
    primal early(x, y);
    oracle (x * 0.5 * 1.75 * y).powi(2) + x * 0.25;
    [x] jvp_early(x, dx, y);
    [y] jvp_early_y(x, y, dy);
}

// A parameter is itself a pattern, and its parts are shadowed in turn.
#[derive_jvp]
fn unpacked((a, mut b): (f64, f64), [c, .., e]: [f64; 4]) -> f64 {
    b *= a;
    let (a, c) = (c, a);
    a * b + c.cos() * e
}

check! {
    parameter_is_a_pattern, (a da, b db, c dc: 4) in -2.0..2.0;
    primal unpacked((a, b), arr(&c));
    oracle c[0] * a * b + a.cos() * c[3];
    [a b c] jvp_unpacked((a, b), (da, db), arr(&c), arr(&dc));
}

// The tail of a block borrows from what the block owns no longer; parentheses, nested units.
#[derive_jvp(wrt(x), wrt(y) as units_y)]
fn units(x: f64, y: f64) -> f64 {
    let u = ();
    let mut z = (x);
    let () = u;
    let _v: () = {
        z += y;
    };
    {};
    ();
    let w = if z > 0.0 { z *= x } else { z -= y * y };
    let () = w;
    return (z);
}

check! {
    units_and_parentheses, (x dx, y dy) in -2.0..2.0;
    primal units(x, y);
    oracle if x + y > 0.0 { (x + y) * x } else { x + y - y * y };
    [x] jvp_units(x, dx, y);
    [y] jvp_units_y(x, y, dy);
}

// A function knows what it gives itself; but within its body the name may mean another one.
mod elsewhere {
    use jvp::prelude::*;

    #[derive_jvp]
    pub fn imported(x: f64) -> f64 {
        x.exp()
    }
}

macro_rules! define {
    ($name:ident) => {
        #[derive_jvp]
        fn $name(x: f64) -> f64 {
            x.sin()
        }
    };
}

#[derive_jvp]
fn inside(x: f64, out: &mut f64) -> usize {
    #[derive_jvp]
    fn inside(x: f64) -> f64 {
        x * x
    }
    *out = inside(x) * x;
    1
}

#[derive_jvp]
fn imported(x: f64, out: &mut f64) -> usize {
    use elsewhere::imported;
    let y = imported(x);
    *out = y * x;
    1
}

#[derive_jvp]
fn defined(x: f64, out: &mut f64) -> usize {
    define!(defined);
    let y = defined(x);
    *out = y * x;
    1
}

type Jvp = fn(f64, f64, &mut f64, &mut f64) -> (usize, ());

#[test]
fn functions_that_shadow_their_own() {
    let (x, dx) = (0.7_f64, 0.3);
    let programs: [(fn(f64, &mut f64) -> usize, Jvp, f64); 3] = [
        (inside, jvp_inside, 3.0 * x * x),
        (imported, jvp_imported, x.exp() * (x + 1.0)),
        (defined, jvp_defined, x.cos() * x + x.sin()),
    ];
    for (f, jvp, slope) in programs {
        let (mut value, mut y, mut dy) = (0.0, 0.0, 0.0);
        assert_eq!(jvp(x, dx, &mut y, &mut dy), (f(x, &mut value), ()));
        assert_eq!(y, value);
        assert!((dy - slope * dx).abs() < 1e-15, "{dy}");
    }
}
