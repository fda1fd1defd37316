//! What elementwise work allocates: in a steady loop, its results and nothing else.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use jvp_runtime::rt::{
    Identity, Kernel, Lane, map, map_by, recycle, sum, sum_axis, update, update_by,
};
use ndarray::{Array1, Array2, ArrayD, Axis, ShapeBuilder, s};

/// Counts the allocations of each thread.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

#[allow(
    unsafe_code,
    reason = "the system's allocator, and a counter beside it"
)]
// SAFETY: all is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller's.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Mix;

impl Kernel<3, 2> for Mix {
    #[inline(always)]
    fn eval<N: Lane>(&self, [a, b, c]: [N; 3]) -> [N; 2] {
        [(a + b) * c, (a - c) / b]
    }
}

/// Allocations of one call, once the pool has what it needs.
fn steady(mut f: impl FnMut()) -> usize {
    f();
    f();
    let before = COUNT.get();
    f();
    COUNT.get() - before
}

#[test]
fn the_count_counts() {
    assert_eq!(steady(|| drop(std::hint::black_box(vec![1.0_f64; 10]))), 1);
}

#[test]
fn what_is_recycled_is_used_again() {
    let a = Array2::<f64>::ones((50, 70));
    let columns = Array2::<f64>::ones((50, 70).f());
    let row = Array1::<f64>::ones(70);
    let dynamic: ArrayD<f64> = a.clone().into_dyn();
    let give_back = |[y, dy]: [Array2<f64>; 2]| {
        recycle(y);
        recycle(dy);
    };
    assert_eq!(steady(|| give_back(map(Mix, (&a, &a, 2.0)))), 0);
    assert_eq!(steady(|| give_back(map(Mix, (&a, &row, &columns)))), 0);
    assert_eq!(
        steady(|| give_back(map(Mix, (&a, a.slice(s![..;-1, ..]), &row)))),
        0
    );
    assert_eq!(
        steady(|| give_back(map_by(|[a]: [f64; 1]| [a, a + 1.0], (&a,)))),
        0
    );
    let work = || {
        let [y, dy] = map(Mix, (&dynamic, &row, 1.0));
        recycle(y);
        recycle(dy);
    };
    assert_eq!(steady(work), 0);
}

#[test]
fn a_chain_allocates_its_results_only() {
    let a = Array2::<f64>::ones((50, 70));
    let work = || {
        let [y, dy] = map(Mix, (&a, &a, 2.0));
        let [z, dz] = map(Mix, (y, &a, dy));
        let [s, ds] = sum(Mix, (&z, &dz, 1.0));
        std::hint::black_box((z, dz, s, ds));
    };
    assert_eq!(steady(work), 2);
}

#[test]
fn reductions_allocate_their_results_only() {
    let a = Array2::<f64>::ones((500, 70));
    let row = Array1::<f64>::ones(70);
    assert_eq!(steady(|| assert_eq!(sum(Mix, (&a, &row, 2.0)).len(), 2)), 0);
    assert_eq!(steady(|| assert_eq!(sum(Identity, (&a,)), [35_000.0])), 0);
    for axis in [Axis(0), Axis(1)] {
        let work = || {
            sum_axis(Mix, axis, (&a, &row, 2.0))
                .into_iter()
                .for_each(recycle)
        };
        assert_eq!(steady(work), 0);
        let work = || drop(std::hint::black_box(sum_axis(Mix, axis, (&a, &row, 2.0))));
        assert_eq!(steady(work), 2);
    }
}

#[test]
fn updates_allocate_nothing() {
    let mut y = Array2::<f64>::ones((50, 70));
    let mut dy = Array2::<f64>::ones((50, 70).f());
    let row = Array1::<f64>::ones(70);
    assert_eq!(steady(|| update(Mix, (&mut y, &mut dy), (&row,))), 0);
    let work = || update_by(|[a, b, c]: [f64; 3]| [a + c, b], (&mut y, &mut dy), (1.0,));
    assert_eq!(steady(work), 0);
}
