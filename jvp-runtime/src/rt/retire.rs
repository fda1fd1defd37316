//! `retire!`: what `into` does with the fields of the user's own types, of which some have buffers.

use crate::overwrite::Overwrite;

/// A field of a type that may have buffers.
#[derive(Debug)]
pub struct Field<'a, T>(pub &'a mut T);

/// Comes first where the type can give its buffers back.
pub trait RetireField {
    /// Gives the buffers to the pool.
    fn retire(&mut self);
}

impl<T: Overwrite> RetireField for Field<'_, T> {
    #[inline]
    fn retire(&mut self) {
        self.0.retire();
    }
}

/// Comes second, behind one more reference.
pub trait KeepField {
    /// Leaves it as it is.
    #[inline]
    fn retire(&mut self) {}
}

impl<T> KeepField for &mut Field<'_, T> {}

/// Gives the buffers behind the reference to the pool, if its type says that it has any.
#[doc(hidden)]
#[macro_export]
macro_rules! __retire {
    ($field:expr) => {{
        use $crate::rt::{KeepField as _, RetireField as _};
        (&mut $crate::rt::Field($field)).retire();
    }};
}

pub use __retire as retire;
