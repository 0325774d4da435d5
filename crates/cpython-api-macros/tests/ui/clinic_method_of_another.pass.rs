// The twin of `clinic_method_of_another.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    clinic! {
        m.Class.f

        fn f(&self, _ctx: &ThreadContext<'_>, _state: &NoState) {}

        @classmethod
        m.Class.g

        fn g(_class: Borrowed<'_, '_, PyType<Self>>, _ctx: &ThreadContext<'_>, _state: &NoState) {}
    }

    #[pyfunction]
    fn __len__(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> usize {
        0
    }
}

clinic! {
    m.f

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) {}
}
