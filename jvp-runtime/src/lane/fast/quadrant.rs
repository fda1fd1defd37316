//! Angles to quadrants: `x = n π/2 + r` with `|r| ≤ π/4`, for every finite `x`.
//!
//! `x · 2/π` is summed from exact products with enough digits of `2/π`, of which those are left out
//! that give multiples of four for all `x` of a range of exponents (Payne and Hanek). The digits of
//! a range are selected, for `f32` among five constants, for `f64` from a table of a kilobyte.
//! `f32` has its products in `f64`, where they are exact. With fused multiply-adds an angle that is not
//! huge is reduced by subtracting parts of `n π/2` instead, which costs less; a lane for such angles
//! alone does nothing else.

#![allow(
    clippy::approx_constant,
    reason = "the first rows are 2/π itself, in parts"
)]

use super::double::Double;
use super::number::{Number, select};
use super::{Fast, Twin};

/// An angle but for whole turns.
#[derive(Clone, Copy)]
pub struct Quadrant<N: Number> {
    /// What is left of the angle.
    pub rest: Double<N>,
    /// `n` is odd: sine and cosine change places.
    pub odd: N::Mask,
    /// The bit of weight two of `n`.
    pub upper: N::Mask,
}

/// A width that has the reduction.
pub trait Angle: Number {
    /// The same lane, for angles that are not huge; it gives NaN for the functions of the others, and
    /// else the same bits.
    type Near: Angle<Element = Self::Element>;

    /// Parts of `n π/2` are subtracted, and nothing else is done: angles that are not within the bounds
    /// are NaN.
    const SUBTRACTED: bool;

    /// The angle is so small that parts of `n π/2` may be subtracted, or that the first digits of `2/π`
    /// do.
    fn within(self) -> Self::Mask;

    /// The quadrant of an angle; NaN for an infinite one.
    fn quadrant(self) -> Quadrant<Self>;
}

/// Digits of `2/π` for `|x| < 2²⁴` and for each further 26 binary digits of `x`: two parts of 29
/// bits, and the rest.
const NARROW: [[f64; 3]; 5] = [
    [
        0.636619770899415,
        1.4681663246252086e-09,
        2.276010073078396e-18,
    ],
    [
        0.6366197690367699,
        3.3308114738561656e-09,
        2.276010073078396e-18,
    ],
    [
        2.5682553250749862e-08,
        1.6153797803925804e-17,
        7.696704864039572e-26,
    ],
    [
        2.937095537534198e-16,
        2.83762200841452e-25,
        9.372006544409767e-34,
    ],
    [
        6.074026479468182e-24,
        1.0181664371599596e-32,
        1.590011303568902e-41,
    ],
];

/// The row for angles that are not huge: constants, and not loads, where nothing else is needed.
const WIDE_FIRST: [f64; 4] = [
    0.6366197723675814,
    -3.935735335036497e-17,
    -2.1442872565786008e-33,
    1.6107127853188224e-49,
];

