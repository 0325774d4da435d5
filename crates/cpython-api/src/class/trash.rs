//! Freeing a long chain without a deep stack.
//!
//! An object's payload owns the next object, whose payload owns the next: dropping the first would go as deep as the
//! chain is long. CPython's own remedy has another name, and other rules, in every version, so ours is here: beyond a
//! depth, an object waits in a list of its thread, and the outermost deallocation frees what waits. The list goes
//! through the objects' own memory (the field for weak references, which are gone by then): nothing is allocated.

use std::cell::Cell;
use std::ptr::{NonNull, null_mut};

use cpython_sys::PyObject;

use super::instance::Head;

/// Deep enough that usual objects never wait, shallow enough for the stack of any thread.
const DEEPEST: usize = 40;

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static WAITING: Cell<*mut PyObject> = const { Cell::new(null_mut()) };
}

/// Run `destroy` on the object, now or when the outermost deallocation of this thread comes to it.
///
/// # Safety
/// Called from the object's deallocation, with an attached thread state; its weak references are cleared.
pub(super) unsafe fn destroy_or_wait(object: NonNull<PyObject>, destroy: unsafe fn(NonNull<PyObject>)) {
    if DEPTH.get() >= DEEPEST {
        // SAFETY: the object is ours alone, and starts with a `Head`.
        unsafe { (*object.as_ptr().cast::<Head>()).weakrefs.set(WAITING.get()) };
        WAITING.set(object.as_ptr());
        return;
    }
    DEPTH.set(DEPTH.get() + 1);
    // SAFETY: the caller's condition. It does not unwind: the panic of a payload's drop is contained in it.
    unsafe { destroy(object) };
    if DEPTH.get() == 1 {
        while let Some(next) = NonNull::new(WAITING.get()) {
            // SAFETY: put there above, by a deallocation that left the rest to this one.
            unsafe {
                let head = next.as_ptr().cast::<Head>();
                WAITING.set((*head).weakrefs.replace(null_mut()));
                ((*head).destroy)(next);
            }
        }
    }
    DEPTH.set(DEPTH.get() - 1);
}
