/* The module the tests of `run` talk to: one small function or class for each thing that can happen. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <structmember.h>

static PyObject *kept = NULL;
static PyObject *error_class = NULL;

/* --- plain calls --- */

static PyObject *
add(PyObject *module, PyObject *args)
{
    long a, b;
    if (!PyArg_ParseTuple(args, "ll", &a, &b)) return NULL;
    return PyLong_FromLong(a + b);
}

static PyObject *
same(PyObject *module, PyObject *arg)
{
    return Py_NewRef(arg);
}

static PyObject *
keep(PyObject *module, PyObject *arg)
{
    Py_XSETREF(kept, Py_NewRef(arg));
    Py_RETURN_NONE;
}

static PyObject *
give(PyObject *module, PyObject *Py_UNUSED(arg))
{
    return Py_NewRef(kept ? kept : Py_None);
}

static PyObject *
call(PyObject *module, PyObject *args)
{
    PyObject *function, *rest;
    if (PyTuple_GET_SIZE(args) < 1) return PyErr_Format(PyExc_TypeError, "call what?");
    function = PyTuple_GET_ITEM(args, 0);
    rest = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
    if (!rest) return NULL;
    PyObject *result = PyObject_CallObject(function, rest);
    Py_DECREF(rest);
    return result;
}

static PyObject *
fail(PyObject *module, PyObject *arg)
{
    PyErr_SetObject(error_class, arg);
    return NULL;
}

static PyObject *
capsule(PyObject *module, PyObject *Py_UNUSED(arg))
{
    return PyCapsule_New((void *)&kept, "sample.kept", NULL);
}

static PyObject *
open_capsule(PyObject *module, PyObject *arg)
{
    return PyBool_FromLong(PyCapsule_GetPointer(arg, "sample.kept") == (void *)&kept);
}

static PyObject *
say(PyObject *module, PyObject *arg)
{
    const char *text = PyUnicode_AsUTF8(arg);
    if (!text) return NULL;
    printf("%s", text); /* no newline: it stays in the buffer of C */
    Py_RETURN_NONE;
}

static PyObject *
flood(PyObject *module, PyObject *arg)
{
    long megabytes = PyLong_AsLong(arg);
    static char line[1024];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    for (long i = 0; i < megabytes * 1024; i++) fwrite(line, 1, sizeof line, stdout);
    Py_RETURN_NONE;
}

/* --- the end of a process --- */

static PyObject *
segfault(PyObject *module, PyObject *Py_UNUSED(arg))
{
    volatile int *nowhere = (volatile int *)8;
    *nowhere = 1;
    Py_RETURN_NONE;
}

static PyObject *
abort_now(PyObject *module, PyObject *Py_UNUSED(arg))
{
    abort();
}

static PyObject *
divide(PyObject *module, PyObject *arg)
{
    raise(SIGFPE); /* a division by zero gives no signal on every processor */
    Py_RETURN_NONE;
}

static PyObject *
exit_now(PyObject *module, PyObject *arg)
{
    exit((int)PyLong_AsLong(arg));
}

static PyObject *
quick_exit_now(PyObject *module, PyObject *arg)
{
    _Exit((int)PyLong_AsLong(arg));
}

static PyObject *
spin(PyObject *module, PyObject *Py_UNUSED(arg))
{
    for (volatile int i = 0;; i++);
    Py_RETURN_NONE;
}

static int
deeper(volatile char *above)
{
    volatile char frame[512];
    frame[0] = above[0];
    return deeper(frame) + frame[0];
}

static PyObject *
overflow(PyObject *module, PyObject *Py_UNUSED(arg))
{
    char first = 1;
    return PyLong_FromLong(deeper(&first));
}

static PyObject *
fatal(PyObject *module, PyObject *Py_UNUSED(arg))
{
    Py_FatalError("sample: a rule is broken");
}

static PyObject *
free_wrong(PyObject *module, PyObject *Py_UNUSED(arg))
{
    char *block = malloc(64);
    block += 16;
    free(block);
    Py_RETURN_NONE;
}

static PyObject *
overrun(PyObject *module, PyObject *Py_UNUSED(arg))
{
    char *block = PyMem_Malloc(32);
    memset(block, 'x', 40);
    PyMem_Free(block);
    Py_RETURN_NONE;
}

static PyObject *
fill(PyObject *module, PyObject *arg)
{
    long long bytes = PyLong_AsLongLong(arg);
    char *block = PyMem_Malloc((size_t)bytes);
    if (!block) return PyErr_NoMemory();
    memset(block, 1, (size_t)bytes);
    PyMem_Free(block);
    Py_RETURN_NONE;
}

