//! Kernels that divide by one input several times: quotients have the bits of a division, tangents do not
//! depend on how the divisor lies in memory.

use jvp_runtime::Real;
use jvp_runtime::rt::{Kernel, Lane, map};
use ndarray::{Array1, Array2, Axis};

/// A quotient, and a tangent's.
struct Ratio;

impl Kernel<3, 2> for Ratio {
    const DIVISORS: &[usize] = &[1];

    #[inline(always)]
    fn eval<N: Lane>(&self, [a, s, t]: [N; 3]) -> [N; 2] {
        [a / s, t.per(s)]
    }
}

/// The same beside functions, two elements at a time, with a divisor that is not known.
struct Waves<const KNOWN: bool>;

impl<const KNOWN: bool> Kernel<3, 3> for Waves<KNOWN> {
    const ANGLES: bool = KNOWN;
    const TWIN: bool = true;
    const DIVISORS: &[usize] = if KNOWN { &[1] } else { &[] };

    #[inline(always)]
    fn eval<N: Lane>(&self, [a, s, t]: [N; 3]) -> [N; 3] {
        let wave = (a / s).sin();
        [wave, (t * a.cos()).per(s), wave / (s * s)]
    }
}

/// A sequence of 64 bits each.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1);
        let x = self.0 ^ (self.0 >> 29);
        x.wrapping_mul(0xbf58476d1ce4e5b9) ^ (x >> 32)
    }
}

/// A width by its bits.
trait Bits: Real + std::fmt::LowerExp {
    const ALL: u32;
    const MANTISSA: u32;
    fn of(bits: u64) -> Self;
    fn bits(self) -> u64;
}

impl Bits for f32 {
    const ALL: u32 = 32;
    const MANTISSA: u32 = 23;
    fn of(bits: u64) -> f32 {
        f32::from_bits(bits as u32)
    }
    fn bits(self) -> u64 {
        u64::from(self.to_bits())
    }
}

impl Bits for f64 {
    const ALL: u32 = 64;
    const MANTISSA: u32 = 52;
    fn of(bits: u64) -> f64 {
        f64::from_bits(bits)
    }
    fn bits(self) -> u64 {
        self.to_bits()
    }
}

/// A number with this exponent field, or some number.
fn number<E: Bits>(exponent: Option<u64>, random: &mut Random) -> E {
    let bits = random.bits() >> (64 - E::ALL);
    match exponent {
        Some(e) => {
            let mantissa = bits & ((1 << E::MANTISSA) - 1);
            E::of(e << E::MANTISSA | mantissa)
        }
        None => E::of(bits),
    }
}

fn same<E: Bits>(a: E, b: E) -> bool {
    a.bits() == b.bits() || a.is_nan() && b.is_nan()
}

/// The quotients of these by these, element by element and each row by one.
fn check<E: Bits>(a: &[E], s: &[E]) {
    let a = Array1::from(a.to_vec());
    let s = Array1::from(s.to_vec());
    let [q, t] = map(Ratio, (&a, &s, &a));
    for (i, q) in q.iter().enumerate() {
        assert!(same(*q, a[i] / s[i]), "{:e} / {:e} = {q:e}", a[i], s[i]);
        let all = Array1::from_elem(40, a[i]);
        if i % 16 == 0 {
            let [by_one, slope] = map(Ratio, (&all, s[i], &all));
            assert!(
                same(by_one[39], *q) && same(by_one[0], *q),
                "{:e} / {:e}",
                a[i],
                s[i]
            );
            assert!(
                same(slope[39], t[i]) && same(slope[0], t[i]),
                "{:e} / {:e}",
                a[i],
                s[i]
            );
        }
    }
}

/// All pairs of exponents, subnormal and infinite ones among them, with some digits.
fn exponents<E: Bits>(step: usize) {
    let mut random = Random(1);
    let last = (1 << (E::ALL - 1 - E::MANTISSA)) - 1;
    for of_s in (0..=last).step_by(step).chain([1, 2, last - 1, last]) {
        let s: Vec<E> = (0..=last)
            .map(|_| number(Some(of_s), &mut random))
            .collect();
        let a: Vec<E> = (0..=last).map(|e| number(Some(e), &mut random)).collect();
        check(&a, &s);
    }
}

#[test]
fn every_exponent() {
    exponents::<f32>(1);
    exponents::<f64>(37);
}

