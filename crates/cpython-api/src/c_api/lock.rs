//! One byte to block on, with the thread state released meanwhile.

use super::*;

/// A lock without content. `PyMutex` from 3.13 on: it releases the thread state while it waits, and works with the
/// pauses of a free-threaded collector.
#[cfg(Py_3_13)]
pub(crate) struct RawLock(std::cell::UnsafeCell<ffi::PyMutex>);

/// A lock without content: before 3.13 a flag of Rust's own, waited for with the thread state released by hand.
#[cfg(not(Py_3_13))]
pub(crate) struct RawLock {
    taken: std::sync::Mutex<bool>,
    released: std::sync::Condvar,
}

// SAFETY: every access to the byte is atomic, here and in CPython.
#[cfg(Py_3_13)]
unsafe impl Send for RawLock {}
// SAFETY: as above.
#[cfg(Py_3_13)]
unsafe impl Sync for RawLock {}

#[cfg(Py_3_13)]
impl RawLock {
    /// Free of the thread state: a byte.
    pub(crate) const fn new() -> Self {
        Self(std::cell::UnsafeCell::new(ffi::PyMutex { _bits: 0 }))
    }

    /// The byte. Its two values without waiting threads are part of the binary interface: the inline functions of
    /// `PyMutex` in the public headers compile them into every extension.
    fn bits(&self) -> &std::sync::atomic::AtomicU8 {
        // SAFETY: the byte lives as long as `self`, and all access to it is atomic.
        unsafe { std::sync::atomic::AtomicU8::from_ptr(&raw mut (*self.0.get())._bits) }
    }

    fn swap(&self, from: u8, to: u8) -> bool {
        use std::sync::atomic::Ordering;
        self.bits().compare_exchange(from, to, Ordering::SeqCst, Ordering::Relaxed).is_ok()
    }

    /// Take the lock if it is free. Free of the thread state: one atomic exchange.
    #[inline]
    pub(crate) fn try_acquire(&self) -> bool {
        self.swap(0, 1)
    }

    /// Wait for the lock. Detaches the thread state meanwhile.
    #[cold]
    pub(crate) fn acquire(&self, _ctx: Ctx) {
        // SAFETY: attached; the byte does not move while `self` is lent.
        unsafe { ffi::PyMutex_Lock(self.0.get()) }
    }

    /// Free of the thread state: an atomic exchange, or waking a waiter, which touches no Python object.
    ///
    /// # Safety
    /// The caller holds the lock.
    #[inline]
    pub(crate) unsafe fn release(&self) {
        if !self.swap(1, 0) {
            // SAFETY: it is locked, says the caller.
            unsafe { ffi::PyMutex_Unlock(self.0.get()) }
        }
    }
}

#[cfg(not(Py_3_13))]
impl RawLock {
    /// Free of the thread state: a flag.
    pub(crate) const fn new() -> Self {
        Self { taken: std::sync::Mutex::new(false), released: std::sync::Condvar::new() }
    }

    /// The flag. Its own mutex is held for a few instructions, which cannot panic.
    fn taken(&self) -> std::sync::MutexGuard<'_, bool> {
        self.taken.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Take the lock if it is free. Free of the thread state: a flag.
    #[inline]
    pub(crate) fn try_acquire(&self) -> bool {
        !std::mem::replace(&mut *self.taken(), true)
    }

    /// Wait for the lock. Detaches the thread state meanwhile.
    #[cold]
    pub(crate) fn acquire(&self, ctx: Ctx) {
        // SAFETY: attached, and until `restore_thread` only the code below runs, which touches no Python.
        let saved = unsafe { save_thread() };
        debug_assert_eq!(saved, ctx.as_ptr());
        let mut taken = self.taken();
        while std::mem::replace(&mut *taken, true) {
            taken = self.released.wait(taken).unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        // Attaching may wait for another thread, and that one for the flag.
        drop(taken);
        if let Some(saved) = NonNull::new(saved) {
            // SAFETY: detached above, on this thread.
            unsafe { restore_thread(saved) };
        }
    }

    /// Free of the thread state: a flag and a waiter.
    ///
    /// # Safety
    /// The caller holds the lock.
    #[inline]
    pub(crate) unsafe fn release(&self) {
        *self.taken() = false;
        self.released.notify_one();
    }
}

/// Which OS thread this is. Free of the thread state: asks the system.
#[inline]
pub(crate) fn os_thread() -> usize {
    // SAFETY: takes nothing, and may be called on any thread.
    unsafe { ffi::PyThread_get_thread_ident() as usize }
}
