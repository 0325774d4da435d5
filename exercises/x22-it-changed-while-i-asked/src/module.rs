//! Given: the class, what asks Python, and what makes a Python module of them. Nothing here is yours to change.

use std::any::Any;
use std::ffi::{CStr, CString, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{NonNull, null_mut};

use cpython_sys::*;

#[repr(C)]
struct Instance {
    head: PyObject,
    data: Vec<u8>,
}

/// The address of the bytes of an `Array`.
pub fn data(array: *mut PyObject) -> *mut Vec<u8> {
    // SAFETY: an `Array` is laid out as an `Instance`; the address is computed, and nothing is read.
    unsafe { &raw mut (*array.cast::<Instance>()).data }
}

/// The number that an object stands for, as an index. `None`: it is none, and an exception says so.
pub fn index(object: *mut PyObject) -> Option<isize> {
    // SAFETY: the thread is attached, and the object is lent.
    let number = unsafe { PyNumber_AsSsize_t(object, PyExc_IndexError) };
    // SAFETY: the thread is attached.
    (number != -1 || unsafe { PyErr_Occurred() }.is_null()).then_some(number)
}

/// The byte that an object stands for. `None`: it is none, and an exception says so.
pub fn byte(object: *mut PyObject) -> Option<u8> {
    // SAFETY: the thread is attached, and the object is lent. Too large a number stays too large.
    let number = unsafe { PyNumber_AsSsize_t(object, null_mut()) };
    // SAFETY: the thread is attached.
    if number == -1 && !unsafe { PyErr_Occurred() }.is_null() {
        return None;
    }
    u8::try_from(number).ok().or_else(|| raise(Kind::Value, "a byte is in range(0, 256)"))
}

/// Whether `byte == value`, as Python sees it. `None`: the answer was an exception.
pub fn is_equal(byte: u8, value: *mut PyObject) -> Option<bool> {
    // SAFETY: the thread is attached, and the object is lent; the number is ours and given back.
    unsafe {
        let number = Owned(NonNull::new(PyLong_FromLong(byte.into()))?);
        match PyObject_RichCompareBool(number.pointer(), value, Py_EQ as c_int) {
            -1 => None,
            answer => Some(answer != 0),
        }
    }
}

/// Set an `IndexError`.
pub fn raise_index_error<T>() -> Option<T> {
    raise(Kind::Index, "the index is out of range")
}

/// A reference that is given back when this is dropped.
pub struct Owned(NonNull<PyObject>);

impl Owned {
    /// The object, lent as long as this lives.
    pub fn pointer(&self) -> *mut PyObject {
        self.0.as_ptr()
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: the thread is attached, and the reference is ours.
        unsafe { Py_DECREF(self.pointer()) };
    }
}

/// The items of an object, one after the other.
pub struct Items {
    iterator: Owned,
    hint: usize,
}

impl Items {
    /// Ask for an iterator. `None`: there is none, and an exception says so.
    pub fn of(object: *mut PyObject) -> Option<Self> {
        // SAFETY: the thread is attached, and the object is lent. A hint that fails is no hint.
        unsafe {
            let iterator = Owned(NonNull::new(PyObject_GetIter(object))?);
            let hint = PyObject_LengthHint(object, 0);
            if hint < 0 {
                PyErr_Clear();
            }
            Some(Self { iterator, hint: usize::try_from(hint).unwrap_or(0) })
        }
    }

    /// How many items the object says there are (`__length_hint__`).
    #[allow(dead_code, reason = "who needs it is another question")]
    pub fn size_hint(&self) -> usize {
        self.hint
    }

    /// The next item; `Some(None)` at the end. `None`: an exception is set.
    #[allow(clippy::option_option, reason = "as `?` wants it here")]
    pub fn next(&self) -> Option<Option<Owned>> {
        // SAFETY: the thread is attached; the iterator is ours.
        let item = unsafe { PyIter_Next(self.iterator.pointer()) };
        match NonNull::new(item) {
            Some(item) => Some(Some(Owned(item))),
            // SAFETY: the thread is attached.
            None => unsafe { PyErr_Occurred() }.is_null().then_some(None),
        }
    }
}

/// `Array(size)`: so many zeros.
extern "C" fn new(class: *mut PyTypeObject, args: *mut PyObject, _kwargs: *mut PyObject) -> *mut PyObject {
    call(|| {
        // SAFETY: the thread is attached; `args` is a tuple, of which the first item is read only if there is one. The room
        // is as large as an `Instance`, and its payload is written before anybody sees the object.
        unsafe {
            let size = if PyTuple_Size(args) == 1 { index(PyTuple_GetItem(args, 0))? } else { -1 };
            let Ok(size) = usize::try_from(size) else {
                return raise(Kind::Value, "Array(size) takes a size");
            };
            let array = PyType_GenericAlloc(class, 0);
            if !array.is_null() {
                data(array).write(vec![0; size]);
            }
            Some(array)
        }
    })
}

extern "C" fn dealloc(array: *mut PyObject) {
    // SAFETY: the thread is attached, and nobody has the object any more; each instance has a reference to its class.
    unsafe {
        let class = Py_TYPE(array);
        std::ptr::drop_in_place(data(array));
        PyObject_Free(array.cast());
        Py_DECREF(type_as_object(class));
    }
}

extern "C" fn set(array: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    call(|| {
        if nargs != 2 {
            return raise(Kind::Type, "set() takes an index and a value");
        }
        // SAFETY: there are two arguments, lent for this call.
        let (at, value) = unsafe { (*args, *args.add(1)) };
        crate::set(array, at, value).map(|()| none())
    })
}

extern "C" fn count(array: *mut PyObject, value: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached.
    call(|| crate::count(array, value).map(|count| unsafe { PyLong_FromSize_t(count) }))
}

extern "C" fn extend(array: *mut PyObject, items: *mut PyObject) -> *mut PyObject {
    call(|| crate::extend(array, items).map(|()| none()))
}

/// `array.get(index)`: the byte there.
extern "C" fn get(array: *mut PyObject, at: *mut PyObject) -> *mut PyObject {
    call(|| {
        let at = index(at)?;
        // SAFETY: the array is alive; its bytes are borrowed while nobody is asked.
        let found = usize::try_from(at).ok().and_then(|at| unsafe { &*data(array) }.get(at).copied());
        // SAFETY: the thread is attached.
        found.map_or_else(raise_index_error, |byte| Some(unsafe { PyLong_FromLong(byte.into()) }))
    })
}

/// `array.size()`
extern "C" fn size(array: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // SAFETY: the thread is attached; the bytes are borrowed while nobody is asked.
    call(|| Some(unsafe { PyLong_FromSize_t((&*data(array)).len()) }))
}

/// `array.clear()`: gives the memory back, too.
extern "C" fn clear(array: *mut PyObject, _unused: *mut PyObject) -> *mut PyObject {
    // SAFETY: the array is alive; the bytes are borrowed while nobody is asked.
    drop(std::mem::take(unsafe { &mut *data(array) }));
    none()
}

fn none() -> *mut PyObject {
    // SAFETY: the thread is attached.
    unsafe { Py_NewRef(Py_None()) }
}

enum Kind {
    Type,
    Value,
    Index,
    Panic,
}

fn raise<T>(kind: Kind, message: &str) -> Option<T> {
    let message = CString::new(message.replace('\0', "?")).unwrap_or_default();
    // SAFETY: the thread is attached, and these types live as long as the interpreter.
    unsafe {
        let kind = match kind {
            Kind::Type => PyExc_TypeError,
            Kind::Value => PyExc_ValueError,
            Kind::Index => PyExc_IndexError,
            Kind::Panic => PyExc_SystemError,
        };
        PyErr_SetString(kind, message.as_ptr());
    }
    None
}

/// The trampoline: `None` says that an exception is set, and a panic becomes one.
fn call(body: impl FnOnce() -> Option<*mut PyObject>) -> *mut PyObject {
    quiet();
    let result = catch_unwind(AssertUnwindSafe(body));
    let said =
        result.unwrap_or_else(|panic| raise(Kind::Panic, &format!("the Rust code panicked: {}", words(&*panic))));
    said.unwrap_or(null_mut())
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words")
}

/// In a `static`: the class keeps the address of its table.
static METHODS: [PyMethodDef; 7] = [
    PyMethodDef::fastcall(c"set", set).doc(c"set(index, value)"),
    PyMethodDef::one(c"count", count).doc(c"count(value)"),
    PyMethodDef::one(c"extend", extend).doc(c"extend(items)"),
    PyMethodDef::one(c"get", get).doc(c"get(index)"),
    PyMethodDef::noargs(c"size", size).doc(c"size()"),
    PyMethodDef::noargs(c"clear", clear).doc(c"clear()"),
    PyMethodDef::zeroed(),
];
const NAME: &CStr = c"x22.Array";

/// Fill the module: the class is made at run time, one for each module object. Nobody can derive from it.
extern "C" fn execute(module: *mut PyObject) -> c_int {
    let slot = |slot: u32, pfunc: *mut c_void| PyType_Slot { slot: slot as c_int, pfunc };
    let mut slots = [
        slot(Py_tp_new, new as *mut c_void),
        slot(Py_tp_dealloc, dealloc as *mut c_void),
        slot(Py_tp_methods, METHODS.as_ptr().cast_mut().cast()),
        slot(0, null_mut()),
    ];
    #[allow(clippy::unnecessary_cast, reason = "the constants' types differ by version")]
    let mut spec = PyType_Spec {
        name: NAME.as_ptr(),
        basicsize: size_of::<Instance>() as c_int,
        itemsize: 0,
        flags: Py_TPFLAGS_DEFAULT as u32 | Py_TPFLAGS_IMMUTABLETYPE as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the thread is attached; the module takes a reference of its own to the class, and ours is given back.
    unsafe {
        let class = PyType_FromModuleAndSpec(module, &raw mut spec, null_mut());
        if class.is_null() {
            return -1;
        }
        let done = PyModule_AddObjectRef(module, c"Array".as_ptr(), class);
        Py_DECREF(class);
        done
    }
}

#[repr(transparent)]
struct Slots([PyModuleDef_Slot; 2]);
// SAFETY: CPython reads the table and never writes it.
unsafe impl Sync for Slots {}

/// `Py_mod_gil` is left out: without the GIL two threads could change one array at the same time. A free-threaded Python
/// switches its GIL on when it imports this module, and says so.
static SLOTS: Slots = Slots([PyModuleDef_Slot::exec(execute), PyModuleDef_Slot { slot: 0, value: null_mut() }]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"x22".as_ptr(),
    m_doc: c"A byte array that asks questions.".as_ptr(),
    m_size: 0,
    m_methods: null_mut(),
    m_slots: SLOTS.0.as_ptr().cast_mut(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import x22` calls.
#[unsafe(no_mangle)]
pub extern "C" fn PyInit_x22() -> *mut PyObject {
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
