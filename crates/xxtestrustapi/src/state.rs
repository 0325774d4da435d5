//! The state of the main module: a type of its own, a count, and a cycle through the module itself.

use std::sync::atomic::{AtomicUsize, Ordering};

use cpython_api::prelude::*;

use crate::classes::{Encoder, Left, Right};
use crate::special::Steps;

#[derive(ModuleStateGc)]
pub(crate) struct State {
    error: Option<Py<PyType>>,
    /// The module: without traverse and clear, no module object would ever be collected.
    module: Option<Py<PyModule>>,
    calls: AtomicUsize,
    pub(crate) encoder: Py<PyType<Encoder>>,
    pub(crate) left: Py<PyType<Left>>,
    pub(crate) right: Py<PyType<Right>>,
    pub(crate) steps: Py<PyType<Steps>>,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        let error = PyType::new_exception(ctx, c"xxtestrustapi.Error", Some(c"The module's own."), None)?;
        Ok(Self {
            error: Some(error.unbind()),
            module: Some(module.as_module().to_owned(ctx).unbind()),
            calls: AtomicUsize::new(0),
            encoder: module.class::<Encoder>(ctx)?.unbind(),
            left: Left::definition().create(ctx, module)?.unbind(),
            right: Right::definition().create(ctx, module)?.unbind(),
            steps: module.class::<Steps>(ctx)?.unbind(),
        })
    }
}

impl State {
    pub(crate) fn error(&self, ctx: &ThreadContext<'_>) -> PyResult<&Py<PyType>> {
        self.error.as_ref().ok_or_else(|| PyRuntimeError::raise(ctx, "the state is cleared"))
    }
}

pub(crate) fn set_up<'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'_, 'py, State>, state: &State) -> PyResult<()> {
    module.add_type(ctx, state.error(ctx)?.bind(ctx))?;
    module.add(ctx, c"SECOND_DEFINITION_IS_REFUSED", crate::classes::second_is_refused(ctx, module))?;
    module.add(ctx, c"ANSWER", 42)
}

/// Counts the calls made on this module object.
#[pyfunction(signature = ())]
pub(crate) fn bump(_ctx: &ThreadContext<'_>, state: &State) -> usize {
    state.calls.fetch_add(1, Ordering::Relaxed) + 1
}

#[pyfunction(signature = ())]
pub(crate) fn custom_error<'py>(ctx: &ThreadContext<'py>, state: &State) -> PyResult<Bound<'py, PyType>> {
    Ok(state.error(ctx)?.bind(ctx).to_owned(ctx))
}

#[pyfunction(signature = (name, /))]
pub(crate) fn module_name<'py>(ctx: &ThreadContext<'py>, _state: &State, name: &str) -> PyResult<Bound<'py, PyAny>> {
    PyModule::import(ctx, name)?.as_borrowed().getattr(ctx, "__name__")
}
