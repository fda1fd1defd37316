//! The energy of a bond, cut off at a distance: `Result` with early returns.
//!
//! An error has no tangent, so it stays as it is. Beyond the cutoff the energy is the constant zero,
//! and so is its tangent. Within, let `q = cutoff / r` and `s = q⁶`: `dq = (dcutoff - q dr) / r`,
//! `ds = 6 q⁵ dq`. The energy `4 w (s² - s)` has by the product rule the tangent
//! `4 dw (s² - s) + 4 w (2 s ds - ds)`.

// #[derive_jvp(pushforward)]
pub fn bond_energy(r: f64, well: f64, cutoff: f64) -> Result<f64, String> {
    if r <= 0.0 {
        return Err(format!("no bond of length {r}"));
    }
    if r > cutoff {
        return Ok(0.0);
    }
    let s = (cutoff / r).powi(6);
    Ok(4.0 * well * (s * s - s))
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_bond_energy(
    r: f64,
    dr: f64,
    well: f64,
    dwell: f64,
    cutoff: f64,
    dcutoff: f64,
) -> Result<(f64, f64), String> {
    if r <= 0.0 {
        return Err(format!("no bond of length {r}"));
    }
    if r > cutoff {
        return Ok((0.0, 0.0));
    }
    let quot = cutoff / r;
    let s = quot.powi(6);
    let ds = 6.0 * quot.powi(5) * ((dcutoff - quot * dr) / r);
    let prod = 4.0 * well;
    let diff = s * s - s;
    Ok((prod * diff, 4.0 * dwell * diff + prod * (2.0 * (s * ds) - ds)))
}

pub fn pushforward_bond_energy(
    r: f64,
    dr: f64,
    well: f64,
    dwell: f64,
    cutoff: f64,
    dcutoff: f64,
) -> Result<f64, String> {
    if r <= 0.0 {
        return Err(format!("no bond of length {r}"));
    }
    if r > cutoff {
        return Ok(0.0);
    }
    let quot = cutoff / r;
    let s = quot.powi(6);
    let ds = 6.0 * quot.powi(5) * ((dcutoff - quot * dr) / r);
    Ok(4.0 * dwell * (s * s - s) + 4.0 * well * (2.0 * (s * ds) - ds))
}

// ---- End of what `derive_jvp` writes. ----

check! {
    energy_of_a_bond, (r dr, well dwell, cutoff dcutoff) in -0.2..3.0;
    primal bond_energy(r, well, cutoff);
    oracle if r <= 0.0 {
        Err(format!("no bond of length {}", r.re))
    } else if r > cutoff {
        Ok(Dual::from_re(0.0))
    } else {
        let q = cutoff / r;
        Ok((q.powi(12) - q.powi(6)) * well * 4.0)
    };
    [r well cutoff] jvp_bond_energy(r, dr, well, dwell, cutoff, dcutoff);
    [r] jvp_bond_energy(r, dr, well, dwell, cutoff, dcutoff);
    [r well cutoff] {
        let tangent = pushforward_bond_energy(r, dr, well, dwell, cutoff, dcutoff);
        match (bond_energy(r, well, cutoff), tangent) {
            (Ok(e), Ok(de)) => Ok((e, de)),
            (Err(e), Err(same)) if e == same => Err(e),
            (value, tangent) => panic!("{value:?} with the tangent {tangent:?}"),
        }
    };
}
