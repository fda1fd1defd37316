//! Operations whose rules call the runtime, differentiated twice.
//!
//! The first pass writes `::jvp::rt::max_part(..)` and its like; these functions carry what annotated
//! functions carry, so the second pass calls their derivatives with respect to the arguments that
//! are active. The greater of two has no curvature of its own; a power has, in base, exponent and
//! across; and so has the hypotenuse.

// #[derive_jvp]
pub fn mixed(x: f64, y: f64) -> f64 {
    x.powf(y) + x.max(y) * x.hypot(y) + (x - y).abs() * y.atan2(x)
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_mixed(x: f64, dx: f64, y: f64, dy: f64) -> (f64, f64) {
    let powf = x.powf(y);
    let max = x.max(y);
    let hypot = x.hypot(y);
    let diff = x - y;
    let abs = diff.abs();
    let atan2 = y.atan2(x);
    (
        powf + max * hypot + abs * atan2,
        dx * ::jvp::rt::powf_base_slope(x, y, powf)
            + dy * ::jvp::rt::powf_exponent_slope(x, y, powf)
            + (::jvp::rt::max_part(x, y, dx) + ::jvp::rt::max_part(y, x, dy)) * hypot
            + max
                * (dx * ::jvp::rt::hypot_slope(x, hypot)
                    + dy * ::jvp::rt::hypot_slope(y, hypot))
            + ::jvp::rt::abs_part(diff, dx - dy) * atan2
            + abs
                * (dy * ::jvp::rt::angle_slope(y, x) - dx * ::jvp::rt::angle_slope(x, y)),
    )
}

pub fn jvp_jvp_mixed(
    x: f64,
    dx_: f64,
    dx: f64,
    ddx: f64,
    y: f64,
    dy_: f64,
    dy: f64,
    ddy: f64,
) -> ((f64, f64), (f64, f64)) {
    let powf = x.powf(y);
    let dpowf = dx_ * ::jvp::rt::powf_base_slope(x, y, powf)
        + dy_ * ::jvp::rt::powf_exponent_slope(x, y, powf);
    let max = x.max(y);
    let dmax = ::jvp::rt::max_part(x, y, dx_) + ::jvp::rt::max_part(y, x, dy_);
    let hypot = x.hypot(y);
    let dhypot = dx_ * ::jvp::rt::hypot_slope(x, hypot)
        + dy_ * ::jvp::rt::hypot_slope(y, hypot);
    let diff = x - y;
    let ddiff = dx_ - dy_;
    let abs = diff.abs();
    let dabs = ::jvp::rt::abs_part(diff, ddiff);
    let atan2 = y.atan2(x);
    let datan2 = dy_ * ::jvp::rt::angle_slope(y, x) - dx_ * ::jvp::rt::angle_slope(x, y);
    let sum = powf + max * hypot;
    let dsum = dpowf + dmax * hypot + max * dhypot;
    let (powf_base_slope_1, dpowf_base_slope_1) = ::jvp::rt::powf_base_slope::jvp_111(
        x,
        dx_,
        y,
        dy_,
        powf,
        dpowf,
    );
    let (powf_exponent_slope_1, dpowf_exponent_slope_1) = ::jvp::rt::powf_exponent_slope::jvp_111(
        x,
        dx_,
        y,
        dy_,
        powf,
        dpowf,
    );
    let (max_part_1, dmax_part_1) = ::jvp::rt::max_part::jvp_111(
        x,
        dx_,
        y,
        dy_,
        dx,
        ddx,
    );
    let (max_part_2, dmax_part_2) = ::jvp::rt::max_part::jvp_111(
        y,
        dy_,
        x,
        dx_,
        dy,
        ddy,
    );
    let sum_2 = max_part_1 + max_part_2;
    let prod = sum_2 * hypot;
    let dprod = (dmax_part_1 + dmax_part_2) * hypot + sum_2 * dhypot;
    let (hypot_slope_1, dhypot_slope_1) = ::jvp::rt::hypot_slope::jvp_11(
        x,
        dx_,
        hypot,
        dhypot,
    );
    let (hypot_slope_2, dhypot_slope_2) = ::jvp::rt::hypot_slope::jvp_11(
        y,
        dy_,
        hypot,
        dhypot,
    );
    let sum_2 = dx * hypot_slope_1 + dy * hypot_slope_2;
    let (abs_part_1, dabs_part_1) = ::jvp::rt::abs_part::jvp_11(
        diff,
        ddiff,
        dx - dy,
        ddx - ddy,
    );
    let (angle_slope_1, dangle_slope_1) = ::jvp::rt::angle_slope::jvp_11(y, dy_, x, dx_);
    let (angle_slope_2, dangle_slope_2) = ::jvp::rt::angle_slope::jvp_11(x, dx_, y, dy_);
    let diff_ = dy * angle_slope_1 - dx * angle_slope_2;
    (
        (
            sum + abs * atan2,
            dx * powf_base_slope_1 + dy * powf_exponent_slope_1 + prod + max * sum_2
                + abs_part_1 * atan2 + abs * diff_,
        ),
        (
            dsum + dabs * atan2 + abs * datan2,
            ddx * powf_base_slope_1 + dx * dpowf_base_slope_1
                + ddy * powf_exponent_slope_1 + dy * dpowf_exponent_slope_1 + dprod
                + dmax * sum_2
                + max
                    * (ddx * hypot_slope_1 + dx * dhypot_slope_1 + ddy * hypot_slope_2
                        + dy * dhypot_slope_2) + dabs_part_1 * atan2
                + abs_part_1 * datan2 + dabs * diff_
                + abs
                    * (ddy * angle_slope_1 + dy * dangle_slope_1 - ddx * angle_slope_2
                        - dx * dangle_slope_2),
        ),
    )
}

// ---- End of what `derive_jvp` writes. ----

check! {
    second_derivatives_by_the_runtime, (x dx ex ddx, y dy ey ddy) in 0.3..2.0;
    oracle {
        let greater = if x > y { x } else { y };
        let gap = if x > y { x - y } else { y - x };
        x.powd(y) + greater * (x * x + y * y).sqrt() + gap * (y / x).atan()
    };
    primal mixed(x, y);
    first jvp_mixed(x, dx, y, dy);
    second jvp_jvp_mixed(x, ex, dx, ddx, y, ey, dy, ddy);
}
