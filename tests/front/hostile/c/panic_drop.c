#include <Python.h>

static int methods_seen;

static void
bomb(PyObject *capsule)
{
    Py_FatalError("the end of an object went wrong");
}

static PyObject *
go(PyObject *module, PyObject *args)
{
    Py_XDECREF(PyCapsule_New(&methods_seen, NULL, bomb));
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"go", go, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "hostile", NULL, 0, methods,
};

PyMODINIT_FUNC
PyInit_hostile(void)
{
    return PyModuleDef_Init(&definition);
}
