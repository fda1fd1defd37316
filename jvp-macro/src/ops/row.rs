//! The form of a rule: one row of data per operation.
//!
//! A row is plain data and names no other module, so that the oracle tests can include the
//! tables as they are and enumerate them.

/// The derivative of one elementwise operation on scalars.
///
/// Formulas are Rust expressions over a fixed vocabulary: `a`, `b`, `c` are the operands (receiver
/// first), `y` the result, `t` the tangent of the operand that the entry stands for; numbers,
/// `+ - * /`, unary `-`, parentheses, comparisons, `if … { … } else { … }`, methods that are
/// themselves rows (`a.cos()`), and the functions of `jvp::rt` by their bare name
/// (`max_part(a, b, t)`).
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The method's name; `f64::name` is the same operation. Operators go by their trait's method
    /// (`add`, `neg`).
    pub name: &'static str,
    /// Contribution of each operand's tangent to the result's, in order; `"0"` where the operation
    /// is constant in that operand by definition, `"t"` where it hands the tangent on.
    /// The number of entries is the operation's arity.
    pub tangent: &'static [&'static str],
    /// For binary rows, the whole tangent when both operands are active, in `ta` and `tb`, where
    /// that is cheaper than the sum of the two contributions.
    pub both: Option<&'static str>,
    /// The rule in mathematics, for the documentation's table.
    #[allow(
        dead_code,
        reason = "read by the test that holds `docs/ops.md` against the tables"
    )]
    pub math: &'static str,
}
