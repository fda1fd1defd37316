//! The rules: which operations the compiler knows, and what each does to a tangent.
//!
//! Elementwise operations on scalars are rows of data (`scalar`, `special`), a few have a rule
//! with structure (`structured`). `methods` lists the methods that move data without arithmetic.
//! Everything in here speaks of ids and formulas; turning a formula into IR is `formula`'s job.

mod by_name;
pub mod formula;
pub mod methods;
pub mod row;
mod scalar;
mod special;
pub mod tensor;

use by_name::Static;
use row::Row;

/// Operations whose rule is not a formula of fixed shape: name, arity.
pub const STRUCTURED: &[(&str, usize)] = &[("powi", 2), ("sin_cos", 1)];

/// The functions of angles.
pub const ANGLES: &[&str] = &["sin", "cos", "tan", "sin_cos"];

/// Further functions of one argument: NaN where it is, and dozens of instructions.
const ELEMENTARY: &[&str] = &[
    "exp", "exp2", "exp_m1", "ln", "log2", "log10", "ln_1p", "asin", "acos", "atan", "sinh",
    "cosh", "tanh", "asinh", "acosh", "atanh", "cbrt", "erf", "erfc", "sigmoid", "softplus",
    "silu",
];

/// Whether a NaN gets through: the result of the operation, or of the method that a rule calls, is
/// NaN where an operand is. Choices are not among these, since they may take the other operand.
pub fn nan_gets_through(name: &str) -> bool {
    ANGLES.contains(&name)
        || ELEMENTARY.contains(&name)
        || matches!(
            name,
            "neg"
                | "add"
                | "sub"
                | "mul"
                | "div"
                | "mul_add"
                | "recip"
                | "sqrt"
                | "to_degrees"
                | "to_radians"
                | "tanh_slope"
                | "sigmoid_slope"
                | "silu_slope"
        )
}

/// Whether vector code for the operation, or for the method that a rule calls, is dozens of
/// instructions that wait for one another.
pub fn is_long(name: &str) -> bool {
    ANGLES.contains(&name)
        || ELEMENTARY.contains(&name)
        || name.ends_with("_slope")
        || matches!(
            name,
            "log"
                | "atan2"
                | "powf"
                | "hypot"
                | "elu"
                | "selu"
                | "gelu"
                | "gelu_tanh"
                | "log_sigmoid"
        )
}

/// The id of the operation with this name and arity (receiver included).
pub fn id(name: &str, arity: usize) -> Option<&'static str> {
    if let Some(row) = row(name) {
        return (row.tangent.len() == arity).then_some(row.name);
    }
    STRUCTURED
        .iter()
        .find(|s| s.0 == name && s.1 == arity)
        .map(|s| s.0)
}

/// The same for a function of scalars by its path, `f64::exp`.
pub fn id_of_scalars(name: &str, arity: usize) -> Option<&'static str> {
    id(name, arity).filter(|op| !is_of_arrays_only(op))
}

/// The row of an operation; none for the structured ones.
pub fn row(op: &str) -> Option<&'static Row> {
    BY_NAME.get(op).copied()
}

static BY_NAME: Static<&Row> = Static::new(|| {
    let all = scalar::ROWS.iter().chain(special::ROWS);
    all.map(|r| (r.name, r)).collect()
});

/// The tables by name, for the page that lists them.
#[cfg(test)]
pub fn tables() -> [(&'static str, &'static [Row]); 2] {
    [("scalar", scalar::ROWS), ("special", special::ROWS)]
}

/// Operators are written as such; their trait methods (`x.add(y)`) may be anyone's.
pub fn is_method(op: &str) -> bool {
    !matches!(op, "neg" | "add" | "sub" | "mul" | "div" | "rem")
}

/// Whether the operation is a method that only `jvp` has: another trait may have one of that name.
pub fn is_special(op: &str) -> bool {
    special::ROWS.iter().any(|r| r.name == op)
}

/// Whether only numbers have this operation, so that an operand of unknown kind is one.
pub fn is_of_numbers_only(op: &str) -> bool {
    op == "sin_cos"
}

/// Whether scalars have none of `jvp`'s methods of this name: `std` is about to take it.
pub fn is_of_arrays_only(op: &str) -> bool {
    matches!(op, "erf" | "erfc")
}

/// The row of a compound assignment's operator.
pub fn of_assignment(op: &syn::BinOp) -> Option<&'static str> {
    use syn::BinOp as B;
    match op {
        B::AddAssign(_) => Some("add"),
        B::SubAssign(_) => Some("sub"),
        B::MulAssign(_) => Some("mul"),
        B::DivAssign(_) => Some("div"),
        B::RemAssign(_) => Some("rem"),
        _ => None,
    }
}

/// Whether the operation is constant in all operands by definition (`floor`).
pub fn is_constant(op: &str) -> bool {
    row(op).is_some_and(|r| r.tangent.iter().all(|t| *t == "0"))
}

/// Whether only its name says that a method's result has no tangent.
pub fn constant_by_name(m: &crate::ir::Method) -> bool {
    let name = m.name.to_string();
    match methods::class_of(m) {
        Some(methods::Class::Constant) => true,
        Some(methods::Class::Structural) => methods::decides(&name),
        Some(methods::Class::Mirror(_)) => false,
        None => tensor::method(&name).is_some_and(|row| row.rule == tensor::Rule::Constant),
    }
}

/// Whether operand `i` of the operation never carries a tangent into the result.
pub fn ignores(op: &str, i: usize) -> bool {
    match row(op) {
        Some(row) => row.tangent[i] == "0",
        None => i > 0,
    }
}
