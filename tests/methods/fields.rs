//! Fields in places, containers and closures; conversions; what `std` does with values of a user's
//! type.

use crate::oracle::{Dual64, DualNum, agree, dual};
use jvp::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Differentiable)]
struct Node {
    x: f64,
    weight: f64,
    children: Vec<Node>,
    label: String,
    range: Option<(f64, f64)>,
}

impl Node {
    #[derive_jvp]
    fn leaf(x: f64, weight: f64) -> Node {
        Node {
            x,
            weight,
            label: "leaf".to_string(),
            ..Node::default()
        }
    }

    /// Recursive.
    #[derive_jvp]
    fn total(&self, scale: f64) -> f64 {
        let below: f64 = self.children.iter().map(|c| c.total(scale)).sum();
        self.x * self.weight.exp() * scale + below
    }

    #[derive_jvp]
    fn grow(&mut self, by: f64) {
        self.children.iter_mut().for_each(|c| c.x *= by);
        for c in self.children.iter_mut() {
            c.grow(by + 1.0);
        }
        std::mem::swap(&mut self.x, &mut self.weight);
        let old = std::mem::replace(&mut self.weight, by);
        self.x += old * self.children.len() as f64;
        if let Some((low, high)) = &mut self.range {
            *low -= by;
            *high += *low * by;
        }
        if matches!(self.range, Some((low, _)) if low < 0.0) {
            self.label.push('!');
        }
    }

    #[derive_jvp]
    fn width(&self) -> f64 {
        let Some((low, high)) = self.range else {
            return self.x;
        };
        let f = |k: f64| k * (high - low) + self.x;
        f(2.0) * f(self.weight)
    }

    #[derive_jvp]
    fn sorted(&self) -> f64 {
        let mut all = self.children.clone();
        all.sort_by(|a, b| a.x.total_cmp(&b.x));
        let largest = all.iter().max_by(|a, b| a.weight.total_cmp(&b.weight));
        let heavy = largest.map_or(0.0, |c| c.weight * c.x);
        let taken = all.pop().unwrap_or_default();
        taken.x * taken.x + heavy + all[0].x.sin()
    }
}

#[derive_jvp]
fn tree(a: f64, b: f64) -> f64 {
    let mut root = Node::leaf(a, b);
    root.children.push(Node::leaf(a * b, 0.5 * b));
    root.children.push(Node::leaf(b, a));
    root.range = Some((a, b));
    root.grow(a - b);
    root.children[1].x += b;
    let Node { x, weight, .. } = &root;
    root.total(b) + root.width() * x + root.sorted() * weight
}

fn tree_dual(a: Dual64, b: Dual64) -> Dual64 {
    let by = a - b;
    // grow: the children first, then what they do themselves
    let child = |x: Dual64, w: Dual64| {
        let x = x * by;
        // no children of its own: x and weight swap, the weight becomes `by + 1`
        let old = x;
        (w + old * 0.0, by + 1.0)
    };
    let (x1, w1) = child(a * b, b * 0.5);
    let (x2, w2) = child(b, a);
    let (x, weight) = (b + a * 2.0, by);
    let (low, high) = (a - by, b + (a - by) * by);
    let x2 = x2 + b;
    let total = x * weight.exp() * b + x1 * w1.exp() * b + x2 * w2.exp() * b;
    let f = |k: Dual64| k * (high - low) + x;
    let width = f(dual(2.0, 0.0)) * f(weight);
    let (small, large) = if x1.re < x2.re { (x1, x2) } else { (x2, x1) };
    // equal weights: the last of them
    let heavy = w1 * large;
    let sorted = large * large + heavy + small.sin();
    total + width * x + sorted * weight
}

