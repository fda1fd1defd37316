//! Names: the user's own stand where a transformer might put its own.

use jvp::prelude::*;

// `dx` is taken: it is a parameter of its own, with a tangent of its own.
#[derive_jvp(wrt(x, dx), wrt(x) as step_x, wrt(dx) as step_dx)]
fn step(x: f64, dx: f64) -> f64 {
    let ddx = dx * dx;
    (x + dx).sin() * ddx
}

check! {
    tangent_name_is_a_parameter, (x sx, dx sdx) in -2.0..2.0;
    primal step(x, dx);
    oracle (x + dx).sin() * dx * dx;
    [x dx] jvp_step(x, sx, dx, sdx);
    [x] jvp_step_x(x, sx, dx);
    [dx] jvp_step_dx(x, dx, sdx);
}

// `do` and `dyn` are keywords: the tangents of `o` and `yn` need raw names.
#[derive_jvp(wrt(o, yn), wrt(o) as keywords_o, wrt(yn) as keywords_yn)]
fn keywords(o: f64, yn: f64) -> f64 {
    let r#do = o * yn;
    let r#dyn = yn.exp();
    r#do.cos() + r#dyn * o
}

check! {
    tangent_name_is_a_keyword, (o do_, yn dyn_) in -2.0..2.0;
    primal keywords(o, yn);
    oracle (o * yn).cos() + yn.exp() * o;
    [o yn] jvp_keywords(o, do_, yn, dyn_);
    [o] jvp_keywords_o(o, do_, yn);
    [yn] jvp_keywords_yn(o, yn, dyn_);
}

// Raw parameters, and a function whose name is raw: `jvp_try`, not `jvp_r#try`.
#[derive_jvp(wrt(r#type, r#match), wrt(r#type) as try_type)]
fn r#try(r#type: f64, r#match: f64) -> f64 {
    let r#loop = r#type * r#match;
    r#loop / (2.5 + r#type.sin())
}

check! {
    names_are_raw, (a da, b db) in -2.0..2.0;
    primal r#try(a, b);
    oracle a * b / (a.sin() + 2.5);
    [a b] jvp_try(a, da, b, db);
    [a] jvp_try_type(a, da, b);
}

// What a compiler likes to call its temporaries, all in one body.
#[derive_jvp(wrt(t, rt), wrt(t) as temporaries_t, wrt(rt) as temporaries_rt)]
fn temporaries(t: f64, rt: f64) -> f64 {
    let t0 = t * rt;
    let t1 = t0 + t;
    let d = t1 - rt;
    let dt = d * t0;
    let drt = dt + 1.0;
    let tmp = drt * drt;
    let primal = tmp.sqrt();
    let tangent = primal * t1;
    let (y, dy) = (tangent, d);
    let _0 = y + dy;
    let __t = _0 * 0.5;
    let jvp = __t + t;
    jvp - d
}

check! {
    names_of_temporaries, (t st, rt srt) in 0.2..2.0;
    primal temporaries(t, rt);
    oracle {
        let product = t * rt;
        let sum = product + t;
        let rest = sum - rt;
        let root = rest * product + 1.0;
        (root * sum + rest) * 0.5 + t - rest
    };
    [t rt] jvp_temporaries(t, st, rt, srt);
    [t] jvp_temporaries_t(t, st, rt);
    [rt] jvp_temporaries_rt(t, rt, srt);
}

// Items in the body with the names of generated ones: a kernel struct, a `jvp_` function.
#[derive_jvp(wrt(x, k), wrt(x) as items_x, wrt(k) as items_k)]
fn items(x: f64, k: f64) -> f64 {
    const K0: f64 = 1.75;
    #[allow(dead_code, reason = "it is there for its name")]
    struct Kernel;
    fn jvp_items(n: usize) -> usize {
        n + 1
    }
    fn pushforward_items(n: usize) -> usize {
        n * 2
    }
    let n = pushforward_items(jvp_items(1));
    let mut y = x;
    for _ in 0..n {
        y = y * k + K0;
    }
    y
}

