//! Repulsion of points on a line: nested loops, a slice of a slice, and `continue`.
//!
//! `gap = |b - a|` has the tangent `sign(b - a) (db - da)`. Pairs out of reach contribute nothing, to
//! the value or to the tangent: the same `continue` skips both. Within reach the term is
//! `(1 - gap/reach)²`; with `q = gap / reach`, `dq = (dgap - q dreach) / reach`, and the square of
//! `1 - q` has the tangent `-2 (1 - q) dq`.

// #[derive_jvp]
pub fn repulsion(points: &[f64], reach: f64) -> f64 {
    let mut energy = 0.0;
    for (i, a) in points.iter().enumerate() {
        for b in &points[i + 1..] {
            let gap = (b - a).abs();
            if gap > reach {
                continue;
            }
            energy += (1.0 - gap / reach).powi(2);
        }
    }
    energy
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_repulsion(
    points: &[f64],
    dpoints: &[f64],
    reach: f64,
    dreach: f64,
) -> (f64, f64) {
    assert_eq!(
        dpoints.len(), points.len(), "the tangent `dpoints` must be as long as `points`"
    );
    #[inline(always)]
    fn body(
        fma: impl ::jvp::rt::MulAdd,
        points: &[f64],
        dpoints: &[f64],
        reach: f64,
        dreach: f64,
    ) -> (f64, f64) {
        let mut energy = 0.0;
        let mut denergy = 0.0;
        for (i, (a, da)) in points.iter().zip(dpoints.iter()).enumerate() {
            for (b, db) in points[i + 1..].iter().zip(dpoints[i + 1..].iter()) {
                let diff = b - a;
                let gap = diff.abs();
                let dgap = ::jvp::rt::abs_part(diff, db - da);
                if gap > reach {
                    continue;
                }
                let quot = gap / reach;
                let diff = 1.0 - quot;
                denergy += 2.0 * diff * -(fma.mul_add(-quot, dreach, dgap) / reach);
                energy += diff.powi(2);
            }
        }
        (energy, denergy)
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => {
            fma.run(|| body(fma, points, dpoints, reach, dreach))
        }
        ::core::option::Option::None => {
            body(::jvp::rt::Plain, points, dpoints, reach, dreach)
        }
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    repulsion_of_five, (points dpoints: 5, reach dreach) in 0.2..3.0;
    primal repulsion(&points, reach);
    oracle {
        let mut energy = Dual::from_re(0.0);
        for (i, &a) in points.iter().enumerate() {
            for &b in &points[..i] {
                let gap = (a - b).abs();
                energy += if gap > reach { Dual::from_re(0.0) } else { (gap / reach - 1.0).powi(2) };
            }
        }
        energy
    };
    [points reach] jvp_repulsion(&points, &dpoints, reach, dreach);
    [points] jvp_repulsion(&points, &dpoints, reach, dreach);
}
