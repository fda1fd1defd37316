//! Sums and means against ndarray's, for every layout and axis.

use jvp_runtime::Real;
use jvp_runtime::rt::{Identity, Kernel, Lane, mean, mean_axis, sum, sum_axis};
use ndarray::{Array1, Array2, ArrayD, Axis, IxDyn, array};

use crate::layouts::{LAYOUTS, Sample, shapes};

struct Product;

impl Kernel<3, 2> for Product {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x, dx, w]: [N; 3]) -> [N; 2] {
        [x * w, dx * w]
    }
}

/// Close, as sums in different orders are: some roundings apart, relative to a sum of positive numbers.
fn close<T: Real>(a: T, b: T) -> bool {
    let (a, b) = (a.to_f64().unwrap(), b.to_f64().unwrap());
    (a - b).abs() <= 32.0 * T::epsilon().to_f64().unwrap() * b.abs()
}

/// The sum with one rounding or two: by Neumaier's compensated summation in `f64`.
fn exact_sum<T: Real>(x: impl IntoIterator<Item = T>) -> T {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for x in x {
        let x = x.to_f64().unwrap();
        let next = sum + x;
        lost += if sum.abs() >= x.abs() {
            (sum - next) + x
        } else {
            (x - next) + sum
        };
        sum = next;
    }
    T::lit(sum + lost)
}

fn exact<T: Real>(x: &ArrayD<T>) -> T {
    exact_sum(x.iter().copied())
}

fn exact_axis<T: Real>(x: &ArrayD<T>, axis: Axis) -> ArrayD<T> {
    x.map_axis(axis, |lane| exact_sum(lane.iter().copied()))
}

fn every_layout<T: Real>() {
    for shape in shapes() {
        for (i, &la) in LAYOUTS.iter().enumerate() {
            for lw in [la, LAYOUTS[(3 * i + 1) % LAYOUTS.len()]] {
                let x = Sample::<T>::new(la, &shape, 1);
                let dx = Sample::<T>::new(la, &shape, 2);
                let w = Sample::<T>::new(lw, &shape, 3);
                let (x, dx, w) = (x.view(), dx.view(), w.view());
                let want = [&x * &w, &dx * &w];
                let context = format!("{shape:?} {la:?} {lw:?}");
                let have = sum(Product, (&x, &dx, &w));
                let means = mean(Product, (&x, &dx, &w));
                assert_eq!(means.is_none(), x.is_empty());
                for k in 0..2 {
                    assert!(close(have[k], exact(&want[k])), "{context}");
                    if let Some(means) = means {
                        assert_eq!(means[k], have[k] / T::lit(x.len() as f64));
                    }
                }
                let [plain] = sum(Identity, (&x,));
                assert!(close(plain, exact(&x.to_owned())), "{context}");
                for axis in (0..shape.len()).map(Axis) {
                    let have = sum_axis(Product, axis, (&x, &dx, &w));
                    let means = mean_axis(Product, axis, (&x, &dx, &w));
                    assert_eq!(means.is_none(), x.len_of(axis) == 0);
                    for k in 0..2 {
                        let want = exact_axis(&want[k], axis);
                        assert_eq!(have[k].shape(), want.shape());
                        let close = have[k].iter().zip(&want).all(|(&a, &b)| close(a, b));
                        assert!(close, "{context} {axis:?}\n{}\n{want}", have[k]);
                        if let Some(means) = &means {
                            assert_eq!(means[k], &have[k] / T::lit(x.len_of(axis) as f64));
                        }
                    }
                    let [plain] = sum_axis(Identity, axis, (&x,));
                    let want = exact_axis(&x.to_owned(), axis);
                    assert!(
                        plain.iter().zip(&want).all(|(&a, &b)| close(a, b)),
                        "{context} {axis:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_layout_f32() {
    every_layout::<f32>();
}

#[test]
fn every_layout_f64() {
    every_layout::<f64>();
}

#[test]
fn operands_are_broadcast() {
    let x: Array2<f64> = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let w: Array1<f64> = array![1.0, 10.0, 100.0];
    assert_eq!(sum(Product, (&x, 2.0, &w)), [975.0, 444.0]);
    let [y, dy] = sum_axis(Product, Axis(1), (&x, 2.0, &w));
    assert_eq!((y, dy), (array![321.0, 654.0], array![222.0, 222.0]));
    let [y, dy] = sum_axis(Product, Axis(0), (&x, 2.0, w.clone()));
    assert_eq!(
        (y, dy),
        (array![5.0, 70.0, 900.0], array![4.0, 40.0, 400.0])
    );
    let [y] = sum(Identity, (x.broadcast(IxDyn(&[50, 2, 3])).unwrap(),));
    assert_eq!(y, 50.0 * 21.0);
    let [y, dy] = mean(Product, (3.0, 4.0, 2.0)).unwrap();
    assert_eq!((y, dy), (6.0_f64, 8.0));
    assert_eq!(sum(Product, (3.0, 4.0, 2.0)), [6.0_f64, 8.0]);
}

#[test]
fn long_axes() {
    for shape in [
        [100_000, 3],
        [3, 100_000],
        [2000, 70],
        [70, 2000],
        [2, 40_000],
    ] {
        for &layout in &LAYOUTS {
            let x = Sample::<f32>::new(layout, &shape, 5);
            let x = x.view();
            let [y] = sum(Identity, (&x,));
            assert!(close(y, exact(&x.to_owned())));
            for axis in [Axis(0), Axis(1)] {
                let [y] = sum_axis(Identity, axis, (&x,));
                let want = exact_axis(&x.to_owned(), axis);
                assert!(
                    y.iter().zip(&want).all(|(&a, &b)| close(a, b)),
                    "{shape:?} {layout:?} {axis:?}"
                );
            }
        }
    }
}

/// The error is that of a logarithmic number of roundings: a plain loop is off by 1e-4 here.
#[test]
fn the_error_stays_small() {
    let n = 1 << 22;
    let x = Array1::<f32>::from_elem(n, 0.1);
    let want = n as f64 * f64::from(0.1_f32);
    let [y] = sum(Identity, (&x,));
    assert!((f64::from(y) / want - 1.0).abs() < 1e-6, "{y} {want}");
    let x = x.into_shape_with_order((n / 4, 4)).unwrap();
    let [y] = sum_axis(Identity, Axis(0), (&x,));
    for y in y {
        assert!((4.0 * f64::from(y) / want - 1.0).abs() < 4e-6, "{y} {want}");
    }
}

#[test]
fn empty_sums() {
    let x = Array2::<f64>::zeros((0, 3));
    assert_eq!(sum(Identity, (&x,)), [0.0]);
    assert_eq!(mean(Identity, (&x,)), None);
    assert_eq!(sum_axis(Identity, Axis(0), (&x,)), [array![0.0, 0.0, 0.0]]);
    assert_eq!(sum_axis(Identity, Axis(1), (&x,)), [Array1::zeros(0)]);
    assert_eq!(mean_axis(Identity, Axis(0), (&x,)), None);
    assert_eq!(
        mean_axis(Identity, Axis(1), (&x,)),
        Some([Array1::zeros(0)])
    );
    assert!(x.mean_axis(Axis(1)).is_some());
}
