//! The tiles of products keep their sums in registers: a step of the innermost loop is one multiply-add
//! per register of the tile, and nothing is stored. They are in the runtime, compiled once.

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
    /// Rows and registers of the largest tile of packed factors.
    packed: Option<(usize, usize)>,
}

const MACHINES: [Machine; 2] = [
    Machine {
        name: "Avx512",
        bits: 512,
        largest: [(8, 2), (8, 3), (4, 4)],
        packed: Some((8, 3)),
    },
    Machine {
        name: "Avx2",
        bits: 256,
        largest: [(6, 2), (3, 3), (2, 4)],
        packed: None,
    },
];

/// The tile that a symbol like `..6Avx512..4tile3runKj8_Kj3_Kb0_..` computes, or one like
/// `..6Avx512..6packed3runKj3_..`, whose rows are always as many. A second number that is the same as the
/// first is written as a reference to it, `KB1p_`.
fn tile(symbol: &str) -> Option<Tile> {
    let packed = symbol.contains("6packed3runKj");
    let (before, numbers) = symbol.split_once("3runKj")?;
    if !packed && !before.ends_with("4tile") {
        return None;
    }
    let machine = MACHINES.iter().find(|m| before.contains(m.name))?;
    let mut numbers = numbers.split('_');
    let first = usize::from_str_radix(numbers.next()?, 16).ok()?;
    let (rows, registers) = match numbers.next()?.strip_prefix("Kj") {
        _ if packed => (machine.packed?.0, first),
        Some(number) => (first, usize::from_str_radix(number, 16).ok()?),
        None => (first, first),
    };
    Some(Tile {
        machine: machine.name,
        rows,
        registers,
    })
}

#[test]
#[cfg_attr(not(target_arch = "x86_64"), ignore = "reads the assembly of x86-64")]
fn tiles_keep_their_sums_in_registers() {
    let tiles = functions(tile);
    for machine in MACHINES {
        for (rows, registers) in machine.largest.into_iter().chain(machine.packed) {
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
            let mut loops = function.innermost_loops();
            // what was moved behind the end of the function jumps back too
            loops.retain(|l| l.iter().all(|i| !i.name.starts_with("ret")));
            let step = loops.into_iter().max_by_key(sums);
            let step = step.unwrap_or_else(|| panic!("{tile:?} has no loop: {symbol}"));
            // a turn of the loop is one step, or a few
            let (sums, each) = (sums(&step), tile.rows * tile.registers);
            assert!(
                sums > 0 && sums % each == 0,
                "{tile:?}: {sums} multiply-adds"
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
