//! Output that is written once.

use cpython_api::prelude::*;
use cpython_api::proposal::{BytesWriter, PyBuffer};

use crate::locks::State;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Written while detached.
#[pyfunction(signature = (data, /))]
pub(crate) fn hexlify<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    data: PyBuffer<'_, 'py>,
) -> PyResult<Bound<'py, PyBytes>> {
    let content = data.read(ctx)?;
    PyBytes::build(ctx, content.len() * 2, |ctx, mut output| {
        ctx.detach(|| {
            for byte in &*content {
                output.push(DIGITS[usize::from(byte >> 4)]);
                output.push(DIGITS[usize::from(byte & 15)]);
            }
            output.finish()
        })
    })
}

#[pyfunction(signature = (data, /))]
pub(crate) fn reverse<'py>(ctx: &mut ThreadContext<'py>, _state: &State, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, data.len(), |_, mut output| {
        for (target, byte) in output.zeroed(data.len()).iter_mut().rev().zip(data) {
            *target = *byte;
        }
        assert_eq!(output.written().len() + output.remaining(), data.len());
        Ok(output.finish())
    })
}

/// Less than there is room for: nothing of the rest is seen.
#[pyfunction(signature = (capacity, length, /))]
pub(crate) fn short<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    capacity: usize,
    length: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, capacity, |_, mut output| {
        for _ in 0..length {
            output.push(b'x');
        }
        Ok(output.finish())
    })
}

/// `total` bytes that count up, `step` at a time.
#[pyfunction(signature = (total, step, /))]
pub(crate) fn grow<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    total: usize,
    step: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut writer = BytesWriter::new(ctx, 0)?;
    while writer.len() < total {
        writer.reserve(ctx, step)?;
        let start = writer.len();
        let written = writer.fill(ctx, |_, mut output| {
            for position in start..total.min(start + step) {
                output.push(position as u8);
            }
            let written = output.len();
            Ok((output.finish(), written))
        })?;
        assert!(written <= step && writer.len() <= writer.capacity());
    }
    writer.finish(ctx)
}

#[pyfunction(signature = (length, /))]
pub(crate) fn zeroed<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    length: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, length, |_, mut output| {
        output.zeroed(length);
        Ok(output.finish())
    })
}

#[pyfunction(signature = (parts, /))]
pub(crate) fn joined<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    parts: Vec<Vec<u8>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let mut writer = BytesWriter::new(ctx, 1)?;
    for part in parts {
        writer.extend(ctx, &part)?;
    }
    writer.finish(ctx)
}

/// What a filling that failed has written does not count.
#[pyfunction(signature = ())]
pub(crate) fn half_then_error<'py>(ctx: &mut ThreadContext<'py>, _state: &State) -> PyResult<Bound<'py, PyBytes>> {
    let mut writer = BytesWriter::new(ctx, 1000)?;
    writer.extend(ctx, b"kept")?;
    let failed = writer.fill(ctx, |ctx, mut output| {
        output.extend_from_slice(b"not kept");
        if output.len() == 8 {
            return Err(PyValueError::raise(ctx, "half-way"));
        }
        Ok((output.finish(), ()))
    });
    match failed {
        Ok(()) => Err(PyAssertionError::raise(ctx, "the filling did not fail")),
        Err(error) => {
            error.clear(ctx);
            writer.finish(ctx)
        }
    }
}

#[pyfunction(signature = ())]
pub(crate) fn half_then_panic<'py>(ctx: &mut ThreadContext<'py>, _state: &State) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, 1000, |_, mut output| {
        output.push(b'x');
        if output.len() == 1 {
            panic!("half-way");
        }
        Ok(output.finish())
    })
}

#[pyfunction(signature = (capacity, /))]
pub(crate) fn too_much<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    capacity: usize,
) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, capacity, |_, mut output| {
        output.extend_from_slice(&vec![0; capacity + 1]);
        Ok(output.finish())
    })
}

/// A slice of elsewhere is no proof.
#[pyfunction(signature = ())]
pub(crate) fn wrong_start<'py>(ctx: &mut ThreadContext<'py>, _state: &State) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, 8, |_, mut output| {
        output.write_with(|_| (Box::leak(Box::new([1_u8])), ()));
        Ok(output.finish())
    })
}

/// What a library does that writes to uninitialised memory.
#[pyfunction(signature = (data, /))]
pub(crate) fn initialised_start<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &State,
    data: &[u8],
) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::build(ctx, data.len() + 9, |_, mut output| {
        output.push(b'<');
        let length = output.write_with(|rest| {
            let target = &mut rest[..data.len()];
            for (target, byte) in target.iter_mut().zip(data) {
                target.write(*byte);
            }
            // SAFETY: the loop wrote every byte: both slices have one length.
            let written = unsafe { std::slice::from_raw_parts_mut(target.as_mut_ptr().cast(), target.len()) };
            (written, data.len())
        });
        assert_eq!(length + 1, output.len());
        output.write_with(|_| (&mut [], ()));
        output.push(b'>');
        Ok(output.finish())
    })
}

#[pyfunction(signature = ())]
pub(crate) fn huge<'py>(ctx: &mut ThreadContext<'py>, _state: &State) -> PyResult<Bound<'py, PyBytes>> {
    BytesWriter::new(ctx, isize::MAX as usize)?.finish(ctx)
}

/// Whether `MemoryError` came, and came again afterwards.
#[pyfunction(signature = ())]
pub(crate) fn grow_to_huge<'py>(ctx: &mut ThreadContext<'py>, _state: &State) -> PyResult<Bound<'py, PyBytes>> {
    let mut writer = BytesWriter::new(ctx, 16)?;
    writer.extend(ctx, b"lost")?;
    // Less than what CPython calls too large for bytes, more than a machine has.
    match writer.grow_to(ctx, isize::MAX as usize - 4096) {
        Ok(()) => Err(PyAssertionError::raise(ctx, "there was room")),
        Err(error) => {
            error.clear(ctx);
            writer.finish(ctx)
        }
    }
}
