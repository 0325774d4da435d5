//! Modules whose making, clearing or freeing goes wrong.

use std::sync::atomic::{AtomicUsize, Ordering};

use cpython_api::prelude::*;

use crate::state::State;

static MADE: AtomicUsize = AtomicUsize::new(0);
static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// How many states of this file's modules were made, and how many dropped.
#[pyfunction(signature = ())]
pub(crate) fn lives(_ctx: &ThreadContext<'_>, _state: &State) -> (usize, usize) {
    (MADE.load(Ordering::Relaxed), DROPPED.load(Ordering::Relaxed))
}

/// What a module of this file does wrong, and a reference that must not leak all the same.
macro_rules! module {
    ($name:ident, $state:ident, $policy:ident, new: $new:expr, exec: $exec:expr, traverse: $traverse:expr, clear: $clear:expr, drop: $drop:expr) => {
        struct $state {
            kept: Option<Py<PyAny>>,
        }

        impl ModuleState for $state {
            type Gc = $policy;

            fn new<'a, 'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
                let make: fn(&ThreadContext<'_>) -> PyResult<()> = $new;
                make(ctx)?;
                MADE.fetch_add(1, Ordering::Relaxed);
                Ok(Self { kept: Some(module.as_module().to_owned(ctx).into_any().unbind()) })
            }
        }

        struct $policy;

        // SAFETY: reports and clears the one field; what goes wrong is what the test is about.
        unsafe impl ModuleStateGc<$state> for $policy {
            const ENABLED: bool = true;

            fn traverse(value: &$state, visit: &Visit<'_>) -> TraverseResult {
                let traverse: fn() = $traverse;
                traverse();
                GcField::traverse(&value.kept, visit)
            }

            fn clear(value: &mut $state, ctx: &ThreadContext<'_>) {
                GcField::clear(&mut value.kept, ctx);
                let clear: fn() = $clear;
                clear();
            }
        }

        impl Drop for $state {
            fn drop(&mut self) {
                DROPPED.fetch_add(1, Ordering::Relaxed);
                let dropped: fn() = $drop;
                dropped();
            }
        }

        const _: () = {
            fn exec<'a, 'py>(
                ctx: &ThreadContext<'py>,
                _module: ModuleRef<'a, 'py, $state>,
                _value: &$state,
            ) -> PyResult<()> {
                let exec: fn(&ThreadContext<'_>) -> PyResult<()> = $exec;
                exec(ctx)
            }

            export_module! { name: $name, state: $state, methods: [], exec: exec }
        };
    };
}

fn ok(_ctx: &ThreadContext<'_>) -> PyResult<()> {
    Ok(())
}

fn raise(ctx: &ThreadContext<'_>) -> PyResult<()> {
    Err(PyValueError::raise(ctx, "on purpose"))
}

fn panics(_ctx: &ThreadContext<'_>) -> PyResult<()> {
    panic!("on purpose")
}

fn nothing() {}

fn panics_bare() {
    panic!("on purpose")
}

module!(xx_new_raises, NewRaises, NewRaisesGc, new: raise, exec: ok, traverse: nothing, clear: nothing, drop: nothing);
module!(xx_new_panics, NewPanics, NewPanicsGc, new: panics, exec: ok, traverse: nothing, clear: nothing, drop: nothing);
module!(xx_exec_raises, ExecRaises, ExecRaisesGc, new: ok, exec: raise, traverse: nothing, clear: nothing, drop: nothing);
module!(xx_exec_panics, ExecPanics, ExecPanicsGc, new: ok, exec: panics, traverse: nothing, clear: nothing, drop: nothing);
module!(xx_clear_panics, ClearPanics, ClearPanicsGc, new: ok, exec: ok, traverse: nothing, clear: panics_bare, drop: nothing);
module!(xx_drop_panics, DropPanics, DropPanicsGc, new: ok, exec: ok, traverse: nothing, clear: nothing, drop: panics_bare);
module!(xx_traverse_panics, TraversePanics, TraversePanicsGc, new: ok, exec: ok, traverse: panics_bare, clear: nothing, drop: nothing);
