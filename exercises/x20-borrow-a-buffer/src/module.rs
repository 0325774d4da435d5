//! Given: three functions that use your guard, and lenders to try it on. Nothing here is yours to change.

use std::any::Any;
use std::ffi::{CString, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::ptr::null_mut;

use cpython_sys::*;

use crate::Buffer;

/// `total(data)`: the sum of the bytes.
extern "C" fn total(_module: *mut PyObject, data: *mut PyObject) -> *mut PyObject {
    caught(|| {
        // SAFETY: the thread is attached, and `data` is lent for this call.
        let Some(buffer) = (unsafe { Buffer::of(data) }) else { return null_mut() };
        let total = buffer.bytes().iter().map(|&byte| u64::from(byte)).sum();
        // SAFETY: the thread is attached.
        unsafe { PyLong_FromUnsignedLongLong(total) }
    })
}

/// `no_zero(data)`: how many bytes there are. A zero byte is a `ValueError`, on an early way out.
extern "C" fn no_zero(_module: *mut PyObject, data: *mut PyObject) -> *mut PyObject {
    caught(|| {
        // SAFETY: the thread is attached, and `data` is lent for this call.
        let Some(buffer) = (unsafe { Buffer::of(data) }) else { return null_mut() };
        for byte in buffer.bytes() {
            if *byte == 0 {
                return raise(Kind::Value, "there is a zero byte");
            }
        }
        // SAFETY: the thread is attached.
        unsafe { PyLong_FromSize_t(buffer.bytes().len()) }
    })
}

/// `explode(data)`: panics while it holds the buffer.
extern "C" fn explode(_module: *mut PyObject, data: *mut PyObject) -> *mut PyObject {
    caught(|| {
        // SAFETY: the thread is attached, and `data` is lent for this call.
        let Some(buffer) = (unsafe { Buffer::of(data) }) else { return null_mut() };
        quiet();
        panic!("there are {} bytes", buffer.bytes().len())
    })
}

/// A view that nobody has filled.
#[allow(dead_code, reason = "used as soon as you have written `of`")]
pub fn empty_view() -> Box<Py_buffer> {
    // SAFETY: integers and pointers that may be NULL: all zeros is a value.
    Box::new(unsafe { std::mem::zeroed() })
}

/// An object that lends `size` bytes, all 1, from a fresh place each time. No bytes have no place: NULL.
#[repr(C)]
struct Lender {
    head: PyObject,
    size: Py_ssize_t,
    lent: Py_ssize_t,
}

/// `lender(size)`: a new lender. Its class is made for it alone, so nothing here is global.
extern "C" fn lender(_module: *mut PyObject, size: *mut PyObject) -> *mut PyObject {
    let mut slots = [
        PyType_Slot { slot: Py_bf_getbuffer as i32, pfunc: lend as *mut c_void },
        PyType_Slot { slot: Py_bf_releasebuffer as i32, pfunc: take_back as *mut c_void },
        PyType_Slot { slot: 0, pfunc: null_mut() },
    ];
    let mut spec = PyType_Spec {
        name: c"x20.Lender".as_ptr(),
        basicsize: size_of::<Lender>() as i32,
        itemsize: 0,
        flags: Py_TPFLAGS_DEFAULT,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the thread is attached; the class is alive while it is used, and the object holds a reference to it.
    unsafe {
        let size = PyLong_AsSsize_t(size);
        if size == -1 && !PyErr_Occurred().is_null() {
            return null_mut();
        }
        let class = PyType_FromSpec(&raw mut spec);
        if class.is_null() {
            return null_mut();
        }
        let object = PyType_GenericAlloc(class.cast(), 0);
        Py_DECREF(class);
        if !object.is_null() {
            (*object.cast::<Lender>()).size = size;
        }
        object
    }
}

/// `lent(lender)`: how many of its buffers have not come back.
extern "C" fn lent(_module: *mut PyObject, lender: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached and `lender` is alive; its fields are read only if its class is one of ours.
    unsafe {
        let procs = (*Py_TYPE(lender)).tp_as_buffer;
        let release = if procs.is_null() { None } else { (*procs).bf_releasebuffer };
        if !release.is_some_and(|release| std::ptr::fn_addr_eq(release, take_back as Release)) {
            return raise(Kind::Type, "lent() takes a lender");
        }
        PyLong_FromSsize_t((*lender.cast::<Lender>()).lent)
    }
}

type Release = unsafe extern "C" fn(*mut PyObject, *mut Py_buffer);

unsafe extern "C" fn lend(lender: *mut PyObject, view: *mut Py_buffer, flags: i32) -> i32 {
    // SAFETY: the thread is attached, `lender` is of our class, and `view` is to be filled.
    unsafe {
        let me = lender.cast::<Lender>();
        let size = (*me).size;
        let block = if size == 0 { null_mut() } else { PyMem_Malloc(size as usize) };
        if size > 0 && block.is_null() {
            PyErr_NoMemory();
            return -1;
        }
        if size > 0 {
            block.cast::<u8>().write_bytes(1, size as usize);
        }
        let status = PyBuffer_FillInfo(view, lender, block, size, 1, flags);
        if status < 0 {
            PyMem_Free(block);
        } else {
            (*me).lent += 1;
        }
        status
    }
}

unsafe extern "C" fn take_back(lender: *mut PyObject, view: *mut Py_buffer) {
    // SAFETY: `lend` made the block of this view.
    unsafe {
        PyMem_Free((*view).buf);
        (*lender.cast::<Lender>()).lent -= 1;
    }
}

enum Kind {
    NotWritten,
    Type,
    Value,
    Panic,
}

fn raise(kind: Kind, message: &str) -> *mut PyObject {
    let message = CString::new(message.replace('\0', "?")).unwrap_or_default();
    // SAFETY: the thread is attached, and these types live as long as the interpreter.
    unsafe {
        let kind = match kind {
            Kind::NotWritten => PyExc_NotImplementedError,
            Kind::Type => PyExc_TypeError,
            Kind::Value => PyExc_ValueError,
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

/// What this file panics with comes on purpose, and needs no words in the terminal. Your panics keep theirs.
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

struct NotWritten(&'static str);

/// What a function does until you have written it: Python gets a `NotImplementedError`.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet<T>(function: &'static str, _arguments: impl Sized) -> T {
    quiet();
    panic_any(NotWritten(function))
}

static METHODS: [PyMethodDef; 6] = [
    PyMethodDef::one(c"total", total).doc(c"total(data) returns the sum of the bytes."),
    PyMethodDef::one(c"no_zero", no_zero).doc(c"no_zero(data) returns how many bytes there are; none may be zero."),
    PyMethodDef::one(c"explode", explode).doc(c"explode(data) panics while it holds the buffer."),
    PyMethodDef::one(c"lender", lender).doc(c"lender(size) lends bytes from a fresh place each time."),
    PyMethodDef::one(c"lent", lent).doc(c"lent(lender): how many of its buffers have not come back."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x20".as_ptr(),
    m_doc: c"Bytes, borrowed.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x20` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x20() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}
