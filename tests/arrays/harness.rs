//! What one program is checked against, and how: `check!`, `check32!`, `panics_alike`.
//!
//! A program comes in as the name of an annotated function and the forms of its arguments. For
//! several points, seeds and memory layouts, and for every subset of the active arguments: the
//! primal is the function's own result (its bits after `exact`, else up to rounding) with its
//! shapes, and the tangent is the oracle's. After `/` stands the name of the pushforward, which has
//! to give the tangent of the full variant.

use crate::flat::Numbers;
use crate::inputs::{Cursor, Element, Layout, Layouts};
use crate::oracle::derivative;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How a primal has to agree with the program's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Agreement {
    Bits,
    Rounding,
}

type Eval<'a> = Box<dyn Fn(&Point) -> Numbers + 'a>;
type Jvp<'a> = Box<dyn Fn(&Point) -> (Numbers, Numbers) + 'a>;

/// One set of inputs and seeds, each with the layouts of its arrays.
#[derive(Clone, Debug)]
pub struct Point {
    pub values: Vec<f64>,
    pub seeds: Vec<f64>,
    pub layouts: Vec<Layout>,
    pub seed_layouts: Vec<Layout>,
}

impl Point {
    pub fn primals<E: Element>(&self) -> Cursor<'_, E> {
        Cursor::new(&self.values, &self.layouts)
    }

    pub fn tangents<E: Element>(&self) -> Cursor<'_, E> {
        Cursor::new(&self.seeds, &self.seed_layouts)
    }
}

/// A program under test; the macros write it.
pub struct Program<'a> {
    /// The number of elements of each differentiable argument.
    pub sizes: Vec<usize>,
    pub range: std::ops::Range<f64>,
    /// The memory layouts that the arrays come in.
    pub layouts: Layouts,
    pub agreement: Agreement,
    /// Relative errors of value and tangent.
    pub tolerance: (f64, f64),
    /// The function itself; in `f64` for the oracle.
    pub own: Eval<'a>,
    pub double: Eval<'a>,
    /// A digit per differentiable argument, and the call.
    pub variants: Vec<(Vec<bool>, Jvp<'a>)>,
    pub pushforward: Option<Eval<'a>>,
}

impl Program<'_> {
    pub fn run(&self) {
        let size: usize = self.sizes.iter().sum();
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut alive = size == 0;
        for round in 0..6 {
            let mut layouts = |all: &[Layout]| -> Vec<Layout> {
                let layout = |random: &mut Random| match round {
                    0 => all[0],
                    1 => all[1 % all.len()],
                    _ => all[random.below(all.len())],
                };
                self.sizes.iter().map(|_| layout(&mut random)).collect()
            };
            let (primal, tangent) = (self.layouts.primal, self.layouts.tangent);
            let (layouts, seed_layouts) = (layouts(primal), layouts(tangent));
            let point = Point {
                values: random.vector(size, self.range.clone()),
                seeds: random.vector(size, -1.5..1.5),
                layouts,
                seed_layouts,
            };
            for variant in &self.variants {
                let tangent = self.compare(variant, &point);
                alive |= tangent.values.iter().any(|&d| d != 0.0);
                alive |= tangent.values.is_empty();
            }
            if let Some(pushforward) = &self.pushforward {
                let (_, want) = (self.variants[0].1)(&point);
                let got = pushforward(&point);
                assert!(
                    want.shapes == got.shapes && close_all(&got, &want, self.tolerance.0),
                    "pushforward at {point:?}\n got {got:?}\n jvp {want:?}"
                );
            }
        }
        assert!(
            alive,
            "no tangent was ever different from zero: the program tests nothing"
        );
    }

    fn compare(&self, (active, jvp): &(Vec<bool>, Jvp), point: &Point) -> Numbers {
        let mut point = point.clone();
        let on = active.iter().zip(&self.sizes);
        let on = on.flat_map(|(&on, &n)| std::iter::repeat_n(on, n));
        for (seed, on) in point.seeds.iter_mut().zip(on) {
            *seed = if on { *seed } else { 0.0 };
        }
        let place = || format!("wrt {active:?} at {point:?}");
        let value = (self.own)(&point);
        let (primal, tangent) = jvp(&point);
        assert!(
            primal.shapes == value.shapes,
            "shape of the primal: {:?}, the program's is {:?}, {}",
            primal.shapes,
            value.shapes,
            place(),
        );
        let same = match self.agreement {
            Agreement::Bits => bits(&primal) == bits(&value),
            Agreement::Rounding => close_all(&primal, &value, self.tolerance.0),
        };
        assert!(
            same,
            "primal\n     jvp {:?}\n program {:?}\n{}",
            primal.values,
            value.values,
            place()
        );
        assert!(
            tangent.shapes == value.shapes,
            "shape of the tangent: {:?}, the program's is {:?}, {}",
            tangent.shapes,
            value.shapes,
            place(),
        );
        let oracle = derivative(&|s| {
            let mut moved = point.clone();
            for (x, d) in moved.values.iter_mut().zip(&point.seeds) {
                *x += s * d;
            }
            (self.double)(&moved).values
        });
        let oracle = Numbers {
            values: oracle,
            ..Numbers::default()
        };
        assert!(
            close_all(&tangent, &oracle, self.tolerance.1),
            "tangent\n    jvp {:?}\n oracle {:?}\n{}",
            tangent.values,
            oracle.values,
            place(),
        );
        tangent
    }
}

fn bits(x: &Numbers) -> Vec<u64> {
    x.values.iter().map(|v| v.to_bits()).collect()
}

/// Relative to the element, or to the largest one at a tenth: sums of many terms cancel.
fn close_all(got: &Numbers, want: &Numbers, tolerance: f64) -> bool {
    let largest = want
        .values
        .iter()
        .filter(|v| v.is_finite())
        .fold(0.1f64, |m, v| m.max(v.abs()));
    got.values.len() == want.values.len()
        && got.values.iter().zip(&want.values).all(|(&g, &w)| {
            if !w.is_finite() {
                return g == w || (g.is_nan() && w.is_nan());
            }
            (g - w).abs() <= tolerance * w.abs().max(0.1 * largest).max(0.01)
        })
}

/// A small generator (xorshift64*), so that every run sees the same points.
pub struct Random(pub u64);

impl Random {
    fn vector(&mut self, n: usize, range: std::ops::Range<f64>) -> Vec<f64> {
        let width = range.end - range.start;
        // Numbers of `f32`, so that both precisions see the same point.
        let number = |r: &mut Self| f64::from((range.start + width * r.unit()) as f32);
        (0..n).map(|_| number(self)).collect()
    }

    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let word = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        word as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }
}

/// Calls the function and its `jvp_*`: both panic, and with the same words.
#[track_caller]
pub fn panics_alike<A, B>(function: impl FnOnce() -> A, jvp: impl FnOnce() -> B) {
    let want = message(function).expect("the function itself doesn't panic here");
    assert_eq!(message(jvp), Some(want));
}

/// Both panic; the words differ, since the work is done by other code.
#[track_caller]
pub fn both_panic<A, B>(function: impl FnOnce() -> A, jvp: impl FnOnce() -> B) {
    let words = message(function).expect("the function itself doesn't panic here");
    assert!(
        message(jvp).is_some(),
        "no panic, where the function says: {words}"
    );
}

/// The words of a panic; none where there was none.
pub fn message<A>(f: impl FnOnce() -> A) -> Option<String> {
    let payload = catch_unwind(AssertUnwindSafe(f)).err()?;
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|s| s.to_string()))
}
