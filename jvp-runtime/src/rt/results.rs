//! `Result`s over pairs, taken apart and put together.
//!
//! In: a result whose value has a tangent. Out: a result for each of the two, or back. An error has no
//! tangent, so that of a tangent says nothing, and neither has to be cloned.

/// The primal and the tangent of a result that is kept.
pub fn unzip_result<A, B, E>(pair: Result<(A, B), E>) -> (Result<A, E>, Result<B, ()>) {
    match pair {
        Ok((primal, tangent)) => (Ok(primal), Ok(tangent)),
        Err(e) => (Err(e), Err(())),
    }
}

/// The two as one; `tangent` is there where `primal` is.
pub fn zip_results<A, B, E, F>(primal: Result<A, E>, tangent: Result<B, F>) -> Result<(A, B), E> {
    primal.map(|primal| (primal, tangent.ok().expect("a tangent for each `Ok`")))
}
