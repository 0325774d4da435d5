//! X22, It changed while I asked: three methods of a byte array, ported from C line by line.
//!
//! Each asks Python something in the middle of its work, and Python may come back to the same
//! array. Find what each of them still believes then.

mod module; // the class, what asks Python, and `PyInit_x22`: given, nothing is wrong there

use cpython_sys::*;
use module::{Items, byte, data, index, is_equal, raise_index_error};

/// `array.set(index, value)`: what `array[index] = value` does for a `bytearray`. Negative indices
/// count from the end.
///
/// `None` says that an exception is set. `index` and `byte` ask for the number: an `__index__` may
/// run.
pub fn set(array: *mut PyObject, at: *mut PyObject, value: *mut PyObject) -> Option<()> {
    // region: todo Start and size are known before anybody is asked. Are they still true afterwards?
    // starter: // SAFETY: the array is alive. Nobody else has its bytes.
    // starter: let bytes = unsafe { &mut *data(array) };
    // starter: let (start, size) = (bytes.as_mut_ptr(), bytes.len() as isize);
    // starter: let mut at = index(at)?;
    // starter: if at < 0 {
    // starter:     at += size;
    // starter: }
    // starter: if at < 0 || at >= size {
    // starter:     return raise_index_error();
    // starter: }
    // starter: let value = byte(value)?;
    // starter: // SAFETY: `at` is inside the array, that was just checked.
    // starter: unsafe { *start.add(at as usize) = value };
    // starter: Some(())
    let mut at = index(at)?;
    let value = byte(value)?;
    // SAFETY: the array is alive. From here on nobody is asked, so nobody else comes to its bytes.
    let bytes = unsafe { &mut *data(array) };
    if at < 0 {
        at += bytes.len() as isize;
    }
    match usize::try_from(at).ok().and_then(|at| bytes.get_mut(at)) {
        Some(place) => *place = value,
        None => return raise_index_error(),
    }
    Some(())
    // endregion
}

/// `array.count(value)`: how many bytes are equal to `value`, which may be any object.
///
/// `is_equal` asks for each byte: an `__eq__` may run. Bytes that are gone by then are not asked
/// for.
pub fn count(array: *mut PyObject, value: *mut PyObject) -> Option<usize> {
    // region: todo Who says that the next byte is still there?
    // starter: let mut count = 0;
    // starter: // SAFETY: the array is alive, and nobody changes it here.
    // starter: for one in unsafe { &*data(array) } {
    // starter:     count += usize::from(is_equal(*one, value)?);
    // starter: }
    // starter: Some(count)
    let (mut count, mut at) = (0, 0);
    // SAFETY: the array is alive; its bytes are borrowed for the length of the condition, and nobody is asked there.
    while let Some(&one) = unsafe { &*data(array) }.get(at) {
        count += usize::from(is_equal(one, value)?);
        at += 1;
    }
    Some(count)
    // endregion
}

/// `array.extend(items)`: put the bytes at the end, all of them or, if something is wrong with one,
/// none.
///
/// `items.next()` runs `__next__`, and `byte` an `__index__`.
pub fn extend(array: *mut PyObject, items: *mut PyObject) -> Option<()> {
    // region: todo `size_hint` is what the other side says of itself. And where is the end of the array by then?
    // starter: let items = Items::of(items)?;
    // starter: let hint = items.size_hint();
    // starter: // SAFETY: the array is alive, and nobody else has its bytes.
    // starter: let bytes = unsafe { &mut *data(array) };
    // starter: let size = bytes.len();
    // starter: bytes.reserve(hint);
    // starter: let end = unsafe { bytes.as_mut_ptr().add(size) };
    // starter: let mut added = 0;
    // starter: while let Some(item) = items.next()? {
    // starter:     let value = byte(item.pointer())?;
    // starter:     // SAFETY: there is room for as many as were announced.
    // starter:     unsafe { end.add(added).write(value) };
    // starter:     added += 1;
    // starter: }
    // starter: // SAFETY: so many have been written.
    // starter: unsafe { bytes.set_len(size + added) };
    // starter: Some(())
    let items = Items::of(items)?;
    let mut new = Vec::new();
    while let Some(item) = items.next()? {
        new.push(byte(item.pointer())?);
    }
    // SAFETY: the array is alive, and nobody is asked any more.
    unsafe { &mut *data(array) }.extend(new);
    Some(())
    // endregion
}
