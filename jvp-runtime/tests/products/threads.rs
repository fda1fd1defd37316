//! Any number of threads gives the bits of one.

use jvp_runtime::{Real, rt};
use ndarray::Array2;

use crate::samples::{LAYOUTS, Sample};

fn with_threads<R: Send>(threads: usize, f: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    pool.install(f)
}

fn sizes<T: Real>() {
    let sizes = [
        (300, 200, 310),
        (1, 3000, 900),
        (2, 2000, 701),
        (900, 70, 50),
        (97, 500, 98),
    ];
    for (turn, (m, k, n)) in sizes.into_iter().enumerate() {
        let a = Sample::<T>::new(m, k, LAYOUTS[turn % 3], 1);
        let b = Sample::<T>::new(k, n, LAYOUTS[turn / 2 % 2], 2);
        let run = || -> (Array2<T>, Array2<T>) {
            rt::dot::jvp_11(a.view(), a.view(), b.view(), b.view())
        };
        let one = with_threads(1, run);
        for threads in [2, 5] {
            assert!(
                one == with_threads(threads, run),
                "{m}x{k}x{n} on {threads} threads"
            );
        }
    }
}

#[test]
fn bits_do_not_depend_on_the_number_of_threads() {
    sizes::<f32>();
    sizes::<f64>();
}
