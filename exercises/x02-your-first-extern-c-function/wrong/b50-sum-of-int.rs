//! wrong: B50
//! outcome: crashed
//! Adds up `int` in an `int`.
mod module;

use std::ffi::{c_int, c_longlong};

/// `int add(int left, int right)`
#[unsafe(no_mangle)]
pub extern "C" fn add(left: c_int, right: c_int) -> c_int {
    left.saturating_add(right)
}

/// `int is_even(long long number)`
#[unsafe(no_mangle)]
pub extern "C" fn is_even(number: c_longlong) -> c_int {
    c_int::from(number % 2 == 0)
}

/// `long long sum(const int *first, size_t length)`
///
/// # Safety
/// `first` points to `length` numbers, or is NULL and `length` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sum(first: *const c_int, length: usize) -> c_longlong {
    if first.is_null() {
        return 0;
    }
    let numbers = unsafe { std::slice::from_raw_parts(first, length) };
    c_longlong::from(numbers.iter().sum::<c_int>())
}