/// For each of some divisors, all dividends whose quotient in `f32` is at most 15 of the least distances
/// away from the middle of two numbers: one correction is off by less than that.
fn nearest_ties(divisors: impl Iterator<Item = u64>) {
    let (mut a, mut s) = (Vec::new(), Vec::new());
    for b in divisors {
        let twos = b.trailing_zeros();
        // `2^bits a - m b = k` for an odd `m`, of 25 bits, which is twice the middle
        for bits in [24, 25] {
            for k in (-15i64..=15).filter(|k| k.trailing_zeros() == twos) {
                let modulus = 1u64 << (bits - twos);
                let mut inverse = 1u64;
                for _ in 0..6 {
                    inverse =
                        inverse.wrapping_mul(2u64.wrapping_sub((b >> twos).wrapping_mul(inverse)));
                }
                let least = inverse.wrapping_mul((-k >> twos) as u64) % modulus;
                for m in (least..1 << 25).step_by(modulus as usize) {
                    let product = (m * b).wrapping_add_signed(k);
                    let dividend = product >> bits;
                    let mantissas = 1 << 23..1 << 24;
                    if m >= 1 << 24 && m % 2 == 1 && mantissas.contains(&dividend) {
                        assert_eq!(product % (1 << bits), 0);
                        a.push(dividend as f32);
                        s.push(b as f32);
                    }
                }
            }
        }
        if a.len() > 1 << 16 {
            check(&a, &s);
            a.clear();
            s.clear();
        }
    }
    check(&a, &s);
}

#[test]
fn nearest_ties_of_some_divisors() {
    nearest_ties((1 << 23..1 << 24).step_by(997));
}

#[test]
#[ignore = "takes a minute, optimised"]
fn nearest_ties_of_all_divisors() {
    nearest_ties(1 << 23..1 << 24);
}

/// Dividends whose quotients lie next to the middle of two numbers, or next to a number.
fn next_to_the_middle<E: Bits>() {
    let mut random = Random(2);
    let (mut a, mut s) = (Vec::new(), Vec::new());
    for i in 0..200_000 {
        let unit = E::lit(1.0).bits() >> E::MANTISSA;
        let by: E = number(Some(unit), &mut random);
        let q: E = number(Some(unit), &mut random);
        let half = 0.5f64.powi(E::MANTISSA as i32 + 1) * f64::from(i % 2);
        let product = E::lit(half) * by + q * by;
        for neighbour in -1i64..=1 {
            a.push(E::of(product.bits().wrapping_add_signed(neighbour)));
            s.push(by);
        }
    }
    check(&a, &s);
}

#[test]
fn near_ties() {
    next_to_the_middle::<f32>();
    next_to_the_middle::<f64>();
}

#[test]
fn zeros_infinities_and_no_numbers() {
    let special = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        3.0,
        -7.5,
        1e-30,
        -1e-42,
        1e38,
        f64::INFINITY,
        f64::NAN,
        -1e-310,
    ];
    let pairs = || special.iter().flat_map(|&a| special.map(|s| (a, s)));
    let (a, s): (Vec<f64>, Vec<f64>) = pairs().unzip();
    check(&a, &s);
    let narrow = |v: &[f64]| v.iter().map(|&v| v as f32).collect::<Vec<_>>();
    check(&narrow(&a), &narrow(&s));
}

#[test]
fn bits_do_not_depend_on_how_a_divisor_lies() {
    let mut random = Random(3);
    for (rows, columns) in [
        (1, 1),
        (3, 5),
        (7, 40),
        (40, 7),
        (5, 300),
        (12, 128),
        (3, 4000),
    ] {
        let array = |random: &mut Random| {
            Array2::<f64>::from_shape_fn((rows, columns), |_| {
                0.1 + (random.bits() >> 12) as f64 / (1u64 << 52) as f64
            })
        };
        let (a, t) = (array(&mut random), array(&mut random));
        let column = array(&mut random).column(0).to_owned().insert_axis(Axis(1));
        let row = array(&mut random).row(0).to_owned();
        for full in [
            column.broadcast((rows, columns)).unwrap(),
            row.broadcast((rows, columns)).unwrap(),
        ] {
            let full = full.to_owned();
            let want = map(Ratio, (&a, &full, &t));
            for i in 0..rows {
                for j in 0..columns {
                    let r = 1.0 / full[[i, j]];
                    assert_eq!(want[0][[i, j]], a[[i, j]] / full[[i, j]]);
                    assert_eq!(want[1][[i, j]], t[[i, j]] * r);
                }
            }
        }
        let of_column = column.broadcast((rows, columns)).unwrap().to_owned();
        assert_eq!(
            map(Ratio, (&a, &column, &t)),
            map(Ratio, (&a, &of_column, &t))
        );
        let of_row = row.broadcast((rows, columns)).unwrap().to_owned();
        assert_eq!(map(Ratio, (&a, &row, &t)), map(Ratio, (&a, &of_row, &t)));
        let by_one = map(Ratio, (&a, 0.7, &t));
        assert_eq!(
            by_one,
            map(Ratio, (&a, &Array2::from_elem((rows, columns), 0.7), &t))
        );
        assert_eq!(
            map(Waves::<true>, (&a, &column, &t)),
            map(Waves::<false>, (&a, &column, &t))
        );
        assert_eq!(
            map(Waves::<true>, (&a, 1e3, &t)),
            map(Waves::<false>, (&a, 1e3, &t))
        );
    }
}
