//! Kernels are vector code: the loops of each, for every kind of machine, have packed arithmetic in the
//! widest registers of that machine, no arithmetic on single numbers, and no call.

use crate::functions;
use crate::listing::Arithmetic::{Packed, Scalar};
use crate::listing::{Function, Instruction};
use crate::segment;

/// The function that a kernel is generated for, and an instruction that it can't do without, as its
/// name ends but for the type.
const KERNELS: [(&str, &str); 9] = [
    ("exponential", "mul"),
    ("hyperbola", "div"),
    ("waves", "mul"),
    ("logarithm", "mul"),
    ("quotient", "div"),
    ("comparison", "cmp"),
    ("in_place", "add"),
    ("total", "sqrt"),
    ("columns", "sqrt"),
];

/// The kinds of machines, and the bits of their registers.
const MACHINES: [(&str, usize); 3] = [("baseline", 128), ("avx2", 256), ("avx512", 512)];

/// The scalars: the module of the functions, the letter in symbols, the ending of instructions.
const SCALARS: [(&str, &str, &str); 2] = [("single", "f", "ps"), ("double", "d", "pd")];

#[test]
#[cfg_attr(not(target_arch = "x86_64"), ignore = "reads the assembly of x86-64")]
fn kernels_are_vector_code() {
    for (machine, bits) in MACHINES {
        for (module, letter, ending) in SCALARS {
            for (name, operation) in KERNELS {
                let what = format!("the kernel of `{name}`, {module}, for {machine}");
                let loops: Vec<_> = kernel(machine, module, letter, name, &what).loops();
                let instructions: Vec<_> = loops.into_iter().flatten().collect();
                check(&instructions, bits, &what);
                assert!(
                    instructions.iter().any(|i| is(i, operation, ending)),
                    "{what}: no packed `{operation}`"
                );
            }
        }
    }
}

/// Sums run over what kernels leave; they are compiled for AVX2 and for the baseline.
#[test]
#[cfg_attr(not(target_arch = "x86_64"), ignore = "reads the assembly of x86-64")]
fn sums_are_vector_code() {
    for (_, letter, _) in SCALARS {
        // Of a number of series, and of one.
        for (function, end, bits) in [("side_by_side", "K", 128), ("add_avx2", "E", 256)] {
            let path = [&segment("leaf"), &segment(function), letter, end].concat();
            sums(&path, bits, &format!("`{function}` of {letter}"));
        }
    }
    // Within a block they are written in the instructions of AVX2, where it is there.
    for function in ["narrow", "wide"] {
        let path = [segment("leaf"), segment("x86"), segment(function)].concat();
        sums(&path, 256, &format!("`{function}`"));
    }
}

fn sums(path: &str, bits: usize, what: &str) {
    let found = functions(|symbol| symbol.contains(path).then_some(()));
    assert!(!found.is_empty(), "{what}");
    for (_, _, function) in found {
        // The rest is summed one by one.
        let main = function
            .innermost_loops()
            .into_iter()
            .max_by_key(|l| packed(l));
        let main: Vec<_> = main.into_iter().flatten().collect();
        check(&main, bits, what);
    }
}

/// How many instructions compute with all numbers of their registers.
fn packed(instructions: &[Instruction]) -> usize {
    let packed = |i: &&Instruction| matches!(i.arithmetic(), Some(Packed(_)));
    instructions.iter().filter(packed).count()
}

/// The function that runs the kernel on a kind of machine.
fn kernel(machine: &str, module: &str, letter: &str, name: &str, what: &str) -> &'static Function {
    let runs = format!("{}{letter}", segment(machine));
    let of = segment(module) + &segment(&format!("jvp_{name}"));
    let found = functions(|symbol| {
        let (_, rest) = symbol.split_once(&segment("machine"))?;
        (rest.contains(&runs) && rest.contains(&of)).then_some(())
    });
    assert_eq!(found.len(), 1, "{what}");
    found[0].2
}

/// That these are vector code in registers of so many bits.
fn check(instructions: &[&Instruction], bits: usize, what: &str) {
    let arithmetic = || {
        instructions
            .iter()
            .filter_map(|i| Some((i, i.arithmetic()?)))
    };
    assert!(
        arithmetic().count() > 0,
        "{what}: no arithmetic in its loops"
    );
    for (instruction, kind) in arithmetic() {
        assert_ne!(kind, Scalar, "{what}: {instruction:?}");
        assert_eq!(kind, Packed(bits), "{what}: {instruction:?}");
    }
    let call = instructions.iter().find(|i| i.callee().is_some());
    assert!(call.is_none(), "{what}: {call:?}");
}

/// Whether this is the operation on packed floats. Comparisons have a word between: `vcmpltps`.
fn is(instruction: &Instruction, operation: &str, ending: &str) -> bool {
    let name = instruction.name.trim_start_matches('v');
    name.starts_with(operation) && name.ends_with(ending)
        // A product may be part of a multiply-add.
        || operation == "mul" && name.starts_with("fmadd") && name.ends_with(ending)
}
