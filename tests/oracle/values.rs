//! The special functions themselves, in units in the last place, against double-double.

use jvp::nn;

use crate::dd::Dd;
use crate::sample::{Part, line};

use Part::{Above, Below, Down, Even, Up};

/// A function, its bound in ulp, its double-double twin, and where it is checked.
type Case = (
    &'static str,
    f64,
    fn(f64) -> f64,
    fn(Dd) -> Dd,
    &'static [Part],
);

const LINE: &[Part] = &[
    Even(-690.0, 690.0),
    Even(-40.0, 40.0),
    Even(-3.0, 3.0),
    Up(1e-200, 1.0),
    Down(1e-200, 1.0),
];

const CASES: &[Case] = &[
    (
        "erf",
        1.0,
        nn::erf,
        Dd::erf,
        &[
            Even(-7.0, 7.0),
            Even(-1.0, 1.0),
            Up(1e-200, 1.0),
            Down(1e-200, 1.0),
        ],
    ),
    (
        "erfc",
        2.0,
        nn::erfc,
        Dd::erfc,
        &[Even(-7.0, 26.0), Even(-1.0, 3.0), Up(1e-20, 1.0)],
    ),
    ("sigmoid", 2.0, nn::sigmoid, Dd::sigmoid, LINE),
    ("softplus", 2.0, nn::softplus, Dd::softplus, LINE),
    ("log_sigmoid", 2.0, nn::log_sigmoid, Dd::log_sigmoid, LINE),
    ("silu", 2.0, nn::silu, Dd::silu, LINE),
    (
        "gelu",
        3.0,
        nn::gelu,
        Dd::gelu,
        &[
            Even(-37.0, 40.0),
            Even(-3.0, 3.0),
            Up(1e-200, 1.0),
            Down(1e-200, 1.0),
        ],
    ),
    (
        "gelu_tanh",
        3.0,
        nn::gelu_tanh,
        Dd::gelu_tanh,
        &[
            Even(-21.0, 30.0),
            Even(-3.0, 3.0),
            Up(1e-200, 1.0),
            Down(1e-200, 1.0),
        ],
    ),
    (
        "elu",
        1.0,
        nn::elu,
        Dd::elu,
        &[Even(-40.0, 40.0), Even(-3.0, 3.0), Down(1e-8, 1.0)],
    ),
    (
        "selu",
        2.0,
        nn::selu,
        Dd::selu,
        &[Even(-40.0, 40.0), Even(-3.0, 3.0), Down(1e-8, 1.0)],
    ),
    // away from the zeros at 1 and 2, and left of 0 on branches without one
    (
        "lgamma",
        3.0,
        nn::lgamma,
        Dd::lgamma,
        &[
            Up(1e-200, 0.9),
            Even(1.1, 1.9),
            Even(2.1, 50.0),
            Up(2.1, 1e200),
            Down(1e-200, 0.9),
            Even(-1.95, -1.05),
        ],
    ),
    (
        "digamma",
        3.0,
        nn::digamma,
        Dd::digamma,
        &[
            Up(1e-200, 1.0),
            Even(0.01, 1.4),
            Even(1.5, 40.0),
            Up(1.5, 1e200),
            Below(0.0, 1e-200, 0.2),
        ],
    ),
    // close to the root, where the distance to it decides
    (
        "digamma",
        3.0,
        nn::digamma,
        Dd::digamma,
        &[
            Above(1.4616321449683622, 1e-6, 0.1),
            Below(1.4616321449683622, 1e-6, 0.1),
        ],
    ),
    // left of 0, close to the poles
    (
        "digamma",
        4.0,
        nn::digamma,
        Dd::digamma,
        &[Above(-3.0, 1e-6, 0.2), Below(-3.0, 1e-6, 0.2)],
    ),
];