#[test]
fn a_tree() {
    for (da, db) in [(1.0, 0.0), (0.0, 1.0), (0.3, -0.7)] {
        let out = jvp_tree(0.8, da, 1.7, db);
        agree(out, tree(0.8, 1.7), tree_dual(dual(0.8, da), dual(1.7, db)));
    }
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Polar(f64, f64);

#[derive(Clone, Copy, Debug, Differentiable)]
struct Plane {
    x: f64,
    y: f64,
}

#[derive_jvp]
impl From<Polar> for Plane {
    fn from(p: Polar) -> Self {
        Plane {
            x: p.0 * p.1.cos(),
            y: p.0 * p.1.sin(),
        }
    }
}

#[derive_jvp]
fn converted(r: f64, phi: f64) -> f64 {
    let p = Plane::from(Polar(r, phi));
    let q: Plane = Polar(phi, r).into();
    p.x * q.y + p.y
}

#[test]
fn conversions() {
    for (dr, dphi) in [(1.0, 0.0), (0.0, 1.0), (0.4, 0.9)] {
        let (r, phi) = (dual(1.3, dr), dual(0.6, dphi));
        let oracle = r * phi.cos() * (phi * r.sin()) + r * phi.sin();
        agree(
            jvp_converted(1.3, dr, 0.6, dphi),
            converted(1.3, 0.6),
            oracle,
        );
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Grid {
    cells: [[f64; 2]; 2],
    names: Vec<String>,
    step: f32,
    #[jvp(skip)]
    limits: Vec<f64>,
    #[jvp(skip)]
    cap: f64,
}

impl Grid {
    #[derive_jvp]
    fn energy(&self, k: f64) -> f64 {
        let mut e = 0.0;
        for (row, limit) in self.cells.iter().zip(&self.limits) {
            for cell in row {
                e += (cell * k).min(*limit) * self.cap;
            }
        }
        for i in 0..self.names.len() {
            e += self.cells[i][1 - i] * self.limits[i] / self.cap;
        }
        e + f64::from(self.step) * self.limits.iter().sum::<f64>() + self.cap * self.limits[0]
    }

    #[derive_jvp]
    fn capped(&mut self, k: f64) {
        let cap = stop_gradient(self.cap);
        self.cells[0][0] = if self.cells[0][0] > cap {
            cap
        } else {
            self.cells[0][0] * k
        };
        self.cap = 3.0;
        self.limits = vec![1.0, 2.0];
        self.cells[1][1] = stop_gradient(self.cap);
        self.names.clear();
    }
}

#[test]
fn constants_among_fields() {
    let grid = Grid {
        cells: [[1.0, 2.0], [3.0, 0.5]],
        names: vec!["a".into(), "b".into()],
        step: 0.5,
        limits: vec![1.5, 4.0],
        cap: 2.0,
    };
    let dgrid = GridTangent {
        cells: [[0.1, 0.2], [0.3, 0.4]],
        names: vec![(), ()],
        step: 0.25,
    };
    let k = dual(0.9, 0.7);
    let cell = |i: usize, j: usize| dual(grid.cells[i][j], dgrid.cells[i][j]);
    let capped = |x: Dual64, limit: f64| if x.re < limit { x } else { dual(limit, 0.0) };
    let mut oracle = dual(0.0, 0.0);
    for (i, limit) in [1.5, 4.0].into_iter().enumerate() {
        for j in 0..2 {
            oracle += capped(cell(i, j) * k, limit) * 2.0;
        }
    }
    oracle += cell(0, 1) * 1.5 / 2.0 + cell(1, 0) * 4.0 / 2.0;
    oracle = oracle + dual(0.5, 0.25) * 5.5 + 3.0;
    agree(grid.jvp_energy(&dgrid, 0.9, 0.7), grid.energy(0.9), oracle);

    let (mut plain, mut moved, mut tangent) = (grid.clone(), grid, dgrid);
    plain.capped(0.9);
    moved.jvp_capped(&mut tangent, 0.9, 0.7);
    assert_eq!(moved.cells, plain.cells);
    assert_eq!(
        (moved.cap, moved.limits.len(), moved.names.len()),
        (3.0, 2, 0)
    );
    let oracle = dual(1.0, 0.1) * k;
    agree(
        (moved.cells[0][0], tangent.cells[0][0]),
        plain.cells[0][0],
        oracle,
    );
    assert_eq!(tangent.cells[1], [0.3, 0.0]);
}

/// Lists in fields that grow by what has a tangent and by what has none.
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Record {
    buf: Vec<f64>,
    rows: Vec<Vec<f64>>,
}

impl Record {
    #[derive_jvp]
    fn take_in(&mut self, x: &[f64]) {
        self.buf.extend(x);
        self.buf.extend(x.iter().map(|a| a * 2.0));
    }

    #[derive_jvp]
    fn add_row(&mut self, scale: f64) {
        self.rows.extend([vec![scale; 2]]);
        self.rows.extend(vec![vec![1.0, 3.0]]);
    }
}

#[derive_jvp]
fn recorded(x: &[f64], scale: f64) -> Record {
    let mut record = Record {
        buf: vec![scale],
        rows: Vec::new(),
    };
    record.take_in(x);
    record.take_in(&[3.0]);
    record.add_row(scale);
    record
}

#[test]
fn lists_in_fields_are_extended() {
    let (record, tangent) = jvp_recorded(&[2.0], &[0.5], 1.5, 0.25);
    assert_eq!(record, recorded(&[2.0], 1.5));
    // Line by line the slopes of what is stored.
    assert_eq!(record.buf, [1.5, 2.0, 4.0, 3.0, 6.0]);
    assert_eq!(tangent.buf, [0.25, 0.5, 1.0, 0.0, 0.0]);
    assert_eq!(record.rows, [[1.5, 1.5], [1.0, 3.0]]);
    assert_eq!(tangent.rows, [[0.25, 0.25], [0.0, 0.0]]);
}

#[derive(Clone, Debug, Differentiable)]
struct Weights {
    w: ndarray::Array2<f64>,
}

/// What a matrix is multiplied by is a field of unknown type; the product is a tensor all the same.
#[derive_jvp]
fn normalized(layer: &Weights, x: &ndarray::Array2<f64>, scale: f64) -> ndarray::Array2<f64> {
    let mut y = x.dot(&layer.w) * scale;
    for mut row in y.rows_mut() {
        let sum = row.sum() + 10.0;
        row /= sum;
    }
    y
}

#[test]
fn a_matrix_times_a_field() {
    let layer = Weights {
        w: ndarray::array![[0.4, -1.0, 0.3], [0.7, 0.2, 1.1]],
    };
    let x = ndarray::array![[1.0, 2.0], [-0.5, 0.3]];
    jvp::check_jvp!(normalized, jvp_normalized, &layer, &x, 0.7);
}

// A constant that is set beside an active base has a tangent of zero, not the base's.
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Rates {
    k: f64,
    table: Vec<f64>,
    #[jvp(skip)]
    label: &'static str,
    r#type: Option<f64>,
    n: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Pair(f64, f64, usize);

#[derive_jvp(wrt(r))]
fn with_constants(r: &Rates, k: f64, n: usize) -> (Rates, Rates) {
    let first = Rates {
        k,
        r#type: Some(k),
        n,
        ..r.clone()
    };
    let second = Rates {
        k: r.k * r.k,
        table: vec![1.0; n],
        label: "second",
        ..first.clone()
    };
    (first, second)
}

#[derive_jvp(wrt(p))]
fn other_half(p: Pair, k: f64) -> f64 {
    let q = Pair { 1: k, 2: 3, ..p };
    q.0 * q.1 + q.1 * q.1
}

#[test]
fn a_constant_beside_a_base() {
    let rates = |k, table, r#type| Rates {
        k,
        table,
        label: "first",
        r#type,
        n: 2,
    };
    let tangent = |k, table, r#type| RatesTangent { k, table, r#type };
    let r = rates(3.0, vec![4.0], Some(5.0));
    let dr = tangent(0.5, vec![0.25], Some(0.125));
    let (value, slope) = jvp_with_constants(&r, &dr, 7.0, 2);
    let first = rates(7.0, vec![4.0], Some(7.0));
    let second = Rates {
        label: "second",
        ..rates(9.0, vec![1.0; 2], Some(7.0))
    };
    assert_eq!(value, (first, second));
    assert_eq!(value, with_constants(&r, 7.0, 2));
    let first = tangent(0.0, vec![0.25], Some(0.0));
    let second = tangent(3.0, vec![0.0; 2], Some(0.0));
    assert_eq!(slope, (first, second));
    let p = Pair(2.0, 9.0, 1);
    let direction = PairTangent(1.0, 100.0, ());
    assert_eq!(jvp_other_half(p, direction, 3.0), (other_half(p, 3.0), 3.0));
}

// What is only counted with is no reason for a rule: a capacity in a field of unknown type.
#[derive(Clone, Differentiable)]
struct Window {
    taps: Vec<f64>,
    room: usize,
}

impl Window {
    #[derive_jvp]
    fn products(&self, x: f64) -> Vec<f64> {
        let mut out = Vec::with_capacity(self.room);
        for i in 0..self.room {
            out.push(x * self.taps[i]);
        }
        let mut last = Vec::<f64>::with_capacity(self.room + 1);
        last.push(x);
        out.extend(last);
        out
    }
}

#[test]
fn a_capacity_in_a_field() {
    let (taps, room) = (vec![2.0, 3.0], 2);
    let direction = WindowTangent {
        taps: vec![1.0, 0.0],
    };
    let window = Window { taps, room };
    let (value, slope) = window.jvp_products(&direction, 5.0, 1.0);
    assert_eq!(value, window.products(5.0));
    assert_eq!(slope, [7.0, 3.0, 1.0]);
}
