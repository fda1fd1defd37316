//! Values that do something when they are dropped: they live as long as in the function itself, in the
//! functions that leave the primal out, too.

#![allow(
    unused_variables,
    reason = "a guard has a name for as long as it lives, and is not read"
)]

use jvp::prelude::*;
use std::cell::RefCell;

thread_local! {
    static TOLD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn tell(what: &str, name: &str) {
    TOLD.with_borrow_mut(|told| told.push(format!("{what} {name}")));
}

/// What `f` gives, and what has been told meanwhile.
fn heard<R>(f: impl FnOnce() -> R) -> (R, Vec<String>) {
    TOLD.take();
    (f(), TOLD.take())
}

struct Guard(&'static str);

impl Guard {
    fn new(name: &'static str) -> Guard {
        tell("take", name);
        Guard(name)
    }

    fn weight(&self) -> f64 {
        tell("use", self.0);
        2.0
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        tell("leave", self.0);
    }
}

#[derive_jvp(pushforward)]
fn unread(x: f64) -> f64 {
    let guard = Guard::new("a");
    let y = x * x;
    tell("pass", "middle");
    y * 2.0
}

#[derive_jvp(pushforward)]
fn blank_and_nested(x: f64) -> f64 {
    let _guard = Guard::new("a");
    let _ = Guard::new("b");
    {
        let inner = Guard::new("c");
        tell("pass", "block");
    }
    x.sin()
}

#[derive_jvp(pushforward)]
fn shadowed(x: f64) -> f64 {
    let guard = Guard::new("a");
    let guard = Guard::new("b");
    tell("pass", "middle");
    x * guard.weight()
}

#[derive_jvp(pushforward)]
fn beside_a_number(x: f64) -> f64 {
    let (guard, y) = (Guard::new("a"), x * 3.0);
    tell("pass", "middle");
    y.exp()
}

#[derive_jvp(pushforward)]
fn in_a_loop(x: f64) -> f64 {
    let mut s = 0.0;
    for _ in 0..2 {
        let guard = Guard::new("a");
        s += x * guard.weight();
        tell("pass", "middle");
    }
    s
}

#[derive_jvp(pushforward)]
fn left_early(x: f64) -> f64 {
    let y = 'block: {
        let guard = Guard::new("a");
        if x > 0.0 {
            break 'block x * x;
        }
        x
    };
    tell("pass", "end");
    y
}

#[test]
fn guards_live_as_long() {
    type Plain = fn(f64) -> f64;
    type Jvp = fn(f64, f64) -> (f64, f64);
    type Pushforward = fn(f64, f64) -> f64;
    let programs: [(Plain, Jvp, Pushforward, f64); 6] = [
        (unread, jvp_unread, pushforward_unread, 4.0 * 0.5),
        (
            blank_and_nested,
            jvp_blank_and_nested,
            pushforward_blank_and_nested,
            0.5_f64.cos(),
        ),
        (shadowed, jvp_shadowed, pushforward_shadowed, 2.0),
        (
            beside_a_number,
            jvp_beside_a_number,
            pushforward_beside_a_number,
            3.0 * 1.5_f64.exp(),
        ),
        (in_a_loop, jvp_in_a_loop, pushforward_in_a_loop, 4.0),
        (left_early, jvp_left_early, pushforward_left_early, 1.0),
    ];
    for (f, jvp, pushforward, slope) in programs {
        let (y, told) = heard(|| f(0.5));
        assert!(told.iter().any(|t| t.starts_with("leave")));
        assert_eq!(heard(|| jvp(0.5, 1.0)), ((y, slope), told.clone()));
        assert_eq!(heard(|| pushforward(0.5, 1.0)), (slope, told));
    }
}
