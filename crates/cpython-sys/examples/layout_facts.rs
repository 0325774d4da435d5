//! What rustc makes of the hand-written items, as text: the layout test compares it with a C compiler's answers.
//!
//! A shared object that the interpreter loads, since an executable would have to link with libpython.
#![allow(missing_docs)]

use std::ffi::{CString, c_char};
use std::fmt::Write;
use std::mem::{align_of, offset_of, size_of};

use cpython_sys::*;

macro_rules! layout {
    ($out:ident, $name:ident { $($field:ident),* }) => {
        writeln!($out, "size {} {}", stringify!($name), size_of::<$name>()).unwrap();
        writeln!($out, "align {} {}", stringify!($name), align_of::<$name>()).unwrap();
        $(writeln!($out, "offset {}.{} {}", stringify!($name), stringify!($field), offset_of!($name, $field)).unwrap();)*
    };
}

macro_rules! constants {
    ($out:ident, $($name:ident)*) => {
        $(writeln!($out, "const {} {}", stringify!($name), $name as i64).unwrap();)*
    };
}

fn bytes<T>(value: T) -> String {
    let start = std::ptr::from_ref(&value).cast::<u8>();
    // SAFETY: the initialisers have no padding that was left unwritten: they start from zeroed memory.
    let content = unsafe { std::slice::from_raw_parts(start, size_of::<T>()) };
    content.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The facts, one a line. Leaked: asked for once.
#[unsafe(no_mangle)]
pub extern "C" fn layout_facts() -> *mut c_char {
    let mut out = String::new();
    layout!(out, PyObject {});
    layout!(out, PyMethodDef { ml_name, ml_meth, ml_flags, ml_doc });
    // bindgen asserts no offset of a nameless member; these two carry the values of slots.
    #[cfg(Py_3_15)]
    {
        writeln!(out, "offset PySlot.sl_reserved {}", offset_of!(PySlot, __bindgen_anon_1)).unwrap();
        writeln!(out, "offset PySlot.sl_ptr {}", offset_of!(PySlot, __bindgen_anon_2)).unwrap();
    }
    constants!(out, METH_VARARGS METH_KEYWORDS METH_NOARGS METH_O METH_CLASS METH_STATIC METH_COEXIST METH_FASTCALL METH_METHOD);
    constants!(out, Py_bf_getbuffer Py_bf_releasebuffer Py_mp_ass_subscript Py_mp_length);
    writeln!(out, "bytes PyObject_HEAD_INIT {}", bytes(PyObject_HEAD_INIT)).unwrap();
    writeln!(out, "bytes PyModuleDef_HEAD_INIT {}", bytes(PyModuleDef_HEAD_INIT)).unwrap();
    writeln!(out, "build gil_disabled {}", u8::from(GIL_DISABLED)).unwrap();
    writeln!(out, "build debug {}", u8::from(DEBUG)).unwrap();
    CString::new(out).unwrap().into_raw()
}
