//! How an implementation of `zero` or `assert_same_shape` was found.
//!
//! A blanket implementation for `T: Differentiable` overlaps with one for `&T`, since a reference
//! to a foreign type could be differentiable. The kind, an inferred parameter of the trait, keeps
//! them apart: for every type that occurs, one kind applies.

use std::marker::PhantomData;

/// By the type's `Differentiable`.
pub struct ByTrait;

/// A reference, by what it refers to.
pub struct ByReference<K>(PhantomData<K>);

/// A `Result`, by its value.
pub struct ByValue<K>(PhantomData<K>);

/// A sequence or tuple of references or of unsized parts, by its elements.
pub struct ByElements<K>(PhantomData<K>);

/// A view of a tensor, whose tangent is a tensor.
pub struct ByView;
