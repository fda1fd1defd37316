//! Products with their tangents: GFLOP/s as a share of what the machine's multiply-adds give, and
//! the time beside that of ndarray's `dot`.
//!
//! The peak is measured in the same run, by multiply-adds on registers alone; so is ndarray, in
//! turns with ours. Results of ours go back to the pool, as those of generated code do.
//!
//! Words on the command line select workloads by name; `--table` leaves criterion out.
//!
//! ```sh
//! cargo bench --bench products
//! cargo bench --bench products -- --table 512x512
//! ```

#[path = "kernels/peak.rs"]
mod peak;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use jvp::rt;
use ndarray::{Array1, Array2, LinalgScalar};
use peak::flops_at_peak;

/// One product, or a few, in two versions.
struct Workload {
    name: String,
    /// Multiplications and additions.
    flops: f64,
    /// Bytes of a scalar.
    size: usize,
    ours: Box<dyn Fn()>,
    ndarray: Box<dyn Fn()>,
}

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let asked = |w: &Workload| words.is_empty() || words.iter().any(|word| w.name.contains(word));
    let workloads: Vec<Workload> = workloads().into_iter().filter(asked).collect();
    if std::env::args().any(|argument| argument == "--table") {
        return table(&workloads);
    }
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .configure_from_args();
    for workload in &workloads {
        let mut group = criterion.benchmark_group(&workload.name);
        group.bench_function("ours", |bencher| bencher.iter(|| (workload.ours)()));
        group.bench_function("ndarray", |bencher| bencher.iter(|| (workload.ndarray)()));
        group.finish();
    }
    criterion.final_summary();

    // Criterion's own modes without a measurement.
    if std::env::args().all(|argument| argument != "--test" && argument != "--list") {
        table(&workloads);
    }
}

