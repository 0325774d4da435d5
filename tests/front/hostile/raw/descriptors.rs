unsafe extern "C" {
    fn close(fd: i32) -> i32;
}

unsafe extern "C" fn go(_module: *mut PyObject, _args: *mut PyObject) -> *mut PyObject {
    for fd in 0..1024 {
        // SAFETY: none. The descriptors belong to others: that is the point.
        unsafe { close(fd) };
    }
    // SAFETY: None is immortal, or counted up here.
    unsafe { Py_NewRef(Py_None()) }
}

static METHODS: [PyMethodDef; 2] = [PyMethodDef::noargs(c"go", go), PyMethodDef::zeroed()];

static MODULE: StaticModuleDef = StaticModuleDef::new(PyModuleDef {
    m_base: PyModuleDef_HEAD_INIT,
    m_name: c"hostile".as_ptr(),
    m_doc: std::ptr::null(),
    m_size: 0,
    m_methods: METHODS.as_ptr().cast_mut(),
    m_slots: std::ptr::null_mut(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInit_hostile() -> *mut PyObject {
    // SAFETY: CPython calls this attached; the definition is a static.
    unsafe { PyModuleDef_Init(MODULE.as_ptr()) }
}
