//! The rule table itself: every row has a program here, and every program a row.

#[path = "../../jvp-macro/src/ops/row.rs"]
#[allow(dead_code, reason = "the enumeration reads a part of each row")]
mod row;
#[path = "../../jvp-macro/src/ops/scalar.rs"]
mod scalar;
#[path = "../../jvp-macro/src/ops/special.rs"]
mod special;

use std::collections::BTreeSet;

use crate::programs::names;
use crate::tables::Scalar;

fn table() -> impl Iterator<Item = &'static row::Row> {
    scalar::ROWS.iter().chain(special::ROWS)
}

#[test]
fn every_row_has_a_program() {
    let rows: BTreeSet<&str> = table().map(|row| row.name).collect();
    let programs: BTreeSet<&str> = names().into_iter().collect();
    let missing: Vec<_> = rows.difference(&programs).collect();
    let unknown: Vec<_> = programs.difference(&rows).collect();
    assert!(missing.is_empty(), "rows without a program: {missing:?}");
    assert!(unknown.is_empty(), "programs without a row: {unknown:?}");
}

#[test]
fn no_row_stands_twice() {
    let mut seen = BTreeSet::new();
    for row in table() {
        assert!(seen.insert(row.name), "`{}` stands twice", row.name);
    }
}

#[test]
fn rows_have_the_arity_of_their_programs() {
    let unary: BTreeSet<&str> = f64::unary().iter().map(|row| row.name).collect();
    let binary: BTreeSet<&str> = f64::binary().iter().map(|row| row.name).collect();
    for row in table() {
        let arity = if unary.contains(row.name) {
            1
        } else if binary.contains(row.name) {
            2
        } else {
            3
        };
        assert_eq!(row.tangent.len(), arity, "arity of `{}`", row.name);
        assert!(row.both.is_none() || arity == 2, "`both` of `{}`", row.name);
        assert!(!row.math.is_empty(), "mathematics of `{}`", row.name);
    }
}

/// Each operand's contribution is linear in its tangent, so `t` occurs in it, and only once: the
/// tangent may be a long expression.
#[test]
fn contributions_mention_their_tangent_once() {
    for row in table() {
        for formula in row.tangent.iter().filter(|formula| **formula != "0") {
            let words = formula.split(|c: char| !c.is_alphanumeric() && c != '_');
            assert_eq!(
                words.filter(|word| *word == "t").count(),
                1,
                "`{}`: {formula}",
                row.name
            );
        }
    }
}
