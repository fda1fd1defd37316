//! Elements updated in place, over any `T: Real`, differentiated twice.
//!
//! The tangents of the first pass are updated in place too, so that the second pass finds two
//! `&mut` parameters where there was one, and gives each a tangent. `tanh` has the rule
//! `(1 - y²) dx` with a longer form where that would cancel: a branch, differentiated by branches.

use jvp::Real;

// #[derive_jvp]
pub fn relax<T: Real>(x: &mut [T], rate: T) {
    for i in 1..x.len() {
        let gap = x[i] - x[i - 1];
        x[i] -= rate * gap.tanh();
    }
}

// ---- What `derive_jvp` writes. ----

pub fn jvp_relax<T: Real>(x: &mut [T], dx: &mut [T], rate: T, drate: T) {
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    for i in 1..x.len() {
        let gap = x[i] - x[i - 1];
        let dgap = dx[i] - dx[i - 1];
        let tanh = gap.tanh();
        dx[i] -= drate * tanh + rate * (dgap * ::jvp::rt::tanh_slope(gap, tanh));
        x[i] -= rate * tanh;
    }
}

pub fn jvp_jvp_relax<T: Real>(
    x: &mut [T],
    dx_: &mut [T],
    dx: &mut [T],
    ddx: &mut [T],
    rate: T,
    drate_: T,
    drate: T,
    ddrate: T,
) {
    assert_eq!(dx_.len(), x.len(), "the tangent `dx_` must be as long as `x`");
    assert_eq!(ddx.len(), dx.len(), "the tangent `ddx` must be as long as `dx`");
    assert_eq!(dx.len(), x.len(), "the tangent `dx` must be as long as `x`");
    for i in 1..x.len() {
        let gap = x[i] - x[i - 1];
        let dgap_ = dx_[i] - dx_[i - 1];
        let ddgap = ddx[i] - ddx[i - 1];
        let dgap = dx[i] - dx[i - 1];
        let tanh = gap.tanh();
        let dtanh = dgap_ * ::jvp::rt::tanh_slope(gap, tanh);
        let prod = drate * tanh;
        let dprod = ddrate * tanh + drate * dtanh;
        let (tanh_slope_1, dtanh_slope_1) = ::jvp::rt::tanh_slope::jvp_11(
            gap,
            dgap_,
            tanh,
            dtanh,
        );
        let prod_2 = dgap * tanh_slope_1;
        ddx[i]
            -= dprod + drate_ * prod_2
                + rate * (ddgap * tanh_slope_1 + dgap * dtanh_slope_1);
        dx[i] -= prod + rate * prod_2;
        dx_[i] -= drate_ * tanh + rate * dtanh;
        x[i] -= rate * tanh;
    }
}

// ---- End of what `derive_jvp` writes. ----

check! {
    curvature_of_a_relaxation, (x dx ex ddx: 3, r dr er ddr) in -1.5..1.5;
    oracle {
        let a = x[1] - (x[1] - x[0]).tanh() * r;
        vec![x[0], a, x[2] - (x[2] - a).tanh() * r]
    };
    primal {
        relax(&mut x, r);
        x
    };
    first {
        jvp_relax(&mut x, &mut dx, r, dr);
        (x, dx)
    };
    second {
        jvp_jvp_relax(&mut x, &mut ex, &mut dx, &mut ddx, r, er, dr, ddr);
        ((x, dx), (ex, ddx))
    };
}
