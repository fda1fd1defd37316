//! `map` and `update` against ndarray's own arithmetic, for every layout, rank and ownership.

use jvp_runtime::rt::{Kernel, Lane, map, map_by, update, update_by};
use jvp_runtime::{Elementwise, Real};
use ndarray::{Array1, Array2, ArrayD, IxDyn, ShapeBuilder, s};

use crate::layouts::{LAYOUTS, Sample, shapes};

/// Arithmetic that ndarray does with the same roundings.
struct Mix;

impl Kernel<3, 2> for Mix {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b, c]: [N; 3]) -> [N; 2] {
        [(a + b) * c, (a - c) / b]
    }
}

struct Add;

impl Kernel<2, 1> for Add {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b]: [N; 2]) -> [N; 1] {
        [a + b]
    }
}

fn mix<T: Real>(a: &ArrayD<T>, b: &ArrayD<T>, c: &ArrayD<T>) -> [ArrayD<T>; 2] {
    [(a + b) * c, (a - c) / b]
}

fn every_layout<T: Real>() {
    for shape in shapes() {
        for (i, &la) in LAYOUTS.iter().enumerate() {
            for j in [i, i + 1, 3 * i + 2] {
                let lb = LAYOUTS[j % LAYOUTS.len()];
                let lc = LAYOUTS[(i + j) % LAYOUTS.len()];
                let a = Sample::<T>::new(la, &shape, i);
                let b = Sample::<T>::new(lb, &shape, 10 + j);
                let c = Sample::<T>::new(lc, &shape, 20);
                let (a, b, c) = (a.view(), b.view(), c.view());
                let want = mix(&a.to_owned(), &b.to_owned(), &c.to_owned());
                let have = map(Mix, (&a, b.view(), &c));
                assert_eq!(have, want, "{shape:?} {la:?} {lb:?} {lc:?}");
                let mut order = Vec::new();
                let by = map_by(
                    |[a, b, c]: [T; 3]| {
                        order.push(a);
                        [(a + b) * c, (a - c) / b]
                    },
                    (&a, b, c),
                );
                assert_eq!(by, want, "{shape:?} {la:?} {lb:?} {lc:?}");
                assert_eq!(order, a.iter().copied().collect::<Vec<T>>());
            }
        }
    }
}

#[test]
fn every_layout_f64() {
    every_layout::<f64>();
}

#[test]
fn every_layout_f32() {
    every_layout::<f32>();
}

type Shape = &'static [usize];

/// Shapes of the operands and of the result.
const BROADCASTS: [(Shape, Shape, Shape, Shape); 14] = [
    (&[4, 5], &[5], &[], &[4, 5]),
    (&[5], &[4, 5], &[1], &[4, 5]),
    (&[4, 1], &[1, 5], &[1, 1], &[4, 5]),
    (&[300, 3], &[3], &[300, 1], &[300, 3]),
    (&[100, 128], &[128], &[100, 1], &[100, 128]),
    (&[3, 2000], &[2000], &[3, 1], &[3, 2000]),
    (&[3, 1], &[2000], &[], &[3, 2000]),
    (&[2, 3, 4], &[3, 1], &[2, 1, 1], &[2, 3, 4]),
    (&[7, 1, 70], &[9, 1], &[1, 70], &[7, 9, 70]),
    (&[], &[], &[2, 2], &[2, 2]),
    (&[], &[1], &[], &[1]),
    (&[0, 5], &[5], &[1, 1], &[0, 5]),
    (&[1, 5], &[0, 1], &[5], &[0, 5]),
    (
        &[2, 1, 3, 1, 2, 1, 2, 1, 2],
        &[2, 1],
        &[5, 1, 1, 1, 1, 1],
        &[2, 1, 3, 5, 2, 1, 2, 2, 2],
    ),
];

