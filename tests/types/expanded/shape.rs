///The tangent of [`Shape`]: a direction in which it can move.
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    dead_code,
    deprecated,
    explicit_outlives_requirements,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    private_bounds,
    single_use_lifetimes,
    unnameable_types,
    unreachable_code,
    unreachable_patterns,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications,
    unused_variables,
    variant_size_differences,
    reason = "written by a macro"
)]
pub enum ShapeTangent {
    ///The tangent of a `Circle`.
    Circle(
        ///The tangent of `0`.
        f64,
        ///`1` has no tangent.
        (),
    ),
    ///The tangent of a `Square`.
    Square {
        ///The tangent of `side`.
        side: f64,
    },
    ///The tangent of a `Point`.
    Point,
}
#[doc(hidden)]
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    dead_code,
    deprecated,
    explicit_outlives_requirements,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    private_bounds,
    single_use_lifetimes,
    unnameable_types,
    unreachable_code,
    unreachable_patterns,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications,
    unused_variables,
    variant_size_differences,
    reason = "written by a macro"
)]
const _: () = {
    #[automatically_derived]
    impl ::core::clone::Clone for ShapeTangent {
        #[inline]
        fn clone(&self) -> Self {
            match self {
                ShapeTangent::Circle { 0: one0, .. } => {
                    ShapeTangent::Circle(::core::clone::Clone::clone(one0), ())
                }
                ShapeTangent::Square { side: one0, .. } => {
                    ShapeTangent::Square {
                        side: ::core::clone::Clone::clone(one0),
                    }
                }
                ShapeTangent::Point { .. } => ShapeTangent::Point,
            }
        }
    }
    #[automatically_derived]
    impl ::core::cmp::PartialEq for ShapeTangent {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            match (self, other) {
                (
                    ShapeTangent::Circle { 0: one0, .. },
                    ShapeTangent::Circle { 0: two0, .. },
                ) => ::core::cmp::PartialEq::eq(one0, two0),
                (
                    ShapeTangent::Square { side: one0, .. },
                    ShapeTangent::Square { side: two0, .. },
                ) => ::core::cmp::PartialEq::eq(one0, two0),
                (ShapeTangent::Point { .. }, ShapeTangent::Point { .. }) => true,
                (one, two) => false,
            }
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for ShapeTangent {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            match self {
                ShapeTangent::Circle { 0: one0, .. } => {
                    f.debug_tuple("Circle").field(one0).field(&()).finish()
                }
                ShapeTangent::Square { side: one0, .. } => {
                    f.debug_struct("Square").field("side", one0).finish()
                }
                ShapeTangent::Point { .. } => f.write_str("Point"),
            }
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for ShapeTangent
    where
        for<'jvp_if> f64: ::core::marker::Copy,
        for<'jvp_if> Shape: ::core::marker::Copy,
    {}
    impl Shape {
        #[cold]
        fn jvp_variant(&self) -> &'static ::core::primitive::str {
            match self {
                Shape::Circle { .. } => "Circle",
                Shape::Square { .. } => "Square",
                Shape::Point { .. } => "Point",
            }
        }
    }
    #[automatically_derived]
    impl ::jvp::Differentiable for Shape {
        type Tangent = ShapeTangent;
        #[inline]
        fn zero_tangent(&self) -> ShapeTangent {
            match self {
                Shape::Circle { 0: one0, .. } => {
                    ShapeTangent::Circle(::jvp::Differentiable::zero_tangent(one0), ())
                }
                Shape::Square { side: one0, .. } => {
                    ShapeTangent::Square {
                        side: ::jvp::Differentiable::zero_tangent(one0),
                    }
                }
                Shape::Point { .. } => ShapeTangent::Point,
            }
        }
        fn displace(
            &mut self,
            factor: ::core::primitive::f64,
            direction: &ShapeTangent,
        ) {
            match (self, direction) {
                (
                    Shape::Circle { 0: one0, .. },
                    ShapeTangent::Circle { 0: two0, .. },
                ) => {
                    ::jvp::Differentiable::displace(one0, factor, two0);
                }
                (
                    Shape::Square { side: one0, .. },
                    ShapeTangent::Square { side: two0, .. },
                ) => {
                    ::jvp::Differentiable::displace(one0, factor, two0);
                }
                (Shape::Point { .. }, ShapeTangent::Point { .. }) => {}
                (one, two) => {
                    ::jvp::rt::different_variants(one.jvp_variant(), two.jvp_variant())
                }
            }
        }
        fn coordinates_into(&self, flat: &mut ::jvp::rt::Flat) {
            match self {
                Shape::Circle { 0: one0, .. } => {
                    ::jvp::Differentiable::coordinates_into(one0, flat);
                }
                Shape::Square { side: one0, .. } => {
                    ::jvp::Differentiable::coordinates_into(one0, flat);
                }
                Shape::Point { .. } => {}
            }
        }
        #[inline]
        fn check_shape(
            &self,
            tangent: &ShapeTangent,
        ) -> ::core::result::Result<(), ::jvp::rt::Mismatch> {
            match (self, tangent) {
                (
                    Shape::Circle { 0: one0, .. },
                    ShapeTangent::Circle { 0: two0, .. },
                ) => {
                    ::jvp::rt::within(
                        ".0",
                        ::jvp::Differentiable::check_shape(one0, two0),
                    )?;
                    ::core::result::Result::Ok(())
                }
                (
                    Shape::Square { side: one0, .. },
                    ShapeTangent::Square { side: two0, .. },
                ) => {
                    ::jvp::rt::within(
                        ".side",
                        ::jvp::Differentiable::check_shape(one0, two0),
                    )?;
                    ::core::result::Result::Ok(())
                }
                (Shape::Point { .. }, ShapeTangent::Point { .. }) => {
                    ::core::result::Result::Ok(())
                }
                (one, two) => {
                    ::core::result::Result::Err(
                        ::jvp::rt::Mismatch::variants(
                            one.jvp_variant(),
                            two.jvp_variant(),
                        ),
                    )
                }
            }
        }
    }
    impl ShapeTangent {
        #[cold]
        fn jvp_variant(&self) -> &'static ::core::primitive::str {
            match self {
                ShapeTangent::Circle { .. } => "Circle",
                ShapeTangent::Square { .. } => "Square",
                ShapeTangent::Point { .. } => "Point",
            }
        }
    }
    #[automatically_derived]
    impl ::jvp::Differentiable for ShapeTangent {
        type Tangent = Self;
        #[inline]
        fn zero_tangent(&self) -> Self {
            ::jvp::Tangent::zero_like(self)
        }
        fn displace(&mut self, factor: ::core::primitive::f64, direction: &Self) {
            ::jvp::Tangent::axpy(self, factor, direction);
        }
        fn coordinates_into(&self, flat: &mut ::jvp::rt::Flat) {
            ::jvp::rt::append_flat(self, flat);
        }
        #[inline]
        fn check_shape(
            &self,
            tangent: &Self,
        ) -> ::core::result::Result<(), ::jvp::rt::Mismatch> {
            ::jvp::Tangent::check_like(self, tangent)
        }
    }
    #[automatically_derived]
    impl ::jvp::Tangent for ShapeTangent {
        #[inline]
        fn zero_like(&self) -> Self {
            match self {
                ShapeTangent::Circle { 0: one0, .. } => {
                    ShapeTangent::Circle(::jvp::Tangent::zero_like(one0), ())
                }
                ShapeTangent::Square { side: one0, .. } => {
                    ShapeTangent::Square {
                        side: ::jvp::Tangent::zero_like(one0),
                    }
                }
                ShapeTangent::Point { .. } => ShapeTangent::Point,
            }
        }
        #[inline]
        fn set_zero(&mut self) {
            match self {
                ShapeTangent::Circle { 0: one0, .. } => {
                    ::jvp::Tangent::set_zero(one0);
                }
                ShapeTangent::Square { side: one0, .. } => {
                    ::jvp::Tangent::set_zero(one0);
                }
                ShapeTangent::Point { .. } => {}
            }
        }
        #[inline]
        fn accumulate(&mut self, other: &Self) {
            match (self, other) {
                (
                    ShapeTangent::Circle { 0: one0, .. },
                    ShapeTangent::Circle { 0: two0, .. },
                ) => {
                    ::jvp::Tangent::accumulate(one0, two0);
                }
                (
                    ShapeTangent::Square { side: one0, .. },
                    ShapeTangent::Square { side: two0, .. },
                ) => {
                    ::jvp::Tangent::accumulate(one0, two0);
                }
                (ShapeTangent::Point { .. }, ShapeTangent::Point { .. }) => {}
                (one, two) => {
                    ::jvp::rt::different_variants(one.jvp_variant(), two.jvp_variant())
                }
            }
        }
        #[inline]
        fn scale_by(&mut self, factor: ::core::primitive::f64) {
            match self {
                ShapeTangent::Circle { 0: one0, .. } => {
                    ::jvp::Tangent::scale_by(one0, factor);
                }
                ShapeTangent::Square { side: one0, .. } => {
                    ::jvp::Tangent::scale_by(one0, factor);
                }
                ShapeTangent::Point { .. } => {}
            }
        }
        #[inline]
        fn axpy(&mut self, factor: ::core::primitive::f64, other: &Self) {
            match (self, other) {
                (
                    ShapeTangent::Circle { 0: one0, .. },
                    ShapeTangent::Circle { 0: two0, .. },
                ) => {
                    ::jvp::Tangent::axpy(one0, factor, two0);
                }
                (
                    ShapeTangent::Square { side: one0, .. },
                    ShapeTangent::Square { side: two0, .. },
                ) => {
                    ::jvp::Tangent::axpy(one0, factor, two0);
                }
                (ShapeTangent::Point { .. }, ShapeTangent::Point { .. }) => {}
                (one, two) => {
                    ::jvp::rt::different_variants(one.jvp_variant(), two.jvp_variant())
                }
            }
        }
        #[inline]
        fn inner(&self, other: &Self) -> ::core::primitive::f64 {
            match (self, other) {
                (
                    ShapeTangent::Circle { 0: one0, .. },
                    ShapeTangent::Circle { 0: two0, .. },
                ) => ::jvp::Tangent::inner(one0, two0),
                (
                    ShapeTangent::Square { side: one0, .. },
                    ShapeTangent::Square { side: two0, .. },
                ) => ::jvp::Tangent::inner(one0, two0),
                (ShapeTangent::Point { .. }, ShapeTangent::Point { .. }) => 0.0,
                (one, two) => {
                    ::jvp::rt::different_variants(one.jvp_variant(), two.jvp_variant())
                }
            }
        }
        #[inline]
        fn coordinates(&self) -> ::core::primitive::usize {
            match self {
                ShapeTangent::Circle { 0: one0, .. } => ::jvp::Tangent::coordinates(one0),
                ShapeTangent::Square { side: one0, .. } => {
                    ::jvp::Tangent::coordinates(one0)
                }
                ShapeTangent::Point { .. } => 0,
            }
        }
        #[inline]
        fn write_flat(&self, flat: &mut [::core::primitive::f64]) {
            ::jvp::rt::check_flat(self, flat);
            match self {
                ShapeTangent::Circle { 0: one0, .. } => {
                    let flat = ::jvp::rt::write_part(one0, flat);
                }
                ShapeTangent::Square { side: one0, .. } => {
                    let flat = ::jvp::rt::write_part(one0, flat);
                }
                ShapeTangent::Point { .. } => {}
            }
        }
        #[inline]
        fn read_flat(&mut self, flat: &[::core::primitive::f64]) {
            ::jvp::rt::check_flat(self, flat);
            match self {
                ShapeTangent::Circle { 0: one0, .. } => {
                    let flat = ::jvp::rt::read_part(one0, flat);
                }
                ShapeTangent::Square { side: one0, .. } => {
                    let flat = ::jvp::rt::read_part(one0, flat);
                }
                ShapeTangent::Point { .. } => {}
            }
        }
        #[inline]
        fn check_like(
            &self,
            tangent: &Self,
        ) -> ::core::result::Result<(), ::jvp::rt::Mismatch> {
            match (self, tangent) {
                (
                    ShapeTangent::Circle { 0: one0, .. },
                    ShapeTangent::Circle { 0: two0, .. },
                ) => {
                    ::jvp::rt::within(".0", ::jvp::Tangent::check_like(one0, two0))?;
                    ::core::result::Result::Ok(())
                }
                (
                    ShapeTangent::Square { side: one0, .. },
                    ShapeTangent::Square { side: two0, .. },
                ) => {
                    ::jvp::rt::within(".side", ::jvp::Tangent::check_like(one0, two0))?;
                    ::core::result::Result::Ok(())
                }
                (ShapeTangent::Point { .. }, ShapeTangent::Point { .. }) => {
                    ::core::result::Result::Ok(())
                }
                (one, two) => {
                    ::core::result::Result::Err(
                        ::jvp::rt::Mismatch::variants(
                            one.jvp_variant(),
                            two.jvp_variant(),
                        ),
                    )
                }
            }
        }
    }
    #[automatically_derived]
    impl ::jvp::rt::Overwrite for Shape {
        fn retire(&mut self) {
            match self {
                Shape::Circle { 0: one0, .. } => {
                    ::jvp::rt::retire!(one0);
                }
                Shape::Square { side: one0, .. } => {
                    ::jvp::rt::retire!(one0);
                }
                Shape::Point { .. } => {}
            }
        }
    }
    #[automatically_derived]
    impl ::jvp::rt::Overwrite for ShapeTangent {
        fn retire(&mut self) {
            match self {
                ShapeTangent::Circle { 0: one0, .. } => {
                    ::jvp::rt::retire!(one0);
                }
                ShapeTangent::Square { side: one0, .. } => {
                    ::jvp::rt::retire!(one0);
                }
                ShapeTangent::Point { .. } => {}
            }
        }
    }
    pub struct CircleLiteral<'jvp_value>(&'jvp_value Shape, ::core::option::Option<f64>);
    impl Shape {
        #[doc(hidden)]
        #[inline]
        pub fn jvp_tangent_Circle<'jvp_value>(
            &'jvp_value self,
        ) -> CircleLiteral<'jvp_value> {
            CircleLiteral(self, ::core::option::Option::None)
        }
    }
    impl<'jvp_value> CircleLiteral<'jvp_value> {
        #[inline]
        pub fn jvp_set_0(mut self, tangent: f64) -> Self {
            self.1 = ::core::option::Option::Some(tangent);
            self
        }
        #[inline]
        pub fn jvp_set_1<JvpAny>(self, _tangent: JvpAny) -> Self {
            self
        }
        #[inline]
        pub fn jvp_done(self) -> ShapeTangent {
            ShapeTangent::Circle(
                match self.1 {
                    ::core::option::Option::Some(tangent) => tangent,
                    ::core::option::Option::None => {
                        match self.0 {
                            Shape::Circle { 0: primal, .. } => {
                                ::jvp::Differentiable::zero_tangent(primal)
                            }
                            other => {
                                ::jvp::rt::different_variants(other.jvp_variant(), "Circle")
                            }
                        }
                    }
                },
                (),
            )
        }
    }
    pub struct SquareLiteral<'jvp_value>(&'jvp_value Shape, ::core::option::Option<f64>);
    impl Shape {
        #[doc(hidden)]
        #[inline]
        pub fn jvp_tangent_Square<'jvp_value>(
            &'jvp_value self,
        ) -> SquareLiteral<'jvp_value> {
            SquareLiteral(self, ::core::option::Option::None)
        }
    }
    impl<'jvp_value> SquareLiteral<'jvp_value> {
        #[inline]
        pub fn jvp_set_side(mut self, tangent: f64) -> Self {
            self.1 = ::core::option::Option::Some(tangent);
            self
        }
        #[inline]
        pub fn jvp_done(self) -> ShapeTangent {
            ShapeTangent::Square {
                side: match self.1 {
                    ::core::option::Option::Some(tangent) => tangent,
                    ::core::option::Option::None => {
                        match self.0 {
                            Shape::Square { side: primal, .. } => {
                                ::jvp::Differentiable::zero_tangent(primal)
                            }
                            other => {
                                ::jvp::rt::different_variants(other.jvp_variant(), "Square")
                            }
                        }
                    }
                },
            }
        }
    }
    pub struct PointLiteral<'jvp_value>(&'jvp_value Shape);
    impl Shape {
        #[doc(hidden)]
        #[inline]
        pub fn jvp_tangent_Point<'jvp_value>(
            &'jvp_value self,
        ) -> PointLiteral<'jvp_value> {
            PointLiteral(self)
        }
    }
    impl<'jvp_value> PointLiteral<'jvp_value> {
        #[inline]
        pub fn jvp_done(self) -> ShapeTangent {
            ShapeTangent::Point
        }
    }
};
