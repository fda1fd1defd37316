//! The double-double functions against digits by mpmath (`tables.py`): the oracle's own test.

use crate::dd::Dd;
use crate::published_digits::DIGITS;

/// The double-double function of this name.
fn function(name: &str) -> fn(Dd) -> Dd {
    match name {
        "exp" => Dd::exp,
        "ln" => Dd::ln,
        "sin" => Dd::sin,
        "cos" => Dd::cos,
        "tan" => Dd::tan,
        "asin" => Dd::asin,
        "acos" => Dd::acos,
        "sinh" => Dd::sinh,
        "asinh" => Dd::asinh,
        "acosh" => Dd::acosh,
        "atanh" => Dd::atanh,
        "sqrt" => Dd::sqrt,
        "cbrt" => Dd::cbrt,
        "erf" => Dd::erf,
        "erfc" => Dd::erfc,
        "lgamma" => Dd::lgamma,
        "digamma" => Dd::digamma,
        "softplus" => Dd::softplus,
        "sigmoid" => Dd::sigmoid,
        "gelu" => Dd::gelu,
        "gelu_tanh" => Dd::gelu_tanh,
        "selu" => Dd::selu,
        _ => panic!("no function `{name}`"),
    }
}

#[test]
fn the_oracle_has_28_digits() {
    for &(name, x, hi, lo) in DIGITS {
        let value = function(name)(Dd::new(x));
        let exact = Dd::new(hi) + lo;
        let error = ((value - exact) / exact).value().abs();
        assert!(error < 1e-28, "`{name}` at {x:e}: relative error {error:e}");
    }
}
