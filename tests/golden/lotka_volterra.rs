//! One Runge-Kutta step of Lotka and Volterra's equations, with respect to state and parameters.
//!
//! The rates are polynomials: each product has the tangent of the product rule. `along`, a closure
//! that captures the state, becomes one over pairs. The step size `h` is a constant, so every
//! combination with weights of `h` maps tangents as it maps values: `dk1` to `dk4` are combined
//! just as `k1` to `k4` are. The result is the derivative of the discrete step, exactly.

// #[derive_jvp]
pub fn rates(y: [f64; 2], p: [f64; 4]) -> [f64; 2] {
    let [prey, predators] = y;
    let [birth, hunting, growth, death] = p;
    [birth * prey - hunting * prey * predators, growth * prey * predators - death * predators]
}

/// What the attribute writes beside `rates`, cut to what is called here.
#[allow(non_camel_case_types, reason = "it shares the function's name, in the namespace of types")]
pub struct rates {}

impl rates {
    pub fn jvp_11(y: [f64; 2], dy: [f64; 2], p: [f64; 4], dp: [f64; 4]) -> ([f64; 2], [f64; 2]) {
        jvp_rates(y, dy, p, dp)
    }
}

// #[derive_jvp(wrt(y, p))]
pub fn step(y: [f64; 2], p: [f64; 4], h: f64) -> [f64; 2] {
    let along = |k: [f64; 2], h: f64| [y[0] + h * k[0], y[1] + h * k[1]];
    let k1 = rates(y, p);
    let k2 = rates(along(k1, 0.5 * h), p);
    let k3 = rates(along(k2, 0.5 * h), p);
    let k4 = rates(along(k3, h), p);
    let mut next = y;
    for i in 0..2 {
        next[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    }
    next
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_rates(
    y: [f64; 2],
    dy: [f64; 2],
    p: [f64; 4],
    dp: [f64; 4],
) -> ([f64; 2], [f64; 2]) {
    let [prey, predators] = y;
    let [dprey, dpredators] = dy;
    let [birth, hunting, growth, death] = p;
    let [dbirth, dhunting, dgrowth, ddeath] = dp;
    let prod = hunting * prey;
    let prod_2 = growth * prey;
    (
        [birth * prey - prod * predators, prod_2 * predators - death * predators],
        [
            dbirth * prey + birth * dprey
                - (dhunting * prey + hunting * dprey) * predators - prod * dpredators,
            (dgrowth * prey + growth * dprey) * predators + prod_2 * dpredators
                - ddeath * predators - death * dpredators,
        ],
    )
}

pub fn jvp_step(
    y: [f64; 2],
    dy: [f64; 2],
    p: [f64; 4],
    dp: [f64; 4],
    h: f64,
) -> ([f64; 2], [f64; 2]) {
    #[inline(always)]
    fn body(
        fma: impl ::jvp::rt::MulAdd,
        y: [f64; 2],
        dy: [f64; 2],
        p: [f64; 4],
        dp: [f64; 4],
        h: f64,
    ) -> ([f64; 2], [f64; 2]) {
        let along = |k: [f64; 2], dk: [f64; 2], h: f64| (
            [y[0] + h * k[0], y[1] + h * k[1]],
            [fma.mul_add(h, dk[0], dy[0]), fma.mul_add(h, dk[1], dy[1])],
        );
        let (k1, dk1) = rates::jvp_11(y, dy, p, dp);
        let (value, dvalue) = along(k1, dk1, 0.5 * h);
        let (k2, dk2) = rates::jvp_11(value, dvalue, p, dp);
        let (value, dvalue) = along(k2, dk2, 0.5 * h);
        let (k3, dk3) = rates::jvp_11(value, dvalue, p, dp);
        let (value, dvalue) = along(k3, dk3, h);
        let (k4, dk4) = rates::jvp_11(value, dvalue, p, dp);
        let mut next = y;
        let mut dnext = dy;
        for i in 0..2 {
            let factor = h / 6.0;
            dnext[i] += factor * (dk1[i] + 2.0 * dk2[i] + 2.0 * dk3[i] + dk4[i]);
            next[i] += factor * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
        (next, dnext)
    }
    match ::jvp::rt::Fused::detect() {
        ::core::option::Option::Some(fma) => fma.run(|| body(fma, y, dy, p, dp, h)),
        ::core::option::Option::None => body(::jvp::rt::Plain, y, dy, p, dp, h),
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    one_step, (y dy: 2, p dp: 4, h dh) in 0.1..1.5;
    primal step(arr(&y), arr(&p), h);
    oracle {
        let rates = |y: [Dual; 2]| [(p[0] - p[1] * y[1]) * y[0], (p[2] * y[0] - p[3]) * y[1]];
        let along = |k: [Dual; 2], h: Dual| [y[0] + k[0] * h, y[1] + k[1] * h];
        let a = rates([y[0], y[1]]);
        let b = rates(along(a, h / 2.0));
        let c = rates(along(b, h / 2.0));
        let d = rates(along(c, h));
        [0, 1].map(|i| y[i] + (a[i] + (b[i] + c[i]) * 2.0 + d[i]) * h / 6.0)
    };
    [y p] jvp_step(arr(&y), arr(&dy), arr(&p), arr(&dp), h);
    [p] jvp_step(arr(&y), arr(&dy), arr(&p), arr(&dp), h);
}
