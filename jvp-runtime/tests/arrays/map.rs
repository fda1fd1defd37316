//! `map` and `update` against ndarray's own arithmetic, for every layout, rank and ownership.

use jvp_runtime::Real;
use jvp_runtime::rt::{Kernel, Lane, map, map_by, update, update_by};
use ndarray::{ArrayD, IxDyn};

use crate::layouts::{LAYOUTS, Sample, shapes};

/// Arithmetic that ndarray does with the same roundings.
struct Mix;

impl Kernel<3, 2> for Mix {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b, c]: [N; 3]) -> [N; 2] {
        [(a + b) * c, (a - c) / b]
    }
}

fn mix<T: Real>(a: &ArrayD<T>, b: &ArrayD<T>, c: &ArrayD<T>) -> [ArrayD<T>; 2] {
    [(a + b) * c, (a - c) / b]
}

fn every_layout<T: Real>() {
    for shape in shapes() {
        for (i, &la) in LAYOUTS.iter().enumerate() {
            for (j, &lb) in LAYOUTS.iter().enumerate() {
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

/// Shapes of the operands and of the result.
const BROADCASTS: [(&[usize], &[usize], &[usize], &[usize]); 14] = [
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
            for &lb in &LAYOUTS {
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
