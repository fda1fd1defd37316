//! Methods of the user's own that have the names of `std`'s: the type decides, not the name.

use crate::oracle::{agree, dual};
use jvp::prelude::*;

#[derive(Clone, Copy, Debug, Differentiable)]
struct Rect {
    a: f64,
    b: f64,
}

#[derive_jvp]
impl Rect {
    fn floor(&self) -> f64 {
        self.a * self.b
    }

    fn ceil(&self) -> f64 {
        self.a * self.a
    }

    fn count(&self) -> f64 {
        self.a * self.b
    }

    fn len(&self) -> f64 {
        self.a + self.b
    }

    fn trunc(self) -> f64 {
        self.b * self.b
    }

    fn twice(self) -> f64 {
        self.trunc() * 2.0
    }

    fn signum(self) -> Rect {
        Rect {
            a: self.b,
            b: self.a * self.a,
        }
    }

    fn swap(&mut self, a: f64) -> f64 {
        let old = self.a;
        self.a = a;
        old
    }

    fn push(&mut self, a: f64) -> f64 {
        self.a += a;
        self.a * self.b
    }
}

#[derive_jvp(types(Rect))]
fn looked_at(y: f64, k: f64) -> f64 {
    let r = Rect { a: y, b: k };
    r.floor() + r.count() * r.ceil() - r.len() + r.twice()
}

#[derive_jvp(types(Rect))]
fn made_anew(y: f64, k: f64) -> f64 {
    let r = Rect { a: y, b: k }.signum();
    r.a * r.b
}

#[derive_jvp(types(Rect))]
fn changed(y: f64, k: f64) -> f64 {
    let mut r = Rect { a: y, b: k };
    let old = r.swap(k);
    let area = r.push(y * y);
    old * r.a + area
}

#[test]
fn the_type_decides() {
    let (y, k) = (dual(0.7, 0.3), dual(1.3, 1.0));
    let oracle = y * k + y * k * (y * y) - (y + k) + k * k * 2.0;
    agree(
        jvp_looked_at(0.7, 0.3, 1.3, 1.0),
        looked_at(0.7, 1.3),
        oracle,
    );
    let oracle = k * (y * y);
    agree(
        jvp_made_anew(0.7, 0.3, 1.3, 1.0),
        made_anew(0.7, 1.3),
        oracle,
    );
    let a = k + y * y;
    let oracle = y * a + a * k;
    agree(jvp_changed(0.7, 0.3, 1.3, 1.0), changed(0.7, 1.3), oracle);
}
