//! Derived types under the strictest lints, without a prelude, with the crate under another name,
//! and beside names of the user's own that are those of `core`.

pub mod lints {
    //! The strictest lints of rustc and of clippy.

    #![deny(
        clippy::all,
        clippy::nursery,
        clippy::pedantic,
        dead_code,
        explicit_outlives_requirements,
        missing_copy_implementations,
        missing_debug_implementations,
        missing_docs,
        non_camel_case_types,
        non_snake_case,
        rust_2018_idioms,
        single_use_lifetimes,
        trivial_casts,
        unnameable_types,
        unreachable_pub,
        unused,
        unused_lifetimes,
        unused_qualifications,
        variant_size_differences
    )]
    #![forbid(unsafe_code)]

    use jvp::prelude::*;
    use jvp::{Differentiable, Tangent};
    use ndarray::Array2;
    use std::marker::PhantomData;

    /// Of every kind of field.
    #[derive(Clone, Debug, Differentiable, PartialEq)]
    pub struct Layer<'a, T: Real, M> {
        /// With a tangent.
        pub weights: Array2<T>,
        /// Without one.
        pub name: &'a str,
        /// A marker.
        pub marker: PhantomData<M>,
        secret: f64,
    }

    impl<'a, T: Real, M> Layer<'a, T, M> {
        /// A layer of one weight.
        #[must_use]
        pub fn new(name: &'a str) -> Self {
            Layer {
                weights: Array2::ones((1, 1)),
                name,
                marker: PhantomData,
                secret: 1.0,
            }
        }
    }

    /// Of every kind of variant.
    #[derive(Clone, Copy, Debug, Differentiable, PartialEq)]
    pub enum Choice {
        /// A number and a count.
        One(f64, u64),
        /// A named number.
        Other {
            /// The number.
            x: f64,
        },
        /// Nothing.
        Neither,
    }

    /// No fields.
    #[derive(Clone, Copy, Debug, Differentiable, PartialEq, Eq)]
    pub struct Nothing;

    mod private {
        use jvp::Differentiable;

        #[derive(Clone, Copy, Debug, Differentiable)]
        pub(super) struct Pair<T>(pub(super) T, T, usize);

        impl<T: Copy> Pair<T> {
            pub(super) const fn new(x: T) -> Self {
                Self(x, x, 2)
            }

            pub(super) const fn second(self) -> (T, usize) {
                (self.1, self.2)
            }
        }
    }

    pub(crate) fn main() {
        let layer: Layer<'_, f32, u8> = Layer::new("first");
        assert_eq!(layer.zero_tangent().coordinates(), 2);
        assert_eq!(layer.secret.to_bits(), 1.0_f64.to_bits());
        let choices = [
            Choice::One(1.0, 2),
            Choice::Other { x: 1.0 },
            Choice::Neither,
        ];
        assert_eq!(choices.zero_tangent().coordinates(), 2);
        assert_eq!(Nothing.zero_tangent(), NothingTangent);
        let pair = private::Pair::new(1.0);
        assert_eq!(pair.zero_tangent().coordinates(), 2);
        assert_eq!(pair.second().1 + usize::from(pair.0 > 1.0), 2);
    }
}

mod without_a_prelude {
    //! Nothing is in scope but what stands here, and that is something else.

    #![no_implicit_prelude]
    #![allow(dead_code, reason = "only has to be in the way")]

    pub(crate) mod vendored {
        pub(crate) use ::jvp as autodiff;
    }

    mod core {}
    mod std {}
    mod jvp {}
    struct Option;
    struct Some;
    struct None;
    struct Result;
    struct Ok;
    struct Err;
    struct Box;
    trait Clone {}
    trait Tangent {
        fn zero_like(&self) {}
    }
    impl<T> Tangent for T {}

    #[derive(::jvp::Differentiable)]
    pub(super) struct State<T> {
        pub(super) x: T,
        pub(super) rest: ::std::vec::Vec<f64>,
        pub(super) n: usize,
    }

    #[derive(self::vendored::autodiff::Differentiable)]
    #[jvp(crate = crate::strict_types::without_a_prelude::vendored::autodiff)]
    pub(super) enum Choice {
        Some(f64),
        None { x: f64 },
    }
}

pub(crate) fn main() {
    use jvp::prelude::*;
    use without_a_prelude::{Choice, State};

    lints::main();
    let state = State {
        x: 1.0,
        rest: vec![2.0],
        n: 1,
    };
    assert_eq!(state.zero_tangent().coordinates(), 2);
    assert_eq!(state.n, 1);
    let step = state.jvp_tangent().jvp_set_x(1.0).jvp_set_n(()).jvp_done();
    assert_eq!((step.x, &step.rest[..]), (1.0, &[0.0][..]));
    let choices = [Choice::Some(1.0), Choice::None { x: 1.0 }];
    assert_eq!(choices.zero_tangent().coordinates(), 2);
}
