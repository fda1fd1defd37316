//! The product of two complex numbers: tuples, taken apart in the parameters.
//!
//! A tuple's tangent is a tuple, and its pattern is the same. Real and imaginary part are
//! differences and sums of products; each has the tangents of the product rule, four terms in all.

// #[derive_jvp]
pub fn times((a, b): (f64, f64), (c, d): (f64, f64)) -> (f64, f64) {
    (a * c - b * d, a * d + b * c)
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_times(
    (a, b): (f64, f64),
    (da, db): (f64, f64),
    (c, d): (f64, f64),
    (dc, dd): (f64, f64),
) -> ((f64, f64), (f64, f64)) {
    (
        (a * c - b * d, a * d + b * c),
        (da * c + a * dc - db * d - b * dd, da * d + a * dd + db * c + b * dc),
    )
}

// ---- End of what `derive_jvp` writes. ----

check! {
    complex_product, (a da, b db, c dc, d dd) in -2.0..2.0;
    primal times((a, b), (c, d));
    oracle (a * c - b * d, a * d + b * c);
    [a b c d] jvp_times((a, b), (da, db), (c, d), (dc, dd));
    [a b] jvp_times((a, b), (da, db), (c, d), (dc, dd));
}
