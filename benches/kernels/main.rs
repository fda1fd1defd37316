//! Elementwise kernels and reductions: how fast memory goes by, and what a call costs.
//!
//! Throughput is in bytes that a kernel has to read and write; `copy` in the same group is what the
//! machine can do, `ndarray` what the user's plain expression does. Buffers are given back to the
//! pool, as generated code does with what is dead. Tiny arrays show the cost of a call.

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use jvp::Real;
use jvp::rt::{Identity, Kernel, Lane, map, recycle, sum, sum_axis, update};
use ndarray::{Array1, Array2, Axis};

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

/// `tanh(x) dx`, which is arithmetic rather than memory.
struct Tanh;

impl Kernel<2, 2> for Tanh {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x, dx]: [N; 2]) -> [N; 2] {
        let y = x.tanh();
        [y, dx * x.tanh_slope(y)]
    }
}

fn bytes<E>(group: &mut BenchmarkGroup<'_, WallTime>, count: usize) {
    group.throughput(Throughput::Bytes((count * size_of::<E>()) as u64));
}

/// Memory-bound work on `n` elements, dense.
fn dense<E: Real>(c: &mut Criterion, name: &str) {
    let mut group = c.benchmark_group(format!("dense {name}"));
    for n in [10_000, 100_000, 1_000_000, 10_000_000] {
        let id = |what: &str| BenchmarkId::new(what, n);
        let x = Array1::from_elem(n, E::lit(1.5));
        let y = Array1::from_elem(n, E::lit(2.5));
        let mut z = x.clone();
        bytes::<E>(&mut group, 2 * n);
        group.bench_function(id("copy"), |b| {
            b.iter(|| black_box(&mut z).assign(black_box(&x)));
        });
        bytes::<E>(&mut group, 3 * n);
        group.bench_function(id("ndarray x + y"), |b| {
            b.iter(|| black_box(&x) + black_box(&y))
        });
        group.bench_function(id("x + y"), |b| {
            b.iter(|| map(Add, (black_box(&x), black_box(&y))).map(recycle));
        });
        group.bench_function(id("x += y"), |b| {
            b.iter(|| update(Add, (black_box(&mut z),), (black_box(&y),)));
        });
        bytes::<E>(&mut group, 4 * n);
        group.bench_function(id("square, value and tangent"), |b| {
            b.iter(|| map(Square, (black_box(&x), black_box(&y), E::lit(2.0))).map(recycle));
        });
        group.bench_function(id("tanh, value and tangent"), |b| {
            b.iter(|| map(Tanh, (black_box(&x), black_box(&y))).map(recycle));
        });
        bytes::<E>(&mut group, n);
        group.bench_function(id("ndarray sum"), |b| b.iter(|| black_box(&x).sum()));
        group.bench_function(id("sum"), |b| b.iter(|| sum(Identity, (black_box(&x),))));
    }
    group.finish();
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

fn kernels(c: &mut Criterion) {
    dense::<f32>(c, "f32");
    dense::<f64>(c, "f64");
    shaped::<f32>(c, "f32");
    tiny(c);
}

criterion_group!(benches, kernels);
criterion_main!(benches);
