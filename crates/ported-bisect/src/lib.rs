//! `_bisect`: where an item belongs in a sorted sequence. Each step asks Python, and Python may do anything then.
#![forbid(unsafe_code)]

use cpython_api::PYTHON_MINOR;
use cpython_api::prelude::*;

type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;

/// Where to cut: before the items that are equal to `x`, or after them.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// What the four functions share, as Python gave it.
struct Search<'a, 'py> {
    sequence: Object<'a, 'py>,
    lo: isize,
    hi: Option<isize>,
    key: Option<Object<'a, 'py>>,
}

impl<'py> Search<'_, 'py> {
    /// The first position whose item is past `x`. The sequence is asked anew at each step: it may have changed.
    fn position(&self, ctx: &ThreadContext<'py>, x: Object<'_, 'py>, side: Side) -> PyResult<usize> {
        let (mut lo, mut hi) = self.bounds(ctx)?;
        if self.key.is_none() && x.is_quick_to_compare(ctx) {
            // What is a list and of no subclass stays so.
            if let Some(list) = self.sequence.as_exact_list(ctx) {
                return self.quick_position(ctx, list, x, side, (lo, hi));
            }
        }
        while lo < hi {
            let middle = lo.midpoint(hi);
            // Both bounds are computed, without a branch: it would be guessed, and half of the time wrong.
            let past = usize::from(self.is_past(ctx, middle, x, side)?);
            (lo, hi) = (lo * past + (middle + 1) * (1 - past), middle * past + hi * (1 - past));
        }
        Ok(lo)
    }

    /// The same without a key, for items that are compared in a few instructions: there the processor may guess. To go on
    /// and be wrong half of the time is no slower than to wait each time.
    fn quick_position(
        &self,
        ctx: &ThreadContext<'py>,
        list: Borrowed<'_, 'py, PyList>,
        x: Object<'_, 'py>,
        side: Side,
        (mut lo, mut hi): (usize, usize),
    ) -> PyResult<usize> {
        while lo < hi {
            let middle = lo.midpoint(hi);
            let quick = match side {
                Side::Right => list.lt_item(ctx, x, middle)?,
                Side::Left => list.item_lt(ctx, middle, x)?.map(|before| !before),
            };
            let past = match quick {
                Some(past) => past,
                // Past the end: the list has become shorter.
                None => self.is_past(ctx, middle, x, side)?,
            };
            if past { hi = middle } else { lo = middle + 1 }
        }
        Ok(lo)
    }

    /// `hi=-1` means the length, as it did when `hi` could not be `None`. Below that nothing is searched.
    fn bounds(&self, ctx: &ThreadContext<'py>) -> PyResult<(usize, usize)> {
        let Ok(lo) = usize::try_from(self.lo) else {
            let must = if PYTHON_MINOR >= 15 { "cannot be negative" } else { "must be non-negative" };
            return Err(PyValueError::raise(ctx, format!("lo {must}")));
        };
        match self.hi {
            None | Some(-1) => Ok((lo, self.sequence.sequence_len(ctx)?)),
            Some(hi) => Ok((lo, usize::try_from(hi).unwrap_or(0))),
        }
    }

    /// Whether the item at `position`, or its key, comes behind the place for `x`.
    #[inline(never)]
    fn is_past(&self, ctx: &ThreadContext<'py>, position: usize, x: Object<'_, 'py>, side: Side) -> PyResult<bool> {
        let item = self.sequence.sequence_item(ctx, position)?;
        let item = match self.key {
            None => item,
            Some(key) => key.call(ctx, &[item.as_borrowed()])?,
        };
        match side {
            Side::Right => x.lt(ctx, item.as_borrowed()),
            Side::Left => item.as_borrowed().lt(ctx, x).map(|before| !before),
        }
    }

    /// Put `x` where it belongs. With a key, its own key is asked for once, before the search.
    fn insert(&self, ctx: &ThreadContext<'py>, x: Object<'_, 'py>, side: Side) -> PyResult<()> {
        let position = match self.key {
            None => self.position(ctx, x, side)?,
            Some(key) => {
                let x_key = key.call(ctx, &[x])?;
                self.position(ctx, x_key.as_borrowed(), side)?
            }
        };
        match self.sequence.as_exact_list(ctx) {
            Some(list) => list.insert(ctx, position, x),
            None => {
                let position = position.into_pyobject(ctx)?;
                self.sequence.call_method(ctx, "insert", &[position.as_borrowed(), x]).map(drop)
            }
        }
    }
}

/// Return the index where to insert item x in list a, assuming a is sorted.
///
/// Every item of a[:i] is less than or equal to x, and every item of a[i:] is greater: if x is there already, i is
/// the place behind the rightmost one. Only a[lo:hi] is searched. key is called for each item looked at, not for x.
#[pyfunction(signature = (a, x, lo = 0, hi = None, *, key = None))]
fn bisect_right<'a, 'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    a: Object<'a, 'py>,
    x: Object<'a, 'py>,
    lo: isize,
    hi: Option<isize>,
    key: Option<Object<'a, 'py>>,
) -> PyResult<usize> {
    Search { sequence: a, lo, hi, key }.position(ctx, x, Side::Right)
}

/// Insert item x in list a, and keep it sorted assuming a is sorted.
///
/// If x is there already, the new one goes behind the rightmost. Only a[lo:hi] is searched. key is called for x too.
#[pyfunction(signature = (a, x, lo = 0, hi = None, *, key = None))]
fn insort_right<'a, 'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    a: Object<'a, 'py>,
    x: Object<'a, 'py>,
    lo: isize,
    hi: Option<isize>,
    key: Option<Object<'a, 'py>>,
) -> PyResult<()> {
    Search { sequence: a, lo, hi, key }.insert(ctx, x, Side::Right)
}

/// Return the index where to insert item x in list a, assuming a is sorted.
///
/// Every item of a[:i] is less than x, and every item of a[i:] is greater than or equal to it: if x is there already,
/// i is the place of the leftmost one. Only a[lo:hi] is searched. key is called for each item looked at, not for x.
#[pyfunction(signature = (a, x, lo = 0, hi = None, *, key = None))]
fn bisect_left<'a, 'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    a: Object<'a, 'py>,
    x: Object<'a, 'py>,
    lo: isize,
    hi: Option<isize>,
    key: Option<Object<'a, 'py>>,
) -> PyResult<usize> {
    Search { sequence: a, lo, hi, key }.position(ctx, x, Side::Left)
}

/// Insert item x in list a, and keep it sorted assuming a is sorted.
///
/// If x is there already, the new one goes before the leftmost. Only a[lo:hi] is searched. key is called for x too.
#[pyfunction(signature = (a, x, lo = 0, hi = None, *, key = None))]
fn insort_left<'a, 'py>(
    ctx: &ThreadContext<'py>,
    _state: &NoState,
    a: Object<'a, 'py>,
    x: Object<'a, 'py>,
    lo: isize,
    hi: Option<isize>,
    key: Option<Object<'a, 'py>>,
) -> PyResult<()> {
    Search { sequence: a, lo, hi, key }.insert(ctx, x, Side::Left)
}

export_module! {
    name: _bisect,
    doc: c"Where an item belongs in a sorted list.\n\nEach function keeps the list sorted without sorting it again.\n",
    state: NoState,
    methods: [bisect_right, insort_right, bisect_left, insort_left],
}
