//! What one program is checked against, and how: `check!`.
//!
//! In: a program, its `jvp_*` and the `jvp_jvp_*` of that, and its mathematics in `num-dual`'s
//! hyper-dual numbers, written independently. At every point the value has the bits of the program's
//! own result, value and first derivative those of `jvp_*`, and all four numbers are within
//! `TOLERANCE` of the oracle.

/// A number of the oracle.
pub type Hyper = num_dual::HyperDual64;

/// The largest relative difference from the oracle.
const TOLERANCE: f64 = 1e-10;
/// Below this size a result is compared absolutely: cancellation has its own rounding.
const FLOOR: f64 = 1e-2;
const POINTS: usize = 40;

/// Value, derivative along `dx`, derivative along `ex`, mixed second derivative.
pub type Jet = [f64; 4];

/// The floats in a result, in order.
pub trait Numbers {
    fn numbers(&self) -> Vec<f64>;
}

impl Numbers for f64 {
    fn numbers(&self) -> Vec<f64> {
        vec![*self]
    }
}

impl Numbers for Vec<f64> {
    fn numbers(&self) -> Vec<f64> {
        self.clone()
    }
}

impl<A: Numbers, B: Numbers> Numbers for (A, B) {
    fn numbers(&self) -> Vec<f64> {
        [self.0.numbers(), self.1.numbers()].concat()
    }
}

/// A result as a list of jets.
pub trait Jets {
    fn jets(&self) -> Vec<Jet>;
}

impl Jets for Hyper {
    fn jets(&self) -> Vec<Jet> {
        vec![[self.re, self.eps1, self.eps2, self.eps1eps2]]
    }
}

impl Jets for Vec<Hyper> {
    fn jets(&self) -> Vec<Jet> {
        self.iter().flat_map(Jets::jets).collect()
    }
}

impl<A: Numbers> Jets for ((A, A), (A, A)) {
    fn jets(&self) -> Vec<Jet> {
        let ((x, dx), (ex, ddx)) = self;
        let [x, dx, ex, ddx] = [x, dx, ex, ddx].map(Numbers::numbers);
        (0..x.len()).map(|i| [x[i], dx[i], ex[i], ddx[i]]).collect()
    }
}

/// What a program gives in each order, at one point.
pub struct Orders {
    pub value: Vec<f64>,
    pub first: Vec<f64>,
    /// The first half of the second order's result, which is the first order again.
    pub again: Vec<f64>,
    pub jets: Vec<Jet>,
}

/// Compares the program with the oracle at points of `range`, along random seeds.
pub fn run(
    size: usize,
    range: std::ops::Range<f64>,
    oracle: impl Fn(&[Hyper]) -> Vec<Jet>,
    program: impl Fn(&[Jet]) -> Orders,
) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut curved = false;
    for _ in 0..POINTS {
        let mut inputs = vec![[0.0; 4]; size];
        for [x, seeds @ ..] in &mut inputs {
            *x = random.within(range.clone());
            seeds.fill_with(|| random.within(-1.5..1.5));
        }
        let hyper = inputs
            .iter()
            .map(|&[x, dx, ex, ddx]| Hyper::new(x, dx, ex, ddx));
        let want = oracle(&hyper.collect::<Vec<_>>());
        let got = program(&inputs);
        assert_eq!(
            bits(&got.value),
            bits(&got.first[..got.value.len()]),
            "at {inputs:?}"
        );
        assert_eq!(bits(&got.first), bits(&got.again), "at {inputs:?}");
        assert_eq!(got.jets.len(), want.len());
        for (g, w) in got.jets.iter().zip(&want) {
            let close = |(g, w): (&f64, &f64)| (g - w).abs() <= TOLERANCE * w.abs().max(FLOOR);
            let all = g.iter().zip(w).all(close);
            assert!(all, "at {inputs:?}\n    jvp {g:?}\n oracle {w:?}");
            curved |= w[3].abs() > 1e-3;
        }
    }
    assert!(curved, "no second derivative was ever different from zero");
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

/// A small generator (xorshift64*), so that every run sees the same points.
struct Random(u64);

impl Random {
    fn within(&mut self, range: std::ops::Range<f64>) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let word = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        range.start + (range.end - range.start) * (word as f64 / (1u64 << 53) as f64)
    }
}

/// Each input is `(x dx ex ddx)`: a point, its seed of the first order, that of the second, and
/// the seed of the seed; with `: n`, `n` of each as vectors.
macro_rules! check {
    (
        $name:ident, ($($x:ident $dx:ident $ex:ident $ddx:ident $(: $n:expr)?),+) in $range:expr;
        oracle $oracle:expr;
        primal $primal:expr;
        first $first:expr;
        second $second:expr;
    ) => {
        #[test]
        #[allow(unused, reason = "each expression sees all inputs and their seeds, and needs some")]
        fn $name() {
            use crate::harness::{Hyper, Jet, Jets as _, Numbers as _, Orders, run};
            use num_dual::DualNum as _;
            let oracle = |mut inputs: &[Hyper]| {
                $(let $x = check!(@take inputs, |x: Hyper| x $(, $n)?);)+
                $oracle.jets()
            };
            let program = |inputs: &[Jet]| {
                let value = check!(@inputs inputs ($($x $dx $ex $ddx $(: $n)?),+) $primal).numbers();
                let first = check!(@inputs inputs ($($x $dx $ex $ddx $(: $n)?),+) $first).numbers();
                let second = check!(@inputs inputs ($($x $dx $ex $ddx $(: $n)?),+) $second);
                Orders { value, first, again: second.0.numbers(), jets: second.jets() }
            };
            run(0 $(+ check!(@size $($n)?))+, $range, oracle, program);
        }
    };
    (@inputs $inputs:ident ($($x:ident $dx:ident $ex:ident $ddx:ident $(: $n:expr)?),+) $body:expr) => {{
        let mut rest = $inputs;
        $(
            let [mut primal, mut seed, mut other] = [rest; 3];
            let mut $x = check!(@take primal, |x: Jet| x[0] $(, $n)?);
            let mut $dx = check!(@take seed, |x: Jet| x[1] $(, $n)?);
            let mut $ex = check!(@take other, |x: Jet| x[2] $(, $n)?);
            let mut $ddx = check!(@take rest, |x: Jet| x[3] $(, $n)?);
        )+
        $body
    }};
    (@size) => { 1 };
    (@size $n:expr) => { $n };
    (@take $from:ident, $part:expr) => {{
        let (head, tail) = $from.split_at(1);
        $from = tail;
        ($part)(head[0])
    }};
    (@take $from:ident, $part:expr, $n:expr) => {{
        let (head, tail) = $from.split_at($n);
        $from = tail;
        head.iter().copied().map($part).collect::<Vec<_>>()
    }};
}
