//! Which Python a crate is built for, for crates that have no build script of their own. Not in the August text.

/// The `13` of Python 3.13.
pub const PYTHON_MINOR: u8 = (cpython_sys::PY_VERSION_HEX >> 16) as u8;

/// Items for newer Pythons, and others for older ones:
///
/// ```ignore
/// python_since! { 3.14 { mod new; } else { mod old; } }
/// ```
#[macro_export]
macro_rules! python_since {
    (3.12 { $($new:tt)* } else { $($old:tt)* }) => { $crate::__since_3_12! { { $($new)* } { $($old)* } } };
    (3.14 { $($new:tt)* } else { $($old:tt)* }) => { $crate::__since_3_14! { { $($new)* } { $($old)* } } };
    (3.15 { $($new:tt)* } else { $($old:tt)* }) => { $crate::__since_3_15! { { $($new)* } { $($old)* } } };
}

#[cfg(Py_3_12)]
#[doc(hidden)]
#[macro_export]
macro_rules! __since_3_12 {
    ({ $($new:tt)* } { $($old:tt)* }) => { $($new)* };
}

#[cfg(not(Py_3_12))]
#[doc(hidden)]
#[macro_export]
macro_rules! __since_3_12 {
    ({ $($new:tt)* } { $($old:tt)* }) => { $($old)* };
}

#[cfg(Py_3_14)]
#[doc(hidden)]
#[macro_export]
macro_rules! __since_3_14 {
    ({ $($new:tt)* } { $($old:tt)* }) => { $($new)* };
}

#[cfg(not(Py_3_14))]
#[doc(hidden)]
#[macro_export]
macro_rules! __since_3_14 {
    ({ $($new:tt)* } { $($old:tt)* }) => { $($old)* };
}

#[cfg(Py_3_15)]
#[doc(hidden)]
#[macro_export]
macro_rules! __since_3_15 {
    ({ $($new:tt)* } { $($old:tt)* }) => { $($new)* };
}

#[cfg(not(Py_3_15))]
#[doc(hidden)]
#[macro_export]
macro_rules! __since_3_15 {
    ({ $($new:tt)* } { $($old:tt)* }) => { $($old)* };
}
