//! Getters among the functions of a whole block: what has no tangent is returned as it is.

use jvp::prelude::*;

#[derive(Clone, Debug, Differentiable)]
struct Series {
    values: Vec<f64>,
    #[jvp(skip)]
    order: usize,
    ends: [usize; 2],
    flags: (usize, bool),
    label: String,
}

#[derive_jvp]
impl Series {
    fn order(&self) -> usize {
        self.order
    }

    fn ends(&self) -> [usize; 2] {
        self.ends
    }

    fn listed(&self) -> Vec<usize> {
        vec![self.order, self.ends[1], 7]
    }

    fn flags(&self) -> (usize, bool) {
        self.flags
    }

    fn label(&self) -> &str {
        &self.label
    }

    fn first(&self, default: usize) -> usize {
        let first: usize = self.ends[0];
        if self.flags.1 { first } else { default }
    }

    fn last(&self, x: f64) -> (usize, f64) {
        (self.ends[1], self.values[self.ends[1]] * x)
    }

    fn sum(&self, x: f64) -> f64 {
        let (at, last) = self.last(x);
        let weight = self.order() + self.first(9) + self.listed().len() + at + self.label().len();
        last * weight as f64 + self.values[self.ends()[0]] * self.flags().0 as f64
    }
}

#[test]
fn getters_of_what_has_no_tangent() {
    let series = Series {
        values: vec![1.0, 2.0, 4.0],
        order: 3,
        ends: [1, 2],
        flags: (5, true),
        label: "abc".to_string(),
    };
    let direction = SeriesTangent {
        values: vec![0.0, 0.5, -1.0],
    };
    assert_eq!(series.jvp_order(&direction), (3, ()));
    assert_eq!(series.jvp_ends(&direction).0, [1, 2]);
    assert_eq!(series.jvp_label(&direction), ("abc", ()));
    assert_eq!(
        series.jvp_last(&direction, 3.0, 1.0),
        ((2, 12.0), ((), 1.0))
    );
    // 12 values[2] x + 5 values[1]
    assert_eq!(series.sum(3.0), 12.0 * 12.0 + 10.0);
    assert_eq!(
        series.jvp_sum(&direction, 3.0, 1.0),
        (154.0, 12.0 * (4.0 - 3.0) + 2.5)
    );
}
