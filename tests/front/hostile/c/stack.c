#include <Python.h>

static int
deeper(int n)
{
    volatile char room[4096];
    room[n % 4096] = 1;
    return deeper(n + 1) + room[0];
}

static PyObject *
go(PyObject *module, PyObject *args)
{
    return PyLong_FromLong(deeper(0));
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
