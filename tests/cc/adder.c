#include <Python.h>

static PyObject *
add(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    return PyNumber_Add(args[0], args[1]);
}

static PyMethodDef methods[] = {
    {"add", (PyCFunction)(void (*)(void))add, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "adder", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_adder(void)
{
    return PyModuleDef_Init(&definition);
}
