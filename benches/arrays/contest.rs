//! A contest: several ways to compute the same thing, on inputs of the size asked for. They are checked
//! against each other and against differences when it is made.

use std::hint::black_box;

/// Who computes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Who {
    /// The user's function, plain ndarray.
    Function,
    /// What `#[derive_jvp]` wrote.
    Jvp,
    /// The same into arrays that are there.
    Into,
    /// Value and tangent as an expert writes them, with the kernels that `jvp_f` uses.
    ByHand,
    /// The tangent alone.
    Pushforward,
    /// One product by ndarray.
    Dot,
    /// One product by the runtime.
    RuntimeDot,
}

impl Who {
    /// As it stands in tables.
    pub fn label(self) -> &'static str {
        match self {
            Self::Function => "f",
            Self::Jvp => "jvp_f",
            Self::Into => "jvp_f_into",
            Self::ByHand => "by hand",
            Self::Pushforward => "pushforward_f",
            Self::Dot => "one dot",
            Self::RuntimeDot => "one rt::dot",
        }
    }
}

/// One way to compute it.
pub struct Entry {
    /// Who runs.
    pub who: Who,
    /// One call, inputs and result hidden from the optimiser.
    pub run: Box<dyn FnMut()>,
}

/// A way that calls `f` and hides the result from the optimiser; `f` hides its inputs itself.
pub fn entry<T>(who: Who, mut f: impl FnMut() -> T + 'static) -> Entry {
    let run = Box::new(move || {
        black_box(f());
    });
    Entry { who, run }
}

/// The ways to compute one workload.
pub struct Contest {
    /// The ways.
    pub entries: Vec<Entry>,
    /// The arrays that `jvp_f` returns: how many, and their bytes.
    pub results: (usize, usize),
}

impl Contest {
    /// The way of `who`.
    pub fn entry(&mut self, who: Who) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.who == who)
    }
}
