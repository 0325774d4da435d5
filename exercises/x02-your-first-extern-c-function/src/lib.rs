//! X02, Your first `extern "C"` function: three functions that C, and so Python's `ctypes`, can
//! call.
//!
//! Nothing of Python is in them yet: only numbers, an address, and the rules for calling each
//! other.

mod module; // lets Python find this library: given, not needed to solve this

use std::ffi::{c_int, c_longlong};

// region: todo `int add(int, int)`: the sum. What is too large, or too small, for an `int` becomes the nearest that fits.
// starter: pub fn add(left: c_int, right: c_int) -> c_int {
// starter:     let _ = (left, right);
// starter:     0
// starter: }
/// The sum of two `int`, or the nearest.
#[unsafe(no_mangle)]
pub extern "C" fn add(left: c_int, right: c_int) -> c_int {
    left.saturating_add(right)
}
// endregion

// region: todo `int is_even(long long)`: 1 if the number is even, else 0, for negative numbers too.
// starter: pub fn is_even(number: c_longlong) -> c_int {
// starter:     let _ = number;
// starter:     0
// starter: }
/// 1 for an even number, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn is_even(number: c_longlong) -> c_int {
    c_int::from(number % 2 == 0)
}
// endregion

// region: todo `long long sum(const int *first, size_t length)`: the sum of an array. An empty one may come as NULL.
// starter: /// # Safety
// starter: /// `first` points to `length` numbers, or is NULL and `length` is 0.
// starter: pub unsafe fn sum(first: *const c_int, length: usize) -> c_longlong {
// starter:     let _ = (first, length);
// starter:     0
// starter: }
/// The sum of an array.
///
/// # Safety
/// `first` points to `length` numbers, or is NULL and `length` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sum(first: *const c_int, length: usize) -> c_longlong {
    if first.is_null() {
        return 0;
    }
    // SAFETY: the caller says that there are `length` numbers, and nobody changes them during this call.
    let numbers = unsafe { std::slice::from_raw_parts(first, length) };
    numbers.iter().map(|&number| c_longlong::from(number)).sum()
}
// endregion
