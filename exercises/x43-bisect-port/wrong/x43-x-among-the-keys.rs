//! wrong: X43
//! outcome: not_yet
//! Compares `x` itself with the keys of the items.
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
    let Ok(lo) = usize::try_from(lo) else {
        return Err(PyValueError::raise(ctx, "lo must be non-negative"));
    };
    let hi = match hi {
        None | Some(-1) => items.sequence_len(ctx)?,
        Some(hi) => usize::try_from(hi).unwrap_or(0),
    };
    Ok((lo, hi))
}

/// The first position from `lo` up to `hi` at which `goes_left` says yes; `hi` when it never does.
fn search<'py>(
    ctx: &ThreadContext<'py>,
    items: Object<'_, 'py>,
    (mut lo, mut hi): (usize, usize),
    goes_left: impl Fn(Object<'_, 'py>) -> PyResult<bool>,
) -> PyResult<usize> {
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
    let bounds = bounds(ctx, a, lo, hi)?;
    search(ctx, a, bounds, |item| Ok(!keyed(ctx, item, key)?.as_borrowed().lt(ctx, x)?))
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
    let bounds = bounds(ctx, a, lo, hi)?;
    search(ctx, a, bounds, |item| x.lt(ctx, keyed(ctx, item, key)?.as_borrowed()))
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
    let place = bisect_right(ctx, state, a, x, lo, hi, key)?;
    let place = place.into_pyobject(ctx)?;
    a.call_method(ctx, "insert", &[place.as_borrowed(), x])?;
    Ok(())
}

export_module! { name: x43, state: NoState, methods: [bisect_left, bisect_right, insort_right] }
