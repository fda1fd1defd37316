//! Closures over pairs: what no kernel can take over runs element by element, or lane by lane,
//! on primal and tangent together.
//!
//! In: a tensor, its tangent of the same shape, a closure that was one of the primal's elements
//! and takes pairs now. Out: value and tangent. The closure runs once per element, in the order in
//! which ndarray's own method runs it.

use super::shape::{assert_shape, out_of_step};
use super::visit::Visit;
use ndarray::{
    Array, Array1, ArrayBase, ArrayRef, ArrayView, Axis, Data, DataMut, Dimension, FoldWhile,
    IntoDimension, IntoNdProducer, NdProducer, RemoveAxis, ShapeBuilder, Slice, Zip, indices,
};

/// Two lists as a list of pairs.
pub fn zip_lists<A, B, const N: usize>(primals: [A; N], tangents: [B; N]) -> [(A, B); N] {
    let mut tangents = tangents.into_iter();
    primals.map(|p| (p, tangents.next().expect("lists of one length")))
}

/// A list of pairs as two lists.
pub fn unzip_list<A, B, const N: usize>(pairs: [(A, B); N]) -> ([A; N], [B; N]) {
    let mut tangents: [Option<B>; N] = std::array::from_fn(|_| None);
    let mut places = tangents.iter_mut();
    let primals = pairs.map(|(p, t)| {
        if let Some(place) = places.next() {
            *place = Some(t);
        }
        p
    });
    (
        primals,
        tangents.map(|t| t.expect("a tangent for each element")),
    )
}

/// A tensor of pairs as two tensors.
pub fn unzip<A, B, D: Dimension>(pairs: Array<(A, B), D>) -> (Array<A, D>, Array<B, D>) {
    let dim = pairs.raw_dim();
    let fortran = !pairs.is_standard_layout() && pairs.view().reversed_axes().is_standard_layout();
    let (p, t): (Vec<A>, Vec<B>) = match fortran {
        // The memory order is the order of the transpose.
        true => pairs.reversed_axes().into_iter().unzip(),
        false => pairs.into_iter().unzip(),
    };
    let shape = || dim.clone().set_f(fortran);
    let built = "as many elements as the shape has";
    (
        Array::from_shape_vec(shape(), p).expect(built),
        Array::from_shape_vec(shape(), t).expect(built),
    )
}

/// Pairs from an iterator as two tensors of rank 1.
pub fn collect_pairs<A, B>(pairs: impl IntoIterator<Item = (A, B)>) -> (Array1<A>, Array1<B>) {
    let (p, t): (Vec<A>, Vec<B>) = pairs.into_iter().unzip();
    (Array1::from_vec(p), Array1::from_vec(t))
}

/// The shape that a `Zip` over `producer` runs through.
pub fn producer_dim<P: IntoNdProducer>(producer: P) -> P::Dim {
    producer.into_producer().raw_dim()
}

/// That `producer` runs through the shape `dim` of the others in its `Zip`.
///
/// # Panics
///
/// If it does not, as ndarray's `Zip`.
#[track_caller]
pub fn assert_producer<P: IntoNdProducer>(dim: &P::Dim, producer: P) {
    let own = producer_dim(producer);
    if own != *dim {
        out_of_step(dim.slice(), own.slice());
    }
}

/// Pairs from an iterator, row by row, as two tensors of a shape.
///
/// # Panics
///
/// If there are not as many pairs as the shape has elements.
pub fn collect_shaped<A, B, D: Dimension>(
    dim: D,
    pairs: impl Iterator<Item = (A, B)>,
) -> (Array<A, D>, Array<B, D>) {
    let (p, t): (Vec<A>, Vec<B>) = pairs.unzip();
    let built = "a pair for each element";
    (
        Array::from_shape_vec(dim.clone(), p).expect(built),
        Array::from_shape_vec(dim, t).expect(built),
    )
}

