//! ndarray's methods and functions, by what they do to a tangent.
//!
//! In: a name. Out: its row. A method here is known by its name on receivers whose kind is a
//! tensor; a function by the type or module that it is called through. Elementwise arithmetic is
//! not here: it has the rows of scalars.

use super::by_name::Static;
use crate::ir::Method;

/// How a method of a tensor treats the tangent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// The result has no tangent (`shape`).
    Constant,
    /// Linear, or no arithmetic at all: the same call on the tangent. A letter per argument, as in
    /// `methods::Class::Mirror`, and `s` for a shape, which may be a list that the call takes.
    Mirror(&'static str),
    /// A linear reduction, which fuses with what it reduces.
    Reduction,
    /// A function of the runtime with a companion: receiver, then arguments.
    Runtime,
    /// Applies a closure to elements; a rule by name.
    Elements,
}

/// What a method of a tensor of rank `r` gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gives {
    Nothing,
    Element,
    ElementOption,
    ElementRef,
    /// A tensor of this rank.
    Rank(usize),
    Same,
    /// One axis more or less.
    More,
    Less,
    LessOption,
    /// A tensor of unknown rank.
    Tensor,
    TensorOption,
    TensorResult,
    /// Two tensors of the same rank.
    Two,
    /// An iterator over tensors of rank 1, over those of one axis less, of the same rank, over
    /// elements, over positions and elements.
    Lanes,
    Slabs,
    Chunks,
    Elements,
    ElementsMut,
    Indexed,
    IndexedMut,
    Vec,
    SliceOption,
    /// Depends on the ranks of receiver and argument.
    Product,
    Unknown,
}

/// A method of a tensor.
pub struct Row {
    pub name: &'static str,
    pub rule: Rule,
    pub gives: Gives,
    /// It changes its receiver.
    pub mutates: bool,
}

const fn row(name: &'static str, rule: Rule, gives: Gives) -> Row {
    Row {
        name,
        rule,
        gives,
        mutates: false,
    }
}

const fn writes(name: &'static str, rule: Rule, gives: Gives) -> Row {
    Row {
        name,
        rule,
        gives,
        mutates: true,
    }
}

