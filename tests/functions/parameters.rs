//! Every form of a parameter that is a function.

use crate::harness::Dual;
use jvp::prelude::*;
use num_dual::DualNum;

#[derive_jvp]
fn bent(x: f64, a: f64) -> f64 {
    (a * x).sin() + a
}

fn bent_oracle(x: Dual, a: Dual) -> Dual {
    (a * x).sin() + a
}

macro_rules! forms {
    ($($name:ident, $jvp:ident, $test:ident [$($generics:tt)*] ($f:ident: $ty:ty) $pass:expr, $dpass:expr;)*) => {$(
        #[allow(unused_mut, reason = "only an `FnMut` needs it")]
        #[derive_jvp]
        fn $name $($generics)* (mut $f: $ty, x: f64, a: f64) -> f64 {
            let y = $f(x, a);
            $f(y * y, 0.5) * a
        }

        check! {
            $test, (x dx, a da) in -1.0..1.0;
            primal $name($pass, x, a);
            oracle {
                let y = bent_oracle(x, a);
                bent_oracle(y * y, Dual::from(0.5)) * a
            };
            [x a] $jvp($pass, $dpass, x, dx, a, da);
        }
    )*};
}

forms! {
    by_impl, jvp_by_impl, an_impl [] (f: impl Fn(f64, f64) -> f64) bent, jvp_bent;
    by_mut_impl, jvp_by_mut_impl, an_impl_that_changes [] (f: impl FnMut(f64, f64) -> f64) bent, jvp_bent;
    by_bound, jvp_by_bound, a_bound [<F: Fn(f64, f64) -> f64>] (f: F) bent, jvp_bent;
    by_bounds, jvp_by_bounds, more_bounds [<F: Fn(f64, f64) -> f64 + Copy + Send + 'static>] (f: F) bent, jvp_bent;
    by_reference, jvp_by_reference, a_reference [<F: Fn(f64, f64) -> f64>] (f: &F) &bent, &jvp_bent;
    by_mut_reference, jvp_by_mut_reference, a_reference_to_what_changes [<F: FnMut(f64, f64) -> f64>] (f: &mut F) &mut bent, &mut jvp_bent;
    by_impl_reference, jvp_by_impl_reference, a_reference_to_an_impl [] (f: &impl Fn(f64, f64) -> f64) &bent, &jvp_bent;
    by_pointer, jvp_by_pointer, a_pointer [] (f: fn(f64, f64) -> f64) bent, jvp_bent;
    by_object, jvp_by_object, an_object [] (f: &dyn Fn(f64, f64) -> f64) &bent, &jvp_bent;
    by_sync_object, jvp_by_sync_object, an_object_with_bounds [] (f: &(dyn Fn(f64, f64) -> f64 + Sync)) &bent, &jvp_bent;
    by_mut_object, jvp_by_mut_object, an_object_that_changes [] (f: &mut dyn FnMut(f64, f64) -> f64) &mut bent, &mut jvp_bent;
    by_box, jvp_by_box, a_box [] (f: Box<dyn Fn(f64, f64) -> f64>) Box::new(bent), Box::new(jvp_bent);
    by_boxed_bound, jvp_by_boxed_bound, a_box_of_a_bound [<F: Fn(f64, f64) -> f64>] (f: Box<F>) Box::new(bent), Box::new(jvp_bent);
}

// A bound in a `where` clause, beside others on the same parameter.
#[derive_jvp]
fn by_where<F>(f: F, x: f64) -> f64
where
    F: Fn(f64, f64) -> f64,
    F: Copy,
{
    let g = f;
    g(x, 2.0) + f(1.0, x)
}

check! {
    a_where_clause, (x dx) in -1.0..1.0;
    primal by_where(bent, x);
    oracle bent_oracle(x, Dual::from(2.0)) + bent_oracle(Dual::from(1.0), x);
    [x] jvp_by_where(bent, jvp_bent, x, dx);
}

// Called once.
#[derive_jvp]
fn once(f: impl FnOnce(f64) -> f64, x: f64) -> f64 {
    f(x * x)
}

#[derive_jvp(wrt(x, k))]
fn of_once(x: f64, k: f64) -> f64 {
    once(|y| k * y.exp(), x)
}

check! {
    a_function_that_is_called_once, (x dx, k dk) in -1.0..1.0;
    primal of_once(x, k);
    oracle k * (x * x).exp();
    [x k] jvp_of_once(x, dx, k, dk);
}

// Arguments without a tangent have none in the JVP.
#[derive_jvp]
fn sum_of(f: impl Fn(usize, f64, &str) -> f64, x: f64, n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..n {
        s += f(i, x, "a");
    }
    s
}

#[derive_jvp]
fn term(i: usize, x: f64, name: &str) -> f64 {
    x.powi(i as i32) * name.len() as f64
}

#[derive_jvp(wrt(x, k), wrt(k) as of_terms_k)]
fn of_terms(x: f64, k: f64) -> f64 {
    sum_of(term, x, 4) + sum_of(|i: usize, y, _: &str| k * y * i as f64, x, 3)
}

check! {
    arguments_without_tangent, (x dx, k dk) in 0.5..1.5;
    primal of_terms(x, k);
    oracle (x * x * x + x * x + x + 1.0) + k * x * 3.0;
    [x k] jvp_of_terms(x, dx, k, dk);
    [k] jvp_of_terms_k(x, k, dk);
}

// Generic functions, given by name to generic ones.
#[derive_jvp]
fn twice<T: Real>(f: impl Fn(T) -> T, x: T) -> T {
    f(f(x))
}

#[derive_jvp]
fn squashed<T: Real>(x: T) -> T {
    x / (T::ONE + x * x).sqrt()
}

#[derive_jvp]
fn of_generic(x: f64) -> f64 {
    twice(squashed, x) + twice(squashed::<f64>, 2.0 * x)
}

check! {
    generic_functions, (x dx) in -1.0..1.0;
    primal of_generic(x);
    oracle {
        fn s(x: Dual) -> Dual { x / (x * x + 1.0).sqrt() }
        s(s(x)) + s(s(x * 2.0))
    };
    [x] jvp_of_generic(x, dx);
}

// A function of functions.
#[derive_jvp]
fn apply(g: impl Fn(&dyn Fn(f64) -> f64, f64) -> f64, x: f64) -> f64 {
    g(&|y| y * y, x)
}

#[derive_jvp]
fn slope_like(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    f(x + 1.0) - f(x)
}

#[derive_jvp]
fn of_functions(x: f64) -> f64 {
    apply(slope_like, x)
}

check! {
    functions_of_functions, (x dx) in -1.0..1.0;
    primal of_functions(x);
    oracle (x + 1.0) * (x + 1.0) - x * x;
    [x] jvp_of_functions(x, dx);
}