/* --- a class with all that a proxy forwards --- */

typedef struct {
    PyObject_HEAD
    long value;
    PyObject *note;
} Counter;

static PyTypeObject *counter_type = NULL;
static PyTypeObject *hidden_type = NULL;

static PyObject *
counter_make(PyTypeObject *type, long value)
{
    Counter *self = (Counter *)type->tp_alloc(type, 0);
    if (self) self->value = value;
    return (PyObject *)self;
}

static PyObject *
counter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"value", NULL};
    long value = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|l", names, &value)) return NULL;
    return counter_make(type, value);
}

static void
counter_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    printf("<bye %ld>", ((Counter *)self)->value);
    Py_XDECREF(((Counter *)self)->note);
    type->tp_free(self);
    Py_DECREF(type);
}

static long
value_of(PyObject *obj)
{
    return PyObject_TypeCheck(obj, counter_type) ? ((Counter *)obj)->value : PyLong_AsLong(obj);
}

static PyObject *
counter_add(PyObject *a, PyObject *b)
{
    if (!(PyObject_TypeCheck(a, counter_type) || PyLong_Check(a))) Py_RETURN_NOTIMPLEMENTED;
    if (!(PyObject_TypeCheck(b, counter_type) || PyLong_Check(b))) Py_RETURN_NOTIMPLEMENTED;
    return counter_make(counter_type, value_of(a) + value_of(b));
}

static PyObject *
counter_iadd(PyObject *self, PyObject *other)
{
    ((Counter *)self)->value += value_of(other);
    return Py_NewRef(self);
}

static PyObject *
counter_compare(PyObject *a, PyObject *b, int op)
{
    if (!PyObject_TypeCheck(b, counter_type)) Py_RETURN_NOTIMPLEMENTED;
    Py_RETURN_RICHCOMPARE(value_of(a), value_of(b), op);
}

static Py_hash_t
counter_hash(PyObject *self)
{
    return 1000 + value_of(self);
}

static int
counter_bool(PyObject *self)
{
    return value_of(self) != 0;
}

static Py_ssize_t
counter_length(PyObject *self)
{
    return value_of(self);
}

static PyObject *
counter_item(PyObject *self, PyObject *key)
{
    return PyLong_FromLong(value_of(self) * PyLong_AsLong(key));
}

static int
counter_set_item(PyObject *self, PyObject *key, PyObject *value)
{
    ((Counter *)self)->value = value ? value_of(value) : -1;
    return PyErr_Occurred() ? -1 : 0;
}

static int
counter_contains(PyObject *self, PyObject *other)
{
    return value_of(self) >= value_of(other);
}

static PyObject *
counter_iter(PyObject *self)
{
    return PyObject_CallFunction((PyObject *)hidden_type, "l", value_of(self));
}

static PyObject *
counter_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return PyLong_FromSsize_t(value_of(self) + PyTuple_GET_SIZE(args) + (kwargs ? PyDict_GET_SIZE(kwargs) : 0));
}

static PyObject *
counter_repr(PyObject *self)
{
    return PyUnicode_FromFormat("Counter(%ld)", value_of(self));
}

static PyObject *
counter_step(PyObject *self, PyObject *Py_UNUSED(arg))
{
    return PyLong_FromLong(++((Counter *)self)->value);
}

static PyObject *
counter_enter(PyObject *self, PyObject *Py_UNUSED(arg))
{
    ((Counter *)self)->value += 100;
    return Py_NewRef(self);
}

static PyObject *
counter_exit(PyObject *self, PyObject *args)
{
    ((Counter *)self)->value -= 100;
    return PyBool_FromLong(PyTuple_GET_ITEM(args, 0) == PyExc_KeyError);
}

static PyObject *
counter_copy(PyObject *self, PyObject *Py_UNUSED(arg))
{
    return counter_make(Py_TYPE(self), value_of(self));
}

static PyMethodDef counter_methods[] = {
    {"step", counter_step, METH_NOARGS, "step($self, /)\n--\n\nCount one up."},
    {"__enter__", counter_enter, METH_NOARGS, NULL},
    {"__exit__", counter_exit, METH_VARARGS, NULL},
    {"__copy__", counter_copy, METH_NOARGS, NULL},
    {"__deepcopy__", counter_copy, METH_O, NULL},
    {NULL}
};

static PyMemberDef counter_members[] = {
    {"value", T_LONG, offsetof(Counter, value), 0, NULL},
    {"note", T_OBJECT, offsetof(Counter, note), 0, NULL},
    {NULL}
};