/// `2/π` in four parts, then `2/π · 2^(32 g)` modulo 2⁴⁸, plus 2⁴⁸: the product of the first part
/// with at least 2⁶ is so large that its leading part is a multiple of four.
static WIDE: [[f64; 4]; 32] = [
    WIDE_FIRST,
    [
        281477710971758.3,
        -0.006773640870820888,
        1.0613460655916427e-19,
        4.211900307694464e-36,
    ],
    [
        425984759436586.0,
        -0.015024672737848497,
        4.6456600941271777e-20,
        1.9393725863592423e-37,
    ],
    [
        304745044989905.94,
        0.020337924560758523,
        1.3680140970387848e-18,
        7.49844027580389e-35,
    ],
    [
        378034250374592.9,
        -0.018026971901905272,
        1.0806402446009764e-19,
        4.048741673283886e-36,
    ],
    [
        525295360841113.25,
        -0.0145940626986722,
        6.43476843988861e-19,
        -1.3370487108023433e-35,
    ],
    [
        445960350306370.0,
        -0.006570597209489751,
        9.299200062771279e-20,
        2.162981763785942e-36,
    ],
    [
        440088090731435.9,
        -0.0049473415791523555,
        -3.1122023383460514e-19,
        -1.2853918013830873e-35,
    ],
    [
        391064804115809.7,
        0.027899636481655762,
        -1.7333923907832135e-18,
        -8.266960057474072e-35,
    ],
    [
        498498451828282.25,
        0.008999995892996477,
        5.441802632394797e-19,
        -1.5714325742342753e-35,
    ],
    [
        402671476265696.0,
        0.02455418790652278,
        1.5716943815562158e-18,
        -6.677128753021848e-35,
    ],
    [
        513334596677354.06,
        -0.024145954057424326,
        1.55539870420094e-18,
        4.0593295121245543e-35,
    ],
    [
        333057698664989.0,
        -0.007355981345278716,
        -5.918459848129415e-20,
        3.399860397628607e-36,
    ],
    [
        442128196823836.7,
        0.004541828974205269,
        2.8094632618679035e-19,
        -1.1923319608366141e-35,
    ],
    [
        539983440619326.94,
        -0.029263141289692145,
        2.6630950623026065e-19,
        -1.3129540695848203e-36,
    ],
    [
        465363607369205.2,
        -0.004955022383354766,
        3.6345612448149885e-19,
        1.6719975942819915e-35,
    ],
    [
        340802143995012.94,
        -0.02495669417442239,
        6.640096150867847e-20,
        -4.547366409686424e-36,
    ],
    [
        356812622426150.7,
        0.01708211033253035,
        -3.516615880921432e-19,
        2.3732472993414773e-35,
    ],
    [
        404786513935937.25,
        -0.025118456801169392,
        -6.173775219821795e-19,
        3.026640780767365e-35,
    ],
    [
        420293580543545.5,
        0.012988683909968206,
        6.365395995905505e-19,
        1.8055203178614992e-35,
    ],
    [
        517017481460212.6,
        -0.013605144866257187,
        -2.642804058514287e-19,
        1.810241996285989e-35,
    ],
    [
        345197737435019.75,
        -0.00791691357156099,
        -7.195152808990792e-21,
        -3.4279848075403856e-37,
    ],
    [
        386528769026107.1,
        -0.00011301043739708663,
        -3.560955848212228e-21,
        9.235451447981858e-38,
    ],
    [
        325709381277695.9,
        -0.007727142438685531,
        -2.51983677407374e-19,
        -8.958576399215135e-37,
    ],
    [
        448600174073871.94,
        -0.0031880411897502858,
        -3.1083383315890664e-20,
        1.2910150755660207e-36,
    ],
    [
        448669181481355.4,
        -0.023278407886016,
        8.215781496584676e-19,
        4.7697501336629853e-35,
    ],
    [
        300765185469727.44,
        -0.010887216973248435,
        -4.711039694081175e-19,
        -1.6417372469441525e-35,
    ],
    [
        401456720412367.1,
        0.03044186330159792,
        -1.3759256839878836e-18,
        -5.207463049859117e-35,
    ],
    [
        420903167658423.3,
        -0.002834355780237577,
        -1.378217485999702e-19,
        -1.092258068531342e-35,
    ],
    [
        292157890379622.6,
        -0.0063489569682540666,
        4.2942415064987707e-19,
        -4.538759065001095e-36,
    ],
    [
        351184953010733.44,
        0.020137475785211988,
        -2.581273131101288e-19,
        1.4230598688455782e-35,
    ],
    [
        538955936676551.94,
        -0.01602259389162261,
        -4.58600037417712e-19,
        -2.430592223762577e-35,
    ],
];

/// `π/2` in parts, for `f32` and for `f64`.
const HALF_PI: [(f64, f64); 3] = [
    (1.5707963705062866, std::f64::consts::FRAC_PI_2),
    (-4.371138828673793e-08, 6.123233995736766e-17),
    (-1.7151245100058819e-15, -1.4973849048591698e-33),
];

