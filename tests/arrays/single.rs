//! A program for each family in `f32`, beside itself in `f64`.

macro_rules! families {
    ($E:ident) => {
        use jvp::prelude::*;
        use ndarray::linalg::general_mat_mul;
        use ndarray::{Array1, Array2, ArrayRef1, ArrayView2, Axis, Zip, array, azip, concatenate, s};

        #[derive_jvp(pushforward)]
        pub fn arithmetic(x: &Array2<$E>, y: ArrayView2<$E>, b: &ArrayRef1<$E>, s: $E) -> Array2<$E> {
            -(x * &y) / (b * b + 1.0) + s * x % 3.0 - (2.0 - b) * s
        }

        #[derive_jvp(pushforward)]
        pub fn compound(x: &mut Array2<$E>, b: &Array1<$E>, s: $E) {
            *x += b;
            *x *= s;
            *x -= &(b * s);
            *x /= s + 3.0;
            x.scaled_add(s, b);
        }

        #[derive_jvp]
        pub fn closures(x: &Array2<$E>, mut y: Array2<$E>, s: $E) -> Array2<$E> {
            y.mapv_inplace(|v| v * s);
            y.zip_mut_with(x, |a, &b| *a += b * b);
            Zip::from(&mut y).and(x).for_each(|a, &b| *a = if b > 0.0 { *a * b } else { *a - s });
            azip!((a in &mut y, &b in x) *a += b);
            y.mapv(|v| v.sin() * s) + x.map(|v| v.powi(2))
        }

        #[derive_jvp]
        pub fn reductions(x: &Array2<$E>) -> (Array1<$E>, Array1<$E>, $E, $E) {
            let sums = x.sum_axis(Axis(0)) * x.mean_axis(Axis(0)).unwrap();
            let spread = x.var_axis(Axis(1), 1.0) + x.std_axis(Axis(1), 0.0);
            let total = x.sum() * x.mean().unwrap() + x.product() + x.var(0.0);
            (sums, spread, total, x.fold(0.5, |a, &b| a + b * b))
        }

        #[derive_jvp(pushforward)]
        pub fn products(x: &Array2<$E>, y: &Array2<$E>, v: &Array1<$E>) -> Array2<$E> {
            let mut out = x.dot(y);
            general_mat_mul(0.5, x, &x.t(), 2.0, &mut out);
            out * x.dot(v) + v.dot(v)
        }

        #[derive_jvp]
        pub fn shapes(x: &Array2<$E>, s: $E) -> Array2<$E> {
            let mut y = x.t().to_owned();
            y.slice_mut(s![..2, ..]).fill(s);
            y.row_mut(2).assign(&x.column(1));
            let z = y.select(Axis(0), &[2, 0, 1]);
            z.dot(&x.diag().insert_axis(Axis(1)).broadcast((3, 2)).unwrap())
        }

        #[derive_jvp]
        pub fn building(x: &Array1<$E>, s: $E) -> Array2<$E> {
            let a = array![[s, x[0]], [1.0, s * s]];
            let b = Array2::from_shape_fn((2, 2), |(i, j)| x[i] * s + j as $E);
            let c = Array1::from_iter(x.iter().map(|v| v * s));
            concatenate![Axis(0), a, b, c.insert_axis(Axis(0))]
        }

        #[derive_jvp]
        pub fn loops(x: &mut Array2<$E>, w: &Array1<$E>) -> $E {
            let mut total = 0.0;
            for (mut row, k) in x.rows_mut().into_iter().zip(w) {
                row *= *k;
                total += row.sum();
            }
            for ((i, j), v) in x.indexed_iter_mut() {
                *v += total * (i + j) as $E;
            }
            total
        }
    };
}

pub mod double {
    families!(f64);

    mod checks {
        check!(exact arithmetic / pushforward_arithmetic: & [3, 4], view [3, 4], & [4], num; in 0.5..0.9);
        check!(compound / pushforward_compound: mut [3, 4], & [4], num);
        check!(closures: & [3, 4], own [3, 4], num);
        check!(reductions: & [3, 4]);
        check!(products / pushforward_products: & [3, 3], & [3, 3], & [3]);
        check!(shapes: & [3, 3], num; in 0.5..1.5);
        check!(exact building: & [2], num);
        check!(loops: mut [3, 4], & [3]);
    }
}

pub mod single {
    families!(f32);

    mod checks {
        use super::super::double;
        check32!(exact arithmetic, double::arithmetic: & [3, 4], view [3, 4], & [4], num; in 0.5..0.9);
        check32!(compound, double::compound: mut [3, 4], & [4], num);
        check32!(closures, double::closures: & [3, 4], own [3, 4], num);
        check32!(reductions, double::reductions: & [3, 4]);
        check32!(products, double::products: & [3, 3], & [3, 3], & [3]);
        check32!(shapes, double::shapes: & [3, 3], num; in 0.5..1.5);
        check32!(exact building, double::building: & [2], num);
        check32!(loops, double::loops: mut [3, 4], & [3]);
    }
}
