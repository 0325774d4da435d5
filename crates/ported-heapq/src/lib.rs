//! `_heapq`: a heap in a Python list. Each comparison may run Python code that changes the very list.
#![forbid(unsafe_code)]

mod functions;
mod heap;

use cpython_api::prelude::*;
use cpython_api::python_since;
use functions::*;

/// What `_heapq.__about__` says: some words on heaps for who reads the module's source.
const ABOUT: &str = "A heap is a list in which no item is less than its parent: heap[k] <= heap[2*k+1] and\n\
    heap[k] <= heap[2*k+2] for all k that have such children. heap[0] is therefore the least.\n\
    A max-heap is the same with the order turned round.\n";

fn set_up<'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'_, 'py, NoState>, _state: &NoState) -> PyResult<()> {
    module.add(ctx, c"__about__", ABOUT)
}

python_since! {
    3.14 {
        export_module! {
            name: _heapq,
            doc: c"Heap queue algorithm (a.k.a. priority queue).\n",
            state: NoState,
            methods: [
                heappush, heappushpop, heappop, heapreplace, heapify,
                heappush_max, heappushpop_max, heappop_max, heapreplace_max, heapify_max,
            ],
            exec: set_up,
        }
    } else {
        export_module! {
            name: _heapq,
            doc: c"Heap queue algorithm (a.k.a. priority queue).\n",
            state: NoState,
            methods: [
                heappush, heappushpop, heappop, heapreplace, heapify, _heappop_max, _heapify_max, _heapreplace_max,
            ],
            exec: set_up,
        }
    }
}
