"""Prints the constants and reference digits that stand in the sources, with mpmath (PyPI).

    python3 tests/oracle/tables.py > tests/oracle/published_digits.rs    # the table of the tests
    python3 tests/oracle/tables.py quotient                              # math/gamma.rs, QUOTIENT

The table is the one link between the double-double oracle and the outside: 32 digits of each
function at a few points, taken as the `f64` that they are.
"""

import sys

import mpmath as mp

mp.mp.dps = 60

POINTS = {
    "exp": (mp.exp, [-300.0, -0.5, 1e-10, 1.0, 300.0]),
    "ln": (mp.log, [1e-200, 0.5, 3.0, 1e200]),
    "sin": (mp.sin, [-900.0, 0.5, 3.140625, 100.0]),
    "cos": (mp.cos, [-900.0, 0.5, 1.5703125, 100.0]),
    "tan": (mp.tan, [-0.5, 1.5, 30.0]),
    "asin": (mp.asin, [-0.75, 0.125, 0.9990234375]),
    "acos": (mp.acos, [-0.75, 0.125, 0.9990234375]),
    "sinh": (mp.sinh, [-20.0, 0.5, 300.0]),
    "asinh": (mp.asinh, [-20.0, 0.5, 1e100]),
    "acosh": (mp.acosh, [1.0009765625, 2.0, 1e100]),
    "atanh": (mp.atanh, [-0.5, 0.9990234375]),
    "sqrt": (mp.sqrt, [2.0, 1e-200]),
    "cbrt": (mp.cbrt, [2.0, 1e150]),
    "erf": (mp.erf, [-3.0, 0.0625, 0.5, 1.75]),
    "erfc": (mp.erfc, [-1.0, 1.75, 2.25, 5.0, 20.0]),
    "lgamma": (lambda x: mp.log(abs(mp.gamma(x))), [-3.75, 0.0625, 1.5, 10.5, 1000.0]),
    "digamma": (mp.digamma, [-3.75, 0.0625, 1.5, 10.5, 1000.0]),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), [-100.0, -25.0, 0.5, 40.0]),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), [-100.0, 0.5, 30.0]),
    "gelu": (lambda x: x * mp.ncdf(x), [-30.0, -1.5, 2.0]),
    "gelu_tanh": (
        lambda x: x / (1 + mp.exp(-mp.sqrt(8 / mp.pi) * (x + mp.mpf(44715) / 10**6 * x**3))),
        [-20.0, -1.5, 2.0],
    ),
    "selu": (
        lambda x: mp.mpf("1.0507009873554804934193349852946") * (x if x > 0 else mp.mpf("1.6732632423543772848170429916717") * mp.expm1(x)),
        [-2.0, 3.0],
    ),
}


def halves(x):
    high = float(x)
    return high, float(x - mp.mpf(high))


def table():
    print("//! Digits by mpmath, printed by `tables.py`: name, argument, and the value in two halves.")
    print()
    print("/// The table.")
    print("#[rustfmt::skip]")
    print("pub const DIGITS: &[(&str, f64, f64, f64)] = &[")
    for name, (function, points) in POINTS.items():
        for x in points:
            high, low = halves(function(mp.mpf(x)))
            print(f'    ("{name}", {x!r}, {high!r}, {low!r}),')
    print("];")


def quotient(degree=22):
    """Chebyshev interpolation of psi(x) / (x - root) on [1, 2], in powers of x - 1.5."""
    root = mp.findroot(mp.digamma, 1.46)
    value = lambda s: mp.digamma(1.5 + s) / (mp.mpf("1.5") + s - root)
    count = degree + 1
    angles = [mp.pi * (2 * k + 1) / (2 * count) for k in range(count)]
    values = [value(mp.cos(angle) / 2) for angle in angles]
    powers = [mp.mpf(0)] * count
    chebyshev = [[mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]]
    for j in range(count):
        coefficient = 2 / mp.mpf(count) * sum(v * mp.cos(j * a) for v, a in zip(values, angles))
        if j == 0:
            coefficient /= 2
        if j > 1:
            new = [mp.mpf(0)] + [2 * c for c in chebyshev[-1]]
            for i, c in enumerate(chebyshev[-2]):
                new[i] -= c
            chebyshev.append(new)
        for i, c in enumerate(chebyshev[j]):
            powers[i] += coefficient * c
    powers = [p * mp.mpf(2) ** i for i, p in enumerate(powers)]
    print("root", halves(root))
    for p in powers:
        print(repr(float(p)) + ",")
    error = max(abs(mp.polyval(powers[::-1], s) / value(s) - 1) for s in mp.linspace(-0.5, 0.5, 201))
    print("relative error", mp.nstr(error, 3))


if __name__ == "__main__":
    quotient() if sys.argv[1:] == ["quotient"] else table()
