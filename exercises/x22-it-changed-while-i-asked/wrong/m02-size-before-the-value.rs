//! wrong: M02
//! outcome: not_yet
//! Looks at the size between the two questions.
mod module; // the class, what asks Python, and `PyInit_x22`: given, nothing is wrong there

use cpython_sys::*;
use module::{Items, byte, data, index, is_equal, raise_index_error};

/// `array.set(index, value)`: what `array[index] = value` does for a `bytearray`. Negative indices count from the end.
///
/// `None` says that an exception is set. `index` and `byte` ask for the number: an `__index__` may run.
pub fn set(array: *mut PyObject, at: *mut PyObject, value: *mut PyObject) -> Option<()> {
    let mut at = index(at)?;
    let size = unsafe { &*data(array) }.len() as isize;
    if at < 0 {
        at += size;
    }
    if at < 0 || at >= size {
        return raise_index_error();
    }
    let value = byte(value)?;
    unsafe { (&mut *data(array))[at as usize] = value };
    Some(())
}

/// `array.count(value)`: how many bytes are equal to `value`, which may be any object.
///
/// `is_equal` asks for each byte: an `__eq__` may run. Bytes that are gone by then are not asked for.
pub fn count(array: *mut PyObject, value: *mut PyObject) -> Option<usize> {
    let (mut count, mut at) = (0, 0);
    while let Some(&one) = unsafe { &*data(array) }.get(at) {
        count += usize::from(is_equal(one, value)?);
        at += 1;
    }
    Some(count)
}

/// `array.extend(items)`: put the bytes at the end, all of them or, if something is wrong with one, none.
///
/// `items.next()` runs `__next__`, and `byte` an `__index__`.
pub fn extend(array: *mut PyObject, items: *mut PyObject) -> Option<()> {
    let items = Items::of(items)?;
    let mut new = Vec::new();
    while let Some(item) = items.next()? {
        new.push(byte(item.pointer())?);
    }
    unsafe { &mut *data(array) }.extend(new);
    Some(())
}
