//! With the feature `rayon`, results have the same bits for any number of threads.

#![cfg(feature = "rayon")]

use jvp_runtime::rt::{Identity, Kernel, Lane, map, mean_axis, sum, sum_axis, update};
use ndarray::{Array1, Array2, ArrayD, Axis, IxDyn, ShapeBuilder, s};

struct Mix;

impl Kernel<3, 2> for Mix {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b, c]: [N; 3]) -> [N; 2] {
        [(a + b).sin() * c, (a - c) / b]
    }
}

fn sample(rows: usize, columns: usize) -> Array2<f32> {
    let number = |(i, j): (usize, usize)| 1.0 + ((i * 7919 + j * 104_729) % 1000) as f32 * 1e-3;
    Array2::from_shape_fn((rows, columns), number)
}

/// Bits of everything that may run on several threads.
fn bits(x: &Array2<f32>) -> Vec<u32> {
    let (n, m) = x.dim();
    let row = Array1::from_iter((0..m).map(|k| 1.0 + (k % 17) as f32));
    let column = Array2::from_shape_fn((n, 1), |(k, _)| 0.5 + (k % 13) as f32);
    let columns = Array2::from_shape_fn((n, m).f(), |(i, j)| (1 + (i + j) % 11) as f32);
    let mut arrays: Vec<ArrayD<f32>> = Vec::new();
    let mut keep = |results: [Array2<f32>; 2]| arrays.extend(results.map(Array2::into_dyn));
    keep(map(Mix, (x, x, 2.0)));
    keep(map(Mix, (x.clone(), &row, &column)));
    keep(map(Mix, (x, &columns, x.slice(s![..;-1, ..]))));
    let (mut y, mut dy) = (x.clone(), columns.clone());
    update(Mix, (&mut y, &mut dy), (&row,));
    keep([y, dy]);
    for axis in [Axis(0), Axis(1)] {
        arrays.extend(sum_axis(Mix, axis, (x, &row, &column)).map(Array1::into_dyn));
        arrays.extend(
            mean_axis(Identity, axis, (&columns,))
                .unwrap()
                .map(Array1::into_dyn),
        );
    }
    for sums in [sum(Mix, (x, x, 2.0)), sum(Mix, (x, &row, &columns))] {
        arrays.push(ArrayD::from_shape_vec(IxDyn(&[2]), sums.to_vec()).unwrap());
    }
    let bits = arrays
        .iter()
        .flat_map(|array| array.iter().map(|x| x.to_bits()));
    bits.collect()
}

/// Holds what is computed with 2 and with 5 threads against what is computed with 1.
fn check<R: PartialEq + Send>(f: impl Fn() -> R + Sync) {
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap().install(&f)
    };
    let one = with(1);
    assert!(one == with(2));
    assert!(one == with(5));
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    for (n, m) in [(300, 250), (25_000, 3), (3, 25_000)] {
        let x = sample(n, m);
        check(|| bits(&x));
    }
}

#[test]
fn sums_over_a_long_first_axis() {
    let x = sample(30_000, 20);
    check(|| {
        let [sums] = sum_axis(Identity, Axis(0), (&x,));
        sums.map(|sum| sum.to_bits())
    });
}
