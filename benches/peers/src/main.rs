//! Products in pure Rust, side by side: those of the runtime, of `gemm`, of `faer`, and of ndarray,
//! which are `matrixmultiply`'s. One thread, into existing memory where the crate can; all in turns,
//! so that a change of the clock meets all of them.
//!
//! ```sh
//! cargo run --release --manifest-path benches/peers/Cargo.toml
//! ```

use std::hint::black_box;
use std::time::Instant;

use jvp_runtime::Real;
use jvp_runtime::rt;
use ndarray::{Array2, linalg::general_mat_mul};

/// Rows, inner length, columns: one product, or two with a common right factor.
const SIZES: [(usize, usize, usize); 8] = [
    (4, 4, 4),
    (16, 20, 20),
    (32, 100, 100),
    (128, 64, 256),
    (128, 256, 10),
    (128, 512, 2048),
    (512, 512, 512),
    (1, 512, 512),
];

/// How often all take their turn.
const ROUNDS: usize = 30;

fn main() {
    println!("two products with a common right factor, microseconds; medians of {ROUNDS} turns\n");
    println!(
        "{:24} {:>12} {:>10} {:>10} {:>10} {:>14}",
        "", "jvp-runtime", "gemm", "faer", "ndarray", "best other/ours"
    );
    for size in SIZES {
        compare::<f32>(size);
        compare::<f64>(size);
    }
}

/// Numbers without a pattern.
fn matrix<E: Real>(rows: usize, cols: usize) -> Array2<E> {
    Array2::from_shape_fn((rows, cols), |(i, j)| E::lit(((i * 31 + j * 17) % 19) as f64 * 0.1 - 0.9))
}

fn compare<E: Real + faer::traits::ComplexField>((m, k, n): (usize, usize, usize)) {
    let (x, dx, w) = (matrix::<E>(m, k), matrix::<E>(m, k), matrix::<E>(k, n));
    let [mut y, mut dy] = [(); 2].map(|()| Array2::<E>::from_elem((m, n), E::ZERO));
    let want = x.dot(&w);
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        times[0].push(seconds(|| {
            let (a, b) = rt::dot::jvp_10(black_box(&x), &dx, &w);
            rt::recycle(a);
            rt::recycle(b);
        }));
        times[1].push(seconds(|| {
            by_gemm(black_box(&x), &w, &mut y);
            by_gemm(&dx, &w, &mut dy);
        }));
        check("gemm", &y, &want);
        times[2].push(seconds(|| {
            by_faer(black_box(&x), &w, &mut y);
            by_faer(&dx, &w, &mut dy);
        }));
        check("faer", &y, &want);
        times[3].push(seconds(|| {
            general_mat_mul(E::ONE, black_box(&x), &w, E::ZERO, &mut y);
            general_mat_mul(E::ONE, &dx, &w, E::ZERO, &mut dy);
        }));
    }
    check("jvp-runtime", &rt::dot(&x, &w), &want);
    let [ours, gemm, faer, ndarray] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2] * 1e6
    });
    let best = gemm.min(faer).min(ndarray);
    let name = format!("{} 2 × {m}×{k}×{n}", std::any::type_name::<E>());
    println!(
        "{name:24} {ours:12.2} {gemm:10.2} {faer:10.2} {ndarray:10.2} {:14.2}",
        best / ours
    );
}

/// Seconds of one call, over about a millisecond of them.
fn seconds(mut run: impl FnMut()) -> f64 {
    let start = Instant::now();
    run();
    let calls = (1e-3 / start.elapsed().as_secs_f64()).clamp(1.0, 1e4) as u32;
    let start = Instant::now();
    for _ in 0..calls {
        run();
    }
    start.elapsed().as_secs_f64() / f64::from(calls)
}

fn by_gemm<E: Real>(x: &Array2<E>, w: &Array2<E>, y: &mut Array2<E>) {
    let ((m, k), n) = (x.dim(), w.ncols());
    // SAFETY: the matrices are dense, row by row, and of these sizes; the result is apart from them.
    unsafe {
        gemm::gemm(
            m, n, k,
            y.as_mut_ptr(), 1, n as isize, false,
            x.as_ptr(), 1, k as isize,
            w.as_ptr(), 1, n as isize,
            E::ZERO, E::ONE, false, false, false,
            gemm::Parallelism::None,
        );
    }
}

fn by_faer<E: Real + faer::traits::ComplexField>(x: &Array2<E>, w: &Array2<E>, y: &mut Array2<E>) {
    let ((m, k), n) = (x.dim(), w.ncols());
    let dense = "dense, row by row";
    faer::linalg::matmul::matmul(
        faer::MatMut::from_row_major_slice_mut(y.as_slice_mut().expect(dense), m, n),
        faer::Accum::Replace,
        faer::MatRef::from_row_major_slice(x.as_slice().expect(dense), m, k),
        faer::MatRef::from_row_major_slice(w.as_slice().expect(dense), k, n),
        E::ONE,
        faer::Par::Seq,
    );
}

/// Stops where a result is wrong: a fast wrong product is no peer.
fn check<E: Real>(name: &str, have: &Array2<E>, want: &Array2<E>) {
    let close = |(a, b): (&E, &E)| (*a - *b).abs().widen() <= 1e-3 * (1.0 + b.abs().widen());
    assert!(have.iter().zip(want).all(close), "{name}: a wrong product");
}
