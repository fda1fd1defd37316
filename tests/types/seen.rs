//! Fields whose types a function sees, since they are declared beside it: what is made of integers, flags,
//! texts and positions is no derivative's business, in whatever form a program uses them.

use jvp::check_jvp;
use jvp::prelude::*;
use ndarray::prelude::*;
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Differentiable)]
enum Mode {
    A,
    B,
}

#[derive(Clone, Debug, Differentiable)]
struct Net {
    count: u32,
    n: usize,
    a: f64,
    flag: bool,
    opt: Option<usize>,
    ids: Vec<usize>,
    edges: Vec<(usize, usize)>,
    mask: Vec<bool>,
    w: Vec<f64>,
    names: Vec<String>,
    kind: Mode,
    dims: (usize, usize),
    table: [[usize; 2]; 2],
    mixed: Vec<(usize, f64)>,
    sign: i8,
    c: char,
    range: std::ops::Range<usize>,
    pairs: Vec<(String, f64)>,
    oname: Option<String>,
    #[jvp(skip)]
    by_key: HashMap<String, usize>,
    perm: Array1<usize>,
    grid: Array2<f64>,
}

#[derive_jvp]
fn converted(net: &Net, x: f64) -> f64 {
    f64::from(net.count) * x * net.a + f64::from(net.sign) * x
}

#[derive_jvp]
fn integer_methods(net: &Net, x: f64) -> f64 {
    net.n.pow(2) as f64 * x + (net.n + 1) as f64 * net.a + net.n.min(2) as f64 * net.a
}

#[derive_jvp]
#[allow(
    clippy::needless_range_loop,
    reason = "the way that a field counts here"
)]
fn lengths(net: &Net, x: f64) -> f64 {
    let mut v = vec![0.0; net.n];
    for i in 0..net.n {
        v[i] = net.a * x * (i * net.n) as f64;
    }
    v.iter().sum::<f64>() + v[net.n - 1]
}

#[derive_jvp]
fn optional(net: &Net, x: f64) -> f64 {
    let k = net.opt.unwrap_or(2);
    x.powi(k as i32) * net.a
}

#[derive_jvp]
fn if_let(net: &Net, x: f64) -> f64 {
    if let Some(k) = net.opt {
        x * k as f64 * net.a
    } else {
        net.a
    }
}

#[derive_jvp]
fn matched(net: &Net, x: f64) -> f64 {
    match net.opt {
        Some(k) if k > 1 => x * k as f64 * net.a,
        Some(_) => x,
        None => net.a,
    }
}

#[derive_jvp]
fn positions(net: &Net, xs: &[f64]) -> f64 {
    net.ids.iter().map(|&i| xs[i] * net.a).sum()
}

#[derive_jvp]
fn edges(net: &Net, xs: &[f64]) -> f64 {
    let mut s = 0.0;
    for &(i, j) in &net.edges {
        s += (xs[i] - xs[j]).powi(2) * net.a;
    }
    for (i, j) in &net.edges {
        s += xs[*i] * xs[*j];
    }
    for (k, (i, j)) in net.edges.iter().enumerate() {
        s += xs[*i] * xs[*j] * k as f64;
    }
    s
}

#[derive_jvp]
fn masked(net: &Net) -> f64 {
    net.mask
        .iter()
        .zip(&net.w)
        .filter(|(b, _)| **b)
        .map(|(_, w)| w * w)
        .sum()
}

#[derive_jvp]
fn masked_in_a_pair(net: &Net) -> f64 {
    net.w
        .iter()
        .zip(net.mask.iter())
        .map(|(w, &b)| if b { w.sin() } else { 0.0 })
        .sum::<f64>()
        * net.a
}

#[derive_jvp]
fn by_name(net: &Net, x: f64) -> f64 {
    let i = net.names.iter().position(|n| n == "b").unwrap_or(0);
    x * net.w[i]
}

#[derive_jvp]
fn by_kind(net: &Net, x: f64) -> f64 {
    let s = if net.kind == Mode::A { 1.0 } else { -1.0 };
    s * x * net.a
        + match net.kind {
            Mode::A => x,
            Mode::B => net.a,
        }
}

