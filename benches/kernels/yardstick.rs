//! What the machine does with memory: plain loops in its widest vectors, with ordinary stores.
//!
//! A copy by `memcpy` is no measure for kernels: beyond the caches it writes past them, which a kernel
//! whose result is read next must not do. So the loops negate, which costs nothing beside the loads
//! and stores.

#![allow(unsafe_code, reason = "a call of code for instructions that are there")]

use jvp::Real;

/// A loop, compiled for the instructions of each kind of machine and called for those of this one.
macro_rules! compiled {
    ($(#[$doc:meta])* $name:ident($($x:ident: $type:ty),*) $(-> $out:ty)? $body:block) => {
        $(#[$doc])*
        pub fn $name<E: Real>($($x: $type),*) $(-> $out)? {
            #[inline(always)]
            fn baseline<E: Real>($($x: $type),*) $(-> $out)? $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f")]
                fn avx512<E: Real>($($x: $type),*) $(-> $out)? {
                    baseline($($x),*)
                }
                #[target_feature(enable = "avx2")]
                fn avx2<E: Real>($($x: $type),*) $(-> $out)? {
                    baseline($($x),*)
                }
                if std::is_x86_feature_detected!("avx512f") {
                    // SAFETY: the machine has the instructions.
                    return unsafe { avx512($($x),*) };
                }
                if std::is_x86_feature_detected!("avx2") {
                    // SAFETY: the machine has the instructions.
                    return unsafe { avx2($($x),*) };
                }
            }
            baseline($($x),*)
        }
    };
}

compiled! {
    /// `to = -from`: an array is read, another one written.
    copy(from: &[E], to: &mut [E]) {
        for (to, &from) in to.iter_mut().zip(from) {
            *to = -from;
        }
    }
}

compiled! {
    /// `array = -array`: an array is read and written back.
    in_place(array: &mut [E]) {
        for x in array {
            *x = -*x;
        }
    }
}

compiled! {
    /// An array is read: summed, by sums side by side that are enough for the latency of additions.
    read(array: &[E]) -> E {
        let mut sums = [E::ZERO; 128];
        for chunk in array.as_chunks::<128>().0 {
            for k in 0..128 {
                sums[k] += chunk[k];
            }
        }
        sums.iter().fold(E::ZERO, |sum, &x| sum + x)
    }
}
