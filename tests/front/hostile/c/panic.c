#include <Python.h>

static PyObject *
go(PyObject *module, PyObject *args)
{
    Py_FatalError("there is no object");
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
