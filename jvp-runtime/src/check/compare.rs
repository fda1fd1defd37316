//! One direction: what the JVP says of it against what differences say.
//!
//! Everything here is in flat coordinates. Always holds: a coordinate of the result either agrees,
//! or disagrees by more than differences can be off, or is left unclear; there is nothing between.

use super::differences::{Estimate, derivatives};
use super::outcome::Coordinates;

/// The function's results at the point, displaced by a multiple of a direction; `None` where it has
/// none.
pub type Displaced<'a> = &'a mut dyn FnMut(&[f64], f64) -> Option<Vec<f64>>;

/// The JVP's results at the point, with a seed.
pub type Pushed<'a> = &'a mut dyn FnMut(&[f64]) -> Option<Coordinates>;

/// The function and its JVP around the point.
pub struct Subject<'a> {
    /// The function.
    pub displaced: Displaced<'a>,
    /// Its JVP.
    pub pushed: Pushed<'a>,
    /// The function's results at the point.
    pub center: Vec<f64>,
    /// The precision of the coarsest scalar in sight.
    pub epsilon: f64,
}

/// What a direction showed.
#[derive(Default)]
pub struct Verdict {
    /// The coordinate of the result that is off the most, by what can be expected.
    pub wrong: Option<Finding>,
    /// The first coordinate of which differences say nothing.
    pub unclear: Option<Finding>,
}

/// One coordinate of the result.
#[derive(Clone, Copy)]
pub struct Finding {
    /// Which one.
    pub output: usize,
    /// Its tangent by the JVP.
    pub jvp: f64,
    /// Its tangent by differences.
    pub differences: Estimate,
}

impl Subject<'_> {
    /// Compares in `direction`. The JVP is known to have a result of the right shape.
    pub fn compare(&mut self, direction: &[f64]) -> Verdict {
        let Some(pushed) = (self.pushed)(direction) else {
            return Verdict::default();
        };
        let yardstick = Yardstick::new(&self.center, self.epsilon);
        let count = self.center.len();
        let displaced = &mut self.displaced;
        let estimates = derivatives(
            &self.center,
            self.epsilon,
            |h| displaced(direction, h).filter(|results| results.len() == count),
            |estimates| {
                let mut all = estimates.iter().zip(&pushed.tangent).enumerate();
                all.all(|(i, (e, &jvp))| yardstick.precise(i, jvp, e))
            },
        );

        let mut verdict = Verdict::default();
        let mut worst = 1.0;
        for (output, (&differences, &jvp)) in estimates.iter().zip(&pushed.tangent).enumerate() {
            let finding = Finding {
                output,
                jvp,
                differences,
            };
            if !yardstick.sure(output, jvp, &differences) {
                verdict.unclear.get_or_insert(finding);
                continue;
            }
            let excess = yardstick.excess(jvp, &differences);
            if excess > worst {
                worst = excess;
                verdict.wrong = Some(finding);
            }
        }
        verdict
    }
}

/// How exact is exact enough.
struct Yardstick<'a> {
    center: &'a [f64],
    epsilon: f64,
    /// The size below which a coordinate of the result is nothing but rounding of the others.
    floor: f64,
}

impl<'a> Yardstick<'a> {
    fn new(center: &'a [f64], epsilon: f64) -> Self {
        let sizes = center.iter().map(|x| x.abs()).filter(|x| x.is_finite());
        Yardstick {
            center,
            epsilon,
            floor: epsilon.sqrt() * sizes.fold(0.0, f64::max),
        }
    }

    /// Whether more steps would not show more.
    fn precise(&self, output: usize, jvp: f64, differences: &Estimate) -> bool {
        differences.error <= self.tolerance() * self.size(output, jvp, differences)
    }

    /// Whether differences say something: an error of a quarter of the digits is still good enough
    /// to tell a right tangent from one with a wrong term.
    fn sure(&self, output: usize, jvp: f64, differences: &Estimate) -> bool {
        differences.error <= self.epsilon.powf(0.25) * self.size(output, jvp, differences)
    }

    /// How many times as much as can be expected the two are apart. An estimate of an error is
    /// itself an estimate, hence the factor.
    fn excess(&self, jvp: f64, differences: &Estimate) -> f64 {
        let derivative = differences.derivative;
        if !jvp.is_finite() {
            return f64::INFINITY;
        }
        let largest = jvp.abs().max(derivative.abs());
        let expected = 8.0 * differences.error + self.tolerance() * largest;
        if jvp == derivative {
            0.0
        } else {
            (jvp - derivative).abs() / expected
        }
    }

    /// Relative: two thirds of the digits, 4e-11 for `f64` and 2e-5 for `f32`.
    fn tolerance(&self) -> f64 {
        self.epsilon.powf(2.0 / 3.0)
    }

    /// A direction moves each coordinate of the point by a part of itself, so that a derivative along
    /// it is as large as the result, if nothing cancels.
    fn size(&self, output: usize, jvp: f64, differences: &Estimate) -> f64 {
        let sizes = [jvp, differences.derivative, self.center[output]].map(f64::abs);
        let finite = sizes.into_iter().filter(|x| x.is_finite());
        finite.fold(self.floor, f64::max)
    }
}
