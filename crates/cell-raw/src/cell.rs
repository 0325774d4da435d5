// A module by hand: what `%%rust` cells leave to a macro.

/// add(a, b, /): the sum of two ints.
unsafe extern "C" fn add(_module: *mut PyObject, args: *const *mut PyObject, nargs: Py_ssize_t) -> *mut PyObject {
    // SAFETY: CPython calls this attached, with `nargs` live arguments at `args`.
    unsafe {
        if nargs != 2 {
            PyErr_SetString(PyExc_TypeError, c"add() takes 2 arguments".as_ptr());
            return std::ptr::null_mut();
        }
        // -1 is an int too, so the exception decides.
        let a = PyLong_AsLong(*args);
        if a == -1 && !PyErr_Occurred().is_null() {
            return std::ptr::null_mut();
        }
        let b = PyLong_AsLong(*args.add(1));
        if b == -1 && !PyErr_Occurred().is_null() {
            return std::ptr::null_mut();
        }
        match a.checked_add(b) {
            Some(sum) => PyLong_FromLong(sum),
            None => {
                PyErr_SetString(PyExc_OverflowError, c"the sum does not fit a C long".as_ptr());
                std::ptr::null_mut()
            }
        }
    }
}

/// The method table. Without the last row CPython reads past the end.
static METHODS: [PyMethodDef; 2] =
    [PyMethodDef::fastcall(c"add", add).doc(c"add(a, b, /)\n--\n\nThe sum of two ints."), PyMethodDef::zeroed()];

/// What the module promises: it does not rely on the GIL.
static SLOTS: StaticSlots<0> = StaticSlots::gil_not_used([]);

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"cell".as_ptr(),
    m_doc: c"A module written against the C ABI.".as_ptr(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: SLOTS.as_ptr(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

/// What `import cell` looks for in the shared object.
#[unsafe(no_mangle)]
extern "C" fn PyInit_cell() -> *mut PyObject {
    // SAFETY: CPython calls this attached; the definition is a static. Multi-phase.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}
