#include <Python.h>

static PyObject *
go(PyObject *module, PyObject *args)
{
    volatile char *taken = malloc(10L << 30);
    for (long n = 0; n < 10L << 30; n += 4096) {  /* nobody looked whether it is NULL */
        taken[n] = 1;
    }
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
