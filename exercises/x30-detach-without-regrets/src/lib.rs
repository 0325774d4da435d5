//! X30, Detach without regrets: let others run Python while you compute, and be back on every way
//! out.
//!
//! While a thread is detached it may not touch an object, not even to give a reference back. Types
//! can see to that.

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
        // region: todo `PyEval_SaveThread` detaches, and returns what has to be attached again.
        // starter: Self { state: std::ptr::null_mut() } // not detached yet
        // SAFETY: attached, as the caller says.
        Self { state: unsafe { PyEval_SaveThread() } }
        // endregion
    }
}

impl Drop for Detached {
    fn drop(&mut self) {
        // region: todo Attach the same state again, with `PyEval_RestoreThread`.
        // starter: let _ = self.state; // not attached again yet
        // SAFETY: `begin` detached this state, on this thread, which the raw pointer does not let us leave.
        unsafe { PyEval_RestoreThread(self.state) };
        // endregion
    }
}

impl Token<'_> {
    /// Run `work` while this thread is detached, and return what it returns.
    // region: todo Three words are missing: what may get in, what may come out, and that nobody has the token meanwhile.
    // starter: pub fn detach<R>(&self, work: impl FnOnce() -> R) -> R {
    pub fn detach<R: Send>(&mut self, work: impl FnOnce() -> R + Send) -> R {
        // endregion
        // region: todo A `Detached` that lives while `work` runs.
        // starter: work()
        // SAFETY: the token is lent to us alone, so the thread is attached, and nobody uses the token before the guard
        // is dropped. What is bound to it is not `Send`.
        let _detached = unsafe { Detached::begin() };
        work()
        // endregion
    }

    /// The same for work on so many bytes: below `WORTH_IT` it stays attached.
    ///
    /// Detaching costs something too, and short work is over before anybody else has begun.
    pub fn detach_for<R: Send>(&mut self, bytes: usize, work: impl FnOnce() -> R + Send) -> R {
        // region: todo From `WORTH_IT` bytes on `detach`, else run the work as it is.
        // starter: let _ = (bytes, WORTH_IT);
        // starter: work()
        if bytes >= WORTH_IT { self.detach(work) } else { work() }
        // endregion
    }
}

/// From so many bytes on others get a chance: what `hashlib` of CPython does, from 2048 on.
const WORTH_IT: usize = 2048;
