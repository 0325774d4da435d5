//! The lock, with two threads, nested, and poisoned.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use cpython_api::prelude::*;
use cpython_api::proposal::PyLock;

#[derive(ModuleStateGc)]
pub(crate) struct State {
    total: PyLock<u64>,
    waiting: AtomicUsize,
    held: AtomicBool,
    let_go: AtomicBool,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self {
            total: PyLock::new(0),
            waiting: AtomicUsize::new(0),
            held: AtomicBool::new(false),
            let_go: AtomicBool::new(false),
        })
    }
}

#[pyfunction(signature = ())]
pub(crate) fn total(ctx: &ThreadContext<'_>, state: &State) -> PyResult<u64> {
    Ok(*state.total.lock(ctx)?)
}

/// One more, `times` times; read and written with a pause between, so that a race would lose some.
#[pyfunction(signature = (times, /))]
pub(crate) fn bump(ctx: &ThreadContext<'_>, state: &State, times: u64) -> PyResult<()> {
    for _ in 0..times {
        state.waiting.fetch_add(1, Ordering::SeqCst);
        let total = state.total.lock(ctx);
        state.waiting.fetch_sub(1, Ordering::SeqCst);
        let mut total = total?;
        let read = *total;
        std::hint::spin_loop();
        *total = read + 1;
    }
    Ok(())
}

#[pyfunction(signature = ())]
pub(crate) fn waiting(_ctx: &ThreadContext<'_>, state: &State) -> usize {
    state.waiting.load(Ordering::SeqCst)
}

#[pyfunction(signature = ())]
pub(crate) fn held(_ctx: &ThreadContext<'_>, state: &State) -> bool {
    state.held.load(Ordering::SeqCst)
}

/// Hold the lock, detached, until another thread says so.
#[pyfunction(signature = ())]
pub(crate) fn hold_until_let_go(ctx: &mut ThreadContext<'_>, state: &State) -> PyResult<()> {
    let mut total = state.total.lock(ctx)?;
    let value = &mut *total;
    state.held.store(true, Ordering::SeqCst);
    ctx.detach(|| {
        while !state.let_go.swap(false, Ordering::SeqCst) {
            std::thread::sleep(Duration::from_micros(100));
        }
        *value += 1;
    })?;
    state.held.store(false, Ordering::SeqCst);
    Ok(())
}

#[pyfunction(signature = ())]
pub(crate) fn let_go(_ctx: &ThreadContext<'_>, state: &State) {
    state.let_go.store(true, Ordering::SeqCst);
}

/// Python runs while the lock is held.
#[pyfunction(signature = (function, /))]
pub(crate) fn call_holding<'py>(
    ctx: &ThreadContext<'py>,
    state: &State,
    function: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut total = state.total.lock(ctx)?;
    let result = function.call(ctx, &[])?;
    *total += 1;
    Ok(result)
}

/// Inside another Rust callback, where `detach` is refused, the lock still waits.
#[pyfunction(signature = (function, /))]
pub(crate) fn hold_at_depth<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    function: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    function.call(ctx, &[])
}

#[pyfunction(signature = ())]
pub(crate) fn panic_holding(ctx: &ThreadContext<'_>, state: &State) -> PyResult<()> {
    let _total = state.total.lock(ctx)?;
    panic!("holding the lock");
}

#[pyfunction(signature = ())]
pub(crate) fn clear_poison(_ctx: &ThreadContext<'_>, state: &State) {
    state.total.clear_poison();
}