/// Angles from here on have their digits of `2/π` selected, where there are fused multiply-adds.
const NARROW_BOUND: f32 = 131_072.0; // 2¹⁷
const WIDE_BOUND: f64 = 274_877_906_944.0; // 2³⁸

impl<N: Number> Quadrant<N> {
    /// Of the count of `n`.
    #[inline(always)]
    fn new(count: N, rest: Double<N>) -> Self {
        Quadrant {
            rest,
            odd: count.has_bit(0),
            upper: count.has_bit(1),
        }
    }

    /// This one if the angle is within the bounds, else the other.
    #[inline(always)]
    fn within(self, within: N::Mask, far: Self) -> Self {
        Quadrant {
            rest: Double {
                hi: select(within, self.rest.hi, far.rest.hi),
                lo: select(within, self.rest.lo, far.rest.lo),
            },
            odd: within & self.odd | !within & far.odd,
            upper: within & self.upper | !within & far.upper,
        }
    }

    /// This one if the angle is within the bounds, else NaN.
    #[inline(always)]
    fn or_nan(mut self, within: N::Mask) -> Self {
        self.rest.hi = select(within, self.rest.hi, N::lit(f64::NAN));
        self
    }
}

/// `x - n π/2` for `x` within the bounds, with parts of `π/2` (Cody and Waite).
#[inline(always)]
fn subtracted<N: Number>(x: N) -> Quadrant<N> {
    let [p, q, r] = HALF_PI.map(|part| N::pick(part.0, part.1));
    let count = x.count(std::f64::consts::FRAC_2_PI, 0.0);
    let n = count.counted(0.0);
    // It is a multiple of the last place of `p` below 1, and so exact.
    let first = (-n).fma(p, x);
    // The difference is exact in two parts: `first` is a multiple of the last place of `second`.
    let second = n * q;
    let hi = first - second;
    let lo = (first - hi) - second;
    let missing = (-n).fma(r, (-n).fma(q, second));
    let lo = lo + missing;
    Quadrant::new(count, Double { hi, lo })
}

impl<N: Angle> Angle for Twin<N> {
    type Near = Twin<N::Near>;

    const SUBTRACTED: bool = N::SUBTRACTED;

    #[inline(always)]
    fn within(self) -> Twin<N::Mask> {
        Twin(self.0.within(), self.1.within())
    }

    #[inline(always)]
    fn quadrant(self) -> Quadrant<Self> {
        if N::SUBTRACTED {
            return subtracted(self).or_nan(self.within());
        }
        let (a, b) = (self.0.quadrant(), self.1.quadrant());
        Quadrant {
            rest: Double {
                hi: Twin(a.rest.hi, b.rest.hi),
                lo: Twin(a.rest.lo, b.rest.lo),
            },
            odd: Twin(a.odd, b.odd),
            upper: Twin(a.upper, b.upper),
        }
    }
}

impl<const FMA: bool, const NEAR: bool> Angle for Fast<f32, FMA, NEAR> {
    type Near = Fast<f32, FMA, true>;

    const SUBTRACTED: bool = FMA && NEAR;

    #[inline(always)]
    fn within(self) -> bool {
        self.0.abs() < NARROW_BOUND
    }

    #[inline(always)]
    fn quadrant(self) -> Quadrant<Self> {
        let within = self.within();
        match (FMA, NEAR) {
            (true, true) => subtracted(self).or_nan(within),
            (true, false) => subtracted(self).within(within, narrow(self, digits(self.0))),
            (false, true) => narrow(self, NARROW[0]).or_nan(within),
            (false, false) => narrow(self, digits(self.0)),
        }
    }
}