static PyType_Slot counter_slots[] = {
    {Py_tp_doc, "Counter(value=0)\n--\n\nCounts."},
    {Py_tp_new, counter_new},
    {Py_tp_dealloc, counter_dealloc},
    {Py_nb_add, counter_add},
    {Py_nb_inplace_add, counter_iadd},
    {Py_nb_bool, counter_bool},
    {Py_tp_richcompare, counter_compare},
    {Py_tp_hash, counter_hash},
    {Py_mp_length, counter_length},
    {Py_mp_subscript, counter_item},
    {Py_mp_ass_subscript, counter_set_item},
    {Py_sq_contains, counter_contains},
    {Py_tp_iter, counter_iter},
    {Py_tp_call, counter_call},
    {Py_tp_repr, counter_repr},
    {Py_tp_methods, counter_methods},
    {Py_tp_members, counter_members},
    {0, NULL}
};

static PyType_Spec counter_spec = {
    "sample.Counter", sizeof(Counter), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, counter_slots
};

/* --- an iterator whose class has no name in the module, and a name without a dot --- */

static PyObject *
hidden_next(PyObject *self)
{
    Counter *counter = (Counter *)self;
    return counter->value > 0 ? PyLong_FromLong(--counter->value) : NULL;
}

static void
hidden_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot hidden_slots[] = {
    {Py_tp_new, counter_new},
    {Py_tp_dealloc, hidden_dealloc},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, hidden_next},
    {0, NULL}
};

static PyType_Spec hidden_spec = {"hidden", sizeof(Counter), 0, Py_TPFLAGS_DEFAULT, hidden_slots};

/* --- a class that inherits `__new__` --- */

static PyType_Slot bare_slots[] = {
    {Py_tp_dealloc, hidden_dealloc},
    {0, NULL}
};

static PyType_Spec bare_spec = {"sample.Bare", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT, bare_slots};

/* --- the module --- */

static PyMethodDef methods[] = {
    {"add", add, METH_VARARGS, "add($module, a, b, /)\n--\n\nAdd two numbers."},
    {"same", same, METH_O, NULL},
    {"keep", keep, METH_O, NULL},
    {"give", give, METH_NOARGS, NULL},
    {"call", call, METH_VARARGS, NULL},
    {"fail", fail, METH_O, NULL},
    {"capsule", capsule, METH_NOARGS, NULL},
    {"open_capsule", open_capsule, METH_O, NULL},
    {"say", say, METH_O, NULL},
    {"flood", flood, METH_O, NULL},
    {"segfault", segfault, METH_NOARGS, NULL},
    {"abort", abort_now, METH_NOARGS, NULL},
    {"divide", divide, METH_NOARGS, NULL},
    {"exit", exit_now, METH_O, NULL},
    {"quick_exit", quick_exit_now, METH_O, NULL},
    {"spin", spin, METH_NOARGS, NULL},
    {"overflow", overflow, METH_NOARGS, NULL},
    {"fatal", fatal, METH_NOARGS, NULL},
    {"free_wrong", free_wrong, METH_NOARGS, NULL},
    {"overrun", overrun, METH_NOARGS, NULL},
    {"fill", fill, METH_O, NULL},
    {NULL}
};

static int
fill_module(PyObject *module)
{
    counter_type = (PyTypeObject *)PyType_FromSpec(&counter_spec);
    hidden_type = (PyTypeObject *)PyType_FromSpec(&hidden_spec);
    error_class = PyErr_NewException("sample.SampleError", PyExc_ValueError, NULL);
    if (!counter_type || !hidden_type || !error_class) return -1;
    if (PyModule_AddObjectRef(module, "Counter", (PyObject *)counter_type) < 0) return -1;
    if (PyModule_AddObjectRef(module, "SampleError", error_class) < 0) return -1;
    PyObject *bare = PyType_FromSpec(&bare_spec);
    if (!bare || PyModule_AddObjectRef(module, "Bare", bare) < 0) return -1;
    Py_DECREF(bare);
    PyObject *shared = PyObject_CallFunction((PyObject *)counter_type, "l", 7L);
    if (!shared || PyModule_AddObjectRef(module, "shared", shared) < 0) return -1;
    Py_DECREF(shared);
    if (getenv("SAMPLE_CRASHES_ON_IMPORT")) abort();
    return PyModule_AddIntConstant(module, "ANSWER", 42);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill_module}, {0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "sample", "What the tests of `run` need.", 0, methods, slots
};

PyMODINIT_FUNC
PyInit_sample(void)
{
    return PyModuleDef_Init(&definition);
}
