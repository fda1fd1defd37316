//! What one program is checked against, and how: `check!` and `panics_alike`.
//!
//! A program comes in with its inputs, the calls of its `jvp_*` functions and an
//! independent version of its mathematics in `num-dual`'s dual numbers. For every
//! point and seed the primal of each `jvp_*` has the bits of the program's own
//! result, and the tangent is within `TOLERANCE` of the oracle's, where a variant
//! with fewer active inputs has the seeds of the others at zero.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// A dual number of the oracle.
pub type Dual = num_dual::Dual64;

/// The largest relative difference between a tangent and the oracle.
const TOLERANCE: f64 = 1e-10;
/// Below this size a tangent is compared absolutely: cancellation has its own rounding.
const FLOOR: f64 = 1e-3;
const POINTS: usize = 16;
const SEEDS: usize = 3;

/// `abs` on duals, away from zero: `num-dual` has it only through a crate that isn't here.
pub trait Magnitude {
    fn abs(self) -> Self;
}

impl Magnitude for Dual {
    fn abs(self) -> Dual {
        if self < 0.0 { -self } else { self }
    }
}

/// One call of a `jvp_*` function, and which inputs it differentiates.
pub struct Variant<'a> {
    pub active: &'a [&'a str],
    pub jvp: &'a dyn Fn(&[f64], &[f64]) -> (Vec<f64>, Vec<f64>),
}

/// A program under test; `check!` writes it.
pub struct Program<'a> {
    /// Name and length of each input.
    pub inputs: &'a [(&'a str, usize)],
    pub range: std::ops::Range<f64>,
    pub primal: &'a dyn Fn(&[f64]) -> Vec<f64>,
    pub oracle: &'a dyn Fn(&[Dual]) -> (Vec<f64>, Vec<f64>),
    pub variants: &'a [Variant<'a>],
}

impl Program<'_> {
    pub fn run(&self) {
        let size = self.inputs.iter().map(|(_, n)| n).sum();
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut alive = false;
        for _ in 0..POINTS {
            let x = random.vector(size, self.range.clone());
            for _ in 0..SEEDS {
                let seed = random.vector(size, -1.5..1.5);
                for variant in self.variants {
                    let tangent = self.compare(variant, &x, &self.masked(variant.active, &seed));
                    alive |= tangent.iter().any(|&d| d != 0.0);
                }
            }
        }
        assert!(
            alive,
            "no tangent was ever different from zero: the program tests nothing"
        );
    }

    /// The seed with zeros where an input isn't active.
    fn masked(&self, active: &[&str], seed: &[f64]) -> Vec<f64> {
        for name in active {
            assert!(
                self.inputs.iter().any(|(input, _)| input == name),
                "no input `{name}`"
            );
        }
        let on = self
            .inputs
            .iter()
            .flat_map(|(name, n)| std::iter::repeat_n(active.contains(name), *n));
        on.zip(seed)
            .map(|(on, &s)| if on { s } else { 0.0 })
            .collect()
    }

    fn compare(&self, variant: &Variant, x: &[f64], seed: &[f64]) -> Vec<f64> {
        let place = || format!("wrt {:?} at {x:?} along {seed:?}", variant.active);
        let duals: Vec<Dual> = x.iter().zip(seed).map(|(&x, &d)| Dual::new(x, d)).collect();
        let value = (self.primal)(x);
        let (oracle_value, oracle) = (self.oracle)(&duals);
        let (primal, tangent) = (variant.jvp)(x, seed);

        assert!(
            close_all(&value, &oracle_value),
            "the oracle computes something else {}\n program {value:?}\n  oracle {oracle_value:?}",
            place(),
        );
        assert!(
            bits(&primal) == bits(&value),
            "primal {}\n     jvp {primal:?}\n program {value:?}",
            place(),
        );
        assert!(
            close_all(&tangent, &oracle),
            "tangent {}\n    jvp {tangent:?}\n oracle {oracle:?}",
            place(),
        );
        tangent
    }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