#[test]
fn broadcasting_in_every_layout() {
    for (sa, sb, sc, shape) in BROADCASTS {
        for (i, &la) in LAYOUTS.iter().enumerate() {
            for lb in [la, LAYOUTS[(3 * i + 1) % LAYOUTS.len()]] {
                let a = Sample::<f64>::new(la, sa, i);
                let b = Sample::<f64>::new(lb, sb, 10);
                let c = Sample::<f64>::new(la, sc, 20);
                let (a, b, c) = (a.view(), b.view(), c.view());
                let [y, z] = map(Mix, (&a, &b, &c));
                assert_eq!(y.shape(), shape);
                let full = |x: &ndarray::ArrayViewD<'_, f64>| {
                    x.broadcast(IxDyn(shape)).unwrap().to_owned()
                };
                assert_eq!(
                    [y, z],
                    mix(&full(&a), &full(&b), &full(&c)),
                    "{shape:?} {la:?} {lb:?}"
                );

                let mut t = [full(&a), full(&b)];
                let [want_t, want_u] = mix(&t[0], &t[1], &full(&c));
                let [t0, t1] = &mut t;
                update(Mix, (t0, t1), (&c,));
                assert_eq!(t, [want_t, want_u]);
            }
        }
    }
}

#[test]
fn targets_of_every_layout() {
    for shape in shapes() {
        for &layout in &LAYOUTS {
            // A repeated view can't be written to.
            let mut a = Sample::<f64>::new(layout, &shape, 1);
            let mut b = Sample::<f64>::new(LAYOUTS[0], &shape, 2);
            let c = Sample::<f64>::new(LAYOUTS[3], &shape, 3);
            let Some(mut ta) = a.view_mut() else { continue };
            let mut tb = b.view_mut().unwrap();
            let want = mix(&ta.to_owned(), &tb.to_owned(), &c.view().to_owned());
            update(Mix, (&mut ta, &mut tb), (c.view(),));
            assert_eq!([ta.to_owned(), tb.to_owned()], want, "{shape:?} {layout:?}");
            let want = mix(&ta.to_owned(), &tb.to_owned(), &c.view().to_owned());
            let mut order = Vec::new();
            let first: Vec<f64> = ta.iter().copied().collect();
            update_by(
                |[a, b, c]: [f64; 3]| {
                    order.push(a);
                    [(a + b) * c, (a - c) / b]
                },
                (ta.view_mut(), tb.view_mut()),
                (c.view(),),
            );
            assert_eq!([ta.to_owned(), tb.to_owned()], want, "{shape:?} {layout:?}");
            assert_eq!(order, first);
        }
    }
}

#[test]
fn results_lie_as_the_operands_do() {
    let rows = Array2::<f64>::ones((20, 30));
    let columns = Array2::<f64>::ones((20, 30).f());
    let row = Array1::<f64>::ones(30);
    let [y] = map(Add, (&columns, &columns));
    assert!(y.t().is_standard_layout());
    let [y] = map(Add, (&columns, 1.0));
    assert!(y.t().is_standard_layout());
    let [y] = map(Add, (&row, &columns));
    assert!(y.t().is_standard_layout());
    let [y] = map(Add, (&rows, &columns));
    assert!(y.is_standard_layout());
    let [y] = map(Add, (&row, &rows));
    assert!(y.is_standard_layout());
    let [y] = map(Add, (rows.slice(s![..;2, ..]), columns.slice(s![..;2, ..])));
    assert!(y.is_standard_layout());
}

