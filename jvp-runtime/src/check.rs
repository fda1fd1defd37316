//! [`check_jvp!`](crate::check_jvp): a JVP against differences of its function, for users' own tests.
//!
//! In: a function, its JVP, and a point. Out: nothing, or a [`CheckError`] that says which argument
//! is wrong, at which coordinate, and by how much. Always holds: the only derivative here is that of
//! `differences`, which knows nothing of how a JVP is made; and a check that has nothing to say is an
//! error too.
//!
//! The shell here knows types; all below it works on flat coordinates.

mod compare;
mod differences;
mod direction;
mod locate;
mod outcome;
mod problem;

use std::ops::Range;

pub use outcome::Outcome;
pub use problem::{Argument, CheckError, Fault, Problem};

use crate::tangent::{Differentiable, Tangent, from_flat};
use compare::{Displaced, Pushed, Subject};
use direction::{Random, scales};
use outcome::{Coordinates, epsilons, flat};

/// Directions over all arguments at once.
const DIRECTIONS: usize = 3;

/// Checks a JVP against high-order differences of its function, and panics if it is wrong.
///
/// `check_jvp!(f, jvp_f, arguments…)` takes the arguments of `f`, once each; seeds are drawn inside,
/// the same in every run. Each argument stands as it would in a call of `f`:
///
/// | argument | of `f` | of `jvp_f` |
/// |---|---|---|
/// | `x` | a value | the value, a tangent |
/// | `&x`, `&x[..]` | a reference | the reference, `&` tangent |
/// | `&mut y` | a place, that `f` reads or writes | the place, `&mut` tangent |
/// | `const n` | what has no tangent, or is not in `wrt` | the same, alone |
///
/// Arguments without `const` are owned values of types that are [`Differentiable`] and `Clone`,
/// references to them, or slices of such; a reference `r` is written `&*r`. What `const` marks is
/// evaluated anew for each call. `f` and `jvp_f` may be closures.
///
/// The value of `jvp_f` must be that of `f`, but for rounding; its tangent must be the derivative in
/// random directions over all arguments, and in one over each argument alone. Steps and tolerances
/// follow from the scalars (`f32` or `f64`), from the size of each coordinate, and from how far the
/// differences themselves may be off. `f` must be defined around the point, within a hundredth of
/// each coordinate's size (an eighth for `f32`).
///
/// # Panics
///
/// If `jvp_f` is wrong: the message names the argument, the coordinate of it, that of the result, and
/// both derivatives. If nothing can be said, at a kink or because `f` is noisy or has no result. The
/// function [`check`](fn@crate::check::check) returns the same as a [`CheckError`](crate::check::CheckError).
///
/// # Examples
///
/// ```
/// use jvp_runtime::check_jvp;
///
/// fn energy(x: &[f64], stiffness: f64, power: i32) -> f64 {
///     stiffness * x.iter().map(|a| a.powi(power)).sum::<f64>()
/// }
///
/// fn jvp_energy(x: &[f64], dx: &[f64], stiffness: f64, dstiffness: f64, power: i32) -> (f64, f64) {
///     let sum: f64 = x.iter().map(|a| a.powi(power)).sum();
///     let slope = |a: f64| f64::from(power) * a.powi(power - 1);
///     let dsum: f64 = x.iter().zip(dx).map(|(&a, da)| slope(a) * da).sum();
///     (stiffness * sum, dstiffness * sum + stiffness * dsum)
/// }
///
/// check_jvp!(energy, jvp_energy, &[1.0, -2.0, 0.5], 3.0, const 4);
/// ```
///
/// A wrong one is shown where it is wrong:
///
/// ```should_panic
/// # use jvp_runtime::check_jvp;
/// // `x.exp()` is missing in the tangent.
/// check_jvp!(|x: f64| x.exp(), |x: f64, dx: f64| (x.exp(), dx), 0.5);
/// ```
#[macro_export]
macro_rules! check_jvp {
    // One argument after the other is taken off the front. In brackets: the two functions, for
    // messages and calls; the `let`s; what each argument is called; the point as a nested pair, as a
    // value, as a pattern of primals and as one of tangents; the places written, primals and
    // tangents; the two argument lists.
    (@next $functions:tt [$($lets:tt)*] [$($names:tt)*] [$point:tt $primals:tt $tangents:tt]
        [$outs:tt $douts:tt] [$($args:tt)*] [$($pairs:tt)*] const $constant:expr $(, $($rest:tt)*)?) => {
        $crate::check_jvp!(@next $functions [$($lets)*] [$($names)* None,] [$point $primals $tangents]
            [$outs $douts] [$($args)* $constant,] [$($pairs)* $constant,] $($($rest)*)?)
    };
    (@next $functions:tt [$($lets:tt)*] [$($names:tt)*] [$point:tt $primals:tt $tangents:tt]
        [$outs:tt $douts:tt] [$($args:tt)*] [$($pairs:tt)*] &mut $place:expr $(, $($rest:tt)*)?) => {
        $crate::check_jvp!(@next $functions
            [$($lets)* let primal = (&$place).to_owned();]
            [$($names)* Some((concat!("&mut ", stringify!($place)), $crate::check::count(&primal))),]
            [($point, primal) ($primals, mut primal) ($tangents, mut tangent)]
            [($outs, primal) ($douts, tangent)]
            [$($args)* &mut primal,] [$($pairs)* &mut primal, &mut tangent,] $($($rest)*)?)
    };
    (@next $functions:tt [$($lets:tt)*] [$($names:tt)*] [$point:tt $primals:tt $tangents:tt]
        [$outs:tt $douts:tt] [$($args:tt)*] [$($pairs:tt)*] &$place:expr $(, $($rest:tt)*)?) => {
        $crate::check_jvp!(@next $functions
            [$($lets)* let primal = (&$place).to_owned();]
            [$($names)* Some((concat!("&", stringify!($place)), $crate::check::count(&primal))),]
            [($point, primal) ($primals, primal) ($tangents, tangent)]
            [$outs $douts]
            [$($args)* &primal,] [$($pairs)* &primal, &tangent,] $($($rest)*)?)
    };
    (@next $functions:tt [$($lets:tt)*] [$($names:tt)*] [$point:tt $primals:tt $tangents:tt]
        [$outs:tt $douts:tt] [$($args:tt)*] [$($pairs:tt)*] $value:expr $(, $($rest:tt)*)?) => {
        $crate::check_jvp!(@next $functions
            [$($lets)* let primal = $value;]
            [$($names)* Some((stringify!($value), $crate::check::count(&primal))),]
            [($point, primal) ($primals, primal) ($tangents, tangent)]
            [$outs $douts]
            [$($args)* primal,] [$($pairs)* primal, tangent,] $($($rest)*)?)
    };
    (@next [$f:expr, $jvp:expr] [$($lets:tt)*] [$($names:tt)*] [$point:tt $primals:tt $tangents:tt]
        [$outs:tt $douts:tt] [$($args:tt)*] [$($pairs:tt)*]) => {{
        $($lets)*
        let checked = $crate::check::check_arguments(
            [stringify!($f), stringify!($jvp)],
            &[$($names)*],
            $point,
            |$primals| {
                let result = $f($($args)*);
                (result, $outs)
            },
            |$primals, $tangents| {
                let outcome = $jvp($($pairs)*);
                (outcome, $outs, $douts)
            },
        );
        if let ::core::result::Result::Err(error) = checked {
            ::core::panic!("{error}");
        }
    }};
    ($f:expr, $jvp:expr $(, $($arguments:tt)*)?) => {
        $crate::check_jvp!(@next [$f, $jvp] [] [] [() () ()] [() ()] [] [] $($($arguments)*)?)
    };
}

