// The twin of `clinic_default.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

const TEXT: &str = "text";
const NEGATIVE: f64 = f64::NEG_INFINITY;

clinic! {
    m.f

        x: double(py_default="-inf") = NEGATIVE
        y: double = -1.5
        text: unicode(py_default="'text'") = NULL

    fn f<'py>(
        ctx: &ThreadContext<'py>,
        _state: &NoState,
        x: f64,
        y: f64,
        text: Option<Borrowed<'_, 'py, PyStr>>,
    ) -> PyResult<String> {
        let _ = (x, y);
        Ok(text.map(|text| text.to_str(ctx)).transpose()?.unwrap_or(TEXT).to_owned())
    }
}
