//! Elementwise kernels and reductions: how fast memory goes by, and what a call costs.
//!
//! Criterion measures broadcast and transposed operands, sums along axes, and the cost of a call on
//! tiny arrays; throughput is in bytes that a kernel has to read and write, `ndarray` is what the
//! user's plain expression does. Buffers are given back to the pool, as generated code does with what
//! is dead. The table at the end has dense arrays, as a share of what the machine does with memory
//! ([`throughput`]); `--table` leaves criterion out.
//!
//! ```sh
//! cargo bench --bench kernels
//! cargo bench --bench kernels -- --table
//! ```

mod throughput;
mod yardstick;

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput};
use jvp::Real;
use jvp::rt::{Identity, Kernel, Lane, map, recycle, sum, sum_axis, update};
use ndarray::{Array1, Array2, Axis};

fn main() {
    let flags: Vec<String> = std::env::args()
        .filter(|word| word.starts_with("--"))
        .collect();
    let only = |known: &[&str]| flags.iter().all(|flag| known.contains(&flag.as_str()));
    if !flags.iter().any(|flag| flag == "--table") {
        let mut criterion = Criterion::default()
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_millis(500))
            .sample_size(20)
            .configure_from_args();
        shaped::<f32>(&mut criterion, "f32");
        tiny(&mut criterion);
        criterion.final_summary();
    }
    // Criterion's own modes do not measure.
    if only(&["--bench", "--table"]) {
        throughput::table();
    }
}

struct Add;

impl Kernel<2, 1> for Add {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b]: [N; 2]) -> [N; 1] {
        [a + b]
    }
}

/// `x²s` and its tangent.
struct Square;

impl Kernel<3, 2> for Square {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x, dx, s]: [N; 3]) -> [N; 2] {
        let xs = x * s;
        [x * xs, (xs + xs) * dx]
    }
}

fn bytes<E>(group: &mut BenchmarkGroup<'_, WallTime>, count: usize) {
    group.throughput(Throughput::Bytes((count * size_of::<E>()) as u64));
}

/// Broadcast and transposed operands, and sums along axes.
fn shaped<E: Real>(c: &mut Criterion, name: &str) {
    let mut group = c.benchmark_group(format!("shaped {name}"));
    for (n, m) in [(100_000, 3), (10_000, 20), (2000, 100), (500, 1000)] {
        let id = |what: &str| BenchmarkId::new(what, format!("{n}x{m}"));
        let x = Array2::from_elem((n, m), E::lit(1.5));
        let flat = Array2::from_elem((m, n), E::lit(1.5));
        let row = Array1::from_elem(m, E::lit(2.5));
        let column = Array2::from_elem((n, 1), E::lit(2.5));
        bytes::<E>(&mut group, 2 * n * m);
        group.bench_function(id("ndarray x + row"), |b| {
            b.iter(|| black_box(&x) + black_box(&row))
        });
        group.bench_function(id("x + row"), |b| {
            b.iter(|| map(Add, (black_box(&x), black_box(&row))).map(recycle));
        });
        group.bench_function(id("x + column"), |b| {
            b.iter(|| map(Add, (black_box(&x), black_box(&column))).map(recycle));
        });
        bytes::<E>(&mut group, 3 * n * m);
        group.bench_function(id("ndarray x + yᵀ"), |b| {
            b.iter(|| black_box(&x) + &black_box(&flat).t());
        });
        group.bench_function(id("x + yᵀ"), |b| {
            b.iter(|| map(Add, (black_box(&x), black_box(&flat).t())).map(recycle));
        });
        bytes::<E>(&mut group, n * m);
        for axis in [Axis(0), Axis(1)] {
            let k = axis.index();
            group.bench_function(id(&format!("ndarray sum_axis {k}")), |b| {
                b.iter(|| black_box(&x).sum_axis(axis));
            });
            group.bench_function(id(&format!("sum_axis {k}")), |b| {
                b.iter(|| sum_axis(Identity, axis, (black_box(&x),)).map(recycle));
            });
        }
    }
    group.finish();
}

/// What a call costs.
fn tiny(c: &mut Criterion) {
    let mut group = c.benchmark_group("tiny");
    for n in [1, 16, 256] {
        let id = |what: &str| BenchmarkId::new(what, n);
        let x = Array1::<f32>::ones(n);
        let mut y = x.clone();
        group.bench_function(id("ndarray x + x"), |b| {
            b.iter(|| black_box(&x) + black_box(&x))
        });
        group.bench_function(id("x + x"), |b| {
            b.iter(|| map(Add, (black_box(&x), black_box(&x))).map(recycle));
        });
        group.bench_function(id("square, value and tangent"), |b| {
            b.iter(|| map(Square, (black_box(&x), black_box(&x), 2.0)).map(recycle));
        });
        group.bench_function(id("y += x"), |b| {
            b.iter(|| update(Add, (black_box(&mut y),), (black_box(&x),)));
        });
        group.bench_function(id("sum"), |b| b.iter(|| sum(Identity, (black_box(&x),))));
    }
    group.finish();
}
