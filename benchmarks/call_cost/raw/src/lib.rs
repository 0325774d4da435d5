//! The functions of the benchmark on the bare C ABI, and the layers of `cpython-api` put on one by one.
#![allow(clippy::undocumented_unsafe_blocks, clippy::missing_safety_doc)]

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering};

use cpython_sys::*;

type Args = *const *mut PyObject;

fn exactly(given: Py_ssize_t, wanted: Py_ssize_t) -> bool {
    if given != wanted {
        unsafe { PyErr_SetString(PyExc_TypeError, c"wrong number of arguments".as_ptr()) };
    }
    given == wanted
}

unsafe extern "C" fn noop(_module: *mut PyObject, _args: Args, count: Py_ssize_t) -> *mut PyObject {
    if !exactly(count, 0) {
        return null_mut();
    }
    unsafe { Py_NewNone() }
}

unsafe extern "C" fn one_int(_module: *mut PyObject, args: Args, count: Py_ssize_t) -> *mut PyObject {
    unsafe {
        if !exactly(count, 1) {
            return null_mut();
        }
        let value = PyLong_AsLongLong(*args);
        if value == -1 && !PyErr_Occurred().is_null() {
            return null_mut();
        }
        PyLong_FromLongLong(value)
    }
}

unsafe extern "C" fn xor_bytes(_module: *mut PyObject, args: Args, count: Py_ssize_t) -> *mut PyObject {
    unsafe {
        if !exactly(count, 1) {
            return null_mut();
        }
        if !PyBytes_Check(*args) {
            PyErr_SetString(PyExc_TypeError, c"expected bytes".as_ptr());
            return null_mut();
        }
        let start = PyBytes_AsString(*args).cast::<u8>();
        let data = std::slice::from_raw_parts(start, PyBytes_Size(*args) as usize);
        PyLong_FromLongLong(data.iter().fold(0_u8, |sum, byte| sum ^ byte).into())
    }
}

unsafe extern "C" fn copy_bytes(_module: *mut PyObject, args: Args, count: Py_ssize_t) -> *mut PyObject {
    unsafe {
        if !exactly(count, 1) {
            return null_mut();
        }
        if !PyBytes_Check(*args) {
            PyErr_SetString(PyExc_TypeError, c"expected bytes".as_ptr());
            return null_mut();
        }
        PyBytes_FromStringAndSize(PyBytes_AsString(*args), PyBytes_Size(*args))
    }
}

type Names = *mut PyObject;

/// No layer: the same calling convention as `cpython-api`.
unsafe extern "C" fn keywords(_module: *mut PyObject, _args: Args, count: Py_ssize_t, names: Names) -> *mut PyObject {
    if !names.is_null() || !exactly(count, 0) {
        return null_mut();
    }
    unsafe { Py_NewNone() }
}

/// And a panic is caught.
unsafe extern "C" fn caught(module: *mut PyObject, args: Args, count: Py_ssize_t, names: Names) -> *mut PyObject {
    catch_unwind(AssertUnwindSafe(|| unsafe { keywords(module, args, count, names) })).unwrap_or(null_mut())
}

/// And the thread state is asked for.
unsafe extern "C" fn context(module: *mut PyObject, args: Args, count: Py_ssize_t, names: Names) -> *mut PyObject {
    let body = || unsafe {
        if PyThreadState_Get().is_null() {
            return null_mut();
        }
        keywords(module, args, count, names)
    };
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(null_mut())
}

static SLOT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static LAST: Cell<(*mut PyThreadState, Option<&'static AtomicUsize>)> = const { Cell::new((null_mut(), None)) };
}

/// And the entry is counted in a slot that a thread-local remembers.
unsafe extern "C" fn depth(module: *mut PyObject, args: Args, count: Py_ssize_t, names: Names) -> *mut PyObject {
    let body = || unsafe {
        let state = PyThreadState_Get();
        let slot = match LAST.get() {
            (last, Some(slot)) if last == state => slot,
            _ => {
                LAST.set((state, Some(&SLOT)));
                &SLOT
            }
        };
        let before = slot.load(Ordering::Relaxed);
        slot.store(before + 1, Ordering::Relaxed);
        let result = keywords(module, args, count, names);
        slot.store(before, Ordering::Relaxed);
        result
    };
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(null_mut())
}

/// And the pending exception is looked at.
unsafe extern "C" fn boundary(module: *mut PyObject, args: Args, count: Py_ssize_t, names: Names) -> *mut PyObject {
    let result = unsafe { depth(module, args, count, names) };
    if unsafe { !PyErr_Occurred().is_null() } { null_mut() } else { result }
}

static METHODS: [PyMethodDef; 10] = [
    PyMethodDef::fastcall(c"noop", noop),
    PyMethodDef::fastcall(c"one_int", one_int),
    PyMethodDef::fastcall(c"xor_bytes", xor_bytes),
    PyMethodDef::fastcall(c"copy_bytes", copy_bytes),
    PyMethodDef::fastcall_keywords(c"keywords", keywords),
    PyMethodDef::fastcall_keywords(c"caught", caught),
    PyMethodDef::fastcall_keywords(c"context", context),
    PyMethodDef::fastcall_keywords(c"depth", depth),
    PyMethodDef::fastcall_keywords(c"boundary", boundary),
    PyMethodDef::zeroed(),
];

static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"call_cost_raw".as_ptr(),
    m_doc: null_mut(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInit_call_cost_raw() -> *mut PyObject {
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}
