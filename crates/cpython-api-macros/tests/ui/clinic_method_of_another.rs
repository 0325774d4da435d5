//! A block reads the tables of its own class, each with a function that fits.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

#[pyclass]
struct Class {}

#[pymethods]
impl Class {
    clinic! {
        m.Other.f

        fn f(&self, _ctx: &ThreadContext<'_>, _state: &NoState) {}
    }
}

#[pyclass]
struct Second {}

#[pymethods]
impl Second {
    clinic! {
        m.f

        fn f(&self, _ctx: &ThreadContext<'_>, _state: &NoState) {}
    }
}

#[pyclass]
struct Third {}

#[pymethods]
impl Third {
    clinic! {
        @classmethod
        m.Third.f

        fn f(&self, _ctx: &ThreadContext<'_>, _state: &NoState) {}
    }
}

#[pyclass]
struct Fourth {}

#[pymethods]
impl Fourth {
    clinic! {
        m.Fourth.__len__

        fn length(&self, _ctx: &ThreadContext<'_>, _state: &NoState) -> usize {
            0
        }
    }
}

fn main() {}
