//! One program per rule, scalar and way of writing it, each differentiated by the macro.
//!
//! The lists of names below are the only place where a test names an operation for the compiler:
//! the variants for `f64`, `f32` and `T: Real`, the enumeration of the rule table and the tables
//! of what to check (`tables.rs`) are all made from them.

/// Calls `$callback!` with the methods of one operand behind the given tokens.
macro_rules! with_unary {
    ($callback:ident! $($head:tt)*) => {
        $callback! { $($head)*
            recip sqrt cbrt exp exp2 exp_m1 ln log2 log10 ln_1p
            sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh
            to_degrees to_radians abs fract
            signum floor ceil round round_ties_even trunc
            sigmoid softplus log_sigmoid silu gelu gelu_tanh
            relu leaky_relu elu selu hard_tanh lgamma digamma
        }
    };
}

/// The same for the methods of two operands.
macro_rules! with_binary {
    ($callback:ident! $($head:tt)*) => {
        $callback! { $($head)* powf hypot log atan2 max min copysign rem_euclid div_euclid }
    };
}

/// The same for the operators of two operands.
macro_rules! with_operators {
    ($callback:ident! $($head:tt)*) => {
        $callback! { $($head)* add sub mul div rem }
    };
}

/// The same for the methods of three operands.
macro_rules! with_ternary {
    ($callback:ident! $($head:tt)*) => {
        $callback! { $($head)* mul_add clamp }
    };
}

/// The same for the free functions of `nn`.
macro_rules! with_free {
    ($callback:ident! $($head:tt)*) => {
        $callback! { $($head)*
            erf erfc sigmoid softplus log_sigmoid silu gelu gelu_tanh
            relu leaky_relu elu selu hard_tanh lgamma digamma
        }
    };
}

pub(crate) use {with_binary, with_free, with_operators, with_ternary, with_unary};

/// The names of all operations with a program here.
pub fn names() -> Vec<&'static str> {
    macro_rules! strings {
        ($($name:ident)*) => { [$(stringify!($name)),*] };
    }
    let mut names = vec!["neg"];
    names.extend(with_unary!(strings!));
    names.extend(with_binary!(strings!));
    names.extend(with_operators!(strings!));
    names.extend(with_ternary!(strings!));
    names.extend(with_free!(strings!));
    names
}

/// A module with the programs of one operand, by the bodies of its three forms.
macro_rules! unary_program {
    ($scalar:ident [$($generics:tt)*] $name:ident |$a:ident| {$($method:tt)*} {$($path:tt)*} {$($borrowed:tt)*}) => {
        pub mod $name {
            use jvp::prelude::*;

            #[derive_jvp]
            pub fn method $($generics)* ($a: $scalar) -> $scalar { $($method)* }

            #[derive_jvp]
            pub fn path $($generics)* ($a: $scalar) -> $scalar { $($path)* }

            #[derive_jvp]
            pub fn borrowed $($generics)* ($a: &$scalar) -> $scalar { $($borrowed)* }
        }
    };
}

/// A module with the programs of two operands, each with every set of active ones.
macro_rules! binary_program {
    ($scalar:ident [$($generics:tt)*] $name:ident |$a:ident, $b:ident| {$($method:tt)*} {$($path:tt)*} {$($borrowed:tt)*}) => {
        pub mod $name {
            use jvp::prelude::*;

            #[derive_jvp(wrt($a, $b), wrt($a) as method_a, wrt($b) as method_b)]
            pub fn method $($generics)* ($a: $scalar, $b: $scalar) -> $scalar { $($method)* }

            #[derive_jvp(wrt($a, $b), wrt($a) as path_a, wrt($b) as path_b)]
            pub fn path $($generics)* ($a: $scalar, $b: $scalar) -> $scalar { $($path)* }

            #[derive_jvp(wrt($a, $b), wrt($a) as borrowed_a, wrt($b) as borrowed_b)]
            pub fn borrowed $($generics)* ($a: &$scalar, $b: &$scalar) -> $scalar { $($borrowed)* }
        }
    };
}

