//! Only a cursor says how much is written.
use cpython_api::prelude::*;
use cpython_api::proposal::Filled;

fn f<'py>(ctx: &mut ThreadContext<'py>) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, 8, |_, _output| Ok(Filled { length: 8, _brand: std::marker::PhantomData }))
}

fn main() {}