/// The digits of `2/π` for an angle of this size.
#[inline(always)]
fn digits(x: f32) -> [f64; 3] {
    let mut digits = NARROW[0];
    for (group, bound) in [(1, 24), (2, 50), (3, 76), (4, 102)] {
        let here = x.abs() >= f32::from_bits((127 + bound) << 23);
        for part in 0..3 {
            if here {
                digits[part] = NARROW[group][part];
            }
        }
    }
    digits
}

/// By the digits of `2/π`, with products in `f64`.
#[inline(always)]
fn narrow<const FMA: bool, const NEAR: bool>(
    x: Fast<f32, FMA, NEAR>,
    digits: [f64; 3],
) -> Quadrant<Fast<f32, FMA, NEAR>> {
    let x = Fast::<f64, FMA>(f64::from(x.0));
    let [p, q, tail] = digits.map(|d| x * Fast(d));
    // The sum of the fractions is exact where it is small.
    let (m, n) = (p.nearest(), q.nearest());
    let f = ((p - m) + (q - n)) + tail;
    let whole = f.nearest();
    let rest = (f - whole) * Fast(HALF_PI[0].1);
    let count = (m + n + whole).count(1.0, 0.0);
    let hi = rest.0 as f32;
    Quadrant {
        rest: Double {
            hi: Fast(hi),
            lo: Fast((rest.0 - f64::from(hi)) as f32),
        },
        odd: count.has_bit(0),
        upper: count.has_bit(1),
    }
}

impl<const FMA: bool, const NEAR: bool> Angle for Fast<f64, FMA, NEAR> {
    type Near = Fast<f64, FMA, true>;

    const SUBTRACTED: bool = FMA && NEAR;

    #[inline(always)]
    fn within(self) -> bool {
        self.0.abs() < WIDE_BOUND
    }

    #[inline(always)]
    fn quadrant(self) -> Quadrant<Self> {
        let within = self.within();
        match (FMA, NEAR) {
            (true, true) => subtracted(self).or_nan(within),
            (true, false) => subtracted(self).within(within, wide(self, within)),
            (false, true) => wide(self, true).or_nan(within),
            (false, false) => wide(self, within),
        }
    }
}

/// By the digits of `2/π`, for any `x`; `first` says that the leading ones do.
#[inline(always)]
fn wide<const FMA: bool, const NEAR: bool>(
    x: Fast<f64, FMA, NEAR>,
    first: bool,
) -> Quadrant<Fast<f64, FMA, NEAR>> {
    // x = X 2^(32 g), |X| < 2³⁸
    let exponent = (x.0.to_bits() >> 52) & 0x7ff;
    let group = exponent.wrapping_sub(1029) >> 5;
    let g = if first { 0 } else { group & 31 };
    let x = x * Fast(f64::from_bits((1023 - 32 * g) << 52));
    let digits = if NEAR { WIDE_FIRST } else { WIDE[g as usize] };
    let [a, b, c, d] = digits.map(Fast);
    let (p, q, r) = (
        Double::product(x, a),
        Double::product(x, b),
        Double::product(x, c),
    );
    // Fractions of the terms that have an integer part; the first has nothing else but there.
    let zero = Fast(0.0);
    let n0 = select(first, p.hi.nearest(), zero);
    let f0 = select(first, p.hi - n0, zero);
    let (n1, n2) = (p.lo.nearest(), q.hi.nearest());
    let head = Double::quick(f0, p.lo - n1);
    let sum = Double::sum(head.hi, q.hi - n2);
    let n3 = sum.hi.nearest();
    let n = n0 + (n1 + n2) + n3;
    // What is left, from the largest term down.
    let tail = Double::sum(q.lo, r.hi);
    let f = Double::sum(sum.hi - n3, tail.hi);
    let f2 = Double::sum(f.hi, sum.lo + head.lo);
    let f = Double::quick(f2.hi, (f2.lo + f.lo) + (tail.lo + (x * d + r.lo)));
    let quarter = Double {
        hi: Fast(HALF_PI[0].1),
        lo: Fast(HALF_PI[1].1),
    };
    Quadrant::new(n.count(1.0, 0.0), f.times(quarter))
}
