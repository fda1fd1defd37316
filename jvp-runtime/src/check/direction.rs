//! Random directions, the same in every run, and of the length that each coordinate is worth.
//!
//! A step of 1e-4 is nothing to a rate of 3e7 and everything to a concentration of 1e-6. So each
//! coordinate has its own scale, and directions are random multiples of the scales; a step along one
//! moves every coordinate by about the same part of itself.

use std::ops::Range;

/// A scale for each coordinate of one argument: its size, or that of the argument's largest where
/// it is zero but for rounding, or 1 where all are.
pub fn scales(coordinates: &[f64]) -> impl Iterator<Item = f64> {
    let sizes = coordinates.iter().map(|x| x.abs());
    let largest = sizes.clone().filter(|x| x.is_finite()).fold(0.0, f64::max);
    let whole = if largest > 0.0 { largest } else { 1.0 };
    sizes.map(move |x| {
        if x > 1e-12 * largest && x.is_finite() {
            x
        } else {
            whole
        }
    })
}

/// Signs and sizes of directions: the generator SplitMix64, from a fixed seed.
pub struct Random(u64);

impl Random {
    /// The generator at its start.
    pub fn new() -> Self {
        Random(0x6a76_7020_6368_6563)
    }

    /// A direction over the coordinates in `range`, zero elsewhere. No coordinate in the range is
    /// small in it, or its derivative would go unseen.
    pub fn direction(&mut self, scales: &[f64], range: Range<usize>) -> Vec<f64> {
        let mut direction = vec![0.0; scales.len()];
        for i in range {
            direction[i] = self.factor() * scales[i];
        }
        direction
    }

    /// Between 0.5 and 1, of either sign.
    fn factor(&mut self) -> f64 {
        let bits = self.next();
        let size = 0.5 + 0.5 * (bits >> 11) as f64 / (1_u64 << 53) as f64;
        if bits & 1 == 0 { size } else { -size }
    }

    /// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