/// Checks the JVP of a function of one argument, which may be a tuple of several.
///
/// What [`check_jvp!`](crate::check_jvp) does, for programs: `f` gives the function's result at a
/// point, `jvp` that and its tangent along a seed.
///
/// # Errors
///
/// If the JVP is wrong, or if that can't be told here.
///
/// # Examples
///
/// ```
/// use jvp_runtime::check::{check, Problem};
///
/// let point = (2.0, vec![0.5, 0.25]);
/// let error = check(
///     &point,
///     |(a, x)| a * (x[0] + x[1]),
///     |(a, x), (da, dx)| (a * (x[0] + x[1]), da * (x[0] + x[1]) + a * dx[0]),
/// );
/// let Err(Problem::Tangent(faults)) = error.map_err(|e| e.problem) else { panic!() };
/// // The coordinates of `point` are those of `a`, then those of `x`.
/// assert_eq!(faults[0].coordinates, 2..3);
/// assert!(faults[0].jvp == 0.0 && (faults[0].differences - 2.0).abs() < 1e-9);
/// ```
pub fn check<P, J>(
    point: &P,
    mut f: impl FnMut(P) -> J::Primal,
    mut jvp: impl FnMut(P, P::Tangent) -> J,
) -> Result<(), CheckError>
where
    P: Differentiable + Clone,
    J: Outcome,
{
    check_arguments(
        ["f", "jvp"],
        &[Some(("point", count(point)))],
        point.clone(),
        |point| (f(point), ()),
        |point, seed| (jvp(point, seed), (), ()),
    )
}

/// The number of coordinates of a value.
#[doc(hidden)]
pub fn count<T: Differentiable>(value: &T) -> usize {
    value.zero_tangent().coordinates()
}