#[test]
fn special_functions_keep_their_bounds() {
    let mut failures = Vec::new();
    for (name, bound, function, reference, parts) in CASES {
        let (mut worst, mut worst_at) = (0.0, 0.0);
        for x in line(parts) {
            let exact = reference(Dd::new(x));
            let ulp = exact.hi.abs().next_up() - exact.hi.abs();
            let error = ((Dd::new(function(x)) - exact).value() / ulp).abs();
            if error.is_nan() || error > worst {
                (worst, worst_at) = (error, x);
            }
        }
        if worst.is_nan() || worst > *bound {
            failures.push(format!(
                "`{name}` at {worst_at:e} is off by {worst:.2} ulp, more than {bound}"
            ));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn f32_is_the_rounded_f64() {
    for x in line(&[Even(-20.0, 20.0)]) {
        let x = x as f32;
        let wide = f64::from(x);
        assert_eq!(nn::erf(x), nn::erf(wide) as f32);
        assert_eq!(nn::softplus(x), nn::softplus(wide) as f32);
        assert_eq!(nn::gelu(x), nn::gelu(wide) as f32);
        assert_eq!(nn::digamma(x), nn::digamma(wide) as f32);
    }
}

/// A function with arguments and values.
type Points = (&'static str, fn(f64) -> f64, &'static [(f64, f64)]);

#[test]
fn special_points() {
    const INF: f64 = f64::INFINITY;
    let cases: &[Points] = &[
        (
            "erf",
            nn::erf,
            &[(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0)],
        ),
        ("erfc", nn::erfc, &[(0.0, 1.0), (INF, 0.0), (-INF, 2.0)]),
        (
            "sigmoid",
            nn::sigmoid,
            &[
                (0.0, 0.5),
                (-0.0, 0.5),
                (INF, 1.0),
                (-INF, 0.0),
                (800.0, 1.0),
                (-800.0, 0.0),
            ],
        ),
        (
            "softplus",
            nn::softplus,
            &[(INF, INF), (-INF, 0.0), (1e300, 1e300), (-1e300, 0.0)],
        ),
        (
            "log_sigmoid",
            nn::log_sigmoid,
            &[(INF, -0.0), (-INF, -INF), (-1e300, -1e300)],
        ),
        (
            "silu",
            nn::silu,
            &[
                (0.0, 0.0),
                (-0.0, -0.0),
                (INF, INF),
                (-INF, -0.0),
                (-1e300, -0.0),
            ],
        ),
        (
            "gelu",
            nn::gelu,
            &[
                (0.0, 0.0),
                (-0.0, -0.0),
                (INF, INF),
                (-INF, -0.0),
                (-1e300, -0.0),
                (1e300, 1e300),
            ],
        ),
        (
            "gelu_tanh",
            nn::gelu_tanh,
            &[
                (0.0, 0.0),
                (-0.0, -0.0),
                (INF, INF),
                (-INF, -0.0),
                (1e300, 1e300),
            ],
        ),
        (
            "relu",
            nn::relu,
            &[(0.0, 0.0), (-0.0, 0.0), (INF, INF), (-INF, 0.0)],
        ),
        (
            "leaky_relu",
            nn::leaky_relu,
            &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -INF)],
        ),
        (
            "elu",
            nn::elu,
            &[(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -1.0)],
        ),
        (
            "selu",
            nn::selu,
            &[
                (0.0, 0.0),
                (-0.0, -0.0),
                (INF, INF),
                (-INF, -1.7580993408473768),
            ],
        ),
        (
            "hard_tanh",
            nn::hard_tanh,
            &[(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0)],
        ),
        (
            "lgamma",
            nn::lgamma,
            &[
                (0.0, INF),
                (-0.0, INF),
                (-1.0, INF),
                (1.0, 0.0),
                (2.0, 0.0),
                (INF, INF),
                (-INF, INF),
            ],
        ),
        (
            "digamma",
            nn::digamma,
            &[
                (0.0, -INF),
                (-0.0, INF),
                (-1.0, f64::NAN),
                (INF, INF),
                (-INF, f64::NAN),
            ],
        ),
    ];
    for (name, function, points) in cases {
        for (x, expected) in *points {
            let value = function(*x);
            assert!(
                value.to_bits() == expected.to_bits() || value.is_nan() && expected.is_nan(),
                "`{name}` at {x:e}: {value:e}, expected {expected:e}"
            );
        }
        assert!(function(f64::NAN).is_nan(), "`{name}` loses NaN");
    }
}
