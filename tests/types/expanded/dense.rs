///The tangent of [`Dense`]: a direction in which it can move.
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
pub struct DenseTangent {
    ///The tangent of `w`.
    w: Array2<f64>,
    ///The tangent of `b`.
    pub b: Array1<f64>,
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
    pub struct DenseConstants {
        activation: ::jvp::rt::Skipped,
        units: ::jvp::rt::Skipped,
    }
    #[automatically_derived]
    impl ::core::ops::Deref for DenseTangent {
        type Target = DenseConstants;
        #[inline]
        fn deref(&self) -> &DenseConstants {
            &DenseConstants {
                activation: ::jvp::rt::Skipped,
                units: ::jvp::rt::Skipped,
            }
        }
    }
    #[automatically_derived]
    impl ::core::ops::DerefMut for DenseTangent {
        #[inline]
        fn deref_mut(&mut self) -> &mut DenseConstants {
            ::jvp::rt::constants(DenseConstants {
                activation: ::jvp::rt::Skipped,
                units: ::jvp::rt::Skipped,
            })
        }
    }
    #[automatically_derived]
    impl ::core::clone::Clone for DenseTangent {
        #[inline]
        fn clone(&self) -> Self {
            DenseTangent {
                w: ::core::clone::Clone::clone(&self.w),
                b: ::core::clone::Clone::clone(&self.b),
            }
        }
    }
    #[automatically_derived]
    impl ::core::cmp::PartialEq for DenseTangent {
        fn eq(&self, other: &Self) -> ::core::primitive::bool {
            ::core::cmp::PartialEq::eq(&self.w, &other.w)
                && ::core::cmp::PartialEq::eq(&self.b, &other.b)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for DenseTangent {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.debug_struct("DenseTangent")
                .field("w", &self.w)
                .field("b", &self.b)
                .finish()
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for DenseTangent
    where
        for<'jvp_if> Array2<f64>: ::core::marker::Copy,
        for<'jvp_if> Array1<f64>: ::core::marker::Copy,
        for<'jvp_if> Dense: ::core::marker::Copy,
    {}
    #[automatically_derived]
    impl ::core::default::Default for DenseTangent
    where
        for<'jvp_if> Array2<f64>: ::core::default::Default,
        for<'jvp_if> Array1<f64>: ::core::default::Default,
    {
        fn default() -> Self {
            DenseTangent {
                w: ::core::default::Default::default(),
                b: ::core::default::Default::default(),
            }
        }
    }
    #[automatically_derived]
    impl ::jvp::Differentiable for Dense {
        type Tangent = DenseTangent;
        const LEAF: ::core::primitive::bool = <Array2<
            f64,
        > as ::jvp::Differentiable>::LEAF
            && <Array1<f64> as ::jvp::Differentiable>::LEAF;
        #[inline]
        fn zero_tangent(&self) -> DenseTangent {
            DenseTangent {
                w: ::jvp::Differentiable::zero_tangent(&self.w),
                b: ::jvp::Differentiable::zero_tangent(&self.b),
            }
        }
        fn displace(
            &mut self,
            factor: ::core::primitive::f64,
            direction: &DenseTangent,
        ) {
            ::jvp::Differentiable::displace(&mut self.w, factor, &direction.w);
            ::jvp::Differentiable::displace(&mut self.b, factor, &direction.b);
        }
        fn coordinates_into(&self, flat: &mut ::jvp::rt::Flat) {
            ::jvp::Differentiable::coordinates_into(&self.w, flat);
            ::jvp::Differentiable::coordinates_into(&self.b, flat);
        }
        #[inline]
        fn check_shape(
            &self,
            tangent: &DenseTangent,
        ) -> ::core::result::Result<(), ::jvp::rt::Mismatch> {
            ::jvp::rt::within(
                ".w",
                ::jvp::Differentiable::check_shape(&self.w, &tangent.w),
            )?;
            ::jvp::rt::within(
                ".b",
                ::jvp::Differentiable::check_shape(&self.b, &tangent.b),
            )?;
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl ::jvp::Differentiable for DenseTangent {
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
    impl ::jvp::Tangent for DenseTangent {
        #[inline]
        fn zero_like(&self) -> Self {
            DenseTangent {
                w: ::jvp::Tangent::zero_like(&self.w),
                b: ::jvp::Tangent::zero_like(&self.b),
            }
        }
        #[inline]
        fn set_zero(&mut self) {
            ::jvp::Tangent::set_zero(&mut self.w);
            ::jvp::Tangent::set_zero(&mut self.b);
        }
        #[inline]
        fn accumulate(&mut self, other: &Self) {
            ::jvp::Tangent::accumulate(&mut self.w, &other.w);
            ::jvp::Tangent::accumulate(&mut self.b, &other.b);
        }
        #[inline]
        fn scale_by(&mut self, factor: ::core::primitive::f64) {
            ::jvp::Tangent::scale_by(&mut self.w, factor);
            ::jvp::Tangent::scale_by(&mut self.b, factor);
        }
        #[inline]
        fn axpy(&mut self, factor: ::core::primitive::f64, other: &Self) {
            ::jvp::Tangent::axpy(&mut self.w, factor, &other.w);
            ::jvp::Tangent::axpy(&mut self.b, factor, &other.b);
        }
        #[inline]
        fn inner(&self, other: &Self) -> ::core::primitive::f64 {
            ::jvp::Tangent::inner(&self.w, &other.w)
                + ::jvp::Tangent::inner(&self.b, &other.b)
        }
        #[inline]
        fn coordinates(&self) -> ::core::primitive::usize {
            ::jvp::Tangent::coordinates(&self.w) + ::jvp::Tangent::coordinates(&self.b)
        }
        #[inline]
        fn write_flat(&self, flat: &mut [::core::primitive::f64]) {
            ::jvp::rt::check_flat(self, flat);
            let flat = ::jvp::rt::write_part(&self.w, flat);
            let flat = ::jvp::rt::write_part(&self.b, flat);
        }
        #[inline]
        fn read_flat(&mut self, flat: &[::core::primitive::f64]) {
            ::jvp::rt::check_flat(self, flat);
            let flat = ::jvp::rt::read_part(&mut self.w, flat);
            let flat = ::jvp::rt::read_part(&mut self.b, flat);
        }
        #[inline]
        fn check_like(
            &self,
            tangent: &Self,
        ) -> ::core::result::Result<(), ::jvp::rt::Mismatch> {
            ::jvp::rt::within(".w", ::jvp::Tangent::check_like(&self.w, &tangent.w))?;
            ::jvp::rt::within(".b", ::jvp::Tangent::check_like(&self.b, &tangent.b))?;
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl ::jvp::rt::Overwrite for Dense {
        fn retire(&mut self) {
            ::jvp::rt::retire!(& mut self.w);
            ::jvp::rt::retire!(& mut self.b);
        }
    }
    #[automatically_derived]
    impl ::jvp::rt::Overwrite for DenseTangent {
        fn retire(&mut self) {
            ::jvp::rt::retire!(& mut self.w);
            ::jvp::rt::retire!(& mut self.b);
        }
    }
    pub struct DenseLiteral<'jvp_value>(
        &'jvp_value Dense,
        ::core::option::Option<Array2<f64>>,
        ::core::option::Option<Array1<f64>>,
    );
    impl Dense {
        #[doc(hidden)]
        #[inline]
        pub fn jvp_tangent<'jvp_value>(&'jvp_value self) -> DenseLiteral<'jvp_value> {
            DenseLiteral(
                self,
                ::core::option::Option::None,
                ::core::option::Option::None,
            )
        }
    }
    impl<'jvp_value> DenseLiteral<'jvp_value> {
        #[inline]
        fn jvp_set_w(mut self, tangent: Array2<f64>) -> Self {
            self.1 = ::core::option::Option::Some(tangent);
            self
        }
        #[inline]
        pub fn jvp_set_b(mut self, tangent: Array1<f64>) -> Self {
            self.2 = ::core::option::Option::Some(tangent);
            self
        }
        #[inline]
        fn jvp_set_activation<JvpAny>(self, _tangent: JvpAny) -> Self {
            self
        }
        #[inline]
        fn jvp_set_units<JvpAny>(self, _tangent: JvpAny) -> Self {
            self
        }
        #[inline]
        fn jvp_constant_w(mut self) -> Self {
            self.1 = ::core::option::Option::Some(
                match self.0 {
                    Dense { w: primal, .. } => {
                        ::jvp::Differentiable::zero_tangent(primal)
                    }
                },
            );
            self
        }
        #[inline]
        pub fn jvp_constant_b(mut self) -> Self {
            self.2 = ::core::option::Option::Some(
                match self.0 {
                    Dense { b: primal, .. } => {
                        ::jvp::Differentiable::zero_tangent(primal)
                    }
                },
            );
            self
        }
        #[inline]
        fn jvp_constant_activation(self) -> Self {
            self
        }
        #[inline]
        fn jvp_constant_units(self) -> Self {
            self
        }
        #[inline]
        pub fn jvp_done(self) -> DenseTangent {
            DenseTangent {
                w: match self.1 {
                    ::core::option::Option::Some(tangent) => tangent,
                    ::core::option::Option::None => {
                        match self.0 {
                            Dense { w: primal, .. } => {
                                ::jvp::Differentiable::zero_tangent(primal)
                            }
                        }
                    }
                },
                b: match self.2 {
                    ::core::option::Option::Some(tangent) => tangent,
                    ::core::option::Option::None => {
                        match self.0 {
                            Dense { b: primal, .. } => {
                                ::jvp::Differentiable::zero_tangent(primal)
                            }
                        }
                    }
                },
            }
        }
        #[inline]
        pub fn jvp_rest(self, base: DenseTangent) -> DenseTangent {
            DenseTangent {
                w: ::core::option::Option::unwrap_or(self.1, base.w),
                b: ::core::option::Option::unwrap_or(self.2, base.b),
            }
        }
    }
};