/// What the macro calls. `names` has each argument's text and number of coordinates, in the order of
/// `point`, or `None` for a constant; `f` and `jvp` return the places that they write beside their
/// results.
#[doc(hidden)]
pub fn check_arguments<P, J, O>(
    [function, jvp_name]: [&str; 2],
    names: &[Option<(&str, usize)>],
    point: P,
    mut f: impl FnMut(P) -> (J::Primal, O),
    mut jvp: impl FnMut(P, P::Tangent) -> (J, O, O::Tangent),
) -> Result<(), CheckError>
where
    P: Differentiable + Clone,
    J: Outcome,
    O: Differentiable,
{
    let zero = point.zero_tangent();
    let seed = |direction: &[f64]| from_flat(&zero, direction);
    let displaced = &mut |direction: &[f64], h: f64| {
        let mut there = point.clone();
        there.displace(h, &seed(direction));
        let (result, places) = f(there);
        let mut coordinates = J::coordinates(&result)?;
        places.coordinates_into(&mut coordinates);
        Some(coordinates)
    };
    let pushed = &mut |direction: &[f64]| {
        let (outcome, places, tangents) = jvp(point.clone(), seed(direction));
        Some(outcome.pair()?.chain(Coordinates::of(&places, &tangents)))
    };

    let mut arguments = Vec::new();
    let mut end = 0;
    for (i, name) in names.iter().enumerate() {
        if let Some((text, count)) = name {
            let text = String::from(*text);
            arguments.push((Argument { place: i + 1, text }, end..end + count));
            end += count;
        }
    }
    let coordinates = flat(&point);
    let parts = arguments
        .iter()
        .flat_map(|(_, r)| scales(&coordinates[r.clone()]));
    let scales: Vec<f64> = parts.collect();
    let epsilon = epsilons(&zero).into_iter().fold(0.0, f64::max);
    examine(displaced, pushed, &arguments, &scales, epsilon).map_err(|problem| CheckError {
        function: function.to_owned(),
        jvp: jvp_name.to_owned(),
        problem,
    })
}

/// The check itself, in flat coordinates.
fn examine(
    displaced: Displaced,
    pushed: Pushed,
    arguments: &[(Argument, Range<usize>)],
    scales: &[f64],
    epsilon: f64,
) -> Result<(), Problem> {
    let mut random = Random::new();
    let all = 0..scales.len();
    let first = random.direction(scales, all.clone());
    let center = displaced(&vec![0.0; scales.len()], 0.0);
    let (center, here) = match (center, pushed(&first)) {
        (Some(center), Some(here)) => (center, here),
        (None, None) => return Err(Problem::Nothing),
        (_, here) => {
            let of_jvp = here.is_some();
            return Err(Problem::OneResult { of_jvp });
        }
    };
    compare_values(&center, &here)?;
    if center.is_empty() || scales.is_empty() {
        return Err(Problem::Nothing);
    }

    let mut subject = Subject {
        displaced,
        pushed,
        center,
        epsilon: here.epsilon.iter().copied().fold(epsilon, f64::max),
    };
    let mut directions = vec![first];
    directions.extend((1..DIRECTIONS).map(|_| random.direction(scales, all.clone())));
    let several = arguments.iter().filter(|_| arguments.len() > 1);
    directions.extend(several.map(|(_, range)| random.direction(scales, range.clone())));

    let mut unclear = None;
    for direction in directions {
        let verdict = subject.compare(&direction);
        if let Some(whole) = verdict.wrong {
            let faults = locate::faults(&mut subject, scales, &direction, arguments, whole);
            return Err(Problem::Tangent(faults));
        }
        unclear = unclear.or(verdict.unclear);
    }
    unclear.map_or(Ok(()), |finding| {
        Err(Problem::Unclear {
            output: finding.output,
            jvp: finding.jvp,
            differences: finding.differences.derivative,
            error: finding.differences.error,
        })
    })
}

/// The value must be the function's. On arrays it may differ by what another order of summation
/// does, which this does not hold against it: three quarters of the digits must agree.
fn compare_values(center: &[f64], here: &Coordinates) -> Result<(), Problem> {
    if center.len() != here.value.len() || center.len() != here.tangent.len() {
        return Err(Problem::Shape {
            function: center.len(),
            value: here.value.len(),
            tangent: here.tangent.len(),
        });
    }
    let sizes = center.iter().map(|x| x.abs()).filter(|x| x.is_finite());
    let largest = sizes.fold(0.0, f64::max);
    for (output, (&right, &value)) in center.iter().zip(&here.value).enumerate() {
        let tolerance = here.epsilon[output].powf(0.75) * largest;
        let same = right == value
            || right.is_nan() && value.is_nan()
            || (right - value).abs() <= tolerance;
        if !same {
            return Err(Problem::Value {
                output,
                function: right,
                jvp: value,
            });
        }
    }
    Ok(())
}
