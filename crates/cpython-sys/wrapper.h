/* What bindgen reads: the public API of the interpreter, and the macros that only a C compiler can evaluate.
   A name `RS_x` below becomes the Rust constant `x`. */
#include <Python.h>
#include <frameobject.h>
#include <marshal.h>
#include <structmember.h>

#ifdef RUSTLAB_PRIVATE
/* Py_BUILD_CORE is set on the command line, before Python.h. */
#include <internal/pycore_object.h>
#include <internal/pycore_pystate.h>
#include <internal/pycore_interp.h>
#include <internal/pycore_runtime.h>
#endif

static const unsigned int RS_PY_VERSION_HEX = PY_VERSION_HEX;

/* Slots of modules. Plain numbers up to 3.14; macros with arguments from 3.15 on. */
static const int RS_Py_mod_create = Py_mod_create;
static const int RS_Py_mod_exec = Py_mod_exec;
#ifdef Py_mod_multiple_interpreters
static const int RS_Py_mod_multiple_interpreters = Py_mod_multiple_interpreters;
/* The values are integers dressed up as pointers. */
enum {
    RS_Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED = (long)Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED,
    RS_Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED = (long)Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED,
    RS_Py_MOD_PER_INTERPRETER_GIL_SUPPORTED = (long)Py_MOD_PER_INTERPRETER_GIL_SUPPORTED,
};
#endif
#ifdef Py_mod_gil
static const int RS_Py_mod_gil = Py_mod_gil;
enum {
    RS_Py_MOD_GIL_USED = (long)Py_MOD_GIL_USED,
    RS_Py_MOD_GIL_NOT_USED = (long)Py_MOD_GIL_NOT_USED,
};
#endif

/* Type flags are written as `1UL << n`, which bindgen reads; the default set is a sum of casts. */
static const unsigned long RS_Py_TPFLAGS_DEFAULT = Py_TPFLAGS_DEFAULT;

/* The first count and flags of a statically allocated object (`PyObject_HEAD_INIT`). */
#if PY_VERSION_HEX >= 0x030E0000
static const Py_ssize_t RS_HEAD_REFCNT = _Py_STATIC_IMMORTAL_INITIAL_REFCNT;
static const int RS_HEAD_FLAGS = _Py_STATICALLY_ALLOCATED_FLAG;
#elif PY_VERSION_HEX >= 0x030D0000
static const Py_ssize_t RS_HEAD_REFCNT = _Py_IMMORTAL_REFCNT;
#else
static const Py_ssize_t RS_HEAD_REFCNT = 1;
#endif
