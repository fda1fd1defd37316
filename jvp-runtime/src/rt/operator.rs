//! Operators of the user's own types, op by op.
//!
//! `#[derive_jvp] impl Mul<R> for L` implements [`Binary`] for it; arithmetic on a type that
//! `types(..)` names goes through here. Which implementation it is, the operands' types decide, as
//! they do for the operator itself; numbers have theirs here, since what an operator of a user's type
//! gives may be one.

/// What an operator is: a name for the traits below.
macro_rules! names {
    ($($name:ident)*) => {$(
        #[doc = concat!("The operator trait `", stringify!($name), "`, as a name.")]
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
    )*};
}

names! { Add Sub Mul Div Rem Neg AddAssign SubAssign MulAssign DivAssign RemAssign }

/// `self op rhs` with tangents.
#[diagnostic::on_unimplemented(
    message = "the operator `{Op}` of `{Self}` with `{Rhs}` has no derivative",
    note = "annotate it: `#[derive_jvp] impl {Op}<{Rhs}> for {Self} {{ .. }}`"
)]
pub trait Binary<Op, Rhs>: Sized {
    /// What the operator gives.
    type Output;
    /// The tangent of the left side.
    type Left;
    /// The tangent of the right side.
    type Right;
    /// The tangent of the result.
    type Tangent;

    /// With respect to both sides.
    fn jvp_11(
        self,
        dself: Self::Left,
        rhs: Rhs,
        drhs: Self::Right,
    ) -> (Self::Output, Self::Tangent);

    /// With respect to the left side.
    fn jvp_10(self, dself: Self::Left, rhs: Rhs) -> (Self::Output, Self::Tangent);

    /// With respect to the right side.
    fn jvp_01(self, rhs: Rhs, drhs: Self::Right) -> (Self::Output, Self::Tangent);
}

/// `op self` with tangents.
#[diagnostic::on_unimplemented(
    message = "the operator `{Op}` of `{Self}` has no derivative",
    note = "annotate it: `#[derive_jvp] impl {Op} for {Self} {{ .. }}`"
)]
pub trait Unary<Op>: Sized {
    /// What the operator gives.
    type Output;
    /// The tangent of the operand.
    type Operand;
    /// The tangent of the result.
    type Tangent;

    /// The value and its tangent.
    fn jvp_1(self, dself: Self::Operand) -> (Self::Output, Self::Tangent);
}

/// `self op= rhs` with tangents.
#[diagnostic::on_unimplemented(
    message = "the operator `{Op}` of `{Self}` with `{Rhs}` has no derivative",
    note = "annotate it: `#[derive_jvp] impl {Op}<{Rhs}> for {Self} {{ .. }}`"
)]
pub trait Assign<Op, Rhs> {
    /// The tangent of the left side.
    type Left;
    /// The tangent of the right side.
    type Right;

    /// With respect to both sides.
    fn jvp_11(&mut self, dself: &mut Self::Left, rhs: Rhs, drhs: Self::Right);

    /// With respect to the left side.
    fn jvp_10(&mut self, dself: &mut Self::Left, rhs: Rhs);
}

macro_rules! binary_functions {
    ($($function:ident $name:ident)*) => {$(
        #[doc = concat!("`", stringify!($name), "` with tangents.")]
        #[allow(non_camel_case_types, reason = "carries functions, as the companion of a function does")]
        #[derive(Debug)]
        pub enum $function {}

        impl $function {
            /// With respect to both sides.
            #[inline(always)]
            pub fn jvp_11<L: Binary<$name, R>, R>(l: L, dl: L::Left, r: R, dr: L::Right) -> (L::Output, L::Tangent) {
                l.jvp_11(dl, r, dr)
            }

            /// With respect to the left side.
            #[inline(always)]
            pub fn jvp_10<L: Binary<$name, R>, R>(l: L, dl: L::Left, r: R) -> (L::Output, L::Tangent) {
                l.jvp_10(dl, r)
            }

            /// With respect to the right side.
            #[inline(always)]
            pub fn jvp_01<L: Binary<$name, R>, R>(l: L, r: R, dr: L::Right) -> (L::Output, L::Tangent) {
                l.jvp_01(r, dr)
            }
        }
    )*};
}