/// Medians over many turns, in which ours, ndarray and the peak come one after the other: on a shared
/// machine the clock changes from one moment to the next, for all three.
fn table(workloads: &[Workload]) {
    println!(
        "{:32} {:>10} {:>8} {:>6} {:>8}",
        "", "µs", "GFLOP/s", "peak", "ndarray"
    );
    for workload in workloads {
        let mut turns = [const { Vec::new() }; 3];
        for _ in 0..40 {
            let peak = flops_at_peak(workload.size);
            let ours = seconds(&workload.ours);
            let peak = (peak + flops_at_peak(workload.size)) / 2.0;
            turns[0].push(ours);
            turns[1].push(workload.flops / ours / peak);
            turns[2].push(seconds(&workload.ndarray) / ours);
        }
        let [ours, share, ndarray] = turns.map(median);
        println!(
            "{:32} {:10.3} {:8.1} {share:6.2} {ndarray:7.2}x",
            workload.name,
            ours * 1e6,
            workload.flops / ours * 1e-9,
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Seconds of one call, over about a millisecond of them.
fn seconds(run: &dyn Fn()) -> f64 {
    let start = Instant::now();
    run();
    let calls = (1e-3 / start.elapsed().as_secs_f64()).clamp(1.0, 1e5) as u32;
    let start = Instant::now();
    for _ in 0..calls {
        run();
    }
    start.elapsed().as_secs_f64() / f64::from(calls)
}

/// Numbers without a pattern.
fn matrix<T: LinalgScalar + From<f32>>(rows: usize, cols: usize) -> Array2<T> {
    Array2::from_shape_fn((rows, cols), |(i, j)| {
        T::from(((i * 31 + j * 17) % 19) as f32 * 0.1 - 0.9)
    })
}

fn workloads() -> Vec<Workload> {
    let mut all = vec![one::<f32>(512, 512, 512), one::<f64>(512, 512, 512)];
    for (m, k, n) in [(4, 4, 4), (16, 20, 20), (32, 100, 100), (128, 64, 256)] {
        all.push(pair::<f32>(m, k, n));
        all.push(pair::<f64>(m, k, n));
    }
    all.push(pair_with_transposed::<f32>(32, 100, 100));
    for (m, k, n) in [(128, 64, 256), (128, 256, 256), (128, 256, 10)] {
        all.push(layer::<f32>(m, k, n));
    }
    all.push(pair_of_vectors::<f32>(256, 256));
    all
}

/// `x w`
fn one<T: jvp::Real + From<f32>>(m: usize, k: usize, n: usize) -> Workload {
    let (x, w) = (matrix::<T>(m, k), matrix::<T>(k, n));
    let (x2, w2) = (x.clone(), w.clone());
    Workload {
        name: format!("{} {m}x{k}x{n}", std::any::type_name::<T>()),
        flops: (2 * m * k * n) as f64,
        size: size_of::<T>(),
        ours: Box::new(move || rt::recycle(rt::dot(black_box(&x), &w))),
        ndarray: Box::new(move || drop(black_box(&x2).dot(&w2))),
    }
}

/// `x w` and `dx w`: a layer with respect to its input.
fn pair<T: jvp::Real + From<f32>>(m: usize, k: usize, n: usize) -> Workload {
    let (x, w) = (matrix::<T>(m, k), matrix::<T>(k, n));
    let (x2, w2) = (x.clone(), w.clone());
    Workload {
        name: format!("{} pair {m}x{k}x{n}", std::any::type_name::<T>()),
        flops: (4 * m * k * n) as f64,
        size: size_of::<T>(),
        ours: Box::new(move || {
            let (y, dy) = rt::dot::jvp_10(black_box(&x), &x, &w);
            rt::recycle(y);
            rt::recycle(dy);
        }),
        ndarray: Box::new(move || drop((black_box(&x2).dot(&w2), black_box(&x2).dot(&w2)))),
    }
}

/// The same with the weights as rows of outputs.
fn pair_with_transposed<T: jvp::Real + From<f32>>(m: usize, k: usize, n: usize) -> Workload {
    let (x, w) = (matrix::<T>(m, k), matrix::<T>(n, k));
    let (x2, w2) = (x.clone(), w.clone());
    Workload {
        name: format!("{} pair {m}x{k}x{n} w.t()", std::any::type_name::<T>()),
        flops: (4 * m * k * n) as f64,
        size: size_of::<T>(),
        ours: Box::new(move || {
            let (y, dy) = rt::dot::jvp_10(black_box(&x), &x, w.t());
            rt::recycle(y);
            rt::recycle(dy);
        }),
        ndarray: Box::new(move || drop((black_box(&x2).dot(&w2.t()), black_box(&x2).dot(&w2.t())))),
    }
}

/// `x w`, `dx w + x dw`: a layer with respect to everything.
fn layer<T: jvp::Real + From<f32>>(m: usize, k: usize, n: usize) -> Workload {
    let (x, w) = (matrix::<T>(m, k), matrix::<T>(k, n));
    let (x2, w2) = (x.clone(), w.clone());
    Workload {
        name: format!("{} layer {m}x{k}x{n}", std::any::type_name::<T>()),
        flops: (6 * m * k * n) as f64,
        size: size_of::<T>(),
        ours: Box::new(move || {
            let (y, dy) = rt::dot::jvp_11(black_box(&x), &x, &w, &w);
            rt::recycle(y);
            rt::recycle(dy);
        }),
        ndarray: Box::new(move || {
            let (x, w) = (black_box(&x2), &w2);
            drop((x.dot(w), x.dot(w) + x.dot(w)));
        }),
    }
}

/// `w x` and `w dx`, for vectors.
fn pair_of_vectors<T: jvp::Real + From<f32>>(m: usize, k: usize) -> Workload {
    let (w, x) = (matrix::<T>(m, k), Array1::<T>::ones(k));
    let (w2, x2) = (w.clone(), x.clone());
    Workload {
        name: format!("{} pair {m}x{k}x1", std::any::type_name::<T>()),
        flops: (4 * m * k) as f64,
        size: size_of::<T>(),
        ours: Box::new(move || {
            let (y, dy) = rt::dot::jvp_01(black_box(&w), &x, &x);
            rt::recycle(y);
            rt::recycle(dy);
        }),
        ndarray: Box::new(move || drop((black_box(&w2).dot(&x2), black_box(&w2).dot(&x2)))),
    }
}
