//! `companion!`: gives a function of this crate what an annotated function carries.
//!
//! From a function and the contribution of each argument's tangent it makes the hidden struct of
//! the same name, with one `jvp_<mask>` per set of active arguments and `jvp` for all of them.
//! Generated code can thus call the functions of this crate like annotated ones, and the output of
//! the transform can be transformed again.

/// `companion!(f(a, b): da => <contribution>, db => <contribution>)`, for one to four arguments
/// of a type `T: Real`. A contribution is an expression in the arguments and its own tangent.
macro_rules! companion {
    (@struct $name:ident { $($methods:tt)* }) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it shares the function's name, in the namespace of types")]
        pub struct $name {}

        #[allow(unused_variables, reason = "a contribution that is zero does not read its tangent")]
        #[allow(clippy::too_many_arguments, reason = "each argument comes with its tangent")]
        impl $name {
            $($methods)*
        }
    };
    (@method $name:ident $mask:ident [$($arg:ident)*] ($($parameter:ident)*) $($contribution:expr),*) => {
        #[doc(hidden)]
        #[inline]
        pub fn $mask<T: $crate::Real>($($parameter: T),*) -> (T, T) {
            ($name($($arg),*), companion!(@sum $($contribution),*))
        }
    };
    (@sum $first:expr) => { $first };
    (@sum $first:expr, $($rest:expr),+) => { $first + companion!(@sum $($rest),+) };

    ($name:ident($a:ident): $da:ident => $ta:expr) => {
        companion!(@struct $name {
            companion!(@method $name jvp [$a] ($a $da) $ta);
            companion!(@method $name jvp_1 [$a] ($a $da) $ta);
        });
    };
    ($name:ident($a:ident, $b:ident): $da:ident => $ta:expr, $db:ident => $tb:expr) => {
        companion!(@struct $name {
            companion!(@method $name jvp [$a $b] ($a $da $b $db) $ta, $tb);
            companion!(@method $name jvp_10 [$a $b] ($a $da $b) $ta);
            companion!(@method $name jvp_01 [$a $b] ($a $b $db) $tb);
            companion!(@method $name jvp_11 [$a $b] ($a $da $b $db) $ta, $tb);
        });
    };
    (
        $name:ident($a:ident, $b:ident, $c:ident):
        $da:ident => $ta:expr, $db:ident => $tb:expr, $dc:ident => $tc:expr
    ) => {
        companion!(@struct $name {
            companion!(@method $name jvp [$a $b $c] ($a $da $b $db $c $dc) $ta, $tb, $tc);
            companion!(@method $name jvp_100 [$a $b $c] ($a $da $b $c) $ta);
            companion!(@method $name jvp_010 [$a $b $c] ($a $b $db $c) $tb);
            companion!(@method $name jvp_001 [$a $b $c] ($a $b $c $dc) $tc);
            companion!(@method $name jvp_110 [$a $b $c] ($a $da $b $db $c) $ta, $tb);
            companion!(@method $name jvp_101 [$a $b $c] ($a $da $b $c $dc) $ta, $tc);
            companion!(@method $name jvp_011 [$a $b $c] ($a $b $db $c $dc) $tb, $tc);
            companion!(@method $name jvp_111 [$a $b $c] ($a $da $b $db $c $dc) $ta, $tb, $tc);
        });
    };
    (
        $name:ident($a:ident, $b:ident, $c:ident, $d:ident):
        $da:ident => $ta:expr, $db:ident => $tb:expr, $dc:ident => $tc:expr, $dd:ident => $td:expr
    ) => {
        companion!(@struct $name {
            companion!(@method $name jvp [$a $b $c $d] ($a $da $b $db $c $dc $d $dd) $ta, $tb, $tc, $td);
            companion!(@method $name jvp_0001 [$a $b $c $d] ($a $b $c $d $dd) $td);
            companion!(@method $name jvp_0010 [$a $b $c $d] ($a $b $c $dc $d) $tc);
            companion!(@method $name jvp_0011 [$a $b $c $d] ($a $b $c $dc $d $dd) $tc, $td);
            companion!(@method $name jvp_0100 [$a $b $c $d] ($a $b $db $c $d) $tb);
            companion!(@method $name jvp_0101 [$a $b $c $d] ($a $b $db $c $d $dd) $tb, $td);
            companion!(@method $name jvp_0110 [$a $b $c $d] ($a $b $db $c $dc $d) $tb, $tc);
            companion!(@method $name jvp_0111 [$a $b $c $d] ($a $b $db $c $dc $d $dd) $tb, $tc, $td);
            companion!(@method $name jvp_1000 [$a $b $c $d] ($a $da $b $c $d) $ta);
            companion!(@method $name jvp_1001 [$a $b $c $d] ($a $da $b $c $d $dd) $ta, $td);
            companion!(@method $name jvp_1010 [$a $b $c $d] ($a $da $b $c $dc $d) $ta, $tc);
            companion!(@method $name jvp_1011 [$a $b $c $d] ($a $da $b $c $dc $d $dd) $ta, $tc, $td);
            companion!(@method $name jvp_1100 [$a $b $c $d] ($a $da $b $db $c $d) $ta, $tb);
            companion!(@method $name jvp_1101 [$a $b $c $d] ($a $da $b $db $c $d $dd) $ta, $tb, $td);
            companion!(@method $name jvp_1110 [$a $b $c $d] ($a $da $b $db $c $dc $d) $ta, $tb, $tc);
            companion!(@method $name jvp_1111 [$a $b $c $d] ($a $da $b $db $c $dc $d $dd) $ta, $tb, $tc, $td);
        });
    };
}
