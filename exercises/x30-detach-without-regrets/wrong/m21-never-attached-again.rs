//! wrong: M21
//! outcome: crashed
//! Detaches, and stays so.
mod module; // functions that detach, and `PyInit_x30`: given, read it once
mod token; // the token and the object of X29: given

pub use token::{Object, Token, with_token};

use cpython_sys::*;

/// This thread is detached until this is dropped.
struct Detached {
    /// What was attached, and will be again.
    state: *mut PyThreadState,
}

impl Detached {
    /// # Safety
    /// This thread is attached, and nothing that needs it to be is used before this is dropped.
    #[allow(dead_code, reason = "until `detach` makes one")]
    unsafe fn begin() -> Self {
        Self { state: unsafe { PyEval_SaveThread() } }
    }
}

impl Drop for Detached {
    fn drop(&mut self) {
        let _ = self.state;
    }
}

impl Token<'_> {
    /// Run `work` while this thread is detached, and return what it returns.
    pub fn detach<R: Send>(&mut self, work: impl FnOnce() -> R + Send) -> R {
        let _detached = unsafe { Detached::begin() };
        work()
    }

    /// The same for work on so many bytes: below `WORTH_IT` it stays attached.
    ///
    /// Detaching costs something too, and short work is over before anybody else has begun.
    pub fn detach_for<R: Send>(&mut self, bytes: usize, work: impl FnOnce() -> R + Send) -> R {
        if bytes >= WORTH_IT { self.detach(work) } else { work() }
    }
}

/// From so many bytes on others get a chance: what `hashlib` of CPython does, from 2048 on.
const WORTH_IT: usize = 2048;
