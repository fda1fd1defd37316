//! An assembly listing: functions, their instructions and their loops.
//!
//! In: what the compiler writes for x86-64 (in the syntax of AT&T) or AArch64. Out: instructions by
//! name and operands, and what they are as far as tests ask.

use std::collections::HashMap;

/// A function.
#[derive(Debug, Default)]
pub struct Function {
    pub instructions: Vec<Instruction>,
    /// Which instruction a label stands before.
    labels: HashMap<String, usize>,
}

/// An instruction.
#[derive(Debug)]
pub struct Instruction {
    pub name: String,
    pub operands: String,
}

/// Arithmetic on floats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arithmetic {
    /// On one number.
    Scalar,
    /// On all numbers of registers of so many bits.
    Packed(usize),
}

/// The functions of a listing, by their symbols.
pub fn read(text: &str) -> HashMap<String, Function> {
    let mut all = HashMap::new();
    let mut current: Option<&mut Function> = None;
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim_end();
        if let Some(label) = line.strip_suffix(':') {
            // A label that is not local begins a symbol.
            if !label.starts_with(['.', 'L', '"', ' ', '\t']) {
                current = Some(all.entry(label.to_owned()).or_default());
            } else if let Some(function) = &mut current {
                let next = function.instructions.len();
                function.labels.insert(label.to_owned(), next);
            }
        } else if let Some(function) = &mut current
            && line.starts_with(['\t', ' '])
            && !line.trim_start().starts_with('.')
        {
            let (name, operands) = line
                .trim()
                .split_once(char::is_whitespace)
                .unwrap_or((line.trim(), ""));
            function.instructions.push(Instruction {
                name: name.to_owned(),
                operands: operands.trim().to_owned(),
            });
        }
    }
    all
}

impl Function {
    /// The loops, from where a jump leads back to up to the jump, the outer ones too.
    pub fn loops(&self) -> Vec<&[Instruction]> {
        self.spans()
            .into_iter()
            .map(|(start, end)| &self.instructions[start..=end])
            .collect()
    }

    /// The loops that have no other within.
    pub fn innermost_loops(&self) -> Vec<&[Instruction]> {
        let spans = self.spans();
        let within = |a: (usize, usize), b: (usize, usize)| a != b && b.0 <= a.0 && a.1 <= b.1;
        spans
            .iter()
            .filter(|&&outer| !spans.iter().any(|&inner| within(inner, outer)))
            .map(|&(start, end)| &self.instructions[start..=end])
            .collect()
    }

    fn spans(&self) -> Vec<(usize, usize)> {
        let jumps = self
            .instructions
            .iter()
            .enumerate()
            .filter(|(_, i)| i.name.starts_with('j'));
        jumps
            .filter_map(|(end, jump)| {
                let &start = self.labels.get(&jump.operands)?;
                (start <= end).then_some((start, end))
            })
            .collect()
    }

    /// Functions that are called, by name, in order of the alphabet.
    pub fn calls(&self) -> Vec<&str> {
        let mut calls: Vec<&str> = self
            .instructions
            .iter()
            .filter_map(Instruction::callee)
            .collect();
        calls.sort_unstable();
        calls.dedup();
        calls
    }
}

impl Instruction {
    /// The function that is called or jumped to.
    pub fn callee(&self) -> Option<&str> {
        if !matches!(&*self.name, "call" | "callq" | "jmp" | "jmpq" | "bl" | "b") {
            return None;
        }
        let target = self.operands.trim_start_matches(['*', '_']);
        let target = target.split(['@', '(', ',']).next().unwrap_or_default();
        (!target.starts_with(['.', 'L'])).then_some(target)
    }

    /// An addition, subtraction, multiplication, division, negation, square root or multiply-add of
    /// floats; on x86-64 everything else, too, that a single number in a vector register is used
    /// for, except to move it or to fill a register with it.
    pub fn arithmetic(&self) -> Option<Arithmetic> {
        let name = self.name.trim_start_matches('v');
        let packed = ["ps", "pd"].iter().find_map(|end| name.strip_suffix(end));
        if let Some(operation) = packed {
            let known = ["add", "sub", "mul", "div", "sqrt"].contains(&operation)
                || ["fmadd", "fmsub", "fnmadd", "fnmsub"]
                    .iter()
                    .any(|f| operation.starts_with(f));
            return known.then(|| Arithmetic::Packed(self.register()));
        }
        let moved = name.starts_with("mov") || name.starts_with("broadcast");
        let scalar = name.ends_with("ss") || name.ends_with("sd");
        let converted = name.starts_with("cvt") && (name.contains("ss") || name.contains("sd"));
        let arm = [
            "fadd", "fsub", "fmul", "fdiv", "fneg", "fmadd", "fmsub", "fnmadd", "fnmsub", "fnmul",
        ];
        let scalar = scalar && !moved || converted || arm.contains(&name);
        scalar.then_some(Arithmetic::Scalar)
    }

    /// The bits of the widest vector register among the operands.
    pub fn register(&self) -> usize {
        let widths = [("%zmm", 512), ("%ymm", 256), ("%xmm", 128)];
        let widest = widths
            .iter()
            .find(|(register, _)| self.operands.contains(register));
        widest.map_or(0, |&(_, bits)| bits)
    }

    /// On x86-64: memory is written. That is what comes last.
    pub fn stores(&self) -> bool {
        let reads_only = ["cmp", "test", "ucomis", "vucomis", "prefetch", "j", "call"];
        self.operands.ends_with(')') && !reads_only.iter().any(|name| self.name.starts_with(name))
    }
}
