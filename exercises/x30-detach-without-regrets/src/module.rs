//! Given: functions that use your `detach`, and what makes a Python module of them. Nothing here is yours to change.

use std::any::Any;
use std::ffi::CString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::{Duration, Instant};

use cpython_sys::*;

use crate::{Token, with_token};

/// `attached()`: whether this thread is attached before it detaches, meanwhile, and after.
extern "C" fn attached(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    call(|token| {
        let before = is_attached();
        let meanwhile = token.detach(is_attached);
        let after = is_attached();
        let flag = |one: bool| if one { Py_True() } else { Py_False() };
        // SAFETY: attached, unless it was forgotten; then this says so by ending the process.
        Some(unsafe { PyTuple_Pack(3, flag(before), flag(meanwhile), flag(after)) })
    })
}

/// `attached_for(size)`: whether this thread is attached during work on so many bytes.
extern "C" fn attached_for(_module: *mut PyObject, size: *mut PyObject) -> *mut PyObject {
    call(|token| {
        // SAFETY: the thread is attached, and the argument is lent.
        let size = unsafe { PyLong_AsSsize_t(size) };
        // SAFETY: the thread is attached.
        if size == -1 && !unsafe { PyErr_Occurred() }.is_null() {
            return None;
        }
        let meanwhile = token.detach_for(usize::try_from(size).unwrap_or(0), is_attached);
        // SAFETY: the thread is attached.
        Some(unsafe { Py_NewRef(if meanwhile { Py_True() } else { Py_False() }) })
    })
}

/// `work(number)`: the sum of all numbers below it, detached.
extern "C" fn work(_module: *mut PyObject, number: *mut PyObject) -> *mut PyObject {
    call(|token| {
        // SAFETY: the thread is attached, and the argument is lent.
        let number = unsafe { PyLong_AsUnsignedLongLong(number) };
        // SAFETY: the thread is attached.
        if number == u64::MAX && !unsafe { PyErr_Occurred() }.is_null() {
            return None;
        }
        let total = token.detach(|| (0..number).sum::<u64>());
        // SAFETY: the thread is attached.
        Some(unsafe { PyLong_FromUnsignedLongLong(total) })
    })
}

/// `explode()`: panics while it is detached.
extern "C" fn explode(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    call(|token| {
        quiet();
        let number: i64 = token.detach(|| panic!("a panic on the way"));
        // SAFETY: the thread is attached.
        Some(unsafe { PyLong_FromLongLong(number) })
    })
}

/// `early(number)`: how often the number fits into 100. For 0 the work is left early, by `?`, and the answer is `None`.
extern "C" fn early(_module: *mut PyObject, number: *mut PyObject) -> *mut PyObject {
    call(|token| {
        // SAFETY: the thread is attached, and the argument is lent.
        let number = unsafe { PyLong_AsLongLong(number) };
        // SAFETY: the thread is attached.
        if !unsafe { PyErr_Occurred() }.is_null() {
            return None;
        }
        let answer = token.detach(|| {
            let often = 100_i64.checked_div(number)?;
            Some(often)
        });
        // SAFETY: the thread is attached.
        unsafe { Some(answer.map_or_else(|| Py_NewRef(Py_None()), |number| PyLong_FromLongLong(number))) }
    })
}

static ARRIVED: AtomicBool = AtomicBool::new(false);

/// `arrive()`: tells whoever stands in `wait`.
extern "C" fn arrive(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    ARRIVED.store(true, SeqCst);
    // SAFETY: the thread is attached.
    unsafe { Py_NewRef(Py_None()) }
}

/// `wait()`: wait detached until somebody arrives, and say whether somebody did, within ten seconds.
extern "C" fn wait(_module: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    call(|token| {
        let met = token.detach(|| {
            let end = Instant::now() + Duration::from_secs(10);
            while !ARRIVED.load(SeqCst) && Instant::now() < end {
                std::thread::sleep(Duration::from_millis(1));
            }
            ARRIVED.swap(false, SeqCst)
        });
        // SAFETY: the thread is attached.
        Some(unsafe { Py_NewRef(if met { Py_True() } else { Py_False() }) })
    })
}

/// May be asked on any thread, at any time.
fn is_attached() -> bool {
    // SAFETY: that is what it is for.
    unsafe { PyGILState_Check() != 0 }
}

/// What Python calls: with a token, and a panic becomes an exception. `None` says that one is set already.
fn call(body: impl for<'py> FnOnce(&mut Token<'py>) -> Option<*mut PyObject>) -> *mut PyObject {
    // SAFETY: Python has called, so the thread is attached until we return.
    let caught = catch_unwind(AssertUnwindSafe(|| unsafe { with_token(|token| body(token)) }));
    match caught {
        Ok(result) => result.unwrap_or(null_mut()),
        Err(panic) => raise(&format!("the Rust code panicked: {}", words(&*panic))),
    }
}

fn raise(message: &str) -> *mut PyObject {
    let message = CString::new(message.replace('\0', "?")).unwrap_or_default();
    // SAFETY: the thread is attached again, if the guard does what it should; the type lives as long as the interpreter.
    unsafe { PyErr_SetString(PyExc_SystemError, message.as_ptr()) };
    null_mut()
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}

static METHODS: [PyMethodDef; 8] = [
    PyMethodDef::noargs(c"attached", attached).doc(c"attached() -> attached before, meanwhile, after?"),
    PyMethodDef::one(c"attached_for", attached_for).doc(c"attached_for(size) -> attached meanwhile?"),
    PyMethodDef::one(c"work", work).doc(c"work(number) sums the numbers below it, detached."),
    PyMethodDef::noargs(c"explode", explode).doc(c"explode() panics while it is detached."),
    PyMethodDef::one(c"early", early).doc(c"early(number) returns 100 // number, or None for 0."),
    PyMethodDef::noargs(c"arrive", arrive).doc(c"arrive() ends somebody's wait()."),
    PyMethodDef::noargs(c"wait", wait).doc(c"wait() -> whether somebody arrived."),
    PyMethodDef::zeroed(),
];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x30".as_ptr(),
    m_doc: c"Work that lets others run Python.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x30` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x30() -> *mut PyObject {
    // SAFETY: the import system calls this once per import, attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
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