#[derive_jvp]
fn products_of_sizes(net: &Net, x: f64) -> f64 {
    (net.dims.0 * net.dims.1) as f64 * x + net.table[1][0] as f64 * net.a
}

#[derive_jvp]
fn numbered(net: &Net, x: f64) -> f64 {
    net.mixed.iter().map(|(n, v)| v * x / *n as f64).sum()
}

#[derive_jvp]
fn numbered_in_loops(net: &Net, x: f64) -> f64 {
    let mut s = 0.0;
    for &(n, v) in &net.mixed {
        s += v * x.powi(n as i32);
    }
    for (n, v) in net.mixed.iter() {
        if *n > 1 {
            s += v * *n as f64;
        }
    }
    s
}

#[derive_jvp]
fn ranges(net: &Net, xs: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in net.range.clone() {
        s += xs[i] * net.a;
    }
    s + xs[net.range.start] + xs[net.range.clone()].iter().sum::<f64>()
}

#[derive_jvp]
fn flags(net: &Net, x: f64) -> f64 {
    let f = net.flag as i32 as f64;
    f * x * net.a + if net.flag && net.c == 'x' { x } else { 0.0 }
}

#[derive_jvp]
fn named(net: &Net, x: f64) -> f64 {
    net.pairs
        .iter()
        .filter(|(n, _)| n != "no")
        .map(|(_, v)| v * x)
        .sum::<f64>()
        + net
            .pairs
            .iter()
            .find(|(n, _)| n.as_str() == "a")
            .map(|(_, v)| *v)
            .unwrap_or(0.0)
}

#[derive_jvp]
fn optional_text(net: &Net, x: f64) -> f64 {
    match &net.oname {
        Some(n) if n == "sq" => x * x,
        Some(n) => x * n.len() as f64,
        None => net.a,
    }
}

#[derive_jvp]
fn deref_text(net: &Net, x: f64) -> f64 {
    match net.oname.as_deref() {
        Some("sq") => x * x * net.a,
        Some(_) => x,
        None => net.a,
    }
}

#[derive_jvp]
fn skipped_map(net: &Net, x: f64) -> f64 {
    let i = net.by_key["k"];
    let j = net.by_key.get("z").copied().unwrap_or(0);
    x * net.w[i] + net.w[j]
}

#[derive_jvp]
fn integer_arrays(net: &Net, x: &Array1<f64>) -> f64 {
    let mut s = 0.0;
    for (k, &p) in net.perm.iter().enumerate() {
        s += x[p] * net.grid[[k, p]];
    }
    s + net.perm.len() as f64 * net.a
}

#[derive_jvp]
fn destructured(net: &Net, x: f64) -> f64 {
    let Net {
        n,
        count,
        a,
        dims: (r, c),
        mixed,
        ..
    } = net;
    let k = n * 2 + *count as usize;
    a * x * k as f64 + (r * c) as f64 * x + mixed[0].1 * mixed[0].0 as f64
}

#[derive_jvp]
fn steps(net: &Net, x: f64) -> f64 {
    let n = net.n as f64;
    let dx = x / n;
    (0..net.n)
        .map(|i| {
            let t = (i as f64 + 0.5) * dx;
            (net.a * t).exp() * dx
        })
        .sum()
}

#[derive_jvp]
fn aggregates(net: &Net, x: f64) -> f64 {
    let total: usize = net.ids.iter().sum();
    let mx = net.ids.iter().max().copied().unwrap_or(1);
    let on = net.mask.iter().filter(|b| **b).count();
    (total + mx + on) as f64 * x * net.a
}

#[derive_jvp]
fn wrapped_positions(net: &Net, x: f64) -> Vec<f64> {
    net.ids
        .iter()
        .map(|i| net.w[*i % net.w.len()] * x)
        .collect()
}

#[derive_jvp]
fn of_integers(net: &Net, x: f64) -> f64 {
    let k = net.n;
    let idx = k - 1;
    let y = net.w[idx.min(net.w.len() - 1)];
    let z = (k as f64).sqrt() * y;
    z * x + (net.count as f64 / 2.0).ln() * y
}

