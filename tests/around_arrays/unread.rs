//! What nobody reads: it panics where the program does, and costs the tangent nothing.

use jvp::prelude::*;
use ndarray::{Array1, Axis, s};

macro_rules! unread {
    ($($name:ident: |$a:ident, $b:ident| { $($body:tt)* })+) => {
        $(
            #[derive_jvp(pushforward)]
            #[allow(unused_must_use, reason = "that nobody reads it is the point")]
            fn $name($a: &Array1<f64>, $b: &Array1<f64>) -> f64 {
                $($body)*
                $a.sum()
            }
        )+

        mod checks {
            $(check!($name: & [3], & [3]);)+

            $(
                mod $name {
                    #[test]
                    fn panics() {
                        use super::super::$name as program;
                        let (a, b) = (ndarray::Array1::ones(3), ndarray::Array1::ones(2));
                        crate::harness::panics_alike(
                            || program(&a, &b),
                            || program::jvp_11(&a, &a, &b, &b),
                        );
                        crate::harness::panics_alike(
                            || program(&a, &b),
                            || program::jvp_10(&a, &a, &b),
                        );
                    }
                }
            )+
        }
    };
}

unread! {
    bound_to_nothing: |a, b| { let _ = a + b; }
    a_statement: |a, b| { a - b; }
    a_name: |a, b| { let _c = (a * b).exp(); }
    part_of_a_tuple: |a, b| { let (_c, _d) = (a - b, a.sin()); }
    a_chain: |a, b| {
        let c = a * 2.0;
        let d = &c - b;
        let _e = d.tanh() + &c;
    }
    a_sum: |a, b| { let _c = (a * b).sum(); }
    a_sum_as_statement: |a, b| { (a * b).sum(); }
    a_product: |a, b| { a.dot(b); }
    in_a_branch: |a, b| {
        if a.len() == 3 {
            let c = a / b;
            let _d = &c * 2.0;
        }
    }
    overwritten: |a, b| {
        let mut c = a - b;
        c.fill(1.0);
        c = a * 3.0;
        c += 1.0;
    }
    stored_in_a_list: |a, b| {
        let mut c = vec![a.clone(), b.clone()];
        c[1] = Array1::from_elem(3, a[0]) - b;
    }
    the_length_alone: |a, b| { let _n = (a - b).len(); }
    a_slice: |a, b| { a.slice(s![..2 * b.len() - 3 + 4 * (3 - b.len())]).sum(); }
    a_row_of_a_view: |a, b| { a.view().insert_axis(Axis(0)).row(3 - b.len()).dot(b); }
    a_deviation: |a, b| { a.std(6.0 / b.len() as f64 + f64::from(b.len() == 2)); }
    deviations: |a, b| { a.var_axis(Axis(3 - b.len()), 0.0); }
}
