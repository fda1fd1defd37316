//! A small generator of random numbers: the same numbers on every machine, and a stream of its own for
//! every use, so that what one thread draws does not depend on another.

/// SplitMix64 (Steele, Lea and Flood, 2014): a counter, scrambled.
#[derive(Clone, Debug)]
pub struct Random {
    counter: u64,
    /// Bits that [`sign`](Self::sign) has not used yet, below a 1 that says where they end.
    bits: u64,
}

impl Random {
    /// A stream that is named by some numbers, such as a seed and the number of a step.
    pub fn new(name: &[u64]) -> Self {
        let mut stream = Self {
            counter: 0,
            bits: 1,
        };
        for part in name {
            stream.counter = stream.draw() ^ part;
        }
        // The streams of neighbouring names must not begin at neighbouring counters.
        stream.counter = stream.draw();
        stream
    }

    fn draw(&mut self) -> u64 {
        self.counter = self.counter.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.counter;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number between -1 and 1, all equally likely.
    pub fn uniform(&mut self) -> f64 {
        let unit = (self.draw() >> 11) as f64 / (1_u64 << 53) as f64;
        2.0 * unit - 1.0
    }

    /// -1 or 1, equally likely.
    pub fn sign(&mut self) -> f64 {
        if self.bits == 1 {
            self.bits = self.draw() | 1 << 63;
        }
        let sign = if self.bits & 1 == 0 { -1.0 } else { 1.0 };
        self.bits >>= 1;
        sign
    }

    /// A whole number below `end`, which must not be 0.
    pub fn below(&mut self, end: usize) -> usize {
        // The bias, `end / 2⁶⁴`, is below any that could be seen.
        ((u128::from(self.draw()) * end as u128) >> 64) as usize
    }
}