#[derive_jvp]
fn signs(net: &Net, x: f64) -> f64 {
    let signs: Vec<f64> = net
        .mask
        .iter()
        .map(|&b| if b { 1.0 } else { -1.0 })
        .collect();
    signs.iter().zip(&net.w).map(|(s, w)| s * w * x).sum()
}

#[derive_jvp]
fn exponents(net: &Net, x: f64) -> f64 {
    let order = net.n.clamp(1, 4) as i32;
    x.powi(order) * net.a + x.powi(net.n as i32) + x.powi(net.sign.into()) + x.powf(net.n as f64)
}
fn net() -> Net {
    Net {
        count: 4,
        n: 3,
        a: 1.25,
        flag: true,
        opt: Some(2),
        ids: vec![0, 2, 1],
        edges: vec![(0, 1), (1, 2)],
        mask: vec![true, false, true],
        w: vec![0.5, -0.25, 0.75],
        names: vec!["a".into(), "b".into()],
        kind: Mode::A,
        dims: (2, 3),
        table: [[1, 2], [3, 4]],
        mixed: vec![(1, 0.5), (2, 1.5)],
        sign: -1,
        c: 'x',
        range: 1..3,
        pairs: vec![("a".into(), 2.0), ("no".into(), 3.0)],
        oname: Some("sq".into()),
        by_key: [("k".to_string(), 1)].into(),
        perm: array![2, 0, 1],
        grid: array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]],
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Polar {
    radius: f64,
    angle: f64,
}

/// Radii multiply, angles add up.
#[derive_jvp]
impl std::ops::Mul for Polar {
    type Output = Polar;
    fn mul(self, other: Polar) -> Polar {
        Polar {
            radius: self.radius * other.radius,
            angle: self.angle + other.angle,
        }
    }
}

#[derive_jvp]
impl std::ops::MulAssign<f64> for Polar {
    fn mul_assign(&mut self, k: f64) {
        self.radius *= k;
    }
}

/// The operators of a type that is seen are its own, without `types(..)`.
#[derive_jvp]
fn turned(parts: &[Polar], by: Polar, k: f64) -> f64 {
    let mut whole = parts[0] * by;
    whole *= k;
    let squared = whole * whole;
    squared.radius * squared.angle.cos()
}

#[test]
fn operators_of_types_beside_a_function() {
    let part = Polar {
        radius: 0.5,
        angle: 0.3,
    };
    let by = Polar {
        radius: 1.5,
        angle: -0.7,
    };
    check_jvp!(turned, jvp_turned, &[part][..], by, 0.8);
}

#[test]
fn fields_without_tangent_in_every_use() {
    let all = [
        net(),
        Net {
            opt: None,
            kind: Mode::B,
            flag: false,
            oname: None,
            ..net()
        },
        Net {
            opt: Some(1),
            oname: Some("longer".into()),
            ..net()
        },
    ];
    let (xs, x) = ([0.3, 0.7, 1.1, 0.2], array![0.3, 0.7, 1.1]);
    for n in &all {
        macro_rules! check {
            ($($f:ident $jvp:ident)*) => { $(check_jvp!($f, $jvp, &*n, 0.7);)* };
        }
        check!(converted jvp_converted integer_methods jvp_integer_methods lengths jvp_lengths optional jvp_optional if_let jvp_if_let matched jvp_matched by_name jvp_by_name by_kind jvp_by_kind products_of_sizes jvp_products_of_sizes numbered jvp_numbered numbered_in_loops jvp_numbered_in_loops flags jvp_flags named jvp_named optional_text jvp_optional_text deref_text jvp_deref_text skipped_map jvp_skipped_map destructured jvp_destructured steps jvp_steps aggregates jvp_aggregates wrapped_positions jvp_wrapped_positions of_integers jvp_of_integers signs jvp_signs exponents jvp_exponents);
        check_jvp!(positions, jvp_positions, &*n, &xs[..]);
        check_jvp!(edges, jvp_edges, &*n, &xs[..]);
        check_jvp!(masked, jvp_masked, &*n);
        check_jvp!(masked_in_a_pair, jvp_masked_in_a_pair, &*n);
        check_jvp!(ranges, jvp_ranges, &*n, &xs[..]);
        check_jvp!(integer_arrays, jvp_integer_arrays, &*n, &x);
    }
}
