//! Where the rules are checked: dense deterministic samples of a domain.

/// A part of a domain and how it is sampled.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// Evenly between two numbers.
    Even(f64, f64),
    /// Positive numbers, evenly in the logarithm.
    Up(f64, f64),
    /// The same, negative.
    Down(f64, f64),
    /// To the right of a point, at distances even in the logarithm.
    Above(f64, f64, f64),
    /// To the left of a point.
    Below(f64, f64, f64),
}

/// Points of each part.
const DENSITY: u32 = 240;

impl Part {
    /// The point at the fraction `u` of the part.
    pub fn at(self, u: f64) -> f64 {
        let geometric = |low: f64, high: f64| (low.ln() + u * (high.ln() - low.ln())).exp();
        match self {
            Part::Even(low, high) => low + u * (high - low),
            Part::Up(low, high) => geometric(low, high),
            Part::Down(low, high) => -geometric(low, high),
            Part::Above(point, near, far) => point + geometric(near, far),
            Part::Below(point, near, far) => point - geometric(near, far),
        }
    }
}

/// Points of a domain on the line.
pub fn line(parts: &[Part]) -> Vec<f64> {
    parts
        .iter()
        .flat_map(|part| fractions().map(|[u, _, _]| part.at(u)))
        .collect()
}

/// Points of a domain in the plane: every part of the first with every part of the second.
pub fn plane(first: &[Part], second: &[Part]) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for a in first {
        for b in second {
            points.extend(fractions().map(|[u, v, _]| [a.at(u), b.at(v)]));
        }
    }
    points
}

/// Points of the unit cube without a pattern: the fractional parts of multiples of the powers of
/// the plastic number's cousin in three dimensions (Roberts 2018).
pub fn fractions() -> impl Iterator<Item = [f64; 3]> {
    const G: f64 = 1.2207440846057596;
    (1..=DENSITY).map(|n| {
        let n = f64::from(n);
        [1.0, 2.0, 3.0].map(|k| (0.5 + n / G.powf(k)).fract())
    })
}