check! {
    names_of_generated_items, (x dx, k dk) in -1.0..1.0;
    primal items(x, k);
    oracle {
        let once = |y| y * k + 1.75;
        once(once(once(once(x))))
    };
    [x k] jvp_items(x, dx, k, dk);
    [x] jvp_items_x(x, dx, k);
    [k] jvp_items_k(x, k, dk);
}

// A local has the name of the function that it comes from, and is then used as a value.
#[derive_jvp(wrt(x))]
fn square(x: f64) -> f64 {
    x * x
}

#[derive_jvp(wrt(x, y), wrt(x) as own_name_x)]
fn own_name(x: f64, y: f64) -> f64 {
    let square = square(x) + y;
    let own_name = square * y;
    own_name + square
}

check! {
    local_has_the_name_of_a_function, (x dx, y dy) in -2.0..2.0;
    primal own_name(x, y);
    oracle (x * x + y) * y + x * x + y;
    [x y] jvp_own_name(x, dx, y, dy);
    [x] jvp_own_name_x(x, dx, y);
}

// Locals with the names of methods and constructors.
#[derive_jvp(wrt(sin, ln), wrt(sin) as methods_sin, wrt(ln) as methods_ln)]
fn methods(sin: f64, ln: f64) -> f64 {
    let sqrt = sin.sin() + 2.0;
    let exp = sqrt.sqrt() * ln.ln();
    let sum = [exp, sqrt].iter().sum::<f64>();
    let vec = vec![sum, sin];
    let some = Some(vec[0] * vec[1]);
    some.unwrap_or(ln)
}

check! {
    locals_have_names_of_methods, (a da, b db) in 0.3..3.0;
    primal methods(a, b);
    oracle {
        let inner = a.sin() + 2.0;
        (inner.sqrt() * b.ln() + inner) * a
    };
    [a b] jvp_methods(a, da, b, db);
    [a] jvp_methods_sin(a, da, b);
    [b] jvp_methods_ln(a, b, db);
}

// `θ` gives `dθ`; identifiers aren't ASCII by law.
#[derive_jvp(wrt(θ, λ1), wrt(θ) as greek_θ)]
fn greek(θ: f64, λ1: f64) -> f64 {
    let α = θ.cos() * λ1;
    let δ = α - θ;
    δ * δ
}

check! {
    names_are_greek, (a da, b db) in -2.0..2.0;
    primal greek(a, b);
    oracle (a.cos() * b - a).powi(2);
    [a b] jvp_greek(a, da, b, db);
    [a] jvp_greek_θ(a, da, b);
}

// Unnamed and underscored parameters still have their place in the signature.
#[derive_jvp]
fn unnamed(_: f64, _unused: f64, x: f64) -> f64 {
    let _ = x * 3.0;
    let _y = x + _unused;
    x.exp()
}

check! {
    parameters_without_a_name, (a da, b db, x dx) in -2.0..2.0;
    primal unnamed(a, b, x);
    oracle x.exp();
    [a b x] jvp_unnamed(a, da, b, db, x, dx);
}

// Labels have a name space of their own: `'x` and `'dx` beside `x` and `dx`.
#[derive_jvp(wrt(x, y), wrt(y) as labels_y)]
fn labels(x: f64, y: f64) -> f64 {
    let mut dx = 0.0;
    'x: for i in 0..4 {
        'dx: for j in 0..4 {
            if j == i {
                continue 'x;
            }
            if j == 2 {
                break 'dx;
            }
            dx += x * y.sin();
        }
        dx *= y;
    }
    dx
}

check! {
    labels_have_names_of_variables, (x dx, y dy) in -2.0..2.0;
    primal labels(x, y);
    oracle {
        let term = x * y.sin();
        // i = 0 adds nothing, 1 adds one, 2 adds two and goes on, 3 adds two and multiplies.
        (term * 5.0) * y
    };
    [x y] jvp_labels(x, dx, y, dy);
    [y] jvp_labels_y(x, y, dy);
}

