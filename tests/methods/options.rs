//! Options in fields, changed in place by methods that are annotated one by one: what a field is, a
//! method then does not know.

use jvp::check_jvp;
use jvp::prelude::*;

#[derive(Clone, Debug, Differentiable)]
struct Cache {
    last: Option<f64>,
    falls: Vec<Option<f64>>,
    best: Option<(f64, f64)>,
    #[jvp(skip)]
    count: usize,
}

impl Cache {
    #[derive_jvp]
    fn push(&mut self, v: f64) -> f64 {
        let old = self.last.replace(v);
        self.count += 1;
        match old {
            Some(o) if o > v => {
                self.falls.push(Some(o - v));
                o
            }
            Some(o) => {
                self.falls.push(None);
                o * v
            }
            None => v,
        }
    }

    #[derive_jvp]
    fn better(&mut self, x: f64, y: f64) -> f64 {
        match self.best {
            Some((a, b)) if a * b > x * y => a + b,
            _ => {
                self.best = Some((x, y));
                x - y
            }
        }
    }

    #[derive_jvp]
    fn drain(&mut self) -> f64 {
        let mut sum = 0.0;
        while let Some(fall) = self.falls.pop() {
            if let Some(fall) = fall {
                sum += fall * fall;
            }
        }
        if let Some(last) = self.last.take() {
            sum += last;
        }
        let kept = self.last.get_or_insert(sum * 2.0);
        *kept += 1.0;
        sum * *kept
    }
}

#[derive_jvp]
fn session(xs: &[f64], k: f64) -> (f64, Vec<f64>) {
    let mut cache = Cache {
        last: None,
        falls: vec![],
        best: None,
        count: 0,
    };
    let mut out = Vec::new();
    for w in xs.windows(2) {
        let pushed = cache.push(w[0] * k);
        let best = cache.better(pushed, w[1]);
        out.push(pushed * best);
    }
    let drained = cache.drain();
    (
        drained + cache.count as f64 + cache.last.unwrap_or(0.0),
        out,
    )
}

#[test]
fn options_in_place() {
    let xs = [0.9, 0.4, 0.7, 0.2, 1.3, 0.1];
    check_jvp!(session, jvp_session, &xs, 1.1);
    let value = session(&xs, 1.1);
    assert_eq!(jvp_session(&xs, &[0.0; 6], 1.1, 0.0).0, value);
}

/// A constant part of something that is lent to a rule stays where it is.
mod parts_of_constants {
    use jvp::prelude::*;
    use ndarray::{Array1, array};

    fn line(x: f64, at: &[f64], scale: &Array1<f64>) -> f64 {
        (at[0] * x + at[1]) * scale[0]
    }

    fn line_rule(
        x: f64,
        dx: f64,
        at: &[f64],
        dat: &[f64],
        scale: &Array1<f64>,
        dscale: &Array1<f64>,
    ) -> (f64, f64) {
        let along = at[0] * dx + dat[0] * x + dat[1];
        let value = line(x, at, scale);
        (value, along * scale[0] + value / scale[0] * dscale[0])
    }

    #[derive(Differentiable)]
    struct Table {
        at: Vec<f64>,
        scale: Array1<f64>,
    }

    #[derive_jvp(rules(line = line_rule), wrt(x), wrt(table) as of_table)]
    fn looked_up(table: &Table, rows: &[Vec<f64>], x: f64) -> f64 {
        line(x, &table.at, &table.scale)
            + line(x, &table.at[1..], &table.scale)
            + line(x, &rows[1], &array![2.0])
    }

    #[test]
    fn are_lent_to_rules() {
        let table = Table {
            at: vec![1.0, 2.0, 3.0],
            scale: array![0.5],
        };
        let rows = [vec![], vec![4.0, 1.0]];
        // 0.5 (x + 2) + 0.5 (2 x + 3) + 2 (4 x + 1)
        assert_eq!(looked_up(&table, &rows, 2.0), 23.5);
        assert_eq!(jvp_looked_up(&table, &rows, 2.0, 1.0), (23.5, 9.5));
        let direction = TableTangent {
            at: vec![1.0, 0.0, 0.0],
            scale: array![1.0],
        };
        assert_eq!(jvp_of_table(&table, &direction, &rows, 2.0).1, 1.0 + 11.0);
    }
}
