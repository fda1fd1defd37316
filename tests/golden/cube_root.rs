//! Newton's method for a cube root: a loop that gives a value through a labelled `break`.
//!
//! The program that runs is differentiated, not the equation that it solves: each step's tangent
//! follows from that of the step before, and they converge together. With `p = x²` and `q = a / p`,
//! `dp = 2 x dx` and `dq = (da - q dp) / p`. What the loop breaks with is a pair.

// #[derive_jvp]
pub fn cube_root(a: f64) -> f64 {
    let mut x = 1.0;
    let mut steps = 0;
    let root = 'newton: loop {
        let next = (2.0 * x + a / (x * x)) / 3.0;
        steps += 1;
        if steps == 60 {
            break 'newton next;
        }
        x = next;
    };
    root
}

// ---- What `derive_jvp` writes. ----
// ---- End of what `derive_jvp` writes. ----

check! {
    root_by_newton, (a da) in 0.1..9.0;
    primal cube_root(a);
    oracle a.cbrt();
    [a] jvp_cube_root(a, da);
}