binary_functions! { add Add sub Sub mul Mul div Div rem Rem }

macro_rules! assign_functions {
    ($($function:ident $name:ident)*) => {$(
        #[doc = concat!("`", stringify!($name), "` with tangents.")]
        #[allow(non_camel_case_types, reason = "carries functions, as the companion of a function does")]
        #[derive(Debug)]
        pub enum $function {}

        impl $function {
            /// With respect to both sides.
            #[inline(always)]
            pub fn jvp_11<L: Assign<$name, R>, R>(l: &mut L, dl: &mut L::Left, r: R, dr: L::Right) {
                l.jvp_11(dl, r, dr);
            }

            /// With respect to the left side.
            #[inline(always)]
            pub fn jvp_10<L: Assign<$name, R>, R>(l: &mut L, dl: &mut L::Left, r: R) {
                l.jvp_10(dl, r);
            }
        }
    )*};
}

assign_functions! {
    add_assign AddAssign sub_assign SubAssign mul_assign MulAssign div_assign DivAssign
    rem_assign RemAssign
}

/// `Neg` with a tangent.
#[allow(
    non_camel_case_types,
    reason = "carries functions, as the companion of a function does"
)]
#[derive(Debug)]
pub enum neg {}

impl neg {
    /// The value and its tangent.
    #[inline(always)]
    pub fn jvp_1<L: Unary<Neg>>(l: L, dl: L::Operand) -> (L::Output, L::Tangent) {
        l.jvp_1(dl)
    }
}

macro_rules! of_numbers {
    ($($name:ident |$a:ident, $da:ident, $b:ident, $db:ident| $y:ident = $value:expr,
        $left:expr, $right:expr;)*) => {
        of_numbers! { @types f64 $($name |$a, $da, $b, $db| $y = $value, $left, $right;)* }
        of_numbers! { @types f32 $($name |$a, $da, $b, $db| $y = $value, $left, $right;)* }
    };
    (@types $t:ident $($name:ident |$a:ident, $da:ident, $b:ident, $db:ident| $y:ident = $value:expr,
        $left:expr, $right:expr;)*) => {$(
        impl Binary<$name, $t> for $t {
            type Output = $t;
            type Left = $t;
            type Right = $t;
            type Tangent = $t;

            #[inline(always)]
            fn jvp_11(self, $da: $t, $b: $t, $db: $t) -> ($t, $t) {
                let $a = self;
                let $y = $value;
                ($y, $left + $right)
            }

            #[inline(always)]
            fn jvp_10(self, $da: $t, $b: $t) -> ($t, $t) {
                let $a = self;
                let $y = $value;
                ($y, $left)
            }

            #[inline(always)]
            #[allow(unused_variables, reason = "not every rule looks at the left side")]
            fn jvp_01(self, $b: $t, $db: $t) -> ($t, $t) {
                let $a = self;
                let $y = $value;
                ($y, $right)
            }
        }
    )*};
}

of_numbers! {
    Add |a, da, b, db| y = a + b, da, db;
    Sub |a, da, b, db| y = a - b, da, -db;
    Mul |a, da, b, db| y = a * b, da * b, a * db;
    Div |a, da, b, db| y = a / b, da / b, -(y * db) / b;
    Rem |a, da, b, db| y = a % b, da, -(((a - y) / b).round() * db);
}

macro_rules! negated {
    ($($t:ident)*) => {$(
        impl Unary<Neg> for $t {
            type Output = $t;
            type Operand = $t;
            type Tangent = $t;

            #[inline(always)]
            fn jvp_1(self, dself: $t) -> ($t, $t) {
                (-self, -dself)
            }
        }
    )*};
}

negated! { f64 f32 }
