//! The role of a parameter: what the signature and the options allow a derivative to do with it.
//!
//! The frontend finds it, the backend prints by it; neither knows the other.

/// What a parameter may do in a derivative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// May be differentiated.
    Differentiable,
    /// `&mut` of a differentiable type: always has a tangent.
    InOut,
    /// As `InOut`, and only written.
    Out,
    /// A function: its JVP goes with it, for the calls with active arguments.
    Function,
    /// Its type has no tangent, or it is `constant(..)`.
    Inert,
}

impl Role {
    /// Carries a tangent in and out.
    pub fn is_mut(self) -> bool {
        matches!(self, Role::InOut | Role::Out)
    }

    /// A tangent parameter whatever `wrt` says.
    pub fn is_always_seeded(self) -> bool {
        self.is_mut() || self == Role::Function
    }
}
