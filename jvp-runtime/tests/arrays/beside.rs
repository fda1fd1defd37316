//! Maps with sums beside them, against the map and the sums of what it gives.

use jvp_runtime::Real;
use jvp_runtime::rt::{Identity, Kernel, Lane, map, map_sum_axis, sum_axis};
use ndarray::{Array2, ArrayD, Axis, array};

use crate::layouts::{LAYOUTS, Sample, shapes};

/// Two results that are kept, and two that are summed.
struct Both;

impl Kernel<3, 4> for Both {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x, dx, w]: [N; 3]) -> [N; 4] {
        [x - w, dx, x * w, dx * w]
    }
}

fn every_layout<T: Real>(shapes: &[Vec<usize>]) {
    for shape in shapes {
        for (i, &la) in LAYOUTS.iter().enumerate() {
            let lw = LAYOUTS[(3 * i + 1) % LAYOUTS.len()];
            let [x, dx, w] =
                [(la, 1), (la, 2), (lw, 3)].map(|(l, k)| Sample::<T>::new(l, shape, k));
            let (x, dx, w) = (x.view(), dx.view(), w.view());
            for axis in (0..shape.len()).map(Axis) {
                let [a, b, c, d] = map(Both, (&x, &dx, &w));
                let sums = [c, d].map(|values| {
                    let [sum] = sum_axis(Identity, axis, (values,));
                    sum
                });
                let context = format!("{shape:?} {la:?} {lw:?} {axis:?}");
                let have = map_sum_axis(Both, axis, (&x, &dx, &w));
                assert_eq!(have, ([a.clone(), b.clone()], sums.clone()), "{context}");
                // By value: the buffers of operands are taken over.
                let owned = (x.to_owned(), dx.to_owned(), w.to_owned());
                let (kept, [s, t]) = map_sum_axis(Both, axis, owned);
                assert_eq!(kept, [a, b], "{context}");
                let close = |(x, y): (&T, &T)| (*x - *y).abs() <= T::epsilon() * *y * T::lit(32.0);
                for (one, other) in sums.iter().zip(&[s, t]) {
                    assert!(one.iter().zip(other).all(close), "{context}");
                }
            }
        }
    }
}

#[test]
fn every_layout_f32() {
    every_layout::<f32>(&shapes());
}

#[test]
fn every_layout_f64() {
    every_layout::<f64>(&shapes());
}

/// Rows that are longer than a buffer, and many short ones.
#[test]
fn long_and_short_rows() {
    let shapes = [[3, 5000], [2, 1024], [2000, 3], [70, 129], [1, 40_000]];
    every_layout::<f32>(&shapes.map(|s| s.to_vec()));
    every_layout::<f64>(&shapes.map(|s| s.to_vec()));
}

#[test]
fn operands_are_broadcast() {
    let (x, w) = (
        array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],
        array![[1.0], [10.0]],
    );
    let ([y, dy], [sum, dsum]) = map_sum_axis(Both, Axis(1), (&x, 2.0, &w));
    assert_eq!(y, array![[0.0, 1.0, 2.0], [-6.0, -5.0, -4.0]]);
    assert_eq!(dy, Array2::from_elem((2, 3), 2.0));
    assert_eq!((sum, dsum), (array![6.0, 150.0], array![6.0, 60.0]));
}

#[test]
fn no_elements() {
    let x = ArrayD::<f64>::zeros(vec![0, 3]);
    let ([y, _], [sum, _]) = map_sum_axis(Both, Axis(1), (&x, &x, &x));
    assert_eq!((y.shape(), sum.shape()), (&[0, 3][..], &[0][..]));
    let ([_, _], [sum, _]) = map_sum_axis(Both, Axis(0), (&x, &x, &x));
    assert_eq!(sum, ArrayD::zeros(vec![3]));
}

#[test]
#[should_panic(expected = "index out of bounds")]
fn no_such_axis() {
    let x = Array2::<f64>::zeros((2, 3));
    let _ = map_sum_axis::<_, _, _, 3, 4, 2, 2>(Both, Axis(2), (&x, &x, &x));
}
