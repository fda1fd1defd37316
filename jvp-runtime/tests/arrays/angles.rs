//! Kernels with functions of angles: the same bits whether huge angles are thought of first or last.

use jvp_runtime::Real;
use jvp_runtime::rt::{Kernel, Lane, map, sum};
use ndarray::Array1;

/// All three functions, through arithmetic, and a result without any.
struct Waves<const ANGLES: bool>;

impl<const ANGLES: bool> Kernel<2, 5> for Waves<ANGLES> {
    const ANGLES: bool = ANGLES;

    #[inline(always)]
    fn eval<N: Lane>(&self, [x, y]: [N; 2]) -> [N; 5] {
        let (sin, cos) = x.sin_cos();
        [sin, cos * y, (x * y).tan(), (sin + y).exp(), y * y]
    }
}

/// Moderate numbers, with a special one here and there.
fn numbers<E: Real>(len: usize, special: &[f64], every: usize) -> Array1<E> {
    Array1::from_shape_fn(len, |i| match (i + 3) % every {
        0 => E::lit(special[i / every % special.len()]),
        _ => E::lit((i as f64 * 0.737).sin() * 40.0),
    })
}

fn agree<E: Real + std::fmt::LowerExp>(special: &[f64]) {
    for len in [1, 7, 16, 33, 1000, 5000] {
        for every in [1, 2, 17, 600] {
            let (x, y) = (
                numbers::<E>(len, special, every),
                numbers::<E>(len, &[0.5], 5),
            );
            let (near, all) = (map(Waves::<true>, (&x, &y)), map(Waves::<false>, (&x, &y)));
            for (near, all) in near.iter().zip(&all) {
                for (i, (a, b)) in near.iter().zip(all).enumerate() {
                    let same = a == b && a.is_sign_negative() == b.is_sign_negative();
                    assert!(
                        same || a.is_nan() && b.is_nan(),
                        "{a:e}, {b:e} of {:e}",
                        x[i]
                    );
                }
            }
            let (near, all) = (sum(Waves::<true>, (&x, &y)), sum(Waves::<false>, (&x, &y)));
            assert!(
                near.iter()
                    .zip(&all)
                    .all(|(a, b)| a == b || a.is_nan() && b.is_nan())
            );
        }
    }
}

#[test]
fn huge_angles() {
    let bounds = [
        131_071.99,
        131_072.0,
        -131_072.0,
        16_777_215.0,
        16_777_216.0,
        -16_777_216.0,
        274_877_906_943.0,
        274_877_906_944.0,
    ];
    let special = [1e6, -1e10, 1e15, 3e22, -1e30, 1e38];
    agree::<f32>(&[&bounds[..], &special].concat());
    agree::<f64>(&[&bounds[..], &special, &[1e300, -1.7e308]].concat());
}

#[test]
fn no_numbers_and_none_that_has_an_angle() {
    let special = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        0.0,
        -0.0,
        1e-310,
    ];
    agree::<f32>(&special);
    agree::<f64>(&special);
}

/// Against `std`, so that agreeing is not agreeing on something else.
#[test]
fn values() {
    let x = numbers::<f64>(300, &[1e5, -3e9, 1e12, 1e25, 1e300], 4);
    let y = Array1::ones(300);
    let [sin, cos, tan, ..] = map(Waves::<true>, (&x, &y));
    for (i, x) in x.iter().enumerate() {
        let close = |a: f64, b: f64| (a - b).abs() <= 4.0 * f64::EPSILON * b.abs();
        let all = close(sin[i], x.sin()) && close(cos[i], x.cos()) && close(tan[i], x.tan());
        assert!(all, "{} {} {} of {x:e}", sin[i], cos[i], tan[i]);
    }
}