/// A module whose own items have the names of the prelude's.
mod hostile {
    #![allow(dead_code, reason = "the items are there for their names")]
    use ::jvp::prelude::*;

    struct Option;
    struct Vec;
    struct Clone;
    struct Default;
    struct Some;
    mod core {}
    mod std {}
    fn drop() {}

    // Generated code must reach `core` and the runtime by absolute paths only.
    #[derive_jvp(wrt(x, y), wrt(x) as among_x)]
    pub fn among(x: f64, y: f64) -> f64 {
        let mut total = 0.0;
        let pair = [x * y, x - y];
        for p in pair.iter() {
            total += p.tanh() * x.max(y) + x.powf(2.5);
        }
        total
    }
}

check! {
    prelude_is_shadowed, (x dx, y dy) in 0.2..2.0;
    primal hostile::among(x, y);
    oracle {
        let larger = if x > y { x } else { y };
        let each = |p| -> Dual { p };
        (each(x * y).tanh() + each(x - y).tanh()) * larger + x.powf(2.5) * 2.0
    };
    [x y] hostile::jvp_among(x, dx, y, dy);
    [x] hostile::jvp_among_x(x, dx, y);
}

/// A function with the name of the crate.
mod crate_name {
    use ::jvp::prelude::derive_jvp;

    // Its companion would shadow the crate `jvp` for paths that don't start with `::`.
    #[derive_jvp(wrt(d, dd), wrt(d) as jvp_d)]
    pub fn jvp(d: f64, dd: f64) -> f64 {
        d * dd + d / (1.0 + dd * dd)
    }
}

check! {
    function_has_the_name_of_the_crate, (d sd, dd sdd) in -2.0..2.0;
    primal crate_name::jvp(d, dd);
    oracle d * dd + d / (dd * dd + 1.0);
    [d dd] crate_name::jvp_jvp(d, sd, dd, sdd);
    [d] crate_name::jvp_jvp_d(d, sd, dd);
}

// Every plausible spelling of the tangent of `x` is taken.
#[derive_jvp(wrt(x), wrt(dx, d_x) as crowded_rest)]
fn crowded(x: f64, dx: f64, dx_: f64, dx__: f64, d_x: f64, _dx: f64) -> f64 {
    x * dx + x * x * dx_ + x.sin() * dx__ + d_x * d_x * x - _dx
}

check! {
    every_tangent_name_is_taken, (x sx, a sa, b sb, c sc, d sd, e se) in -2.0..2.0;
    primal crowded(x, a, b, c, d, e);
    oracle x * a + x * x * b + x.sin() * c + d * d * x - e;
    [x] jvp_crowded(x, sx, a, b, c, d, e);
    [a d] jvp_crowded_rest(x, a, sa, b, c, d, sd, e);
}

/// Types whose names are keywords in lower case: values of them need raw names, or others.
mod keyword_types {
    use jvp::prelude::*;

    #[derive(Clone, Copy, Differentiable)]
    pub struct In {
        pub a: f64,
    }

    #[derive(Clone, Copy, Differentiable)]
    pub struct Super {
        pub inside: In,
        pub b: f64,
    }

    #[derive_jvp(wrt(x, y), wrt(x) as literals_x)]
    pub fn literals(x: f64, y: f64) -> f64 {
        let mut outer = Super {
            inside: In { a: x * y },
            b: y,
        };
        outer.inside = In {
            a: outer.inside.a * x,
        };
        let last = [outer, Super { b: x, ..outer }];
        last[0].inside.a * last[1].b + last[0].b
    }
}

check! {
    types_have_names_of_keywords, (x dx, y dy) in -2.0..2.0;
    primal keyword_types::literals(x, y);
    oracle x * y * x * x + y;
    [x y] keyword_types::jvp_literals(x, dx, y, dy);
    [x] keyword_types::jvp_literals_x(x, dx, y);
}
