//! The distance of two points, over any `T: Real`.
//!
//! `d(d²) = 2 d dd`, summed, and `d √s = ds / (2 √s)`. A constant of a generic type is `T::lit(..)`.
//! `√s` at both zeros has an infinite slope of positive sign, hence `abs`: `√-0` is `-0`.

use jvp::Real;

// #[derive_jvp]
pub fn distance<T: Real>(a: &[T], b: &[T]) -> T {
    let mut sum = T::zero();
    for (a, b) in a.iter().zip(b) {
        let d = *a - *b;
        sum += d * d;
    }
    sum.sqrt()
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_distance<T: Real>(a: &[T], da: &[T], b: &[T], db: &[T]) -> (T, T) {
    assert_eq!(da.len(), a.len(), "the tangent `da` must be as long as `a`");
    assert_eq!(db.len(), b.len(), "the tangent `db` must be as long as `b`");
    let mut sum = T::zero();
    let mut dsum = T::zero();
    for ((a, da), (b, db)) in a.iter().zip(da.iter()).zip(b.iter().zip(db)) {
        let d = *a - *b;
        let dd = *da - *db;
        dsum += T::lit(2.0) * (d * dd);
        sum += d * d;
    }
    let sqrt = sum.sqrt();
    (sqrt, T::lit(0.5) * dsum / sqrt.abs())
}

// ---- End of what `derive_jvp` writes. ----

check! {
    distance_in_space, (a da: 3, b db: 3) in -2.0..2.0;
    primal distance(&a, &b);
    oracle ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2) + (a[2] - b[2]).powi(2)).sqrt();
    [a b] jvp_distance(&a, &da, &b, &db);
    [b] jvp_distance(&a, &da, &b, &db);
}

#[test]
fn distance_in_single_precision() {
    let (value, tangent) = jvp_distance(&[3.0_f32, 0.0], &[1.0, 1.0], &[0.0, 4.0], &[0.0, 0.0]);
    assert_eq!(value, 5.0);
    assert!((tangent - (3.0 - 4.0) / 5.0).abs() < 1e-6);
}