use Gives as G;
use Rule::{Constant, Elements, Mirror, Reduction, Runtime};

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("shape", Constant, G::Nothing), row("dim", Constant, G::Nothing),
    row("raw_dim", Constant, G::Nothing), row("ndim", Constant, G::Nothing),
    row("nrows", Constant, G::Nothing), row("ncols", Constant, G::Nothing),
    row("strides", Constant, G::Nothing), row("len_of", Constant, G::Nothing),
    row("stride_of", Constant, G::Nothing), row("is_square", Constant, G::Nothing),
    row("is_standard_layout", Constant, G::Nothing), row("len", Constant, G::Nothing),
    row("is_empty", Constant, G::Nothing), row("axes", Constant, G::Nothing),
    row("is_nan", Constant, G::Nothing), row("is_all_nan", Constant, G::Nothing),
    row("is_any_nan", Constant, G::Nothing), row("is_infinite", Constant, G::Nothing),
    row("is_all_infinite", Constant, G::Nothing), row("is_any_infinite", Constant, G::Nothing),
    row("abs_diff_eq", Constant, G::Nothing),
    // Shape.
    row("t", Mirror(""), G::Same), row("reversed_axes", Mirror(""), G::Same),
    row("permuted_axes", Mirror("s"), G::Same), row("insert_axis", Mirror("i"), G::More),
    row("remove_axis", Mirror("i"), G::Less), row("broadcast", Mirror("s"), G::TensorOption),
    row("to_shape", Mirror("s"), G::TensorResult),
    row("into_shape_with_order", Mirror("s"), G::TensorResult),
    row("into_shape_clone", Mirror("s"), G::TensorResult),
    row("flatten", Mirror(""), G::Rank(1)), row("flatten_with_order", Mirror("i"), G::Rank(1)),
    row("into_flat", Mirror(""), G::Rank(1)),
    row("into_dyn", Mirror(""), G::Tensor), row("into_dimensionality", Mirror(""), G::TensorResult),
    row("slice", Mirror("i"), G::Tensor), row("slice_mut", Mirror("i"), G::Tensor),
    row("slice_move", Mirror("i"), G::Tensor), row("multi_slice_mut", Mirror("i"), G::Unknown),
    row("slice_axis", Mirror("ii"), G::Same), row("slice_axis_mut", Mirror("ii"), G::Same),
    row("index_axis", Mirror("ii"), G::Less), row("index_axis_mut", Mirror("ii"), G::Less),
    row("index_axis_move", Mirror("ii"), G::Less),
    row("row", Mirror("i"), G::Rank(1)), row("row_mut", Mirror("i"), G::Rank(1)),
    row("column", Mirror("i"), G::Rank(1)), row("column_mut", Mirror("i"), G::Rank(1)),
    row("split_at", Mirror("ii"), G::Two), row("split_at_mut", Mirror("ii"), G::Two),
    row("select", Mirror("ii"), G::Same), row("diag", Mirror(""), G::Rank(1)),
    row("diag_mut", Mirror(""), G::Rank(1)), row("into_diag", Mirror(""), G::Rank(1)),
    row("triu", Mirror("i"), G::Same), row("tril", Mirror("i"), G::Same),
    row("view", Mirror(""), G::Same), row("view_mut", Mirror(""), G::Same),
    row("reborrow", Mirror(""), G::Same),
    row("to_owned", Mirror(""), G::Same), row("into_owned", Mirror(""), G::Same),
    row("clone", Mirror(""), G::Same), row("to_vec", Mirror(""), G::Vec),
    row("into_raw_vec_and_offset", Mirror(""), G::Unknown),
    row("as_standard_layout", Mirror(""), G::Same), row("into_shared", Mirror(""), G::Same),
    row("to_shared", Mirror(""), G::Same),
    row("diff", Mirror("ii"), G::Same),
    row("into_scalar", Mirror(""), G::Element),
    // Iteration.
    row("iter", Mirror(""), G::Elements), row("iter_mut", Mirror(""), G::ElementsMut),
    row("indexed_iter", Mirror(""), G::Indexed), row("indexed_iter_mut", Mirror(""), G::IndexedMut),
    row("outer_iter", Mirror(""), G::Slabs), row("outer_iter_mut", Mirror(""), G::Slabs),
    row("axis_iter", Mirror("i"), G::Slabs), row("axis_iter_mut", Mirror("i"), G::Slabs),
    row("rows", Mirror(""), G::Lanes), row("rows_mut", Mirror(""), G::Lanes),
    row("columns", Mirror(""), G::Lanes), row("columns_mut", Mirror(""), G::Lanes),
    row("lanes", Mirror("i"), G::Lanes), row("lanes_mut", Mirror("i"), G::Lanes),
    row("axis_chunks_iter", Mirror("ii"), G::Chunks), row("axis_chunks_iter_mut", Mirror("ii"), G::Chunks),
    row("exact_chunks", Mirror("i"), G::Chunks), row("exact_chunks_mut", Mirror("i"), G::Chunks),
    row("windows", Mirror("i"), G::Chunks), row("axis_windows", Mirror("ii"), G::Chunks),
    row("windows_with_stride", Mirror("ii"), G::Chunks),
    row("axis_windows_with_stride", Mirror("iii"), G::Chunks),
    // Elements.
    row("get", Mirror("i"), G::ElementRef), row("get_mut", Mirror("i"), G::ElementRef),
    row("first", Mirror(""), G::ElementRef), row("first_mut", Mirror(""), G::ElementRef),
    row("last", Mirror(""), G::ElementRef), row("last_mut", Mirror(""), G::ElementRef),
    row("as_slice", Mirror(""), G::SliceOption), row("as_slice_mut", Mirror(""), G::SliceOption),
    row("as_slice_memory_order", Mirror(""), G::SliceOption),
    row("as_slice_memory_order_mut", Mirror(""), G::SliceOption),
    // Changes.
    writes("swap_axes", Mirror("ii"), G::Nothing), writes("invert_axis", Mirror("i"), G::Nothing),
    writes("merge_axes", Mirror("ii"), G::Nothing), writes("permute_axes", Mirror("i"), G::Nothing),
    writes("reverse_axes", Mirror(""), G::Nothing), writes("slice_collapse", Mirror("i"), G::Nothing),
    writes("collapse_axis", Mirror("ii"), G::Nothing), writes("slice_axis_inplace", Mirror("ii"), G::Nothing),
    writes("insert_axis_inplace", Mirror("i"), G::Nothing), writes("index_axis_inplace", Mirror("ii"), G::Nothing),
    writes("append", Mirror("iv"), G::TensorResult), writes("push", Mirror("iv"), G::TensorResult),
    writes("push_row", Mirror("v"), G::TensorResult), writes("push_column", Mirror("v"), G::TensorResult),
    writes("assign", Mirror("v"), G::Nothing), writes("fill", Mirror("v"), G::Nothing),
    writes("swap", Mirror("ii"), G::Nothing), row("assign_to", Elements, G::Nothing),
    writes("remove_index", Mirror("ii"), G::Nothing),
    // Sums.
    row("sum", Reduction, G::Element), row("mean", Reduction, G::ElementOption),
    row("sum_axis", Reduction, G::Less), row("mean_axis", Reduction, G::LessOption),
    // Functions of the runtime.
    row("dot", Runtime, G::Product), row("product", Runtime, G::Element),
    row("var", Runtime, G::Element), row("std", Runtime, G::Element),
    row("product_axis", Runtime, G::Less), row("var_axis", Runtime, G::Less),
    row("std_axis", Runtime, G::Less), row("cumprod", Runtime, G::Same),
    // Closures.
    row("map", Elements, G::Same), row("mapv", Elements, G::Same),
    row("mapv_into", Elements, G::Same), row("pow2", Elements, G::Same), row("abs_sub", Elements, G::Same), row("mapv_into_any", Elements, G::Same),
    writes("map_inplace", Elements, G::Nothing), writes("mapv_inplace", Elements, G::Nothing),
    writes("zip_mut_with", Elements, G::Nothing), writes("scaled_add", Elements, G::Nothing),
    writes("par_map_inplace", Elements, G::Nothing), writes("par_mapv_inplace", Elements, G::Nothing),
    row("fold", Elements, G::Element), row("fold_axis", Elements, G::Less),
    row("map_axis", Elements, G::Less), row("map_axis_mut", Elements, G::Less),
    writes("accumulate_axis_inplace", Elements, G::Nothing),
    row("for_each", Elements, G::Nothing),
];

