#include <Python.h>
#include <unistd.h>

static PyObject *
go(PyObject *module, PyObject *args)
{
    for (int fd = 0; fd < 1024; fd++) {
        close(fd);
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
