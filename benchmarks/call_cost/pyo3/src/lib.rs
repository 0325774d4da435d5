//! The functions of the benchmark with PyO3. A crate of its own outside the graph: both name `links = "python"`.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

#[pyfunction]
fn noop() {}

#[pyfunction]
#[pyo3(signature = (value, /))]
fn one_int(value: i64) -> i64 {
    value
}

#[pyfunction]
#[pyo3(signature = (data, /))]
fn xor_bytes(data: &[u8]) -> i64 {
    data.iter().fold(0_u8, |sum, byte| sum ^ byte).into()
}

#[pyfunction]
#[pyo3(signature = (data, /))]
fn copy_bytes<'py>(py: Python<'py>, data: &[u8]) -> Bound<'py, PyBytes> {
    PyBytes::new(py, data)
}

#[pymodule(gil_used = false)]
fn call_cost_pyo3(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(noop, module)?)?;
    module.add_function(wrap_pyfunction!(one_int, module)?)?;
    module.add_function(wrap_pyfunction!(xor_bytes, module)?)?;
    module.add_function(wrap_pyfunction!(copy_bytes, module)?)
}
