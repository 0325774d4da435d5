/* The floor: METH_FASTCALL functions in C, as CPython's own modules write them. */
#include <Python.h>

static int
exactly(Py_ssize_t nargs, Py_ssize_t wanted)
{
    if (nargs != wanted) {
        PyErr_SetString(PyExc_TypeError, "wrong number of arguments");
        return 0;
    }
    return 1;
}

static PyObject *
noop(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    if (!exactly(nargs, 0)) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
one_int(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    if (!exactly(nargs, 1)) {
        return NULL;
    }
    long long value = PyLong_AsLongLong(args[0]);
    if (value == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromLongLong(value);
}

static PyObject *
xor_bytes(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    if (!exactly(nargs, 1)) {
        return NULL;
    }
    if (!PyBytes_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "expected bytes");
        return NULL;
    }
    const char *data = PyBytes_AS_STRING(args[0]);
    Py_ssize_t size = PyBytes_GET_SIZE(args[0]);
    unsigned char sum = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        sum ^= (unsigned char)data[i];
    }
    return PyLong_FromLongLong(sum);
}

static PyObject *
copy_bytes(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    if (!exactly(nargs, 1)) {
        return NULL;
    }
    if (!PyBytes_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "expected bytes");
        return NULL;
    }
    return PyBytes_FromStringAndSize(PyBytes_AS_STRING(args[0]), PyBytes_GET_SIZE(args[0]));
}

static PyMethodDef methods[] = {
    {"noop", (PyCFunction)(void (*)(void))noop, METH_FASTCALL, NULL},
    {"one_int", (PyCFunction)(void (*)(void))one_int, METH_FASTCALL, NULL},
    {"xor_bytes", (PyCFunction)(void (*)(void))xor_bytes, METH_FASTCALL, NULL},
    {"copy_bytes", (PyCFunction)(void (*)(void))copy_bytes, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "call_cost_c", .m_methods = methods, .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_call_cost_c(void)
{
    return PyModuleDef_Init(&definition);
}
