//! What a workload takes at least on this machine, however its value and tangent are computed: the
//! multiply-adds of its products at the machine's peak, or a copy of as many bytes as it reads and writes.
//!
//! Measured in each round, beside what is compared with it. A goal below this can't be met here.

#[path = "../kernels/peak.rs"]
mod peak;
#[path = "../kernels/yardstick.rs"]
#[allow(dead_code, reason = "it belongs to the bench of kernels")]
mod yardstick;

use std::hint::black_box;
use std::time::Instant;

/// What value and tangent can't be computed without.
#[derive(Clone, Copy)]
pub enum Least {
    /// So many multiply-adds of `f32`, in products.
    Products(usize),
    /// Arrays that are read, and as many that are written, together of so many bytes: more than the caches
    /// hold.
    Memory(usize),
    /// Neither says much.
    Unknown,
}

impl Least {
    /// Microseconds, as the machine is at this moment.
    pub fn measure(self) -> Option<f64> {
        match self {
            Self::Products(count) => {
                Some(2e6 * count as f64 / peak::flops_at_peak(size_of::<f32>()))
            }
            Self::Memory(bytes) => {
                let from = vec![1.0_f32; bytes / 2 / size_of::<f32>()];
                let mut to = from.clone();
                let start = Instant::now();
                yardstick::copy(black_box(&from), black_box(&mut to));
                Some(start.elapsed().as_nanos() as f64 / 1000.0)
            }
            Self::Unknown => None,
        }
    }
}
