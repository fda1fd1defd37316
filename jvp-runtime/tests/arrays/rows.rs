//! Rows that repeat beside arrays, such as a layer's bias: of every length up to where they are long,
//! of one and of two axes, first and last, owned and in place, against ndarray.

use jvp_runtime::rt::{self, Kernel, Lane, map, map_by, update};
use ndarray::{Array, Array1, Array2, Array3, Axis, Dimension};

/// `s x - b` and `x c`
struct Affine;

impl Kernel<4, 2> for Affine {
    #[inline(always)]
    fn eval<N: Lane>(&self, [b, x, c, s]: [N; 4]) -> [N; 2] {
        [s * x - b, x * c]
    }
}

/// `x - b c`
struct Less;

impl Kernel<3, 1> for Less {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x, b, c]: [N; 3]) -> [N; 1] {
        [x - b * c]
    }
}

/// Integers, so that every order of operations gives the same.
fn numbers<D: Dimension>(shape: D, seed: usize) -> Array<f64, D> {
    let mut k = seed;
    Array::from_shape_fn(shape, |_| {
        k = (k * 13 + 5) % 101;
        k as f64 - 50.0
    })
}

fn two_axes(rows: usize, cols: usize) {
    let x = numbers(ndarray::Ix2(rows, cols), 1);
    let (b, c) = (
        numbers(ndarray::Ix1(cols), 2),
        numbers(ndarray::Ix2(1, cols), 3),
    );
    let want = [3.0 * &x - &b, &x * &c];
    assert_eq!(map(Affine, (&b, &x, &c, 3.0)), want, "{rows} x {cols}");
    assert_eq!(map(Affine, (&b, x.clone(), &c, 3.0)), want);
    // The row that has two axes comes first, and a row has other steps.
    let every_other = numbers(ndarray::Ix1(2 * cols), 2);
    let odd = every_other.slice(ndarray::s![..;2]);
    let want = [3.0 * &x - &c, &x * &odd];
    assert_eq!(map(Affine, (&c, &x, &odd, 3.0)), want);

    let mut y = x.clone();
    update(Less, (&mut y,), (&b, &c));
    assert_eq!(y, &x - &b * &c);
    let [z] = map_by(|[x, b]: [f64; 2]| [x - b], (&x, &b));
    assert_eq!(z, &x - &b);
    // Column by column rows are none.
    let t = numbers(ndarray::Ix2(cols, rows), 1);
    let want = [3.0 * &t.t() - &b, &t.t() * &c];
    assert_eq!(map(Affine, (&b, t.t(), &c, 3.0)), want);
}

#[test]
fn of_every_length() {
    for cols in (1..40).chain([63, 64, 100, 127, 128, 129, 254, 255, 256, 300]) {
        for rows in [1, 2, 3, 7, 33] {
            two_axes(rows, cols);
        }
    }
    two_axes(1000, 3);
    two_axes(0, 5);
    two_axes(5, 0);
}

#[test]
fn of_one_and_two_axes_at_once() {
    for (pages, rows, cols) in [(4, 3, 5), (1, 3, 5), (50, 7, 9), (9, 2, 128), (3, 1, 20)] {
        let x = numbers(ndarray::Ix3(pages, rows, cols), 1);
        let (plane, row) = (
            numbers(ndarray::Ix2(rows, cols), 2),
            numbers(ndarray::Ix1(cols), 3),
        );
        let want: [Array3<f64>; 2] = [3.0 * &x - &plane, &x * &row];
        assert_eq!(map(Affine, (&plane, &x, &row, 3.0)), want);
        assert_eq!(
            map(Affine, (plane.clone(), x.clone(), row.clone(), 3.0)),
            want
        );
        let column = numbers(ndarray::Ix2(rows, 1), 4);
        let want = [3.0 * &x - &column, &x * &row];
        assert_eq!(map(Affine, (&column, &x, &row, 3.0)), want);
    }
}

#[test]
fn beside_sums_of_rows() {
    let x = numbers(ndarray::Ix2(40, 30), 1);
    let b: Array1<f64> = numbers(ndarray::Ix1(30), 2);
    struct Kept;
    impl Kernel<2, 2> for Kept {
        #[inline(always)]
        fn eval<N: Lane>(&self, [x, b]: [N; 2]) -> [N; 2] {
            [x - b, x - b]
        }
    }
    let ([y], [sums]): ([Array2<f64>; 1], [Array1<f64>; 1]) =
        rt::map_sum_axis(Kept, Axis(1), (&x, &b));
    assert_eq!(y, &x - &b);
    assert_eq!(sums, (&x - &b).sum_axis(Axis(1)));
}