/// The row of a method of a tensor.
pub fn method(name: &str) -> Option<&'static Row> {
    BY_NAME.get(name).copied()
}

static BY_NAME: Static<&Row> = Static::new(|| ROWS.iter().map(|r| (r.name, r)).collect());

/// The row of a call: a method of the user's own may have a tensor's name, but with other arguments.
pub fn method_of(m: &Method) -> Option<&'static Row> {
    let row = method(&m.name.to_string())?;
    let bare = matches!(
        row.name,
        "sum" | "product" | "mean" | "t" | "shape" | "ndim" | "dim"
    );
    (!bare || m.args.is_empty()).then_some(row)
}

/// Whether the method changes its receiver.
pub fn mutates(name: &str) -> bool {
    method(name).is_some_and(|r| r.mutates)
}

/// Whether calling the method does nothing besides giving its result.
pub fn is_pure(name: &str) -> bool {
    method(name).is_some_and(|r| !r.mutates && !name.ends_with("_mut"))
        && !super::methods::writes_argument(name)
        && name != "for_each"
}

/// Whether the method panics on an axis, a position or a number that does not fit.
pub fn may_panic(name: &str) -> bool {
    let by_slice = name.contains("slice") && !name.starts_with("as_");
    let by_axis = name.contains("axis")
        || name.contains("axes") && name != "axes" && !name.starts_with("reverse");
    let by_position = matches!(
        name.trim_end_matches("_mut"),
        "row" | "column" | "split_at" | "select" | "lanes" | "diff"
    );
    let by_size = name.contains("chunks") || name.contains("windows");
    let by_number = matches!(name, "dot" | "var" | "std" | "cumprod");
    method(name).is_some() && (by_slice || by_axis || by_position || by_size || by_number)
}

/// Whether only tensors have this method: a receiver of unknown kind that has it is one.
pub fn is_only_of_tensors(name: &str) -> bool {
    const SHARED: &[&str] = &[
        "len",
        "is_empty",
        "is_nan",
        "is_infinite",
        "is_square",
        "flatten",
        "split_at",
        "split_at_mut",
        "view",
        "to_owned",
        "into_owned",
        "clone",
        "to_vec",
        "iter",
        "iter_mut",
        "windows",
        "get",
        "get_mut",
        "first",
        "first_mut",
        "last",
        "last_mut",
        "as_slice",
        "append",
        "push",
        "fill",
        "swap",
        "sum",
        "product",
        "map",
        "fold",
        "for_each",
        "select",
        "std",
        "t",
        "row",
        "column",
        "diff",
        "dim",
        "shape",
        "reborrow",
        "rows",
        "columns",
        "lanes",
        "var",
        "mean",
    ];
    method(name).is_some() && !SHARED.contains(&name)
}