#[test]
fn owned_buffers_are_taken_over() {
    let a = Array2::<f64>::ones((20, 30));
    let (x, dx) = (a.clone(), a.clone());
    let (px, pdx) = (x.as_ptr(), dx.as_ptr());
    let [y, dy] = map(Mix, (x, dx, &a));
    assert_eq!((y.as_ptr(), dy.as_ptr()), (px, pdx));
    assert_eq!((y, dy), (&a + &a, &a - &a));

    // By the only operand of the result's shape, wherever it stands.
    let x = a.clone();
    let px = x.as_ptr();
    let [y, dy] = map(Mix, (1.0, Array1::ones(30), x));
    assert_eq!(y.as_ptr(), px);
    assert_ne!(dy.as_ptr(), px);

    // Column by column, if the result lies so.
    let x = Array2::<f64>::ones((20, 30).f());
    let px = x.as_ptr();
    let [y] = map(Add, (x, 1.0));
    assert_eq!(y.as_ptr(), px);
    let [y] = map(Add, (y, &a));
    assert_ne!(y.as_ptr(), px);
    assert_eq!(y, &a * 3.0);

    // A part of a buffer, moved to its front.
    let x = a.clone().slice_move(s![5..7, ..]);
    let [y] = map(Add, (x, 1.0));
    assert_eq!(y, Array2::from_elem((2, 30), 2.0));
    let x = Array1::from_iter((0..10).map(f64::from)).slice_move(s![3..;-1]);
    let [y] = map(Add, (x, 1.0));
    assert_eq!(
        y.to_vec(),
        (3..10).rev().map(|k| f64::from(k + 1)).collect::<Vec<_>>()
    );

    let x = a.clone();
    let px = x.as_ptr();
    let [y] = map_by(|[a, b]: [f64; 2]| [a * b], (x, 2.0));
    assert_eq!(y.as_ptr(), px);
}

/// The same values for every length and every place in memory, with functions that are not exact.
#[test]
fn an_element_depends_on_its_inputs_only() {
    struct Chain;
    impl Kernel<2, 2> for Chain {
        #[inline(always)]
        fn eval<N: Lane>(&self, [a, b]: [N; 2]) -> [N; 2] {
            let y = (a * b).tanh() / (N::lit(1.0) + a * a).sqrt();
            [y, y.exp().mul_add(b, a.sin())]
        }
    }
    let a = Sample::<f32>::new(LAYOUTS[0], &[300], 1);
    let b = Sample::<f32>::new(LAYOUTS[0], &[300], 2);
    let (a, b) = (a.view(), b.view());
    let [y, z] = map(Chain, (&a, &b));
    let a: ndarray::ArrayView1<'_, f32> = a.into_dimensionality().unwrap();
    let b: ndarray::ArrayView1<'_, f32> = b.into_dimensionality().unwrap();
    let (y, z) = (
        y.into_dimensionality().unwrap(),
        z.into_dimensionality().unwrap(),
    );
    for start in [0, 1, 2, 3, 5, 17, 290] {
        for end in (start..300).step_by(7).chain([300]) {
            let range = ndarray::Slice::from(start..end);
            let cut = |x: &Array1<f32>| x.slice_axis(ndarray::Axis(0), range).to_owned();
            let [u, v] = map(
                Chain,
                (
                    a.slice_axis(ndarray::Axis(0), range),
                    b.slice_axis(ndarray::Axis(0), range),
                ),
            );
            assert_eq!((u, v), (cut(&y), cut(&z)));
        }
    }
    let [mut u, mut v] = map(Chain, (a.slice(s![..;-1]), b.slice(s![..;-1])));
    u.invert_axis(ndarray::Axis(0));
    v.invert_axis(ndarray::Axis(0));
    assert_eq!((u, v), (y, z));
}

#[test]
fn special_functions_are_methods_of_arrays() {
    let x: Array2<f64> =
        Array2::from_shape_fn((7, 9), |(i, j)| 0.3 * (i as f64) - 0.2 * (j as f64));
    let near = |a: &Array2<f64>, b: Array2<f64>| {
        a.iter()
            .zip(&b)
            .all(|(a, b)| (a - b).abs() <= 1e-14 * b.abs().max(1.0))
    };
    assert!(near(&x.sigmoid(), x.mapv(|x| x.sigmoid())));
    assert!(near(&x.view().softplus(), x.mapv(|x| x.softplus())));
    assert!(near(&(&x).gelu(), x.mapv(|x| x.gelu())));
    assert_eq!(x.t().relu(), x.t().mapv(|x| x.max(0.0)));
    let reference: &ndarray::ArrayRef2<f64> = &x;
    assert_eq!(reference.hard_tanh(), x.mapv(|x| x.clamp(-1.0, 1.0)));
    fn generic<T: Real, D: ndarray::Dimension>(x: &ndarray::Array<T, D>) -> ndarray::Array<T, D> {
        x.relu()
    }
    assert_eq!(generic(&x), x.relu());
}
