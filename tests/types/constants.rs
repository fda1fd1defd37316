//! Constant arguments of the user's own types beside more differentiated ones than a callee has
//! names for: whether the types have a tangent or not.

use jvp::check_jvp;
use jvp::prelude::*;

/// Without tangent.
#[derive(Clone, Copy, PartialEq)]
pub enum Side {
    Call,
    Put,
}

/// With one, that `wrt` does not name.
#[derive(Clone, Differentiable)]
pub struct Market {
    pub rate: f64,
    pub days: usize,
}

/// Seen by its name alone from a function in another module.
pub mod contracts {
    use super::Side;
    use jvp::prelude::*;

    #[derive(Clone, Differentiable)]
    pub struct Contract {
        pub strike: f64,
        #[jvp(skip)]
        pub side: Side,
    }
}
use contracts::Contract;

#[derive_jvp(wrt(s, k, t, r))]
fn payoff(side: Side, s: f64, k: f64, t: f64, r: f64) -> f64 {
    let forward = s * (r * t).exp() - k * k;
    match side {
        Side::Call => forward,
        Side::Put => -forward.sinh(),
    }
}

#[derive_jvp]
fn in_part(s: f64, r: f64) -> f64 {
    payoff(Side::Call, s, 1.0, 2.0, r) * payoff(Side::Put, s, s, 1.0, r)
}

#[derive_jvp]
fn in_full(s: f64, r: f64) -> f64 {
    payoff(Side::Put, s, r, s * r, r + 1.0)
}

#[derive_jvp(wrt(s, r))]
fn handed_on(side: Side, s: f64, r: f64) -> f64 {
    payoff(side, s, 1.0, r, r)
}

// The field of an active struct: its tangent is none.
#[derive_jvp]
fn of_contract(c: &Contract, s: f64, r: f64) -> f64 {
    payoff(c.side, s, c.strike, 0.5, r)
}

#[derive_jvp(wrt(s, k, t, r))]
fn carried(m: &Market, s: f64, k: f64, t: f64, r: f64) -> f64 {
    s * k.sin() * (m.rate * t * m.days as f64 - r).exp()
}

#[derive_jvp]
fn at_market(s: f64, r: f64) -> f64 {
    let m = Market { rate: 0.1, days: 3 };
    carried(&m, s, r * s, s, r) + carried(&m, s, 0.5, 0.25, r)
}

#[derive_jvp(wrt(s, k, t, r))]
fn tabled(table: &[Side], which: Option<Side>, s: f64, k: f64, t: f64, r: f64) -> f64 {
    let mut y = s * k + t * r;
    for side in table {
        if Some(*side) == which {
            y = y * y + t;
        }
    }
    y
}

#[derive_jvp]
fn with_table(s: f64, t: f64) -> f64 {
    let table = vec![Side::Call, Side::Put, Side::Call];
    tabled(&table, Some(Side::Call), s, 0.5, t, 2.0)
}

/// A model without tangent.
pub struct Quadrature {
    nodes: Vec<(f64, f64)>,
    side: Side,
}

impl Quadrature {
    #[derive_jvp(wrt(a, b, c, d))]
    fn integral(&self, a: f64, b: f64, c: f64, d: f64) -> f64 {
        let mut sum = 0.0;
        for (x, w) in &self.nodes {
            sum += w * (a + x * (b + x * (c * c + x * d))).exp();
        }
        match self.side {
            Side::Call => sum,
            Side::Put => -sum,
        }
    }
}

#[derive_jvp]
fn by_rule(a: f64, c: f64) -> f64 {
    let rule = Quadrature {
        nodes: vec![(-0.5, 1.0), (0.5, 1.0)],
        side: Side::Put,
    };
    rule.integral(a, 1.0, c, a) + rule.integral(a, c, c * c, 0.25)
}

trait Price {
    #[derive_jvp(wrt(s, k, t, r))]
    fn price<T: Real>(&self, side: Side, s: T, k: T, t: T, r: T) -> T {
        match side {
            Side::Call => s * k + t * r.exp(),
            Side::Put => s * t,
        }
    }
}

struct Flat;

impl Price for Flat {}

#[derive_jvp]
fn priced(s: f64, r: f64) -> f64 {
    Flat.price(Side::Call, s, 2.0, r, r) + Flat.price::<f64>(Side::Put, s, 2.0, s, 1.0)
}

#[derive_jvp(wrt(a, b, c, d))]
fn generic<K: PartialEq, T: Real>(key: K, other: &K, a: T, b: T, c: T, d: T) -> T {
    if key == *other { a * b } else { c.sin() * d }
}

#[derive_jvp]
fn with_keys(x: f64, y: f64) -> f64 {
    generic(1u8, &2, x, y, y, 2.0)
        + generic::<Side, f64>(Side::Put, &Side::Put, x, y, 1.0, y)
        + generic("a", &"a", x, 1.0, y, 3.0)
}

// `check_jvp!` compares with differences of high order of the function itself.
#[test]
fn constants_of_own_types() {
    let (s, r) = (0.7, 0.3);
    check_jvp!(in_part, jvp_in_part, s, r);
    check_jvp!(in_full, jvp_in_full, s, r);
    check_jvp!(at_market, jvp_at_market, s, r);
    check_jvp!(with_table, jvp_with_table, s, r);
    check_jvp!(by_rule, jvp_by_rule, s, r);
    check_jvp!(priced, jvp_priced, s, r);
    check_jvp!(with_keys, jvp_with_keys, s, r);
    check_jvp!(
        |s: f64, r: f64| handed_on(Side::Put, s, r),
        |s: f64, ds: f64, r: f64, dr: f64| jvp_handed_on(Side::Put, s, ds, r, dr),
        s,
        r
    );
    let c = Contract {
        strike: 0.4,
        side: Side::Put,
    };
    check_jvp!(of_contract, jvp_of_contract, &c, s, r);
}
