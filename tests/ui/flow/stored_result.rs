//! A `Result` with active data, of a function elsewhere, that is kept in a list of unknown kind.

use jvp::prelude::*;

mod roots {
    use jvp::prelude::*;

    #[derive_jvp]
    pub fn root(x: f64) -> Result<f64, String> {
        if x < 0.0 {
            return Err("negative".to_string());
        }
        Ok(x.sqrt())
    }
}
use roots::root;

#[derive_jvp]
fn f(x: f64) -> f64 {
    let results = vec![root(x), root(2.0 * x)];
    results.into_iter().map(|r| r.unwrap()).sum()
}

fn main() {
    jvp_f(1.0, 1.0);
}
