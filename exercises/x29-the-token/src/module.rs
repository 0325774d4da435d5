//! Given: two functions that use your types, and what makes a Python module of them. Nothing here is yours to change.

use std::any::Any;
use std::ffi::CString;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::ptr::null_mut;

use cpython_sys::*;

use crate::{Object, Token, with_token};

/// `same(obj)` returns `obj`: a reference goes into an `Object` and out again.
extern "C" fn same(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    attached(|token| Some(owned(token, argument)?.into_pointer()))
}

/// `length(obj)` returns `len(obj)`, through an `Object` that is dropped on each way out.
extern "C" fn length(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    attached(|token| {
        let length = owned(token, argument)?.length(token)?;
        // SAFETY: the thread is attached.
        Some(unsafe { PyLong_FromSize_t(length) })
    })
}

/// `nothing()` returns `None`, by way of an `Object` that there is not: NULL.
extern "C" fn nothing(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    attached(|token| {
        // SAFETY: NULL is allowed.
        let object = unsafe { Object::from_new(token, null_mut()) };
        object.map(Object::into_pointer).or_else(|| {
            // SAFETY: the thread is attached.
            Some(unsafe { Py_NewRef(Py_None()) })
        })
    })
}

fn owned<'py>(token: &Token<'py>, argument: *mut PyObject) -> Option<Object<'py>> {
    // SAFETY: the argument is lent, and the reference that is made here is given away.
    unsafe { Object::from_new(token, Py_NewRef(argument)) }
}

/// What Python calls: with a token, and a panic becomes an exception. `None` says that one is set already.
fn attached(body: impl for<'py> FnOnce(&Token<'py>) -> Option<*mut PyObject>) -> *mut PyObject {
    // SAFETY: Python has called, so the thread is attached until we return.
    #[allow(unused_unsafe, reason = "until `with_token` asks for a promise")]
    let caught = catch_unwind(AssertUnwindSafe(|| unsafe { with_token(|token| body(token)) }));
    match caught {
        Ok(result) => result.unwrap_or(null_mut()),
        Err(panic) => match panic.downcast_ref::<NotWritten>() {
            Some(NotWritten(function)) => raise(Kind::NotWritten, function),
            None => raise(Kind::Panic, &format!("the Rust code panicked: {}", words(&*panic))),
        },
    }
}

enum Kind {
    NotWritten,
    Panic,
}

fn raise(kind: Kind, message: &str) -> *mut PyObject {
    let message = CString::new(message.replace('\0', "?")).unwrap_or_default();
    // SAFETY: the thread is attached, and these types live as long as the interpreter.
    unsafe {
        let kind = match kind {
            Kind::NotWritten => PyExc_NotImplementedError,
            Kind::Panic => PyExc_SystemError,
        };
        PyErr_SetString(kind, message.as_ptr());
    }
    null_mut()
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}

struct NotWritten(&'static str);

/// What a function does until you have written it: Python gets a `NotImplementedError`.
#[allow(dead_code, reason = "the last function you write stops using it")]
pub fn not_written_yet<T>(function: &'static str) -> T {
    quiet();
    panic_any(NotWritten(function))
}

static METHODS: [PyMethodDef; 4] = [
    PyMethodDef::one(c"same", same).doc(c"same(obj) returns obj."),
    PyMethodDef::one(c"length", length).doc(c"length(obj) returns len(obj)."),
    PyMethodDef::noargs(c"nothing", nothing).doc(c"nothing() returns None."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x29".as_ptr(),
    m_doc: c"Objects, and the proof that they may be used.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x29` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x29() -> *mut PyObject {
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
