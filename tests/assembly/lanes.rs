//! Loops over the functions of lanes are vector code: a loop counts as such if its function calls
//! nothing, and computes with packed instructions in the widest registers of its set.

use std::collections::BTreeMap;

use crate::listing::{Function, Instruction};
use crate::{functions, segment};

/// The packed work and the calls of one loop.
#[derive(Debug, Default)]
struct Code {
    calls: Vec<&'static str>,
    /// Packed multiplications and the like, by the bits of their widest register.
    packed: BTreeMap<usize, usize>,
    /// Divisions with packed operands.
    divisions: usize,
}

#[test]
#[cfg_attr(not(target_arch = "x86_64"), ignore = "reads the assembly of x86-64")]
fn loops_are_vector_code() {
    let all = loops();
    assert!(all.len() > 250, "only {} loops were found", all.len());
    let mut faults = Vec::new();
    for (name, code) in &all {
        let bits = match name.rsplit('.').next() {
            Some("avx512") => 512,
            Some("avx2") => 256,
            _ => 128,
        };
        if !code.calls.is_empty() || code.packed.get(&bits).copied().unwrap_or(0) == 0 {
            faults.push(format!("{name}: {code:?}"));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    // Work is shared: one division for a function and its slope, one reduction for both waves.
    for scalar in ["f32", "f64"] {
        for both in ["tanh_jvp", "sigmoid_jvp", "silu_jvp"] {
            let (alone, both) = (
                &all[&format!("{}.{scalar}.avx2", &both[..both.len() - 4])],
                &all[&format!("{both}.{scalar}.avx2")],
            );
            assert_eq!(both.divisions, alone.divisions);
        }
        let packed = |name: &str| all[&format!("{name}.{scalar}.avx2")].packed[&256];
        assert!(
            2 * packed("wave") < 3 * packed("sin"),
            "{} {}",
            packed("wave"),
            packed("sin")
        );
    }
}

/// Each loop of `functions/lanes.rs`, as `tanh.f32.avx2`.
fn loops() -> BTreeMap<String, Code> {
    let module = segment("lanes");
    let name = |symbol: &str| {
        let (_, mut path) = symbol.split_once(&module)?;
        let mut names = Vec::new();
        while let Some((digits, _)) = path.split_once(|c: char| !c.is_ascii_digit()) {
            let length: usize = digits.parse().ok()?;
            let (name, rest) = path[digits.len()..].split_at_checked(length)?;
            names.push(name);
            path = rest;
        }
        (names.len() == 3).then(|| names.join("."))
    };
    let found = functions(name).into_iter();
    found
        .map(|(name, _, function)| (name, Code::of(function)))
        .collect()
}

impl Code {
    fn of(function: &'static Function) -> Self {
        let mut code = Code {
            calls: function.calls(),
            ..Code::default()
        };
        for instruction in function.instructions.iter().filter(|i| works(i)) {
            *code.packed.entry(instruction.register()).or_default() += 1;
            code.divisions += usize::from(instruction.name.contains("div"));
        }
        code
    }
}

/// Whether an instruction works on packed floats; selecting and comparing count.
fn works(instruction: &Instruction) -> bool {
    let name = instruction.name.trim_start_matches('v');
    let operations = [
        "add", "sub", "mul", "div", "sqrt", "fm", "fnm", "and", "max", "cmp", "blend",
    ];
    operations.iter().any(|o| name.starts_with(o)) && (name.ends_with("ps") || name.ends_with("pd"))
}
