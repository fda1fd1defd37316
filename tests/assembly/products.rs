//! The tiles of products keep their sums in registers: a step of the innermost loop is one multiply-add
//! per register of the tile, and nothing is stored.

use crate::functions;
use crate::listing::Arithmetic::{Packed, Scalar};
use crate::listing::Instruction;

/// A tile: a kind of machine, rows, and registers in a row.
#[derive(Debug, PartialEq)]
struct Tile {
    machine: &'static str,
    rows: usize,
    registers: usize,
}

/// A kind of machine with multiply-adds.
struct Machine {
    name: &'static str,
    /// Bits of a register.
    bits: usize,
    /// Rows and registers of the largest tiles.
    largest: [(usize, usize); 3],
}

const MACHINES: [Machine; 2] = [
    Machine {
        name: "Avx512",
        bits: 512,
        largest: [(8, 2), (8, 3), (4, 4)],
    },
    Machine {
        name: "Avx2",
        bits: 256,
        largest: [(6, 2), (3, 3), (2, 4)],
    },
];

/// The tile that a symbol like `..6Avx512..4tile3runKj8_Kj3_Kb0_..` computes. A second number that is the
/// same as the first is written as a reference to it, `KB1p_`.
fn tile(symbol: &str) -> Option<Tile> {
    let (before, numbers) = symbol.split_once("4tile3runKj")?;
    let machine = MACHINES.iter().find(|m| before.contains(m.name))?.name;
    let mut numbers = numbers.split('_');
    let rows = usize::from_str_radix(numbers.next()?, 16).ok()?;
    let registers = match numbers.next()?.strip_prefix("Kj") {
        Some(number) => usize::from_str_radix(number, 16).ok()?,
        None => rows,
    };
    Some(Tile {
        machine,
        rows,
        registers,
    })
}

#[test]
#[cfg_attr(not(target_arch = "x86_64"), ignore = "reads the assembly of x86-64")]
fn tiles_keep_their_sums_in_registers() {
    let tiles = functions(tile);
    for machine in MACHINES {
        for (rows, registers) in machine.largest {
            let tile = Tile {
                machine: machine.name,
                rows,
                registers,
            };
            assert!(
                tiles.iter().any(|(other, ..)| *other == tile),
                "no {tile:?}"
            );
        }
        for (tile, symbol, function) in tiles.iter().filter(|(t, ..)| t.machine == machine.name) {
            let sums = |instructions: &&[Instruction]| multiply_adds(instructions).count();
            let step = function.innermost_loops().into_iter().max_by_key(sums);
            let step = step.unwrap_or_else(|| panic!("{tile:?} has no loop: {symbol}"));
            assert_eq!(
                sums(&step),
                tile.rows * tile.registers,
                "{tile:?}: multiply-adds"
            );
            for instruction in step {
                assert!(!instruction.stores(), "{tile:?} stores: {instruction:?}");
                assert_ne!(
                    instruction.arithmetic(),
                    Some(Scalar),
                    "{tile:?}: {instruction:?}"
                );
            }
            for instruction in multiply_adds(step) {
                assert_eq!(
                    instruction.arithmetic(),
                    Some(Packed(machine.bits)),
                    "{tile:?}: {instruction:?}"
                );
            }
        }
    }
}

fn multiply_adds(instructions: &[Instruction]) -> impl Iterator<Item = &Instruction> {
    instructions.iter().filter(|i| i.name.starts_with("vfmadd"))
}
