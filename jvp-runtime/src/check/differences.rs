//! Derivatives by central differences of high order, with an estimate of their own error.
//!
//! In: a function along a line, `g(h)`, with coordinates. Out, for each coordinate, the derivative
//! at 0 and how far it may be off. Always holds: an estimate that is not to be trusted (noise, a kink,
//! a pole) has an error that says so, infinite at worst; it is never silently wrong.
//!
//! The method is Ridders': `D(h) = (g(h) - g(-h)) / 2h` has an expansion in h², so that making h
//! smaller and extrapolating removes one power after the other. The steps go down until all coordinates are
//! sure enough, and for each the best entry of its triangle counts.
//! (C. J. F. Ridders, "Accurate computation of F′(x) and F′(x) F″(x)", Adv. Eng. Software 4, 1982.)
//!
//! Entries may be alike by chance; what they can't be is surer than the values that they come from.
//! How far these are off is read off values close by, which for a smooth function lie on a cubic:
//! a value that is left when large ones cancel has the rounding of the large ones.
//! (The idea is that of J. J. Moré, S. M. Wild, "Estimating computational noise", SIAM J. Sci.
//! Comput. 33, 2011, who take differences of high order.)

/// How many values tell of their noise.
const NEARBY: usize = 13;

/// The powers of h² that are removed at most: order 10.
const DEEPEST: usize = 4;

/// From one step to the next: the golden section, which is the farthest from every fraction. Where a
/// function rounds to a fixed grid, steps in a simple ratio go wrong in the same way, and look sure.
const RATIO: f64 = std::f64::consts::GOLDEN_RATIO - 1.0;

/// A derivative and how far it may be off.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// The derivative.
    pub derivative: f64,
    /// A bound of its error, as far as differences can tell.
    pub error: f64,
}

/// The triangle of one coordinate: its last row, and the best entry of all.
struct Triangle {
    row: Vec<f64>,
    /// How far the entries of the row are from those that they come from.
    spreads: Vec<f64>,
    /// The difference of the slopes on either side.
    jump: f64,
    /// The standard deviation of the values.
    noise: f64,
    best: Estimate,
}

/// The derivatives of `g` at 0, where it has the value `center`.
///
/// `epsilon` is the precision of the scalars that `g` computes in. `g` gives `None` where it has no
/// result, or one of another shape. The steps stop when `enough` says so of the estimates.
pub fn derivatives(
    center: &[f64],
    epsilon: f64,
    mut g: impl FnMut(f64) -> Option<Vec<f64>>,
    enough: impl Fn(&[Estimate]) -> bool,
) -> Vec<Estimate> {
    let unknown = Estimate {
        derivative: f64::NAN,
        error: f64::INFINITY,
    };
    let triangle = |noise| Triangle {
        row: Vec::new(),
        spreads: Vec::new(),
        jump: f64::NAN,
        noise,
        best: unknown,
    };
    let noises = noises(center, epsilon, &mut g);
    let mut triangles: Vec<Triangle> = noises.into_iter().map(triangle).collect();
    let mut estimates = vec![unknown; center.len()];
    for h in steps(epsilon) {
        match g(h).zip(g(-h)) {
            Some((right, left)) => {
                for (i, triangle) in triangles.iter_mut().enumerate() {
                    triangle.add([left[i], center[i], right[i]], h, epsilon);
                    estimates[i] = triangle.best;
                }
                if enough(&estimates) {
                    break;
                }
            }
            // Nearer to the point there may be results again.
            None => triangles.iter_mut().for_each(Triangle::restart),
        }
    }
    estimates
}

/// The steps: from where the truncation error of order 8 is that of rounding, to where rounding leaves
/// six tenths of the digits.
fn steps(epsilon: f64) -> impl Iterator<Item = f64> {
    let last = epsilon.powf(0.4);
    let step = |h: &f64| Some(RATIO * h);
    std::iter::successors(Some(epsilon.powf(0.125)), step).take_while(move |h| *h >= last)
}

/// How far each coordinate of the values of `g` is off at random, as a standard deviation; zero
/// where that can't be told: what a cubic does not explain of values at places close by. These are
/// spread irregularly, since roundings at equal steps may be alike.
fn noises(center: &[f64], epsilon: f64, g: &mut impl FnMut(f64) -> Option<Vec<f64>>) -> Vec<f64> {
    let place = |j: usize| match j {
        0 => 0.0,
        _ => 2.0 * (j as f64 * RATIO).fract() - 1.0,
    };
    let places: Vec<f64> = (0..NEARBY).map(place).collect();
    let value = |t: &f64| match *t {
        0.0 => Some(center.to_vec()),
        t => g(4.0 * epsilon.sqrt() * t),
    };
    let Some(values) = places.iter().map(value).collect::<Option<Vec<Vec<f64>>>>() else {
        return vec![0.0; center.len()];
    };
    let noise = |i: usize| deviation(&places, values.iter().map(|v| v[i] - center[i]).collect());
    (0..center.len()).map(noise).collect()
}

