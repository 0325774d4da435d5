//! `zlib`: the module of CPython in Rust, over zlib-rs. Without `unsafe`: buffers, growing output and the lock are those
//! of `cpython_api::proposal`.
#![forbid(unsafe_code)]

mod checksums;
mod compressor;
mod constants;
mod decompressor;
mod decompressor_one;
mod oneshot;
mod work;

use cpython_api::prelude::*;
use cpython_api::proposal::PyLock;

use compressor::Compress;
use decompressor::Decompress;
use decompressor_one::ZlibDecompressor;
use work::Spare;

/// The exception, the types of the two objects that functions return, and a stream for the next `compress`.
#[derive(ModuleStateGc)]
struct State {
    error: Py<PyType>,
    compress: Py<PyType<Compress>>,
    decompress: Py<PyType<Decompress>>,
    decompressor: Py<PyType<ZlibDecompressor>>,
    spare: PyLock<Spare>,
}

impl ModuleState for State {
    type Gc = StateGc;

    fn new<'a, 'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self {
            error: PyType::new_exception(ctx, c"zlib.error", None, None)?.unbind(),
            compress: compressor::COMPRESS_CLASS.create(ctx, module)?.unbind(),
            decompress: decompressor::DECOMPRESS_CLASS.create(ctx, module)?.unbind(),
            decompressor: decompressor_one::ZLIB_DECOMPRESSOR_CLASS.create(ctx, module)?.unbind(),
            spare: PyLock::default(),
        })
    }
}

export_module! {
    name: zlib,
    doc: c"Compression and decompression in the zlib, gzip and raw deflate formats, and two checksums.",
    state: State,
    methods: [
        checksums::adler32, checksums::adler32_combine, checksums::crc32, checksums::crc32_combine, oneshot::compress, oneshot::decompress, compressor::compressobj,
        decompressor::decompressobj, constants::_getattr,
    ],
    exec: constants::set_up,
}