/// `x.mapv(f)`, with `f` on pairs of values.
///
/// # Panics
///
/// If the shapes of primal and tangent differ.
pub fn map_pairs<A: Clone, T: Clone, B, C, D: Dimension>(
    mut f: impl FnMut((A, T)) -> (B, C),
    x: &ArrayRef<A, D>,
    dx: &ArrayRef<T, D>,
) -> (Array<B, D>, Array<C, D>) {
    map_pairs_ref(|(v, dv)| f((v.clone(), dv.clone())), x, dx)
}

/// `x.map(f)`, with `f` on pairs of references.
///
/// # Panics
///
/// If the shapes of primal and tangent differ.
pub fn map_pairs_ref<'a, A, T, B, C, D: Dimension>(
    mut f: impl FnMut((&'a A, &'a T)) -> (B, C),
    x: &'a ArrayRef<A, D>,
    dx: &'a ArrayRef<T, D>,
) -> (Array<B, D>, Array<C, D>) {
    assert_shape(x.shape(), dx.shape(), "dx");
    let visit = Visit::of_map(x);
    let (x, dx) = (visit.view(x), visit.view(dx));
    let dim = x.raw_dim();
    let (p, t): (Vec<B>, Vec<C>) = x.into_iter().zip(dx).map(&mut f).unzip();
    let built = "as many elements as the shape has";
    (
        visit.placed(Array::from_shape_vec(dim.clone(), p).expect(built)),
        visit.placed(Array::from_shape_vec(dim, t).expect(built)),
    )
}

/// `x.map_inplace(f)`, with `f` on pairs of places.
///
/// # Panics
///
/// If the shapes of primal and tangent differ.
pub fn map_inplace_pairs<'a, A, T, D: Dimension>(
    f: impl FnMut((&'a mut A, &'a mut T)),
    x: &'a mut ArrayRef<A, D>,
    dx: &'a mut ArrayRef<T, D>,
) {
    assert_shape(x.shape(), dx.shape(), "dx");
    let visit = Visit::of_fold(x);
    let (x, dx) = (visit.view_mut(x), visit.view_mut(dx));
    x.into_iter().zip(dx).for_each(f);
}

/// `x.mapv_inplace(f)`, with `f` on pairs of values.
///
/// # Panics
///
/// If the shapes of primal and tangent differ.
pub fn mapv_inplace_pairs<A: Clone, T: Clone, D: Dimension>(
    mut f: impl FnMut((A, T)) -> (A, T),
    x: &mut ArrayRef<A, D>,
    dx: &mut ArrayRef<T, D>,
) {
    map_inplace_pairs(|(v, dv)| (*v, *dv) = f((v.clone(), dv.clone())), x, dx);
}

/// `x.map_axis(axis, f)`, with `f` on pairs of lanes.
///
/// # Panics
///
/// If `axis` is out of bounds, or the shapes of primal and tangent differ.
pub fn map_axis_pairs<'a, A, T, B, C, D: RemoveAxis>(
    mut f: impl FnMut((ndarray::ArrayView1<'a, A>, ndarray::ArrayView1<'a, T>)) -> (B, C),
    axis: Axis,
    x: &'a ArrayRef<A, D>,
    dx: &'a ArrayRef<T, D>,
) -> (Array<B, D::Smaller>, Array<C, D::Smaller>) {
    if x.len_of(axis) == 0 {
        // There are no lanes to borrow, but still one result each.
        let shape = x.raw_dim().remove_axis(axis);
        return unzip(Array::from_shape_simple_fn(shape, || {
            f((
                ndarray::ArrayView1::from(&[]),
                ndarray::ArrayView1::from(&[]),
            ))
        }));
    }
    unzip(
        Zip::from(x.lanes(axis))
            .and(dx.lanes(axis))
            .map_collect(|v, dv| f((v, dv))),
    )
}

