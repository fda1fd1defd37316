//! [`stop_gradient`]: the identity whose tangent is zero by definition.

/// `x` itself, as a constant: inside an annotated function its tangent is zero.
///
/// ```
/// use jvp_runtime::stop_gradient;
///
/// assert_eq!(stop_gradient(2.5), 2.5);
/// ```
#[inline(always)]
pub fn stop_gradient<T>(x: T) -> T {
    x
}

/// Companion of the function: it is imported with it, so that generated code which calls
/// `stop_gradient::constant(..)` has proof that the name is this crate's.
#[doc(hidden)]
#[allow(
    non_camel_case_types,
    reason = "it shares the function's name, in the namespace of types"
)]
pub struct stop_gradient {}

impl stop_gradient {
    /// The identity.
    #[inline(always)]
    pub fn constant<T>(x: T) -> T {
        x
    }
}
