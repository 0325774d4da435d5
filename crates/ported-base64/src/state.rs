//! What the module keeps: the exception of the module that it stands in, and how that one reads `=`.

use cpython_api::prelude::*;

/// One for each module object.
#[derive(ModuleStateGc)]
pub(crate) struct State {
    /// `binascii.Error`. Gone once the collector has cleared the module.
    error: Option<Py<PyType>>,
    /// Whether data after a padded group is read on. Releases differ, so the C module is asked.
    pub(crate) reads_on: bool,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        let binascii = PyModule::import(ctx, "binascii")?;
        let error = binascii.as_borrowed().getattr(ctx, "Error")?.cast_into::<PyType>(ctx)?;
        let twice = PyBytes::new(ctx, b"Zg==Zg==")?;
        let read = binascii.as_borrowed().call_method(ctx, "a2b_base64", &[twice.as_borrowed().as_any()])?;
        Ok(Self { error: Some(error.unbind()), reads_on: read.as_borrowed().len(ctx)? > 1 })
    }
}

impl State {
    /// Raise `binascii.Error`.
    #[cold]
    pub(crate) fn raise(&self, ctx: &ThreadContext<'_>, message: &str) -> PyErrRaised {
        match &self.error {
            Some(error) => error.raise(ctx, message),
            None => PyRuntimeError::raise(ctx, "the module is cleared"),
        }
    }
}
