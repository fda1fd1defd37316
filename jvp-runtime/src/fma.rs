//! Fused multiply-add where the machine has it.
//!
//! The baseline of x86-64 has no such instruction, and there `mul_add` is a call. A generated
//! function that gains from it is written once over a [`MulAdd`] and dispatched once per call: on a
//! machine that has the instruction it runs inside of [`Fused::run`], which is compiled for it, else
//! with [`Plain`] arithmetic. Only tangents are contracted, never primals.

use crate::Real;

/// How `a b + c` is computed.
pub trait MulAdd: Copy {
    /// `a b + c`
    fn mul_add<T: Real>(self, a: T, b: T, c: T) -> T;
}

/// Two roundings, everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl MulAdd for Plain {
    #[inline(always)]
    fn mul_add<T: Real>(self, a: T, b: T, c: T) -> T {
        a * b + c
    }
}

/// One rounding; a value of this type is the proof that the machine has the instruction.
#[derive(Clone, Copy, Debug)]
pub struct Fused(());

impl MulAdd for Fused {
    #[inline(always)]
    fn mul_add<T: Real>(self, a: T, b: T, c: T) -> T {
        a.mul_add(b, c)
    }
}

impl Fused {
    /// The proof, if there is one. Asking costs a load: the answer is kept.
    #[inline]
    pub fn detect() -> Option<Fused> {
        #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
        let has = std::is_x86_feature_detected!("fma") && std::is_x86_feature_detected!("avx2");
        #[cfg(target_arch = "aarch64")]
        let has = true;
        #[cfg(not(any(target_arch = "x86_64", target_arch = "x86", target_arch = "aarch64")))]
        let has = false;
        has.then_some(Fused(()))
    }

    /// Runs `f` in code that is compiled for the instruction.
    #[inline]
    pub fn run<R>(self, f: impl FnOnce() -> R) -> R {
        #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
        #[allow(
            unsafe_code,
            reason = "a call into code for the features that `detect` has seen"
        )]
        // SAFETY: `with_features` needs `avx2` and `fma`. A `Fused` is made by `detect` alone (its
        // field is private), and only where both are there.
        unsafe {
            with_features(f)
        }
        #[cfg(not(any(target_arch = "x86_64", target_arch = "x86")))]
        f()
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
#[target_feature(enable = "avx2,fma")]
fn with_features<R>(f: impl FnOnce() -> R) -> R {
    f()
}

#[cfg(test)]
mod tests {
    use super::{Fused, MulAdd, Plain};

    #[test]
    fn one_rounding_or_two() {
        // (1 + ε)(1 - ε) - 1 = -ε², which two roundings lose.
        let e = f64::EPSILON;
        assert_eq!(Plain.mul_add(1.0 + e, 1.0 - e, -1.0), 0.0);
        if let Some(fma) = Fused::detect() {
            assert_eq!(fma.run(|| fma.mul_add(1.0 + e, 1.0 - e, -1.0)), -e * e);
        }
    }
}
