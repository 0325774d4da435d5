//! wrong: X21
//! outcome: not_yet
//! Counts places by bytes, and runs over the end.
mod module; // what stands in for a function that is not written yet: given

use std::mem::MaybeUninit;

use cpython_api::prelude::*;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The two hexadecimal digits of each byte.
#[pyfunction(signature = (data, /))]
fn hexlify<'py>(ctx: &ThreadContext<'py>, _state: &NoState, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    let fill = |text: &mut [MaybeUninit<u8>]| {
        write_digits(data, text);
        Ok(())
    };
    unsafe { PyBytes::new_with_uninit(ctx, data.len() * 2, fill) }
}

/// The same for ASCII. The first byte that is not ASCII is a `ValueError`, which names its position.
#[pyfunction(signature = (data, /))]
fn ascii_hex<'py>(ctx: &ThreadContext<'py>, _state: &NoState, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    let fill = |text: &mut [MaybeUninit<u8>]| {
        if let Some(at) = data.iter().position(|byte| !byte.is_ascii()) {
            return Err(PyValueError::raise(ctx, format!("byte {at} is not ASCII")));
        }
        write_digits(data, text);
        Ok(())
    };
    unsafe { PyBytes::new_with_uninit(ctx, data.len() * 2, fill) }
}

/// Write the two digits of each byte of `data` into `text`, which has twice as many places.
fn write_digits(data: &[u8], text: &mut [MaybeUninit<u8>]) {
    for (at, byte) in data.iter().enumerate() {
        text[2 * at + 1].write(DIGITS[usize::from(byte >> 4)]);
        text[2 * at + 2].write(DIGITS[usize::from(byte & 15)]);
    }
}

export_module! { name: x21, state: NoState, methods: [hexlify, ascii_hex] }
