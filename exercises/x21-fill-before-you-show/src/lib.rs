//! X21, Fill before you show: a `bytes` object is made without content, and you write it.
//!
//! Fresh memory holds what was freed last. Until each byte is written, nobody may see the object.

mod module; // what stands in for a function that is not written yet: given

use std::mem::MaybeUninit;

use cpython_api::prelude::*;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The two hexadecimal digits of each byte.
#[pyfunction(signature = (data, /))]
fn hexlify<'py>(ctx: &ThreadContext<'py>, _state: &NoState, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    // region: todo Make bytes of twice the length with `PyBytes::new_with_uninit`; let `write_digits` fill them.
    // starter: module::not_written_yet(ctx, "hexlify", (data, write_digits, DIGITS))
    let fill = |text: &mut [MaybeUninit<u8>]| {
        write_digits(data, text);
        Ok(())
    };
    // SAFETY: there are two places for each byte of `data`, and `write_digits` writes both. It does not panic.
    unsafe { PyBytes::new_with_uninit(ctx, data.len() * 2, fill) }
    // endregion
}

/// The same for ASCII. The first byte that is not ASCII is a `ValueError`, which names its
/// position.
#[pyfunction(signature = (data, /))]
fn ascii_hex<'py>(ctx: &ThreadContext<'py>, _state: &NoState, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    // region: todo As `hexlify`, but the filling may fail: then return `Err`, and nobody sees the half-written bytes.
    // starter: module::not_written_yet(ctx, "ascii_hex", data)
    let fill = |text: &mut [MaybeUninit<u8>]| {
        if let Some(at) = data.iter().position(|byte| !byte.is_ascii()) {
            return Err(PyValueError::raise(ctx, format!("byte {at} is not ASCII")));
        }
        write_digits(data, text);
        Ok(())
    };
    // SAFETY: as in `hexlify`; where not every byte is written, `fill` returns `Err`.
    unsafe { PyBytes::new_with_uninit(ctx, data.len() * 2, fill) }
    // endregion
}

/// Write the two digits of each byte of `data` into `text`, which has twice as many places.
fn write_digits(data: &[u8], text: &mut [MaybeUninit<u8>]) {
    // region: todo Write both digits of each byte, the high one first. A place is written with `place.write(digit)`.
    // starter: let _ = (data, text); // nothing is written yet
    for (byte, places) in data.iter().zip(text.chunks_exact_mut(2)) {
        places[0].write(DIGITS[usize::from(byte >> 4)]);
        places[1].write(DIGITS[usize::from(byte & 15)]);
    }
    // endregion
}

export_module! { name: x21, state: NoState, methods: [hexlify, ascii_hex] }
