//! The math methods of ndarray, and the special functions as methods, in both precisions.
//!
//! A method is a program of its own, `name(x) = x.name()`, on a reference; the further programs
//! have the other ownerships and whole expressions.

macro_rules! unary {
    ($E:ident: $($name:ident)+) => {$(
        #[derive_jvp(pushforward)]
        pub fn $name(x: &Array2<$E>) -> Array2<$E> {
            x.$name()
        }
    )+};
}

macro_rules! methods {
    ($E:ident) => {
        use jvp::prelude::*;
        use ndarray::{Array1, Array2, ArrayRef2, ArrayView2};

        unary!($E: fract abs recip sqrt exp exp2 exp_m1 ln log2 log10 ln_1p
            cbrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh to_degrees to_radians);
        unary!($E: sigmoid softplus relu elu selu silu gelu gelu_tanh hard_tanh
            log_sigmoid lgamma digamma erf erfc pow2);

        #[derive_jvp(pushforward)]
        pub fn powi(x: &Array2<$E>) -> Array2<$E> {
            x.powi(3) + x.powi(-2)
        }

        #[derive_jvp(pushforward)]
        pub fn powf(x: &Array2<$E>, p: $E) -> Array2<$E> {
            x.powf(p)
        }

        #[derive_jvp(pushforward)]
        pub fn log(x: &Array2<$E>, base: $E) -> Array2<$E> {
            x.log(base + 2.0)
        }

        #[derive_jvp(pushforward)]
        pub fn hypot(x: &Array2<$E>, y: $E) -> Array2<$E> {
            x.hypot(y)
        }

        #[derive_jvp(pushforward)]
        pub fn abs_sub(x: &Array2<$E>, y: $E) -> Array2<$E> {
            x.abs_sub(y)
        }

        #[derive_jvp(pushforward)]
        pub fn clamp(x: &Array2<$E>, low: $E) -> Array2<$E> {
            x.clamp(low, 10.0)
        }

        #[derive_jvp(pushforward)]
        pub fn leaky_relu(x: &Array2<$E>, slope: $E) -> Array2<$E> {
            x.leaky_relu() * slope
        }

        #[derive_jvp(pushforward)]
        pub fn chain(x: &Array2<$E>, a: $E, b: $E) -> Array2<$E> {
            (a * x + b).tanh() * (-(x * x)).exp() + x.sin() / (1.0 + x * x)
        }

        #[derive_jvp(pushforward)]
        pub fn on_a_temporary(x: &Array2<$E>, y: &Array1<$E>) -> Array2<$E> {
            let z = (x + y).sigmoid();
            (z.ln() - z.sqrt()).gelu()
        }

        #[derive_jvp]
        pub fn on_a_view(x: ArrayView2<$E>) -> Array2<$E> {
            x.sin() * x.cos()
        }

        #[derive_jvp]
        pub fn on_an_array_ref(x: &ArrayRef2<$E>) -> Array2<$E> {
            x.tanh() + x.relu()
        }

        #[derive_jvp]
        pub fn on_owned(x: Array2<$E>) -> Array2<$E> {
            x.silu().exp_m1()
        }
    };
}

mod double {
    methods!(f64);

    mod checks {
        macro_rules! every {
            ($($name:ident)+; $range:expr) => {$( check!($name: & [3, 4]; in $range); )+};
        }
        every!(abs recip sqrt exp exp2 exp_m1 ln log2 log10 ln_1p cbrt sin cos tan asinh sinh cosh
            tanh atan to_degrees to_radians fract; 0.2..0.9);
        every!(asin acos atanh; -0.9..0.9);
        every!(erf erfc pow2 sigmoid softplus relu elu selu silu gelu gelu_tanh hard_tanh log_sigmoid; -2.5..2.5);
        every!(lgamma digamma acosh; 1.1..4.0);
        check!(powi: & [3, 4]; in 0.5..2.0);
        check!(powf / pushforward_powf: & [3, 4], num; in 0.5..2.0);
        check!(log: & [3, 4], num; in 0.5..2.0);
        check!(hypot: & [3, 4], num; in 0.5..2.0);
        check!(abs_sub: & [3, 4], num);
        check!(clamp: & [3, 4], num);
        check!(leaky_relu: & [3, 4], num);
        check!(chain / pushforward_chain: & [3, 4], num, num);
        check!(on_a_temporary / pushforward_on_a_temporary: & [3, 4], & [4]);
        check!(on_a_view: view [3, 4]);
        check!(on_an_array_ref: & [3, 4]);
        check!(on_owned: own [3, 4]);
    }
}

mod single {
    methods!(f32);

    mod checks {
        use super::super::double;
        macro_rules! every {
            ($($name:ident)+; $range:expr) => {$( check32!($name, double::$name: & [3, 4]; in $range); )+};
        }
        every!(abs recip sqrt exp exp2 exp_m1 ln log2 log10 ln_1p cbrt sin cos tan asinh sinh cosh
            tanh atan to_degrees to_radians fract; 0.2..0.9);
        every!(asin acos atanh; -0.9..0.9);
        every!(erf erfc pow2 sigmoid softplus relu elu selu silu gelu gelu_tanh hard_tanh log_sigmoid; -2.5..2.5);
        every!(lgamma digamma acosh; 1.1..4.0);
        check32!(powi, double::powi: & [3, 4]; in 0.5..2.0);
        check32!(powf, double::powf: & [3, 4], num; in 0.5..2.0);
        check32!(log, double::log: & [3, 4], num; in 0.5..2.0);
        check32!(hypot, double::hypot: & [3, 4], num; in 0.5..2.0);
        check32!(abs_sub, double::abs_sub: & [3, 4], num);
        check32!(clamp, double::clamp: & [3, 4], num);
        check32!(leaky_relu, double::leaky_relu: & [3, 4], num);
        check32!(chain, double::chain: & [3, 4], num, num);
        check32!(on_a_temporary, double::on_a_temporary: & [3, 4], & [4]);
        check32!(on_a_view, double::on_a_view: view [3, 4]);
        check32!(on_an_array_ref, double::on_an_array_ref: & [3, 4]);
        check32!(on_owned, double::on_owned: own [3, 4]);
    }
}

mod constants {
    use jvp::prelude::*;
    use ndarray::Array1;

    // Their derivative is zero everywhere: the tangent is that of the rest.
    #[derive_jvp]
    fn steps(x: &Array1<f64>) -> Array1<f64> {
        x * (x.floor() + x.ceil() * 2.0 + x.round() - x.trunc() * x.signum())
    }

    #[derive_jvp]
    fn questions(x: &Array1<f64>) -> f64 {
        if x.is_any_nan() || x.is_any_infinite() {
            0.0
        } else {
            x.sum() * x.len() as f64
        }
    }

    mod checks {
        check!(exact steps: & [5]);
        check!(questions: & [5]);
    }
}
