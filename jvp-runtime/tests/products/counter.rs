//! What allocates: in a steady loop, nothing beyond the results.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use jvp_runtime::rt;
use ndarray::{Array1, Array2};

/// The system's allocator, counting for each thread.
struct Counter;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: the system's allocator does the work.
#[allow(unsafe_code, reason = "an allocator that counts")]
unsafe impl GlobalAlloc for Counter {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTER: Counter = Counter;

/// Allocations of `f`, when it has run before.
fn steady(mut f: impl FnMut()) -> usize {
    f();
    f();
    let before = COUNT.get();
    f();
    COUNT.get() - before
}

#[test]
fn results_come_from_the_pool() {
    let a = Array2::<f32>::ones((70, 300));
    let b = Array2::<f32>::ones((300, 520));
    let v = Array1::<f32>::ones(300);
    assert_eq!(steady(|| rt::recycle(rt::dot(&a, &b))), 0);
    assert_eq!(steady(|| rt::recycle(rt::dot(&b.t(), &a.t()))), 0);
    assert_eq!(steady(|| rt::recycle(rt::dot(&a, &v))), 0);
    assert_eq!(steady(|| assert_eq!(rt::dot(&v, &v), 300.0)), 0);
    let pair = || {
        let (y, dy) = rt::dot::jvp_11(&a, &a, &b, &b);
        rt::recycle(y);
        rt::recycle(dy);
    };
    assert_eq!(steady(pair), 0);
}

#[test]
fn an_owned_factor_goes_back_to_the_pool() {
    let w = Array2::<f64>::ones((40, 40));
    let mut x = Some(Array2::<f64>::ones((30, 40)));
    let step = || x = x.take().map(|x| rt::dot(rt::dot(x, &w), &w));
    assert_eq!(steady(step), 0);
}

#[test]
fn the_results_alone_are_allocated() {
    let a = Array2::<f64>::ones((30, 40));
    let b = Array2::<f64>::ones((40, 300));
    let mut kept = Vec::with_capacity(10);
    assert_eq!(steady(|| kept.push(rt::dot(&a, &b))), 1);
    let mut kept = Vec::with_capacity(10);
    assert_eq!(steady(|| kept.push(rt::dot::jvp_10(&a, &a, &b))), 2);
}
