//! Given: what makes a Python module out of the two functions. Nothing here is yours to change.
//!
//! It asks any object for its bytes, takes the value to go on from, and lets no panic out.

use std::any::Any;
use std::ffi::CString;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::ptr::null_mut;

use cpython_sys::*;

extern "C" fn adler32(_module: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    checksum(crate::adler32, 1, args, nargs)
}

extern "C" fn crc32(_module: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    checksum(crate::crc32, 0, args, nargs)
}

/// `(data, value=first)`: lend the bytes, take the value, call your function, give the bytes back.
fn checksum(
    function: fn(&[u8], u32) -> u32,
    first: u32,
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
) -> *mut PyObject {
    caught(|| {
        if !(1..=2).contains(&nargs) {
            return raise(Kind::Type, "one argument or two: data, and a value to go on from");
        }
        // SAFETY: there is a first argument, lent for this call.
        let Some(data) = Buffer::of(unsafe { *args }) else { return null_mut() };
        let mut value = first;
        if nargs == 2 {
            // SAFETY: there is a second argument, lent for this call; the thread is attached.
            let (object, is_int) = unsafe { (*args.add(1), PyLong_Check(*args.add(1))) };
            if !is_int {
                return raise(Kind::Type, "the value is an int");
            }
            // SAFETY: an int, so this cannot fail: it takes the lowest 64 bits, of negative numbers too.
            value = crate::masked(unsafe { PyLong_AsUnsignedLongLongMask(object) });
        }
        let sum = function(data.bytes(), value);
        // SAFETY: the thread is attached.
        unsafe { PyLong_FromUnsignedLongLong(sum.into()) }
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
    Type,
    Panic,
}

fn raise(kind: Kind, message: &str) -> *mut PyObject {
    let message = CString::new(message.replace('\0', "?")).unwrap_or_default();
    // SAFETY: the thread is attached, and these types live as long as the interpreter.
    unsafe {
        let kind = match kind {
            Kind::NotWritten => PyExc_NotImplementedError,
            Kind::Type => PyExc_TypeError,
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
    PyMethodDef::fastcall(c"adler32", adler32).doc(c"adler32(data, value=1) returns a checksum."),
    PyMethodDef::fastcall(c"crc32", crc32).doc(c"crc32(data, value=0) returns a checksum."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x42".as_ptr(),
    m_doc: c"Two checksums, ported.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x42` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x42() -> *mut PyObject {
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
