//! X43, A port: bisect. Binary search over a sequence whose items decide themselves what `<` means.
//!
//! Each comparison may run Python code, and that code may change the sequence under you.

mod module; // what stands in for a function that is not written yet: given

use cpython_api::prelude::*;

/// Any object, borrowed.
type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;

/// Where the search begins and ends. A negative `lo` is a `ValueError`.
///
/// Without `hi`, and for -1 too, it is the whole sequence; with another negative `hi` there is
/// nothing to search.
fn bounds<'py>(
    ctx: &ThreadContext<'py>,
    items: Object<'_, 'py>,
    lo: isize,
    hi: Option<isize>,
) -> PyResult<(usize, usize)> {
    // region: todo The length of a sequence is `items.sequence_len(ctx)`. Look at `lo` before you ask for it.
    // starter: module::not_written_yet(ctx, "bounds", (items, lo, hi))
    let Ok(lo) = usize::try_from(lo) else {
        return Err(PyValueError::raise(ctx, "lo must be non-negative"));
    };
    let hi = match hi {
        None | Some(-1) => items.sequence_len(ctx)?,
        Some(hi) => usize::try_from(hi).unwrap_or(0),
    };
    Ok((lo, hi))
    // endregion
}

/// The first position from `lo` up to `hi` at which `goes_left` says yes; `hi` when it never does.
fn search<'py>(
    ctx: &ThreadContext<'py>,
    items: Object<'_, 'py>,
    (mut lo, mut hi): (usize, usize),
    goes_left: impl Fn(Object<'_, 'py>) -> PyResult<bool>,
) -> PyResult<usize> {
    // region: todo Halve what is between `lo` and `hi`, until nothing is. An item is `items.sequence_item(ctx, position)`.
    // starter: let _ = (&mut lo, &mut hi, goes_left);
    // starter: module::not_written_yet(ctx, "search", items)
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        let item = items.sequence_item(ctx, mid)?;
        if goes_left(item.as_borrowed())? {
            hi = mid;
        } else {
            lo = mid + 1;
        }
    }
    Ok(lo)
    // endregion
}

/// The item itself, or what `key` makes of it.
fn keyed<'py>(
    ctx: &ThreadContext<'py>,
    item: Object<'_, 'py>,
    key: Option<Object<'_, 'py>>,
) -> PyResult<Bound<'py, PyAny>> {
    match key {
        Some(key) => key.call(ctx, &[item]),
        None => Ok(item.to_owned(ctx)),
    }
}

/// The leftmost place for `x` in sorted `a`. With a key, `x` is compared with the keys of the
/// items.
#[pyfunction(signature = (a, x, lo = 0, hi = None, *, key = None))]
fn bisect_left<'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    a: Object<'_, 'py>,
    x: Object<'_, 'py>,
    lo: isize,
    hi: Option<isize>,
    key: Option<Object<'_, 'py>>,
) -> PyResult<usize> {
    // region: todo Left of `x` are the items that are less than `x`: `item.lt(ctx, x)`.
    // starter: let _ = (search(ctx, a, bounds(ctx, a, lo, hi)?, |_| Ok(true))?, keyed(ctx, x, key)?);
    // starter: module::not_written_yet(ctx, "bisect_left", x)
    let bounds = bounds(ctx, a, lo, hi)?;
    search(ctx, a, bounds, |item| Ok(!keyed(ctx, item, key)?.as_borrowed().lt(ctx, x)?))
    // endregion
}

/// The rightmost place for `x` in sorted `a`. With a key, `x` is compared with the keys of the
/// items.
#[pyfunction(signature = (a, x, lo = 0, hi = None, *, key = None))]
fn bisect_right<'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    a: Object<'_, 'py>,
    x: Object<'_, 'py>,
    lo: isize,
    hi: Option<isize>,
    key: Option<Object<'_, 'py>>,
) -> PyResult<usize> {
    // region: todo Right of `x` are the items that `x` is less than.
    // starter: module::not_written_yet(ctx, "bisect_right", (a, x, lo, hi, key))
    let bounds = bounds(ctx, a, lo, hi)?;
    search(ctx, a, bounds, |item| x.lt(ctx, keyed(ctx, item, key)?.as_borrowed()))
    // endregion
}

/// Insert `x` at its rightmost place. With a key, the key of `x` is asked once, before anything
/// else.
#[pyfunction(signature = (a, x, lo = 0, hi = None, *, key = None))]
fn insort_right<'py>(
    ctx: &ThreadContext<'py>,
    state: &NoState,
    a: Object<'_, 'py>,
    x: Object<'_, 'py>,
    lo: isize,
    hi: Option<isize>,
    key: Option<Object<'_, 'py>>,
) -> PyResult<()> {
    // region: todo Find the place with `bisect_right`, and call the method `insert` of `a` (`call_method`).
    // starter: module::not_written_yet(ctx, "insort_right", (state, a, x, lo, hi, key))
    let wanted = keyed(ctx, x, key)?;
    let place = bisect_right(ctx, state, a, wanted.as_borrowed(), lo, hi, key)?;
    let place = place.into_pyobject(ctx)?;
    a.call_method(ctx, "insert", &[place.as_borrowed(), x])?;
    Ok(())
    // endregion
}

export_module! { name: x43, state: NoState, methods: [bisect_left, bisect_right, insort_right] }
