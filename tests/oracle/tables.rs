//! The programs of `programs.rs` as tables of function pointers, for either scalar.
//!
//! Every form of a program (method, path, references, generic over `T: Real`) stands under the
//! name of its rule, so that a check runs all of them.

use crate::programs::{
    self, generic, generic_free, with_binary, with_free, with_operators, with_ternary, with_unary,
};

/// The two scalars, as far as the checks need them.
pub trait Scalar: jvp::Real {
    /// Bound on the relative error of a tangent.
    const BOUND: f64;
    /// The least and the greatest normal number.
    const NORMAL: (f64, f64);

    /// The nearest number of this type.
    fn of(x: f64) -> Self;
    /// Exactly.
    fn to(self) -> f64;
    fn unary() -> Vec<Unary<Self>>;
    fn binary() -> Vec<Binary<Self>>;
    fn ternary() -> Vec<Ternary<Self>>;
}

/// Value and tangent of a program, from each active operand and its seed.
pub type UnaryJvp<S> = fn(S, S) -> (S, S);
/// With both operands active.
pub type BinaryJvp<S> = fn(S, S, S, S) -> (S, S);
/// With one of the two active: the seed stands behind it.
pub type PartialJvp<S> = fn(S, S, S) -> (S, S);
/// With the seeds of the active ones read.
pub type TernaryJvp<S> = fn([S; 3], [S; 3]) -> (S, S);

/// A rule of one operand, with every differentiated form of its program.
pub struct Unary<S> {
    pub name: &'static str,
    pub value: fn(S) -> S,
    pub jvp: Vec<UnaryJvp<S>>,
}

/// A rule of two operands: both active, the first, the second.
pub struct Binary<S> {
    pub name: &'static str,
    pub value: fn(S, S) -> S,
    pub both: Vec<BinaryJvp<S>>,
    pub first: Vec<PartialJvp<S>>,
    pub second: Vec<PartialJvp<S>>,
}

/// A rule of three operands; the flags say which seeds a variant reads.
pub struct Ternary<S> {
    pub name: &'static str,
    pub value: fn(S, S, S) -> S,
    pub jvp: Vec<([bool; 3], TernaryJvp<S>)>,
}

macro_rules! unary_rows {
    ($rows:ident $scalar:ident $module:ident $($name:ident)*) => {
        $rows.extend([$(Unary {
            name: stringify!($name),
            value: programs::$module::$name::method,
            jvp: vec![
                programs::$module::$name::jvp_method,
                programs::$module::$name::jvp_path,
                |a: $scalar, da| programs::$module::$name::jvp_borrowed(&a, &da),
                generic::$name::jvp_method,
                generic::$name::jvp_path,
                |a: $scalar, da| generic::$name::jvp_borrowed(&a, &da),
            ],
        }),*]);
    };
}

macro_rules! free_rows {
    ($rows:ident $free:ident $($name:ident)*) => {
        $rows.extend([$(Unary {
            name: stringify!($name),
            value: programs::$free::$name::path,
            jvp: vec![
                programs::$free::$name::jvp_path,
                programs::$free::$name::jvp_imported,
                generic_free::$name::jvp_path,
                generic_free::$name::jvp_imported,
                jvp::nn::$name::jvp,
            ],
        }),*]);
    };
}

macro_rules! binary_rows {
    ($rows:ident $scalar:ident $module:ident $($name:ident)*) => {
        $rows.extend([$(Binary {
            name: stringify!($name),
            value: programs::$module::$name::method,
            both: vec![
                programs::$module::$name::jvp_method,
                programs::$module::$name::jvp_path,
                |a: $scalar, da, b, db| programs::$module::$name::jvp_borrowed(&a, &da, &b, &db),
                generic::$name::jvp_method,
                generic::$name::jvp_path,
                |a: $scalar, da, b, db| generic::$name::jvp_borrowed(&a, &da, &b, &db),
            ],
            first: vec![
                programs::$module::$name::jvp_method_a,
                programs::$module::$name::jvp_path_a,
                |a: $scalar, da, b| programs::$module::$name::jvp_borrowed_a(&a, &da, &b),
                generic::$name::jvp_method_a,
                generic::$name::jvp_path_a,
                |a: $scalar, da, b| generic::$name::jvp_borrowed_a(&a, &da, &b),
            ],
            second: vec![
                programs::$module::$name::jvp_method_b,
                programs::$module::$name::jvp_path_b,
                |a: $scalar, b, db| programs::$module::$name::jvp_borrowed_b(&a, &b, &db),
                generic::$name::jvp_method_b,
                generic::$name::jvp_path_b,
                |a: $scalar, b, db| generic::$name::jvp_borrowed_b(&a, &b, &db),
            ],
        }),*]);
    };
}

macro_rules! ternary_rows {
    ($rows:ident $scalar:ident $module:ident $($name:ident)*) => {
        $(ternary_rows! { @one $rows $scalar $name programs::$module::$name, generic::$name })*
    };
    (@one $rows:ident $scalar:ident $name:ident $($path:path),*) => {
        let mut row = Ternary { name: stringify!($name), value: |_, _, _| unreachable!(), jvp: vec![] };
        $({
            use $path as program;
            row.value = program::method;
            let forms: [([bool; 3], TernaryJvp<$scalar>); 8] = [
                ([true, true, true], |[a, b, c], [da, db, dc]| program::jvp_method(a, da, b, db, c, dc)),
                ([true, true, true], |[a, b, c], [da, db, dc]| program::jvp_path(a, da, b, db, c, dc)),
                ([true, false, false], |[a, b, c], [da, _, _]| program::jvp_method_a(a, da, b, c)),
                ([false, true, false], |[a, b, c], [_, db, _]| program::jvp_method_b(a, b, db, c)),
                ([false, false, true], |[a, b, c], [_, _, dc]| program::jvp_method_c(a, b, c, dc)),
                ([true, true, false], |[a, b, c], [da, db, _]| program::jvp_method_ab(a, da, b, db, c)),
                ([true, false, true], |[a, b, c], [da, _, dc]| program::jvp_method_ac(a, da, b, c, dc)),
                ([false, true, true], |[a, b, c], [_, db, dc]| program::jvp_method_bc(a, b, db, c, dc)),
            ];
            row.jvp.extend(forms);
        })*
        $rows.push(row);
    };
}

macro_rules! scalar {
    ($scalar:ident $module:ident $free:ident $bound:literal) => {
        impl Scalar for $scalar {
            const BOUND: f64 = $bound;
            const NORMAL: (f64, f64) = ($scalar::MIN_POSITIVE as f64, $scalar::MAX as f64);

            fn of(x: f64) -> Self {
                x as $scalar
            }

            fn to(self) -> f64 {
                f64::from(self)
            }

            fn unary() -> Vec<Unary<Self>> {
                let mut rows = Vec::new();
                unary_rows!(rows $scalar $module neg);
                with_unary!(unary_rows! rows $scalar $module);
                with_free!(free_rows! rows $free);
                rows
            }

            fn binary() -> Vec<Binary<Self>> {
                let mut rows = Vec::new();
                with_operators!(binary_rows! rows $scalar $module);
                with_binary!(binary_rows! rows $scalar $module);
                rows
            }

            fn ternary() -> Vec<Ternary<Self>> {
                let mut rows = Vec::new();
                with_ternary!(ternary_rows! rows $scalar $module);
                rows
            }
        }
    };
}

scalar!(f64 double double_free 1e-12);
scalar!(f32 single single_free 1e-5);
