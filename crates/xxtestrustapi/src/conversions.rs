//! Values in both directions.

use cpython_api::prelude::*;

use crate::state::State;

macro_rules! round_trips {
    ($($name:ident: $ty:ty;)*) => {$(
        #[pyfunction(signature = (value, /))]
        pub(crate) fn $name(_ctx: &ThreadContext<'_>, _state: &State, value: $ty) -> $ty {
            value
        }
    )*};
}

round_trips! {
    as_i8: i8;
    as_i64: i64;
    as_u8: u8;
    as_u64: u64;
    as_f64: f64;
    as_bool: bool;
    as_string: String;
    as_bytes: Vec<u8>;
    as_ints: Vec<i64>;
    as_option: Option<u32>;
}

#[pyfunction(signature = (value, /))]
pub(crate) fn as_str<'a>(_ctx: &ThreadContext<'_>, _state: &State, value: &'a str) -> &'a str {
    value
}

#[pyfunction(signature = (value, /))]
pub(crate) fn as_slice(_ctx: &ThreadContext<'_>, _state: &State, value: &[u8]) -> usize {
    value.len()
}

#[pyfunction(signature = (key, value, /))]
pub(crate) fn as_dict<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    key: Borrowed<'_, 'py, PyAny>,
    value: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(ctx)?;
    dict.as_borrowed().set(ctx, key, value)?;
    let found = dict.as_borrowed().get(ctx, key)?;
    if found.is_none_or(|found| !found.as_borrowed().is(value)) {
        return Err(PyAssertionError::raise(ctx, "the dict lost the value"));
    }
    Ok(dict)
}

#[pyfunction(signature = (value, /))]
pub(crate) fn make_tuple(_ctx: &ThreadContext<'_>, _state: &State, value: i64) -> (i64, String, Option<bool>, ()) {
    (value, value.to_string(), None, ())
}

#[pyfunction(signature = (count, /))]
pub(crate) fn make_list<'py>(ctx: &ThreadContext<'py>, _state: &State, count: u32) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::new(ctx)?;
    for number in 0..count {
        list.as_borrowed().append(ctx, number)?;
    }
    Ok(list)
}

/// What the filling closure does: `ok`, `raise` or `panic`.
#[pyfunction(signature = (count, how, /))]
pub(crate) fn filled<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    count: usize,
    how: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::new_with(ctx, count, |content| match how {
        "zeros" => Ok(()),
        "ok" => {
            content.fill(b'x');
            Ok(())
        }
        "raise" => Err(PyValueError::raise(ctx, "not filled")),
        _ => panic!("not filled"),
    })
}

#[pyfunction(signature = (count, how, /))]
pub(crate) fn filled_uninit<'py>(
    ctx: &ThreadContext<'py>,
    _state: &State,
    count: usize,
    how: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let fill = |content: &mut [std::mem::MaybeUninit<u8>]| {
        if how == "raise" {
            return Err(PyValueError::raise(ctx, "not filled"));
        }
        for byte in content {
            byte.write(b'y');
        }
        Ok(())
    };
    // SAFETY: `fill` writes every byte before it returns `Ok`, and does not panic.
    unsafe { PyBytes::new_with_uninit(ctx, count, fill) }
}

/// How often `byte` occurs.
#[pyfunction(signature = (data, byte, /))]
pub(crate) fn counts_in(_ctx: &ThreadContext<'_>, _state: &State, data: Borrowed<'_, '_, PyBytes>, byte: u8) -> usize {
    data.as_bytes().iter().filter(|found| **found == byte).count()
}
