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
