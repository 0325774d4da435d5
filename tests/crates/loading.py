"""Loads the built modules inside an interpreter of the run. Standard library only."""

import importlib.util
import os
from importlib.machinery import ExtensionFileLoader
from pathlib import Path

FILES = {
    "xxtestrustapi_other": "xxtestrustapi_other.so",
    "xxtestproposal": "xxtestproposal.so",
    "xxclinic_zlib": "xxtestproposal.so",
    "xxclinic_binascii": "xxtestproposal.so",
    "xxclinic_bisect": "xxtestproposal.so",
    "xxclinic_io": "xxtestproposal.so",
}


def spec_of(name, file=None):
    """The import spec of a module; several live in one file."""
    file = file or FILES.get(name, "xxtestrustapi.so")
    path = str(Path(os.environ["ARTIFACTS"]) / file)
    return importlib.util.spec_from_file_location(
        name, path, loader=ExtensionFileLoader(name, path)
    )


def load(name="xxtestrustapi"):
    """A new module object, not in `sys.modules`."""
    return load_file(name)


def load_file(name, file=None):
    """A new module object from a file of the artifacts."""
    spec = spec_of(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gil_disabled():
    """Whether this is a free-threaded build."""
    import sysconfig

    return bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def raises(kind, function, *arguments, match="", **keywords):
    """Call, and return the exception, which must be of exactly this kind, or of one of these."""
    try:
        result = function(*arguments, **keywords)
    except BaseException as error:
        # Not kept in a variable: the traceback would hold it, and the arguments with it.
        return expected(error, kind, match)
    raise AssertionError(f"{kind} was not raised; got {result!r}")


def expected(error, kind, match):
    """The exception itself, if it is of exactly this kind."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    assert type(error) in kinds, f"{type(error).__name__}: {error}"
    assert match in str(error), f"{match!r} is not in {error}"
    return error