/// `x.fold_axis(axis, init, f)`, with `f` on pairs of references.
///
/// # Panics
///
/// If `axis` is out of bounds, or the shapes of primal and tangent differ.
pub fn fold_axis_pairs<A, T, B: Clone, C: Clone, D: RemoveAxis>(
    axis: Axis,
    init: (B, C),
    x: &ArrayRef<A, D>,
    dx: &ArrayRef<T, D>,
    mut f: impl FnMut((&B, &C), (&A, &T)) -> (B, C),
) -> (Array<B, D::Smaller>, Array<C, D::Smaller>) {
    assert_shape(x.shape(), dx.shape(), "dx");
    let mut out = Array::from_elem(x.raw_dim().remove_axis(axis), init);
    // What the closure keeps sees the axis as the outermost, and the rest row by row.
    for (layer, dlayer) in x.axis_iter(axis).zip(dx.axis_iter(axis)) {
        let items = layer.iter().zip(&dlayer);
        out.iter_mut()
            .zip(items)
            .for_each(|(out, item)| *out = f((&out.0, &out.1), item));
    }
    unzip(out)
}

/// `x.accumulate_axis_inplace(axis, f)`, with `f` on pairs.
///
/// # Panics
///
/// If `axis` is out of bounds, or the shapes of primal and tangent differ.
pub fn accumulate_pairs<S, R, D>(
    mut f: impl FnMut((&S::Elem, &R::Elem), (&mut S::Elem, &mut R::Elem)),
    axis: Axis,
    x: &mut ArrayBase<S, D>,
    dx: &mut ArrayBase<R, D>,
) where
    S: DataMut<Elem: Clone> + Data,
    R: DataMut<Elem: Clone> + Data,
    D: RemoveAxis,
{
    assert_shape(x.shape(), dx.shape(), "dx");
    if x.len_of(axis) <= 1 {
        return;
    }
    let mut earlier = x.view();
    earlier.slice_axis_inplace(axis, Slice::from(..-1));
    let by_columns = goes_by_columns(&earlier);
    let mut shape = earlier.raw_dim();
    if by_columns {
        shape.slice_mut().reverse();
    }
    for at in indices(shape) {
        let mut at = at.into_dimension();
        if by_columns {
            at.slice_mut().reverse();
        }
        let before = (x[at.clone()].clone(), dx[at.clone()].clone());
        at[axis.index()] += 1;
        f((&before.0, &before.1), (&mut x[at.clone()], &mut dx[at]));
    }
}

/// Whether ndarray's `Zip` over arrays that all lie as this one goes through the first axis first, and not
/// through the last: the second element that it visits tells.
fn goes_by_columns<A, D: Dimension>(x: &ArrayView<'_, A, D>) -> bool {
    let mut long = (0..x.ndim()).filter(|axis| x.shape()[*axis] > 1);
    let (Some(first), Some(_)) = (long.next(), long.next()) else {
        return false;
    };
    let mut visited = 0;
    let second = Zip::from(x).fold_while(None, |_, element| {
        visited += 1;
        match visited {
            2 => FoldWhile::Done(Some(element)),
            _ => FoldWhile::Continue(None),
        }
    });
    let mut below = D::zeros(x.ndim());
    below[first] = 1;
    let second = second.into_inner();
    second.is_some_and(|second| std::ptr::eq(second, &x[below]))
}

/// `x.zip_mut_with(&y, f)`, with `f` on pairs, row by row.
///
/// # Panics
///
/// If `y` does not broadcast to the shape of `x`, as ndarray, or if the shapes of primal and tangent
/// differ.
#[track_caller]
pub fn zip_mut_pairs<A, B, P, Q, D: Dimension, E: Dimension>(
    mut f: impl FnMut((&mut A, &mut B), (&P, &Q)),
    x: &mut ArrayRef<A, D>,
    dx: &mut ArrayRef<B, D>,
    y: &ArrayRef<P, E>,
    dy: &ArrayRef<Q, E>,
) {
    assert_shape(x.shape(), dx.shape(), "dx");
    assert_shape(y.shape(), dy.shape(), "dy");
    let dim = x.raw_dim();
    let (Some(y), Some(dy)) = (y.broadcast(dim.clone()), dy.broadcast(dim)) else {
        let (from, to) = (y.shape(), x.shape());
        panic!("ndarray: could not broadcast array from shape: {from:?} to: {to:?}")
    };
    let places = x.iter_mut().zip(dx);
    places
        .zip(y.iter().zip(&dy))
        .for_each(|(place, item)| f(place, item));
}
