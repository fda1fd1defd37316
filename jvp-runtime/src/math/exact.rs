//! Error-free sums and products: a result and its rounding error, both `f64`.
//!
//! They keep a factor that `exp` or `erfc` would amplify: an argument near 700 that is wrong by
//! half an ulp makes `exp` wrong by 50 ulp. Fused multiply-add would be shorter, but is a library
//! call on the baseline target.

/// `a + b = s + e` exactly, for any order of magnitude (Knuth).
#[inline]
pub fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let bb = s - a;
    (s, (a - (s - bb)) + (b - bb))
}

/// `a · b = p + e` exactly, if nothing overflows or underflows (Dekker).
#[inline]
pub fn two_prod(a: f64, b: f64) -> (f64, f64) {
    let p = a * b;
    let (ah, al) = split(a);
    let (bh, bl) = split(b);
    (p, ((ah * bh - p) + ah * bl + al * bh) + al * bl)
}

/// The upper 26 bits of `a` and the rest (Veltkamp).
#[inline]
fn split(a: f64) -> (f64, f64) {
    let c = 134_217_729.0 * a;
    let h = c - (c - a);
    (h, a - h)
}
