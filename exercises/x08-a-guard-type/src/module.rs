//! Given: what makes a Python module that uses your guard. Nothing here is yours to change.

use std::ffi::CStr;
use std::ptr::null_mut;

use cpython_sys::*;

use crate::Owned;

/// `handed(obj)`: a reference goes into the guard and out again to the caller.
extern "C" fn handed(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached and the caller lends `argument`.
    finish(|| Some(new(unsafe { Py_NewRef(argument) })?.into_ptr()))
}

/// `dropped(obj)`: a reference goes into the guard, and the guard goes.
extern "C" fn dropped(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    finish(|| {
        // SAFETY: the thread is attached and the caller lends `argument`.
        let guard = new(unsafe { Py_NewRef(argument) })?;
        drop(guard);
        Some(none())
    })
}

/// `cloned(obj)`: two guards for one object, and both go.
extern "C" fn cloned(_module: *mut PyObject, argument: *mut PyObject) -> *mut PyObject {
    finish(|| {
        // SAFETY: the thread is attached and the caller lends `argument`.
        let first = new(unsafe { Py_NewRef(argument) })?;
        let second = first.clone_ref();
        drop((first, second));
        Some(none())
    })
}

/// `joined(left, right)`: what guards are for. Each `?` may leave early, and what was made so far is given back.
extern "C" fn joined(_module: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    finish(|| {
        if nargs != 2 {
            set(Kind::Type, c"joined() takes two arguments");
            return None;
        }
        // SAFETY: there are two arguments, lent for the length of this call, and the thread is attached.
        let left = new(unsafe { PyObject_Str(*args) })?;
        // SAFETY: as above.
        let right = new(unsafe { PyObject_Str(*args.add(1)) })?;
        // SAFETY: both guards are alive, and they hold text.
        let sum = new(unsafe { PyUnicode_Concat(left.as_ptr(), right.as_ptr()) })?;
        Some(sum.into_ptr())
    })
}

/// `sizes()`: how large a guard and a guard that may be missing are, in pointers.
extern "C" fn sizes(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    let pointers = |bytes: usize| (bytes / size_of::<*mut PyObject>()) as i64;
    // SAFETY: the thread is attached; each `L` takes a number of 64 bits.
    unsafe { Py_BuildValue(c"LL".as_ptr(), pointers(size_of::<Owned>()), pointers(size_of::<Option<Owned>>())) }
}

/// What a C function returned: its new reference, or NULL with an exception set.
fn new(pointer: *mut PyObject) -> Option<Owned> {
    // SAFETY: every caller passes the result of a function that returns a new reference or NULL.
    unsafe { Owned::from_new(pointer) }
}

fn none() -> *mut PyObject {
    // SAFETY: `None` is always alive, and the thread is attached.
    unsafe { Py_NewRef(Py_None()) }
}

/// The result, or NULL. What is not written yet has set an exception.
fn finish(body: impl FnOnce() -> Option<*mut PyObject>) -> *mut PyObject {
    let result = body();
    // SAFETY: the thread is attached.
    if unsafe { PyErr_Occurred() }.is_null() { result.unwrap_or(null_mut()) } else { null_mut() }
}

enum Kind {
    Type,
    NotImplemented,
}

fn set(kind: Kind, message: &CStr) {
    // SAFETY: the thread is attached; the types of exceptions are alive for ever.
    unsafe {
        let kind = match kind {
            Kind::Type => PyExc_TypeError,
            Kind::NotImplemented => PyExc_NotImplementedError,
        };
        PyErr_SetString(kind, message.as_ptr());
    }
}

static METHODS: [PyMethodDef; 6] = [
    PyMethodDef::one(c"handed", handed).doc(c"handed(obj) returns obj, through a guard."),
    PyMethodDef::one(c"dropped", dropped).doc(c"dropped(obj) puts obj into a guard and drops it."),
    PyMethodDef::one(c"cloned", cloned).doc(c"cloned(obj) drops two guards of one object."),
    PyMethodDef::fastcall(c"joined", joined).doc(c"joined(left, right) returns str(left) + str(right)."),
    PyMethodDef::noargs(c"sizes", sizes).doc(c"sizes() returns the sizes of a guard, in pointers."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x08".as_ptr(),
    m_doc: c"Functions that use a guard of references.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x08` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x08() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}

/// What a method does until you have written it: it sets `NotImplementedError` and gives back one more reference.
#[allow(dead_code, reason = "the last method you write stops using it")]
pub fn not_written_yet(method: &CStr, pointer: *mut PyObject) -> *mut PyObject {
    set(Kind::NotImplemented, method);
    // SAFETY: the thread is attached; the pointer is alive or NULL.
    unsafe { Py_XNewRef(pointer) }
}
