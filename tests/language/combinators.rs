//! Combinators of `Result` and `Option` on what functions of another module give: of these nothing is
//! known but what the combinator tells.

use jvp::check_jvp;
use jvp::prelude::*;

mod solver {
    //! Its functions are imported.
    use jvp::prelude::*;
    #[derive_jvp]
    pub fn newton(x: f64) -> Result<f64, String> {
        let mut y = x;
        for _ in 0..50 {
            let f = y * y - x;
            if f.abs() < 1e-14 {
                return Ok(y);
            }
            y -= f / (2.0 * y);
        }
        Err("no".into())
    }
}
use solver::newton;
#[derive_jvp]
fn matched(x: f64) -> f64 {
    let r = newton(x);
    match r {
        Ok(y) => y * x,
        Err(_) => 0.0,
    }
}
#[derive_jvp]
fn asked_first(x: f64) -> f64 {
    let r = newton(x);
    if r.is_err() {
        return -x;
    }
    let y = r.unwrap();
    y * y * x
}
#[derive_jvp]
fn two_kept(x: f64) -> Result<f64, String> {
    let r = newton(x);
    let q = newton(x + 1.0);
    Ok(r? * q?)
}
#[derive_jvp]
fn made_anew(x: f64) -> Result<f64, String> {
    let r = match newton(x) {
        Ok(y) if y > 0.0 => Ok(y * x),
        Ok(_) => Err("neg".to_string()),
        Err(e) => Err(e),
    };
    r.map(|y| y * 2.0)
}
#[derive_jvp]
fn chained(x: f64) -> f64 {
    let r = newton(x).and_then(|y| newton(y)).unwrap_or_else(|_| x);
    r
}
#[derive_jvp]
fn another_error(x: f64) -> Result<f64, String> {
    let y = newton(x).map_err(|e| format!("{e}!"))?;
    let z = newton(y).or_else(|_| newton(2.0))?;
    Ok(y + z)
}
#[derive_jvp]
fn of_a_branch(x: f64) -> Result<f64, String> {
    let r: Result<f64, String> = if x > 0.0 {
        newton(x)
    } else {
        Err("neg".into())
    };
    let y = r?;
    Ok(y)
}

#[derive_jvp]
fn from_the_error(x: f64) -> f64 {
    let r = newton(x);
    r.unwrap_or_else(|e| e.len() as f64 * x)
}
#[derive_jvp]
fn mapped(x: f64) -> f64 {
    newton(x).map_or_else(|_| 0.0, |y| y * y * x)
}
#[derive_jvp]
fn decided(x: f64) -> f64 {
    newton(x).is_ok_and(|y| y > 0.0) as u8 as f64 * x
}
#[derive_jvp]
fn looked_at(x: f64) -> f64 {
    newton(x)
        .inspect_err(|e| println!("{e}"))
        .unwrap_or_default()
        * x
}
#[derive_jvp]
fn returned_early(x: f64) -> Result<f64, String> {
    if let Err(e) = newton(x) {
        return Err(e);
    }
    let y = newton(x).unwrap();
    Ok(y * y * y)
}
#[derive_jvp]
fn error_changed(x: f64) -> Result<f64, String> {
    let y = match newton(x) {
        Ok(v) => v,
        Err(e) => return Err(e + "!"),
    };
    Ok(y * y * y)
}
#[derive_jvp]
fn let_else(x: f64) -> Option<f64> {
    let Ok(y) = newton(x) else { return None };
    Some(y * y)
}
#[derive_jvp]
fn as_an_option(x: f64) -> Option<f64> {
    let y = newton(x).ok().filter(|y| *y > 0.0)?;
    Some(y * y)
}
#[derive_jvp]
fn collected(xs: &[f64]) -> Result<Vec<f64>, String> {
    xs.iter().map(|x| newton(*x)).collect()
}
#[derive_jvp]
fn collected_and_summed(xs: &[f64]) -> Result<f64, String> {
    Ok(xs
        .iter()
        .map(|x| newton(*x))
        .collect::<Result<Vec<f64>, _>>()?
        .iter()
        .sum())
}
#[derive_jvp]
fn those_that_succeed(xs: &[f64]) -> f64 {
    xs.iter().filter_map(|x| newton(*x).ok()).sum()
}
#[derive_jvp]
fn flattened(xs: &[f64]) -> f64 {
    xs.iter().flat_map(|x| newton(*x)).sum()
}

#[derive_jvp]
fn error_decides(x: f64) -> f64 {
    let r = newton(x).inspect_err(|e| assert!(e.len() < 9));
    let b = newton(-1.0).is_err_and(|e| e.len() == 2);
    if b { r.unwrap() * x } else { 0.0 }
}
#[derive_jvp]
fn length_of_the_error(x: f64) -> f64 {
    let n = newton(-x).err().map_or(0, |e| e.len());
    x * n as f64 * newton(x).unwrap()
}
#[derive_jvp]
fn errors_unwrapped(x: f64) -> f64 {
    let n = newton(-x).unwrap_err();
    x * n.len() as f64 + newton(-x).expect_err("x").len() as f64
}
#[derive_jvp]
fn option_looked_at(x: f64) -> f64 {
    let o = Some(x * x).inspect(|y| assert!(*y > 0.0));
    if o.is_none_or(|y| y < 0.0) {
        return 0.0;
    }
    o.unwrap() * x
}
#[test]
fn results_of_another_module() {
    let x = 0.7;
    check_jvp!(matched, jvp_matched, x);
    check_jvp!(asked_first, jvp_asked_first, x);
    check_jvp!(chained, jvp_chained, x);
    check_jvp!(from_the_error, jvp_from_the_error, x);
    check_jvp!(mapped, jvp_mapped, x);
    check_jvp!(decided, jvp_decided, x);
    check_jvp!(looked_at, jvp_looked_at, x);
    check_jvp!(error_decides, jvp_error_decides, x);
    check_jvp!(length_of_the_error, jvp_length_of_the_error, x);
    check_jvp!(errors_unwrapped, jvp_errors_unwrapped, x);
    check_jvp!(option_looked_at, jvp_option_looked_at, x);
    macro_rules! succeeds {
        ($($f:ident $jvp:ident),*) => {$(
            check_jvp!(|x: f64| $f(x).unwrap(), |x: f64, dx: f64| $jvp(x, dx).unwrap(), x);
        )*};
    }
    succeeds!(two_kept jvp_two_kept, made_anew jvp_made_anew, another_error jvp_another_error, of_a_branch jvp_of_a_branch, returned_early jvp_returned_early, error_changed jvp_error_changed, let_else jvp_let_else, as_an_option jvp_as_an_option);
    check_jvp!(those_that_succeed, jvp_those_that_succeed, &[0.5, 0.9]);
    check_jvp!(flattened, jvp_flattened, &[0.5, 0.9]);
    check_jvp!(
        |x: &[f64]| collected(x).unwrap(),
        |x: &[f64], dx: &[f64]| jvp_collected(x, dx).unwrap(),
        &[0.5, 0.9]
    );
    check_jvp!(
        |x: &[f64]| collected_and_summed(x).unwrap(),
        |x: &[f64], dx: &[f64]| jvp_collected_and_summed(x, dx).unwrap(),
        &[0.5, 0.9]
    );
    // errors are the function's
    assert_eq!(
        jvp_another_error(-1.0, 1.0),
        Err(another_error(-1.0).unwrap_err())
    );
    assert_eq!(
        jvp_error_changed(-1.0, 1.0),
        Err(error_changed(-1.0).unwrap_err())
    );
    assert_eq!(jvp_let_else(-1.0, 1.0), None);
}
