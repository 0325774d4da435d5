//! Ours, not upstream's: answers to what the August text leaves open.
//!
//! The appendix of that text names two questions that `zlib` needs answered, the buffer protocol and a lock that knows the
//! interpreter, and one that it answers with an `unsafe` function: output that is not zeroed first. This is what we
//! would propose. SAFETY.md gives the argument for each; nothing here has been seen by upstream.

mod buffer;
pub mod clinic;
mod lock;
mod writer;

pub use buffer::{AsciiBuffer, Chunks, Content, PyBuffer};
pub use cpython_api_macros::clinic;
pub use lock::{NoHandles, PyLock, PyLockGuard};
pub use writer::{BytesWriter, Cursor, Filled};
