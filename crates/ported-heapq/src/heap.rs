//! The algorithm, once for both orders. No item is remembered across a comparison: each is asked of the list again.

use cpython_api::prelude::*;

/// With more items than this, a parent is sifted as soon as both children are, while they are in the cache.
const FITS_THE_CACHE: usize = 2500;

/// A list that is a heap; with `MAX` the greatest item is at the root.
#[derive(Clone, Copy)]
pub(crate) struct Heap<'a, 'py, const MAX: bool> {
    pub(crate) list: Borrowed<'a, 'py, PyList>,
}

#[cold]
fn out_of_range(ctx: &ThreadContext<'_>) -> PyErrRaised {
    PyIndexError::raise(ctx, "index out of range")
}

impl<'py, const MAX: bool> Heap<'_, 'py, MAX> {
    /// Whether the item at `one` belongs nearer to the root than the item at `other`.
    #[inline]
    fn before(self, ctx: &ThreadContext<'py>, one: usize, other: usize) -> PyResult<bool> {
        let (less, more) = if MAX { (other, one) } else { (one, other) };
        self.list.items_lt(ctx, less, more)?.ok_or_else(|| out_of_range(ctx))
    }

    /// As [`before`](Self::before), for an item that is not in the list yet, against the root.
    pub(crate) fn root_is_before(self, ctx: &ThreadContext<'py>, item: Borrowed<'_, 'py, PyAny>) -> PyResult<bool> {
        let Some(root) = self.list.get(ctx, 0) else {
            return Err(out_of_range(ctx));
        };
        if MAX { item.lt(ctx, root.as_borrowed()) } else { root.as_borrowed().lt(ctx, item) }
    }

    /// An exception if Python code has changed the length meanwhile: positions would mean other items.
    fn still(self, ctx: &ThreadContext<'py>, size: usize) -> PyResult<()> {
        if self.list.size(ctx) == size {
            return Ok(());
        }
        Err(PyRuntimeError::raise(ctx, "list changed size during iteration"))
    }

    /// Move the item at `position` towards the root, down to `start`, until its parent is not after it.
    pub(crate) fn sift_down(self, ctx: &ThreadContext<'py>, start: usize, mut position: usize) -> PyResult<()> {
        let size = self.list.size(ctx);
        if position >= size {
            return Err(out_of_range(ctx));
        }
        while position > start {
            let parent = (position - 1) / 2;
            let before = self.before(ctx, position, parent)?;
            self.still(ctx, size)?;
            if !before {
                break;
            }
            self.list.swap(ctx, position, parent);
            position = parent;
        }
        Ok(())
    }

    /// Let the item at `start` sink to a leaf, then rise to its place: fewer comparisons than stopping on the way.
    pub(crate) fn sift_up(self, ctx: &ThreadContext<'py>, start: usize) -> PyResult<()> {
        let size = self.list.size(ctx);
        if start >= size {
            return Err(out_of_range(ctx));
        }
        let mut position = start;
        while position < size / 2 {
            let mut child = 2 * position + 1;
            if child + 1 < size {
                let left = self.before(ctx, child, child + 1)?;
                self.still(ctx, size)?;
                child += usize::from(!left);
            }
            self.list.swap(ctx, position, child);
            position = child;
        }
        self.sift_down(ctx, start, position)
    }

    /// Make the list a heap, from the last parent to the root.
    pub(crate) fn heapify(self, ctx: &ThreadContext<'py>) -> PyResult<()> {
        let size = self.list.size(ctx);
        if size > FITS_THE_CACHE {
            return self.heapify_large(ctx, size);
        }
        (0..size / 2).rev().try_for_each(|position| self.sift_up(ctx, position))
    }

    /// The same comparisons in another order: after a left child (its position is odd) its parent comes at once.
    fn heapify_large(self, ctx: &ThreadContext<'py>, size: usize) -> PyResult<()> {
        let childless = size / 2;
        let leftmost = (1 << (childless + 1).ilog2()) - 1;
        let rows = (childless / 2..leftmost).rev().chain((leftmost..childless).rev());
        for start in rows {
            let mut position = start;
            self.sift_up(ctx, position)?;
            while position % 2 == 1 {
                position /= 2;
                self.sift_up(ctx, position)?;
            }
        }
        Ok(())
    }
}
