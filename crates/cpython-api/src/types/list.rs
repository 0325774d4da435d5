//! Lists by position, sequences, and `<`: what ports of modules that call Python back need. Not in the August text.

use super::{PyAny, PyList};
use crate::c_api;
use crate::context::ThreadContext;
use crate::err::PyResult;
use crate::handle::{Borrowed, Bound};

impl<'a, 'py, T> Borrowed<'a, 'py, T> {
    /// `object < other`. Runs any code: whatever you know of a list before may be wrong after.
    #[inline]
    pub fn lt(self, ctx: &ThreadContext<'py>, other: Borrowed<'_, 'py, PyAny>) -> PyResult<bool> {
        c_api::is_less(ctx, self.as_any(), other)
    }

    /// Whether [`lt`](Self::lt) with an object of the same type takes a few instructions: exactly `int`, `float`, `str`.
    #[inline]
    pub fn is_quick_to_compare(self, ctx: &ThreadContext<'py>) -> bool {
        c_api::is_quick_to_compare(ctx, self.as_any())
    }

    /// `len(object)` for sequences alone: a dict is refused.
    #[inline]
    pub fn sequence_len(self, ctx: &ThreadContext<'py>) -> PyResult<usize> {
        match self.as_exact_list(ctx) {
            Some(list) => Ok(list.size(ctx)),
            None => c_api::sequence_length(ctx, self.as_any()),
        }
    }

    /// `object[position]` for sequences alone.
    #[inline]
    pub fn sequence_item(self, ctx: &ThreadContext<'py>, position: usize) -> PyResult<Bound<'py, PyAny>> {
        let item = self.as_exact_list(ctx).and_then(|list| list.get(ctx, position));
        item.map_or_else(|| c_api::sequence_item(ctx, self.as_any(), position), Ok)
    }

    /// The object as a list, if it is one and of no subclass.
    #[inline]
    pub fn as_exact_list(self, ctx: &ThreadContext<'py>) -> Option<Borrowed<'a, 'py, PyList>> {
        c_api::exact_list(ctx, self.as_any())
    }
}

impl<'py> Borrowed<'_, 'py, PyList> {
    /// How many items there are now.
    #[inline]
    pub fn size(self, ctx: &ThreadContext<'py>) -> usize {
        c_api::list_size(ctx, self)
    }

    /// The item at `position`, owned; `None` past the end.
    #[inline]
    pub fn get(self, ctx: &ThreadContext<'py>, position: usize) -> Option<Bound<'py, PyAny>> {
        c_api::list_get(ctx, self, position)
    }

    /// `list[position] < other`; `None` past the end. Runs any code, as [`lt`](Self::lt).
    #[inline]
    pub fn item_lt(
        self,
        ctx: &ThreadContext<'py>,
        position: usize,
        other: Borrowed<'_, 'py, PyAny>,
    ) -> PyResult<Option<bool>> {
        c_api::list_item_less::<false>(ctx, self, position, other)
    }

    /// `other < list[position]`; `None` past the end. Runs any code, as [`lt`](Self::lt).
    #[inline]
    pub fn lt_item(
        self,
        ctx: &ThreadContext<'py>,
        other: Borrowed<'_, 'py, PyAny>,
        position: usize,
    ) -> PyResult<Option<bool>> {
        c_api::list_item_less::<true>(ctx, self, position, other)
    }

    /// `list[left] < list[right]`; `None` if one of them is past the end. Runs any code, as [`lt`](Self::lt).
    #[inline]
    pub fn items_lt(self, ctx: &ThreadContext<'py>, left: usize, right: usize) -> PyResult<Option<bool>> {
        c_api::list_items_less(ctx, self, left, right)
    }

    /// Exchange two items. `false`, and nothing done, if one of them is past the end.
    #[inline]
    pub fn swap(self, ctx: &ThreadContext<'py>, left: usize, right: usize) -> bool {
        c_api::list_swap(ctx, self, left, right)
    }

    /// Put `item` at `position` and give back what was there. Past the end the error gives `item` back.
    #[inline]
    pub fn replace(
        self,
        ctx: &ThreadContext<'py>,
        position: usize,
        item: Bound<'py, PyAny>,
    ) -> Result<Bound<'py, PyAny>, Bound<'py, PyAny>> {
        c_api::list_replace(ctx, self, position, item)
    }

    /// Take the last item off; `None` from an empty list.
    pub fn pop(self, ctx: &ThreadContext<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        c_api::list_pop(ctx, self)
    }

    /// `list.insert(position, item)`
    pub fn insert(self, ctx: &ThreadContext<'py>, position: usize, item: Borrowed<'_, 'py, PyAny>) -> PyResult<()> {
        c_api::list_insert(ctx, self, position, item)
    }

    /// Run `f` while other threads wait at the list, on a build without the GIL; with the GIL, `f` runs as it is.
    ///
    /// Not a lock in Rust's sense: CPython opens it while `f` waits or runs Python code, as it does the GIL.
    #[inline]
    pub fn locked<R>(self, ctx: &ThreadContext<'py>, f: impl FnOnce() -> R) -> R {
        c_api::locked(ctx, self.as_any(), f)
    }
}
