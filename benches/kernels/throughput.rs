//! The table of memory-bound kernels: GB/s, and their share of what the machine does.
//!
//! Counted is each byte that has to be read and each that has to be written, once. The share is to a
//! plain loop that reads and writes in the same way (`yardstick.rs`) on the same arrays, and that has
//! its turns before and after the kernel's: on a shared machine the speed of memory changes from one
//! moment to the next, for both. Results of ours go back to the pool, as those of generated code do.

use std::hint::black_box;
use std::time::Instant;

use jvp::Real;
use jvp::rt::{Identity, Kernel, Lane, map, recycle, sum, update};
use ndarray::Array1;

use super::{Add, Square};
use crate::yardstick;

/// Where the arrays lie: bytes of each, and turns.
const PLACES: [(&str, usize, usize); 2] =
    [("second cache", 160 << 10, 101), ("memory", 64 << 20, 11)];

/// What a kernel is measured by.
#[derive(Clone, Copy)]
enum Yardstick {
    Copying,
    InPlace,
    Reading,
}

use Yardstick::{Copying, InPlace, Reading};

impl Yardstick {
    fn label(self) -> &'static str {
        match self {
            Copying => "copy",
            InPlace => "in place",
            Reading => "read",
        }
    }

    /// How many arrays it reads and writes.
    fn arrays(self) -> usize {
        match self {
            Copying | InPlace => 2,
            Reading => 1,
        }
    }

    fn run<E: Real>(self, [x, y, _]: &mut Arrays<E>) {
        let (x, y) = (x.as_slice().unwrap(), y.as_slice_mut().unwrap());
        match self {
            Copying => yardstick::copy(black_box(x), black_box(y)),
            InPlace => yardstick::in_place(black_box(y)),
            Reading => _ = black_box(yardstick::read(black_box(x))),
        }
    }
}

/// All arrays that kernels and yardsticks work on.
type Arrays<E> = [Array1<E>; 3];

/// A kernel.
struct Row<E> {
    name: &'static str,
    /// How many arrays it has to read and to write.
    arrays: usize,
    by: Yardstick,
    run: fn(&mut Arrays<E>),
    /// What somebody without kernels writes.
    ndarray: Option<fn(&mut Arrays<E>)>,
}

/// `-x`
struct Negative;

impl Kernel<1, 1> for Negative {
    #[inline(always)]
    fn eval<N: Lane>(&self, [x]: [N; 1]) -> [N; 1] {
        [-x]
    }
}

fn rows<E: Real>() -> [Row<E>; 5] {
    [
        Row {
            name: "-x",
            arrays: 2,
            by: Copying,
            run: |[x, _, _]| {
                map(Negative, (black_box(&*x),))
                    .into_iter()
                    .for_each(recycle)
            },
            ndarray: Some(|[x, _, _]| drop(black_box(black_box(x).mapv(|x| -x)))),
        },
        Row {
            name: "x + y",
            arrays: 3,
            by: Copying,
            run: |[x, y, _]| {
                map(Add, (black_box(&*x), &*y))
                    .into_iter()
                    .for_each(recycle)
            },
            ndarray: Some(|[x, y, _]| drop(black_box(&*black_box(x) + &*y))),
        },
        Row {
            name: "x² s and its tangent",
            arrays: 4,
            by: Copying,
            run: |[x, y, _]| {
                map(Square, (black_box(&*x), &*y, E::lit(2.0)))
                    .into_iter()
                    .for_each(recycle);
            },
            ndarray: None,
        },
        Row {
            name: "z += x",
            arrays: 3,
            by: InPlace,
            run: |[x, _, z]| update(Add, (black_box(z),), (&*x,)),
            ndarray: Some(|[x, _, z]| *black_box(z) += &*x),
        },
        Row {
            name: "sum of x",
            arrays: 1,
            by: Reading,
            run: |[x, _, _]| _ = black_box(sum(Identity, (black_box(&*x),))),
            ndarray: Some(|[x, _, _]| _ = black_box(black_box(x).sum())),
        },
    ]
}

/// Measures and prints.
pub fn table() {
    println!(
        "\nGB/s on one thread, the share of what a plain loop reaches, and how long ndarray takes\n"
    );
    println!(
        "{:28} {:>14} {:>8} {:>7} {:>9} {:>8}",
        "", "arrays in", "GB/s", "share", "of", "ndarray"
    );
    of::<f32>("f32");
    of::<f64>("f64");
    println!(
        "\nof: the plain loop, which is y = -x (copy), y = -y (in place), or a sum (read). A byte counts once\n\
         when it is read and once when it is written. ndarray: its time, of ours. Medians of turns in\n\
         which the kernel comes between two of the plain loop; a cache line that is written without\n\
         having been read comes in from memory first, which counts for neither."
    );
}

fn of<E: Real>(scalar: &str) {
    for (place, bytes, turns) in PLACES {
        let len = bytes / size_of::<E>();
        // Small enough that 10⁴ additions of it stay finite.
        let mut arrays = [0.5, 0.25, 0.0].map(|x| Array1::from_elem(len, E::lit(x)));
        for row in rows::<E>() {
            let (work, plain) = (row.arrays * bytes, row.by.arrays() * bytes);
            let speed = |bytes: usize, run: &mut dyn FnMut()| bytes as f64 / seconds(run);
            let mut columns = [const { Vec::new() }; 3];
            for _ in 0..turns {
                let before = speed(plain, &mut || row.by.run(&mut arrays));
                let ours = speed(work, &mut || (row.run)(&mut arrays));
                let after = speed(plain, &mut || row.by.run(&mut arrays));
                columns[0].push(ours * 1e-9);
                columns[1].push(ours / ((before + after) / 2.0));
                if let Some(ndarray) = row.ndarray {
                    columns[2].push(ours / speed(work, &mut || ndarray(&mut arrays)));
                }
            }
            let ndarray = match columns[2].is_empty() {
                true => "-".to_owned(),
                false => format!("{:.2}x", median(&mut columns[2])),
            };
            println!(
                "{:28} {place:>14} {:8.1} {:6.0}% {:>9} {ndarray:>8}",
                format!("{scalar}  {}", row.name),
                median(&mut columns[0]),
                100.0 * median(&mut columns[1]),
                row.by.label(),
            );
        }
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Seconds of one call: of many, if they are short.
fn seconds(run: &mut dyn FnMut()) -> f64 {
    let time = |run: &mut dyn FnMut(), calls: u32| {
        let start = Instant::now();
        for _ in 0..calls {
            run();
        }
        start.elapsed().as_secs_f64() / f64::from(calls)
    };
    // What another one has left in the caches is not counted.
    let first = time(run, 1);
    time(run, (3e-4 / first).clamp(1.0, 1e4) as u32)
}
