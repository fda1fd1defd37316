//! Mutable references that a method of the user's own gives out: what is written through them is in
//! the receiver, however they are bound.

use crate::oracle::{Dual64, agree, dual};
use jvp::prelude::*;

#[derive(Clone, Debug, Differentiable)]
struct Bank {
    level: f64,
    cells: Vec<f64>,
}

#[derive_jvp]
impl Bank {
    fn top(&mut self) -> &mut f64 {
        &mut self.level
    }

    fn all(&mut self) -> &mut Vec<f64> {
        &mut self.cells
    }

    fn both(&mut self) -> (&mut f64, &mut Vec<f64>) {
        (&mut self.level, &mut self.cells)
    }

    fn find(&mut self, i: usize) -> Option<&mut f64> {
        self.cells.get_mut(i)
    }

    fn row(&mut self, i: usize) -> &mut f64 {
        &mut self.cells[i]
    }

    fn drained(&mut self, by: f64) -> f64 {
        self.level -= by;
        self.level * by
    }

    fn raised(&mut self, by: f64) -> &mut Self {
        self.level += by;
        self
    }
}

/// Programs on a bank of constants, which `k` gets into through a reference alone.
macro_rules! programs {
    ($($name:ident |$bank:ident, $y:ident, $k:ident| $body:block = $oracle:expr;)*) => {$(
        mod $name {
            use super::*;

            #[derive_jvp]
            fn program($y: f64, $k: f64) -> f64 {
                let mut $bank = Bank { level: 1.0, cells: vec![1.0, 2.0, 3.0] };
                $body
            }

            #[test]
            fn agrees() {
                let ($y, $k) = (dual(0.7, 0.3), dual(1.3, 1.0));
                let oracle: Dual64 = $oracle;
                agree(jvp_program(0.7, 0.3, 1.3, 1.0), program(0.7, 1.3), oracle);
            }
        }
    )*};
}

programs! {
    by_name |bank, y, k| { let d = bank.top(); *d = k; bank.level * y } = k * y;
    by_name_in_a_block |bank, y, k| { { let d = bank.top(); *d = k; } bank.level * y } = k * y;
    a_pattern |bank, y, k| { if let Some(d) = bank.find(1) { *d = k; } bank.cells[1] * y } = k * y;
    unwrapped |bank, y, k| { *bank.find(1).unwrap() = k; bank.cells[1] * y } = k * y;
    a_loop |bank, y, k| { for d in bank.all() { *d += k * y; } bank.cells[1] * y + bank.cells[0] }
        = (k * y + 2.0) * y + (k * y + 1.0);
    a_tuple |bank, y, k| { let (p, q) = bank.both(); *p = k; q[0] = y; bank.level * bank.cells[0] }
        = k * y;
    an_element |bank, y, k| { let d = bank.all(); d[0] = k; bank.cells[0] * y } = k * y;
    by_a_name_of_ndarray |bank, y, k| { let d = bank.row(1); *d = k; bank.cells[1] * y } = k * y;
    a_chain |bank, y, k| { bank.raised(k).raised(k * k); bank.level * y } = (k + k * k + 1.0) * y;
    a_chain_that_is_read |bank, y, k| { let x = *bank.raised(k).raised(y).top(); x * bank.level }
        = (k + y + 1.0) * (k + y + 1.0);
    before_it_is_borrowed |bank, y, k| { let x = bank.drained(k); let level = &bank.level; x + level * y }
        = -(k - 1.0) * k - (k - 1.0) * y;
    itself |bank, y, k| { let d = bank.raised(k); d.level *= k; bank.level * y }
        = (k + 1.0) * k * y;
}
