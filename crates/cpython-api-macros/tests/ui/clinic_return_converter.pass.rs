// The twin of `clinic_return_converter.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

clinic! {
    m.f -> unsigned_int

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState) -> PyResult<u32> {
        Ok(1)
    }

    m.g -> object

    fn g(_ctx: &ThreadContext<'_>, _state: &NoState) -> String {
        String::new()
    }
}
