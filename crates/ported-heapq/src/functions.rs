//! The functions that Python sees: five for each order. What the module exports of them depends on the version.
#![allow(dead_code, reason = "Python 3.13 has names that 3.14 does not, and the reverse")]

use cpython_api::prelude::*;

use crate::heap::Heap;

type List<'a, 'py> = Borrowed<'a, 'py, PyList>;
type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;

fn push<'py, const MAX: bool>(ctx: &ThreadContext<'py>, list: List<'_, 'py>, item: Object<'_, 'py>) -> PyResult<()> {
    list.locked(ctx, || {
        list.append(ctx, item)?;
        // Empty again only if another thread was quicker, where there is no GIL.
        let last = list.size(ctx).saturating_sub(1);
        Heap::<MAX> { list }.sift_down(ctx, 0, last)
    })
}

fn pop<'py, const MAX: bool>(ctx: &ThreadContext<'py>, list: List<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
    list.locked(ctx, || {
        let Some(last) = list.pop(ctx)? else {
            return Err(PyIndexError::raise(ctx, "index out of range"));
        };
        match list.replace(ctx, 0, last) {
            // The last was also the first.
            Err(only) => Ok(only),
            Ok(root) => Heap::<MAX> { list }.sift_up(ctx, 0).map(|()| root),
        }
    })
}

fn replace<'py, const MAX: bool>(
    ctx: &ThreadContext<'py>,
    list: List<'_, 'py>,
    item: Object<'_, 'py>,
) -> PyResult<Bound<'py, PyAny>> {
    list.locked(ctx, || {
        let Ok(root) = list.replace(ctx, 0, item.to_owned(ctx)) else {
            return Err(PyIndexError::raise(ctx, "index out of range"));
        };
        Heap::<MAX> { list }.sift_up(ctx, 0).map(|()| root)
    })
}

fn push_pop<'py, const MAX: bool>(
    ctx: &ThreadContext<'py>,
    list: List<'_, 'py>,
    item: Object<'_, 'py>,
) -> PyResult<Bound<'py, PyAny>> {
    list.locked(ctx, || {
        if list.size(ctx) == 0 || !(Heap::<MAX> { list }.root_is_before(ctx, item)?) {
            return Ok(item.to_owned(ctx));
        }
        replace::<MAX>(ctx, list, item)
    })
}

fn heapify_list<'py, const MAX: bool>(ctx: &ThreadContext<'py>, list: List<'_, 'py>) -> PyResult<()> {
    list.locked(ctx, || Heap::<MAX> { list }.heapify(ctx))
}

macro_rules! functions {
    ($max:literal:
        $(#[$push_doc:meta])* $push:ident,
        $(#[$pop_doc:meta])* $pop:ident,
        $(#[$replace_doc:meta])* $replace:ident,
        $(#[$push_pop_doc:meta])* $push_pop:ident,
        $(#[$heapify_doc:meta])* $heapify:ident,
    ) => {
        $(#[$push_doc])*
        #[pyfunction(signature = (heap, item, /))]
        pub(crate) fn $push<'py>(
            ctx: &ThreadContext<'py>,
            _state: &NoState,
            heap: List<'_, 'py>,
            item: Object<'_, 'py>,
        ) -> PyResult<()> {
            push::<$max>(ctx, heap, item)
        }

        $(#[$pop_doc])*
        #[pyfunction(signature = (heap, /))]
        pub(crate) fn $pop<'py>(
            ctx: &ThreadContext<'py>,
            _state: &NoState,
            heap: List<'_, 'py>,
        ) -> PyResult<Bound<'py, PyAny>> {
            pop::<$max>(ctx, heap)
        }

        $(#[$replace_doc])*
        #[pyfunction(signature = (heap, item, /))]
        pub(crate) fn $replace<'py>(
            ctx: &ThreadContext<'py>,
            _state: &NoState,
            heap: List<'_, 'py>,
            item: Object<'_, 'py>,
        ) -> PyResult<Bound<'py, PyAny>> {
            replace::<$max>(ctx, heap, item)
        }

        $(#[$push_pop_doc])*
        #[pyfunction(signature = (heap, item, /))]
        pub(crate) fn $push_pop<'py>(
            ctx: &ThreadContext<'py>,
            _state: &NoState,
            heap: List<'_, 'py>,
            item: Object<'_, 'py>,
        ) -> PyResult<Bound<'py, PyAny>> {
            push_pop::<$max>(ctx, heap, item)
        }

        $(#[$heapify_doc])*
        #[pyfunction(signature = (heap, /))]
        pub(crate) fn $heapify<'py>(
            ctx: &ThreadContext<'py>,
            _state: &NoState,
            heap: List<'_, 'py>,
        ) -> PyResult<()> {
            heapify_list::<$max>(ctx, heap)
        }
    };
}

functions! { false:
    /// Push item onto heap, maintaining the heap invariant.
    heappush,
    /// Pop the smallest item off the heap, maintaining the heap invariant.
    heappop,
    /// Pop and return the current smallest value, and add the new item.
    ///
    /// The value returned may be larger than item.
    heapreplace,
    /// Push item on the heap, then pop and return the smallest item from the heap.
    heappushpop,
    /// Transform list into a heap, in-place, in O(len(heap)) time.
    heapify,
}

cpython_api::python_since! {
    3.14 {
        functions! { true:
            /// Push item onto max heap, maintaining the heap invariant.
            heappush_max,
            /// Maxheap variant of heappop.
            heappop_max,
            /// Maxheap variant of heapreplace.
            heapreplace_max,
            /// Maxheap variant of heappushpop.
            heappushpop_max,
            /// Maxheap variant of heapify.
            heapify_max,
        }
    } else {
        functions! { true:
            /// Not in this version of Python.
            _heappush_max,
            /// Maxheap variant of heappop.
            _heappop_max,
            /// Maxheap variant of heapreplace.
            _heapreplace_max,
            /// Not in this version of Python.
            _heappushpop_max,
            /// Maxheap variant of heapify.
            _heapify_max,
        }
    }
}