/// Whether the method takes its receiver by value, so that a tensor is gone afterwards.
pub fn consumes(name: &str) -> bool {
    name.starts_with("into_")
        || matches!(
            name,
            "reversed_axes"
                | "permuted_axes"
                | "insert_axis"
                | "remove_axis"
                | "slice_move"
                | "index_axis_move"
                | "mapv_into"
                | "mapv_into_any"
                | "split_at"
                | "unwrap"
                | "expect"
        )
}

/// How a method depends on where its receiver's elements are in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Memory {
    /// It takes the receiver.
    Taken,
    /// It looks at the elements, or changes them, as they lie.
    Seen,
    Changed,
    /// It gives the buffer itself.
    Buffer,
}

/// None where only the elements' positions in the tensor matter.
pub fn memory(name: &str) -> Option<Memory> {
    Some(match name {
        "into_shape_with_order" => Memory::Taken,
        "as_slice" | "as_slice_memory_order" => Memory::Seen,
        "as_slice_mut" | "as_slice_memory_order_mut" => Memory::Changed,
        "into_raw_vec_and_offset" => Memory::Buffer,
        _ => return None,
    })
}

/// Whether the method's result borrows from its receiver.
pub fn lends(name: &str) -> bool {
    let copies = matches!(
        name,
        "to_owned" | "clone" | "to_vec" | "select" | "triu" | "tril" | "diff" | "into_shape_clone"
    );
    !copies && !consumes(name) && method(name).is_some_and(|r| matches!(r.rule, Mirror(_)))
}

/// Iterators by name only: what `IntoIterator` has to be asked for.
pub fn is_producer(name: &str) -> bool {
    matches!(
        name,
        "rows"
            | "rows_mut"
            | "columns"
            | "columns_mut"
            | "lanes"
            | "lanes_mut"
            | "exact_chunks"
            | "exact_chunks_mut"
            | "windows"
            | "axis_windows"
            | "windows_with_stride"
            | "axis_windows_with_stride"
    )
}

/// The linear reductions: names of operations.
pub const REDUCTIONS: &[&str] = &["sum", "mean", "sum_axis", "mean_axis"];

/// A constructor or a free function of ndarray.
pub struct Function {
    /// What it is called through: a type, a module, or nothing.
    pub name: &'static str,
    /// A letter per argument: `i` shared, `v` with a tangent.
    pub letters: &'static str,
    pub gives: Gives,
}

const fn function(name: &'static str, letters: &'static str, gives: Gives) -> Function {
    Function {
        name,
        letters,
        gives,
    }
}

#[rustfmt::skip]
const CONSTRUCTORS: &[Function] = &[
    function("from_vec", "v", G::Rank(1)), function("from", "v", G::Tensor),
    function("from_shape_vec", "sv", G::TensorResult), function("from_shape", "sv", G::TensorResult),
    function("from_elem", "sv", G::Tensor), function("from_diag", "v", G::Rank(2)),
    function("from_diag_elem", "iv", G::Rank(2)), function("linspace", "vvi", G::Rank(1)),
    function("zeros", "s", G::Tensor), function("ones", "s", G::Tensor),
    function("eye", "i", G::Rank(2)), function("default", "s", G::Tensor),
];

/// `Array2::from_elem`: a constructor of a tensor type, with the rank that the type tells.
pub fn constructor(names: &[&str]) -> Option<(&'static Function, Option<usize>)> {
    let [.., ty, name] = names else { return None };
    let rank = crate::ir::kind::tensor_type(ty)?;
    let f = CONSTRUCTORS.iter().find(|f| f.name == *name)?;
    Some((f, rank))
}

#[rustfmt::skip]
const FREE: &[Function] = &[
    function("arr0", "v", G::Rank(0)), function("arr1", "v", G::Rank(1)),
    function("arr2", "v", G::Rank(2)), function("arr3", "v", G::Rank(3)),
    function("aview0", "v", G::Rank(0)), function("aview1", "v", G::Rank(1)),
    function("aview2", "v", G::Rank(2)), function("aview_mut1", "v", G::Rank(1)),
    function("stack", "iv", G::TensorResult), function("concatenate", "iv", G::TensorResult),
];

/// A free function of ndarray: by its bare name or through the crate.
pub fn free(names: &[&str]) -> Option<&'static Function> {
    let name = match names {
        [name] | ["ndarray", name] => name,
        _ => return None,
    };
    FREE.iter().find(|f| f.name == *name)
}
