//! Blocks of every length, and from every place on a line of the cache: what comes before and behind the
//! whole chunks is computed as all else, in place as well.

use jvp_runtime::Real;
use jvp_runtime::rt::{Identity, Kernel, Lane, map, sum, update};
use ndarray::{Array1, s};

/// `[a / 2 + x, b + a x]`
struct Pair;

impl Kernel<3, 2> for Pair {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b, x]: [N; 3]) -> [N; 2] {
        [a * N::lit(0.5) + x, b + a * x]
    }
}

/// `[x + y, x y]`
struct Both;

impl Kernel<2, 2> for Both {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x, y]: [N; 2]) -> [N; 2] {
        [x + y, x * y]
    }
}

/// Lengths around those of chunks, and around those from which blocks begin at a line.
fn lens() -> impl Iterator<Item = usize> {
    [1..71, 126..133, 254..262, 510..516, 1020..1030, 2040..2090]
        .into_iter()
        .flatten()
        .chain([5000])
}

fn numbers<T: Real>(len: usize, step: f64) -> Array1<T> {
    Array1::from_shape_fn(len, |i| T::lit((i as f64 * step).sin()))
}

fn results_of<T: Real>() {
    for len in lens() {
        for (first, second) in [(0, 0), (1, 0), (0, 3), (5, 7)] {
            let (x, y) = (
                numbers::<T>(len + first, 0.7),
                numbers::<T>(len + second, 0.3),
            );
            let (x, y) = (x.slice(s![first..]), y.slice(s![second..]));
            let [sum, product] = map(Both, (&x, &y));
            assert_eq!(sum, &x + &y, "{len} from {first} and {second}");
            assert_eq!(product, &x * &y, "{len} from {first} and {second}");
        }
    }
}

fn in_place_of<T: Real>() {
    for len in lens() {
        for start in 0..4 {
            let (mut a, mut b) = (numbers::<T>(len + start, 0.7), numbers::<T>(len + 2, 0.9));
            let x = numbers::<T>(len, 0.3);
            let (before, beside) = (a.clone(), b.clone());
            {
                let (a, b) = (a.slice_mut(s![start..]), b.slice_mut(s![2..]));
                update(Pair, (a, b), (&x,));
            }
            for i in 0..len {
                let (a0, b0) = (before[start + i], beside[2 + i]);
                assert_eq!(
                    a[start + i],
                    a0 * T::lit(0.5) + x[i],
                    "{i} of {len} from {start}"
                );
                assert_eq!(b[2 + i], b0 + a0 * x[i], "{i} of {len} from {start}");
            }
            // What is around it stays.
            assert_eq!(a.slice(s![..start]), before.slice(s![..start]));
            assert_eq!(b.slice(s![..2]), beside.slice(s![..2]));
        }
    }
}

fn sums_of<T: Real>() {
    for len in lens() {
        let x = Array1::from_shape_fn(len, |i| T::lit(((i * 7) % 13) as f64 - 6.0));
        let want: f64 = (0..len).map(|i| ((i * 7) % 13) as f64 - 6.0).sum();
        let [total] = sum(Identity, (&x,));
        assert_eq!(total, T::lit(want), "{len}");
    }
}

#[test]
fn results() {
    results_of::<f32>();
    results_of::<f64>();
}

#[test]
fn in_place() {
    in_place_of::<f32>();
    in_place_of::<f64>();
}

#[test]
fn sums() {
    sums_of::<f32>();
    sums_of::<f64>();
}
