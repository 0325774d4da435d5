//! The module's numbers and texts.

use cpython_api::prelude::*;
use cpython_api::{ModuleRef, PYTHON_MINOR};

use crate::State;

pub(crate) const Z_DEFAULT_COMPRESSION: i32 = -1;
pub(crate) const Z_DEFAULT_STRATEGY: i32 = 0;
pub(crate) const DEFLATED: i32 = 8;
pub(crate) const MAX_WBITS: i32 = 15;
pub(crate) const DEF_MEM_LEVEL: i32 = 8;
pub(crate) const DEF_BUF_SIZE: isize = 16 * 1024;
pub(crate) const Z_NO_FLUSH: i32 = 0;
pub(crate) const Z_SYNC_FLUSH: i32 = 2;
pub(crate) const Z_FINISH: i32 = 4;

const VERSION: &str = "1.0";

/// `__version__`, from 3.15 on, with a warning.
#[pyfunction(signature = (name, /))]
pub(crate) fn _getattr<'py>(ctx: &ThreadContext<'py>, _state: &State, name: &str) -> PyResult<&'static str> {
    if name != "__version__" {
        return Err(PyAttributeError::raise(ctx, format!("module 'zlib' has no attribute '{name}'")));
    }
    let text = "'__version__' is deprecated and slated for removal in Python 3.20".into_pyobject(ctx)?;
    let class = PyDeprecationWarning::class(ctx).as_any();
    PyModule::import(ctx, "warnings")?.as_borrowed().call_method(ctx, "warn", &[text.as_borrowed(), class])?;
    Ok(VERSION)
}

pub(crate) fn set_up<'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'_, 'py, State>, state: &State) -> PyResult<()> {
    let numbers = [
        (c"MAX_WBITS", MAX_WBITS),
        (c"DEFLATED", DEFLATED),
        (c"DEF_MEM_LEVEL", DEF_MEM_LEVEL),
        (c"DEF_BUF_SIZE", DEF_BUF_SIZE as i32),
        (c"Z_NO_COMPRESSION", 0),
        (c"Z_BEST_SPEED", 1),
        (c"Z_BEST_COMPRESSION", 9),
        (c"Z_DEFAULT_COMPRESSION", Z_DEFAULT_COMPRESSION),
        (c"Z_FILTERED", 1),
        (c"Z_HUFFMAN_ONLY", 2),
        (c"Z_RLE", 3),
        (c"Z_FIXED", 4),
        (c"Z_DEFAULT_STRATEGY", Z_DEFAULT_STRATEGY),
        (c"Z_NO_FLUSH", Z_NO_FLUSH),
        (c"Z_PARTIAL_FLUSH", 1),
        (c"Z_SYNC_FLUSH", Z_SYNC_FLUSH),
        (c"Z_FULL_FLUSH", 3),
        (c"Z_FINISH", Z_FINISH),
        (c"Z_BLOCK", 5),
        (c"Z_TREES", 6),
    ];
    for (name, value) in numbers {
        module.add(ctx, name, value)?;
    }
    // The version of zlib that it stands for, in numbers alone: programs read them.
    let version = zlib_stream::version().split('-').next().unwrap_or_default();
    module.add(ctx, c"ZLIB_VERSION", version)?;
    module.add(ctx, c"ZLIB_RUNTIME_VERSION", version)?;
    // Not under its name in the table: the import asks a module for attributes before it is ready.
    let this = module.as_module();
    if PYTHON_MINOR >= 15 {
        this.setattr(ctx, "__getattr__", this.getattr(ctx, "_getattr")?)?;
    }
    this.delattr(ctx, "_getattr")?;
    if PYTHON_MINOR < 15 {
        module.add(ctx, c"__version__", VERSION)?;
        for newer in ["adler32_combine", "crc32_combine"] {
            this.delattr(ctx, newer)?;
        }
    }
    if PYTHON_MINOR >= 12 {
        module.add(ctx, c"_ZlibDecompressor", &state.decompressor)?;
    }
    module.add(ctx, c"error", &state.error)
}
