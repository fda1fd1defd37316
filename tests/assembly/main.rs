//! What the compiler makes of generated functions, shown on the assembly: `pushforward_f` does no
//! primal work that no tangent needs (`no_primal_work`), and the hot loops are vector code
//! (`elementwise`, `products`, `lanes`).
//!
//! `functions/` is compiled once for all tests and read, not run; so is the runtime, which has the
//! kernels of products. The first of these holds on x86-64 and
//! AArch64. The others look for the instructions of x86-64, on whichever such machine, and are
//! ignored elsewhere.

mod compile;
mod elementwise;
mod lanes;
mod listing;
mod no_primal_work;
mod products;
#[path = "functions/scalars.rs"]
mod scalars;

use std::collections::HashMap;
use std::sync::LazyLock;

use listing::Function;

static LISTING: LazyLock<HashMap<String, Function>> = LazyLock::new(|| {
    let mut functions = listing::read(&compile::functions());
    functions.extend(listing::read(&compile::runtime()));
    functions
});

/// The functions whose symbols `matches`, with what it says of them.
fn functions<T>(matches: impl Fn(&str) -> Option<T>) -> Vec<(T, &'static str, &'static Function)> {
    LISTING
        .iter()
        .filter_map(|(symbol, function)| Some((matches(symbol)?, symbol.as_str(), function)))
        .collect()
}

/// A name as it stands in a symbol.
fn segment(name: &str) -> String {
    format!("{}{name}", name.len())
}
