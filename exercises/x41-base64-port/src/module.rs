//! Given: what makes a Python module out of the two functions. Nothing here is yours to change.
//!
//! It asks any object for its bytes, makes the `bytes` object that your function fills, and lets no panic out.

use std::any::Any;
use std::ffi::CString;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::ptr::null_mut;

use cpython_sys::*;

/// `standard_b64encode(data)`: lend the bytes, make the object, let your function fill it, give the bytes back.
extern "C" fn standard_b64encode(_module: *mut PyObject, data: *mut PyObject) -> *mut PyObject {
    caught(|| {
        let Some(data) = Buffer::of(data) else { return null_mut() };
        let size = crate::encoded_length(data.bytes().len()).and_then(|length| Py_ssize_t::try_from(length).ok());
        let Some(size) = size else {
            // SAFETY: the thread is attached.
            return unsafe { PyErr_NoMemory() };
        };
        // SAFETY: the thread is attached. NULL asks for bytes that are not filled yet.
        let object = unsafe { PyBytes_FromStringAndSize(null_mut(), size) };
        if !object.is_null() && size > 0 {
            // SAFETY: nobody else has the new object; it has `size` bytes, and zeroes initialise all of them.
            let text = unsafe {
                let start = PyBytes_AsString(object).cast::<u8>();
                start.write_bytes(0, size as usize);
                std::slice::from_raw_parts_mut(start, size as usize)
            };
            // A panic would leave the object without an owner.
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| crate::encode(data.bytes(), text))) {
                // SAFETY: the object is ours, and nobody has seen it.
                unsafe { Py_DECREF(object) };
                std::panic::resume_unwind(panic);
            }
        }
        object
    })
}

/// `encoded_length(length)`: for the checks, since no laptop holds data that long.
extern "C" fn encoded_length(_module: *mut PyObject, length: *mut PyObject) -> *mut PyObject {
    caught(|| {
        // SAFETY: the thread is attached, and `length` is lent for this call.
        let length = unsafe { PyLong_AsSize_t(length) };
        // SAFETY: as above. -1 is how an exception is announced.
        if length == usize::MAX && !unsafe { PyErr_Occurred() }.is_null() {
            return null_mut();
        }
        match crate::encoded_length(length) {
            // SAFETY: the thread is attached.
            Some(length) => unsafe { PyLong_FromSize_t(length) },
            None => raise(Kind::Overflow, "the text is longer than a `usize` can say"),
        }
    })
}

/// The bytes of an object, lent until this is dropped.
struct Buffer(Box<Py_buffer>);

impl Buffer {
    /// Ask an object for its bytes. `None`: it has none to give, and an exception says so.
    fn of(object: *mut PyObject) -> Option<Self> {
        // SAFETY: integers and pointers that may be NULL: all zeros is a value.
        let mut view = Box::new(unsafe { std::mem::zeroed::<Py_buffer>() });
        // SAFETY: the thread is attached, `object` is lent for this call, `view` has a place of its own.
        let failed = unsafe { PyObject_GetBuffer(object, &raw mut *view, PyBUF_SIMPLE as i32) } < 0;
        (!failed).then_some(Self(view))
    }

    fn bytes(&self) -> &[u8] {
        if self.0.len == 0 {
            return &[]; // the address may be NULL
        }
        // SAFETY: the view keeps `len` bytes alive until it is released; no Python code runs while the slice is used.
        unsafe { std::slice::from_raw_parts(self.0.buf.cast(), self.0.len as usize) }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: the view was filled by `PyObject_GetBuffer` and is released once.
        unsafe { PyBuffer_Release(&raw mut *self.0) };
    }
}

enum Kind {
    NotWritten,
    Overflow,
    Panic,
}

fn raise(kind: Kind, message: &str) -> *mut PyObject {
    let message = CString::new(message.replace('\0', "?")).unwrap_or_default();
    // SAFETY: the thread is attached, and these types live as long as the interpreter.
    unsafe {
        let kind = match kind {
            Kind::NotWritten => PyExc_NotImplementedError,
            Kind::Overflow => PyExc_OverflowError,
            Kind::Panic => PyExc_SystemError,
        };
        PyErr_SetString(kind, message.as_ptr());
    }
    null_mut()
}

/// The trampoline: a panic becomes an exception here, since it may not leave a C function.
fn caught(body: impl FnOnce() -> *mut PyObject) -> *mut PyObject {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| match panic.downcast_ref::<NotWritten>() {
        Some(NotWritten(function)) => raise(Kind::NotWritten, function),
        None => raise(Kind::Panic, &format!("the Rust code panicked: {}", words(&*panic))),
    })
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}

struct NotWritten(&'static str);

/// What a function does until you have written it: Python gets a `NotImplementedError`.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet<T>(function: &'static str, _arguments: impl Sized) -> T {
    quiet();
    panic_any(NotWritten(function))
}

static METHODS: [PyMethodDef; 3] = [
    PyMethodDef::one(c"standard_b64encode", standard_b64encode).doc(c"standard_b64encode(data) returns base64 text."),
    PyMethodDef::one(c"encoded_length", encoded_length).doc(c"encoded_length(n): how long the text of n bytes is."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x41".as_ptr(),
    m_doc: c"Base64, ported.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x41` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x41() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What this file panics with comes on purpose, and needs no words in the terminal. Your panics keep theirs.
#[allow(dead_code, reason = "the last function you write stops using it")]
fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if panic.location().is_none_or(|place| !place.file().ends_with("module.rs")) {
                told(panic);
            }
        }));
    });
}
