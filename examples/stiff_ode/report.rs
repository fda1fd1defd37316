//! The tables: states beside the published ones, sensitivities with what confirms them.

use std::fmt::Write;

use crate::compare::Comparison;

/// The tables of one system.
pub fn tables(comparison: &Comparison) -> String {
    let mut text = String::new();
    write(&mut text, comparison).expect("writing to a string can't fail");
    text
}

fn write(text: &mut String, comparison: &Comparison) -> std::fmt::Result {
    let Comparison {
        system, solution, ..
    } = comparison;
    let [by_state, by_parameters] = solution.products;
    writeln!(
        text,
        "{}, to t = {}: {} steps, {by_state} products with the Jacobian by the state, {by_parameters} by the parameters",
        system.name,
        time(system.end),
        solution.steps
    )?;
    writeln!(
        text,
        "  {:12}{:>24}{:>24}{:>8}",
        "", "solved", "published", "digits"
    )?;
    let end = solution.states.last().expect("there are times");
    for (i, name) in system.states.iter().enumerate() {
        let (y, published, digits) = (end[i], system.published[i], comparison.digits[i]);
        writeln!(
            text,
            "  {name:12}{y:>24.15e}{published:>24.15e}{digits:>8.1}"
        )?;
    }

    writeln!(
        text,
        "\n  sensitivities p ∂y/∂p at t = {}, and digits by differences",
        time(system.compared)
    )?;
    write!(text, "  {:12}", "p")?;
    for name in system.states {
        write!(text, "{name:>12}")?;
    }
    writeln!(text, "{:>8}", "digits")?;
    for (j, (name, _)) in system.parameters.iter().enumerate() {
        write!(text, "  {name:12}")?;
        for s in &comparison.sensitivities[j] {
            write!(text, "{s:>12.3e}")?;
        }
        writeln!(text, "{:>8.1}", comparison.by_differences[j])?;
    }
    if let Some(digits) = comparison.by_cvodes {
        writeln!(
            text,
            "  CVODES prints the same at t = 0.4, 4 and 40, to {digits:.1} digits; its tolerance there is 1e-4"
        )?;
    }
    writeln!(text)
}

/// Without needless digits.
fn time(t: f64) -> String {
    if t < 1e6 {
        t.to_string()
    } else {
        format!("{t:e}")
    }
}