fn close_all(got: &[f64], want: &[f64]) -> bool {
    got.len() == want.len() && got.iter().zip(want).all(|(&g, &w)| close(g, w))
}

fn close(got: f64, want: f64) -> bool {
    if !want.is_finite() {
        return got.total_cmp(&want).is_eq() || (got.is_nan() && want.is_nan());
    }
    (got - want).abs() <= TOLERANCE * want.abs().max(FLOOR)
}

/// A small generator (xorshift64*), so that every run sees the same points.
struct Random(u64);

impl Random {
    fn vector(&mut self, n: usize, range: std::ops::Range<f64>) -> Vec<f64> {
        (0..n).map(|_| self.within(range.clone())).collect()
    }

    fn within(&mut self, range: std::ops::Range<f64>) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let word = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        range.start + (range.end - range.start) * (word as f64 / (1u64 << 53) as f64)
    }
}

/// Reads a program's inputs from the flat vector that the harness draws.
pub struct Cursor<'a, E>(pub &'a [E]);

impl<E: Copy> Cursor<'_, E> {
    pub fn one(&mut self) -> E {
        self.many(1)[0]
    }

    pub fn many(&mut self, n: usize) -> Vec<E> {
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        head.to_vec()
    }
}

/// A vector of inputs as an array.
pub fn arr<E: Copy, const N: usize>(x: &[E]) -> [E; N] {
    x.try_into()
        .expect("the program's array has another length")
}

/// Calls the function and its `jvp_*`: both panic, and with the same words.
pub fn panics_alike<A, B>(function: impl FnOnce() -> A, jvp: impl FnOnce() -> B) {
    let want = message(function).expect("the function itself doesn't panic here");
    assert_eq!(message(jvp), Some(want));
}

fn message<A>(f: impl FnOnce() -> A) -> Option<String> {
    let payload = catch_unwind(AssertUnwindSafe(f)).err()?;
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|s| s.to_string()))
}

/// One program: inputs with their tangents' names, the call, the oracle, and one
/// line per `jvp_*` with the inputs that are active in it. Each expression sees the
/// inputs by name: an `f64` (a `Dual` in the oracle), or a `Vec` of the length given.
macro_rules! check {
    (
        $name:ident, $inputs:tt in $range:expr;
        primal $primal:expr;
        oracle $oracle:expr;
        $([$($active:ident)+] $jvp:expr;)+
    ) => {
        #[test]
        #[allow(unused, clippy::all, reason = "each expression sees all inputs, and needs some")]
        fn $name() {
            use crate::flat::{Joint, flatten, numbers};
            use crate::harness::{Cursor, Dual, Magnitude as _, Program, Variant, arr};
            use num_dual::DualNum as _;
            Program {
                inputs: check!(@sizes $inputs),
                range: $range,
                primal: check!(@values $inputs numbers(&$primal)),
                oracle: check!(@values $inputs flatten(&$oracle)),
                variants: &[$(Variant {
                    active: &[$(stringify!($active)),+],
                    jvp: check!(@values_and_seeds $inputs ($jvp).flat_pair()),
                }),+],
            }
            .run();
        }
    };
    (@sizes ($($x:ident $dx:ident $(: $n:expr)?),+)) => {
        &[$((stringify!($x), check!(@size $($n)?))),+]
    };
    (@values ($($x:ident $dx:ident $(: $n:expr)?),+) $body:expr) => {
        &|values| {
            let mut values = Cursor(values);
            $(let mut $x = check!(@read values $($n)?);)+
            $body
        }
    };
    (@values_and_seeds ($($x:ident $dx:ident $(: $n:expr)?),+) $body:expr) => {
        &|values, seeds| {
            let (mut values, mut seeds) = (Cursor(values), Cursor(seeds));
            $(
                let mut $x = check!(@read values $($n)?);
                let mut $dx = check!(@read seeds $($n)?);
            )+
            $body
        }
    };
    (@size) => { 1 };
    (@size $n:expr) => { $n };
    (@read $from:ident) => { $from.one() };
    (@read $from:ident $n:expr) => { $from.many($n) };
}
