"""Prints `tests/ulp/reference.txt`: correctly rounded values for the tests of `f64`.

Needs `mpmath`. Run: `python3 tests/ulp/reference.py > tests/ulp/reference.txt`.
"""

import random
from struct import pack

from mpmath import (
    acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, digamma, erf, erfc, exp, expm1, inf,
    log, log1p, loggamma, mp, mpc, mpf, pi, sin, sinh, sqrt, tan, tanh,
)

mp.dps = 80
random.seed(1)


def sigmoid(x):
    return 1 / (1 + exp(-x))


def cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def wave(x):
    return 2 * sqrt(2 / pi) * (x + mpf("0.044715") * x**3)


NORMAL = [-40, 40]
SCALE, ALPHA = mpf("1.0507009873554804934193349852946"), mpf("1.6732632423543772848170429916717")
# the function, and the interval that is sampled densely
UNARY = {
    "exp": (exp, [-745, 709.7]), "exp2": (lambda x: mpf(2) ** x, [-1074, 1023.9]),
    "exp_m1": (expm1, [-40, 709]), "ln": (log, [0, 100]), "log2": (lambda x: log(x) / log(mpf(2)), [0, 100]),
    "log10": (lambda x: log(x) / log(mpf(10)), [0, 100]), "ln_1p": (log1p, [-1, 100]),
    "sin": (sin, [-100, 100]), "cos": (cos, [-100, 100]), "tan": (tan, [-100, 100]),
    "asin": (asin, [-1, 1]), "acos": (acos, [-1, 1]), "atan": (atan, [-5, 5]),
    "sinh": (sinh, [-710.4, 710.4]), "cosh": (cosh, [-710.4, 710.4]), "tanh": (tanh, [-20, 20]),
    "asinh": (asinh, [-10, 10]), "acosh": (acosh, [1, 10]), "atanh": (atanh, [-1, 1]),
    "cbrt": (lambda x: (1 if x > 0 else -1) * abs(x) ** (mpf(1) / 3), [-8, 8]), "sqrt": (sqrt, [0, 4]),
    "erf": (erf, [-6, 6]), "erfc": (erfc, [-6, 27]), "sigmoid": (sigmoid, NORMAL),
    "softplus": (lambda x: log1p(exp(x)), NORMAL), "silu": (lambda x: x * sigmoid(x), [-745, 40]),
    "log_sigmoid": (lambda x: -log1p(exp(-x)), NORMAL), "elu": (lambda x: x if x > 0 else expm1(x), NORMAL),
    "selu": (lambda x: SCALE * x if x > 0 else SCALE * ALPHA * expm1(x), NORMAL),
    "gelu": (lambda x: x * cdf(x), [-38, 10]), "gelu_tanh": (lambda x: x * sigmoid(wave(x)), [-20, 10]),
    "gelu_slope": (lambda x: cdf(x) + x * exp(-x * x / 2) / sqrt(2 * pi), [-38, 10]),
    "silu_slope": (lambda x: sigmoid(x) + x * sigmoid(x) * sigmoid(-x), NORMAL),
    "tanh_slope": (lambda x: 1 / cosh(x) ** 2, [-370, 370]),
    "sigmoid_slope": (lambda x: sigmoid(x) * sigmoid(-x), [-740, 740]),
    "lgamma": (lambda x: loggamma(x).real, [0, 100]), "digamma": (digamma, [0, 50]),
    "powi_3": (lambda x: x**3, [-9, 9]), "powi_5": (lambda x: x**5, [-9, 9]),
    "powi_minus_7": (lambda x: x**-7, [-9, 9]), "powf_half": (sqrt, [0, 9]),
    "powf_minus_2_5": (lambda x: x ** mpf(-2.5), [0, 9]),
}
# Everywhere: multiples of π/2 and what is closest to one, thresholds of the algorithms, huge values.
HARD = {
    "sin": [6381956970095103.0 * 2.0**797, 5.0 * 2.0**60, 1e22, 1.7976931348623157e308]
    + [float(k * pi / 2) for k in (1, 2, 3, 11, 344, 573204, 10**9 + 7, 10**15, 10**18 + 1, 3 * 10**40)]
    + [float(k * pi / 2) for k in range(174992200000, 174992200040)] + [2.0**38, 2.0**38 - 2.0**-15],
}
HARD["cos"] = HARD["tan"] = HARD["sin"]
# Where the power of two in an exponential is lifted, and where it gets subnormal and zero.
LOW = [-x * f for x in (700.0, 708.39, 708.4, 720.5, 744.4, 745.13) for f in (1 - 2.0**-53, 1.0, 1 + 2.0**-52)]
HARD |= {name: LOW for name in ("exp", "sigmoid", "silu", "softplus", "sigmoid_slope")}
HARD["tanh_slope"] = [x / 2 for x in LOW]
HARD["exp2"] = [-x * f for x in (1000.0, 1022.0, 1022.6, 1060.5, 1074.0) for f in (1 - 2.0**-53, 1.0, 1 + 2.0**-52)]
COMMON = [
    c * s * f for c in (0.25, 0.35, 0.45, 0.5, 0.55, 0.6, 0.7071067811865476, 1.0, 1.4142135623730951, 2.0, 2.4142)
    for s in (1, -1) for f in (1, 1 - 2.0**-53, 1 + 2.0**-52, 0.99, 1.01)
]


def bits(x):
    return pack(">d", x).hex()


def wanted(f, *x):
    """The rounded value, or nothing outside of the domain and where it overflows."""
    try:
        y = f(*map(mpf, x))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    if isinstance(y, mpc) or y != y or abs(y) == inf or abs(y) > mpf(2) ** 1023:
        return None
    # subnormals too are rounded once
    unit = mpf(2) ** -1074
    return float(mp.nint(y / unit) * unit) if abs(y) < mpf(2) ** -1022 else float(y)


def line(name, f, *x):
    y = wanted(f, *x)
    if y is not None:
        print(name, *map(bits, x), bits(y))


def spread():
    return random.choice((-1, 1)) * 2.0 ** random.uniform(-40, 40)


for name, (f, (low, high)) in UNARY.items():
    xs = [random.uniform(low, high) for _ in range(100)] + [random.uniform(-2, 2) for _ in range(60)]
    xs += [random.choice((-1, 1)) * 2.0 ** random.uniform(-1060, 5) for _ in range(12)]
    for x in xs + COMMON + HARD.get(name, []):
        if name in ("lgamma", "digamma") and x < 0:
            continue
        line(name, f, x)

for name, f in {
    "powf": lambda x, y: abs(x) ** y if x > 0 else mpf("nan"),
    "atan2": atan2, "hypot": lambda x, y: sqrt(x * x + y * y),
    "log": lambda x, b: log(x) / log(b) if x > 0 and b > 0 else mpf("nan"),
}.items():
    for i in range(250):
        x, y = spread(), spread()
        if name == "powf":
            x = abs(x)
            y = random.uniform(-1, 1) * 700 / max(abs(float(log(x))), 1e-3)
        if name == "hypot" and i % 5 == 0:
            x, y = x * 1e300, y * 1e295
        if name == "atan2" and i % 5 == 0:
            y = x * random.uniform(-3, 3)
        line(name, f, x, y)
    for x in (1 + 2.0**-52, 1 - 2.0**-53, 1.0000001, 0.9999):
        line(name, f, x, 1e5 + 0.1)