macro_rules! unary {
    ($scalar:ident $generics:tt $($name:ident)*) => {$(
        unary_program!($scalar $generics $name |a| { a.$name() } { $scalar::$name(a) } { a.$name() });
    )*};
}

macro_rules! binary {
    ($scalar:ident $generics:tt $($name:ident)*) => {$(
        binary_program!($scalar $generics $name |a, b| { a.$name(b) } { $scalar::$name(a, b) } { a.$name(*b) });
    )*};
}

macro_rules! operators {
    ($scalar:ident $generics:tt $($name:ident $operator:tt $assign:tt)*) => {$(
        binary_program!(
            $scalar $generics $name |a, b|
            { a $operator b } { let mut y = a; y $assign b; y } { *a $operator *b }
        );
    )*};
}

macro_rules! ternary {
    ($scalar:ident $generics:tt $($name:ident)*) => { $(ternary! { @one $scalar $generics $name })* };
    (@one $scalar:ident [$($generics:tt)*] $name:ident) => {
        pub mod $name {
            use jvp::prelude::*;

            #[derive_jvp(
                wrt(a, b, c),
                wrt(a) as method_a, wrt(b) as method_b, wrt(c) as method_c,
                wrt(a, b) as method_ab, wrt(a, c) as method_ac, wrt(b, c) as method_bc
            )]
            pub fn method $($generics)* (a: $scalar, b: $scalar, c: $scalar) -> $scalar {
                a.$name(b, c)
            }

            #[derive_jvp]
            pub fn path $($generics)* (a: $scalar, b: $scalar, c: $scalar) -> $scalar {
                $scalar::$name(a, b, c)
            }
        }
    };
}

macro_rules! free {
    ($scalar:ident $generics:tt $($name:ident)*) => { $(free! { @one $scalar $generics $name })* };
    (@one $scalar:ident [$($generics:tt)*] $name:ident) => {
        pub mod $name {
            use jvp::nn;
            use jvp::nn::$name;
            use jvp::prelude::*;

            #[derive_jvp]
            pub fn path $($generics)* (a: $scalar) -> $scalar {
                nn::$name(a)
            }

            #[derive_jvp]
            pub fn imported $($generics)* (a: $scalar) -> $scalar {
                $name(a)
            }
        }
    };
}

/// The operations with a structured rule.
macro_rules! structured {
    ($scalar:ident [$($generics:tt)*]) => {
        pub mod structured {
            use jvp::prelude::*;

            #[derive_jvp]
            pub fn powi $($generics)* (a: $scalar, n: i32) -> $scalar {
                a.powi(n)
            }

            #[derive_jvp]
            pub fn powi_path $($generics)* (a: $scalar, n: i32) -> $scalar {
                $scalar::powi(a, n)
            }

            #[derive_jvp]
            pub fn cube $($generics)* (a: $scalar) -> $scalar {
                a.powi(3)
            }

            #[derive_jvp]
            pub fn sin_cos $($generics)* (a: $scalar) -> ($scalar, $scalar) {
                a.sin_cos()
            }

            #[derive_jvp]
            pub fn sin_cos_parts $($generics)* (a: $scalar) -> $scalar {
                let (s, c) = $scalar::sin_cos(a);
                s * c
            }
        }
    };
}

macro_rules! programs {
    ($($module:ident $free:ident $scalar:ident $generics:tt;)*) => {$(
        pub mod $module {
            unary_program!($scalar $generics neg |a| { -a } { -(a) } { -*a });
            with_unary!(unary! $scalar $generics);
            with_binary!(binary! $scalar $generics);
            operators!($scalar $generics add + += sub - -= mul * *= div / /= rem % %=);
            with_ternary!(ternary! $scalar $generics);
            structured!($scalar $generics);
        }

        pub mod $free {
            with_free!(free! $scalar $generics);
        }
    )*};
}

programs! {
    double double_free f64 [];
    single single_free f32 [];
    generic generic_free T [<T: Real>];
}