/// The standard deviation of values from the cubic that is nearest to them, by Gram and Schmidt.
fn deviation(places: &[f64], mut values: Vec<f64>) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let without = |v: &mut [f64], u: &[f64]| {
        let part = dot(v, u) / dot(u, u);
        v.iter_mut().zip(u).for_each(|(v, u)| *v -= part * u);
    };
    let mut powers: Vec<Vec<f64>> = Vec::new();
    for k in 0..=3 {
        let mut power: Vec<f64> = places.iter().map(|t| t.powi(k)).collect();
        powers.iter().for_each(|p| without(&mut power, p));
        without(&mut values, &power);
        powers.push(power);
    }
    let deviation = (dot(&values, &values) / (places.len() - powers.len()) as f64).sqrt();
    if deviation.is_finite() {
        deviation
    } else {
        0.0
    }
}

impl Triangle {
    /// Forgets what is not next to the steps to come.
    fn restart(&mut self) {
        self.row.clear();
        self.spreads.clear();
        self.jump = f64::NAN;
    }

    /// One more row, for the step `h`.
    fn add(&mut self, [left, center, right]: [f64; 3], h: f64, epsilon: f64) {
        let quotient = (right - left) / (2.0 * h);
        if !quotient.is_finite() || !center.is_finite() {
            self.restart();
            return;
        }
        // The slopes on either side are apart by O(h), unless there is a kink.
        let jump = ((right - center) / h - (center - left) / h).abs();
        let kink = if jump > 0.7 * self.jump { jump } else { 0.0 };
        self.jump = jump;
        let largest = left.abs().max(right.abs()).max((h * quotient).abs());
        // Two standard deviations, which extrapolation makes up to four times as large.
        let of_values = (epsilon * largest).max(8.0 * self.noise);
        let noise = of_values / h + epsilon * quotient.abs();

        let (mut row, mut spreads) = (vec![quotient], vec![f64::INFINITY]);
        let mut power = 1.0;
        for (column, above) in self.row.iter().take(DEEPEST).enumerate() {
            power /= RATIO * RATIO;
            let beside = row[column];
            let entry = beside + (beside - above) / (power - 1.0);
            let spread = (entry - beside).abs().max((entry - above).abs());
            row.push(entry);
            spreads.push(spread);
            // Entries may be alike by chance, but hardly twice. Where they converge, the row before
            // has a larger spread, and the price of this is one row more.
            let before = self.spreads.get(column + 1).unwrap_or(&f64::INFINITY);
            let error = spread.max(before / 4.0).max(noise) + kink;
            if column > 0 && error < self.best.error {
                self.best = Estimate {
                    derivative: entry,
                    error,
                };
            }
        }
        self.spreads = spreads;
        self.row = row;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derivative(g: impl Fn(f64) -> f64) -> Estimate {
        derivatives(&[g(0.0)], f64::EPSILON, |h| Some(vec![g(h)]), |_| false)[0]
    }

    #[test]
    fn a_smooth_function_has_eleven_digits() {
        let e = derivative(|h| (0.7 + h).sin().exp());
        let right = 0.7_f64.cos() * 0.7_f64.sin().exp();
        assert!(
            (e.derivative - right).abs() <= e.error && e.error < 1e-11,
            "{e:?}"
        );
    }

    #[test]
    fn a_kink_at_the_point_is_no_derivative() {
        let e = derivative(|h| h.max(0.0));
        assert!(e.error >= 0.5, "{e:?}");
    }

    #[test]
    fn a_kink_beside_the_point_is_stepped_over() {
        for beside in [1e-2, 1e-3, 1e-5] {
            let e = derivative(|h| 3.0 * h + (h - beside).max(0.0));
            assert!(
                (e.derivative - 3.0).abs() <= e.error && e.error < 1e-8,
                "{e:?}"
            );
        }
    }

    #[test]
    fn noise_is_noticed() {
        // A hash of the bits, as good as random.
        let noise = |h: f64| {
            let bits = (h.to_bits() ^ (h.to_bits() >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (bits >> 11) as f64 / (1_u64 << 53) as f64
        };
        for size in [1e-2, 1e-4, 1e-6] {
            let e = derivative(|h| h.sin() + size * noise(h));
            assert!((e.derivative - 1.0).abs() <= 8.0 * e.error, "{size}: {e:?}");
            assert!(e.error > 0.1 * size, "{size}: {e:?}");
        }
    }

    #[test]
    fn the_rounding_of_large_values_is_noticed() {
        for i in 1..300 {
            let x = 0.01 * f64::from(i);
            let e = derivative(|h| (1e4 + x + h).sqrt() - (1e4 + x).sqrt());
            let right = 0.5 / (1e4 + x).sqrt();
            assert!((e.derivative - right).abs() <= e.error, "{x}: {e:?}");
            assert!(e.error < 1e-6 * right, "{x}: {e:?}");
        }
    }

    #[test]
    fn outside_of_the_domain_there_is_nothing() {
        assert_eq!(derivative(f64::sqrt).error, f64::INFINITY);
        let e = derivative(|h| (h + 1e-4).sqrt());
        assert!(
            (e.derivative - 50.0).abs() <= e.error && e.error < 1e-4,
            "{e:?}"
        );
    }
}
