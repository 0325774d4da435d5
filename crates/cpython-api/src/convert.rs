//! Conversions between Rust values and Python objects, one trait per direction.

use crate::c_api;
use crate::context::ThreadContext;
use crate::err::{PyOverflowError, PyResult, wrong_type};
use crate::handle::{Borrowed, Bound, Py};
use crate::types::{PyAny, PyBytes, PyStr, PyTypeInfo};

/// Make a Rust value from an object. It may borrow from the object for as long as its owner keeps it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from a Python object",
    label = "not a type that a Python argument converts to",
    note = "take an integer, `bool`, `f64`, `&str`, `String`, `&[u8]`, `Vec<T>`, `Option<T>` or `Borrowed<'_, '_, PyAny>`"
)]
pub trait FromPyObject<'a, 'py>: Sized {
    /// The value, or an exception: usually `TypeError` or `OverflowError`.
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self>;

    /// The items of a `bytes` object at once, for `u8` alone.
    #[doc(hidden)]
    fn from_bytes(_content: &[u8]) -> Option<Vec<Self>> {
        None
    }
}

/// Make a Python object from a Rust value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made into a Python object",
    label = "not a type that a Python function can return",
    note = "return an integer, `bool`, `f64`, `String`, `&str`, `Vec<T>`, `Option<T>`, `()`, a `Bound`, or a `PyResult` of one"
)]
pub trait IntoPyObject<'py>: Sized {
    /// The object, or an exception: usually `MemoryError`.
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>>;

    /// A list of values. `Vec<u8>` becomes `bytes`, hence a method.
    #[doc(hidden)]
    fn vec_into_pyobject(values: Vec<Self>, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        let list = c_api::list_new(ctx)?;
        for value in values {
            let item = value.into_pyobject(ctx)?;
            c_api::list_append(ctx, list.as_borrowed(), item.as_borrowed())?;
        }
        Ok(list.into_any())
    }
}

macro_rules! signed {
    ($($int:ty),*) => {$(
        impl<'a, 'py> FromPyObject<'a, 'py> for $int {
            fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                Self::try_from(c_api::int_as_i64(ctx, obj)?)
                    .map_err(|_| PyOverflowError::raise(ctx, concat!("the int does not fit ", stringify!($int))))
            }
        }

        impl<'py> IntoPyObject<'py> for $int {
            fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
                c_api::int_from_i64(ctx, self as i64)
            }
        }
    )*};
}

signed!(i8, i16, i32, i64, isize);

macro_rules! unsigned {
    ($($int:ty),*) => {$(
        impl<'a, 'py> FromPyObject<'a, 'py> for $int {
            fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                Self::try_from(c_api::int_as_u64(ctx, obj)?)
                    .map_err(|_| PyOverflowError::raise(ctx, concat!("the int does not fit ", stringify!($int))))
            }
        }

        impl<'py> IntoPyObject<'py> for $int {
            fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
                c_api::int_from_u64(ctx, self as u64)
            }
        }
    )*};
}

unsigned!(u16, u32, u64, usize);

impl<'a, 'py> FromPyObject<'a, 'py> for u8 {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let value = c_api::int_as_u64(ctx, obj)?;
        Self::try_from(value).map_err(|_| PyOverflowError::raise(ctx, "the int does not fit u8"))
    }

    fn from_bytes(content: &[u8]) -> Option<Vec<Self>> {
        Some(content.to_vec())
    }
}

impl<'py> IntoPyObject<'py> for u8 {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        c_api::int_from_u64(ctx, self.into())
    }

    fn vec_into_pyobject(values: Vec<u8>, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        c_api::bytes_from(ctx, &values).map(Bound::into_any)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for bool {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // Exact: any object has a truth value, and taking it silently hides a wrong argument.
        if c_api::is_bool(obj) { c_api::is_true(ctx, obj) } else { Err(wrong_type(ctx, "bool", obj)) }
    }
}

impl<'py> IntoPyObject<'py> for bool {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(c_api::bool_from(ctx, self))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for f64 {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        c_api::float_as_f64(ctx, obj)
    }
}

impl<'py> IntoPyObject<'py> for f64 {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        c_api::float_from(ctx, self)
    }
}

impl<'py> IntoPyObject<'py> for f32 {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        c_api::float_from(ctx, self.into())
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for &'a str {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        obj.cast::<PyStr>(ctx)?.to_str(ctx)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for String {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        <&str>::extract(ctx, obj).map(str::to_owned)
    }
}

impl<'py> IntoPyObject<'py> for &str {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        c_api::str_from(ctx, self).map(Bound::into_any)
    }
}

impl<'py> IntoPyObject<'py> for String {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.as_str().into_pyobject(ctx)
    }
}

impl<'py> IntoPyObject<'py> for char {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        (&*self.encode_utf8(&mut [0; 4])).into_pyobject(ctx)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for &'a [u8] {
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(obj.cast::<PyBytes>(ctx)?.as_bytes())
    }
}

impl<'py> IntoPyObject<'py> for &[u8] {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        c_api::bytes_from(ctx, self).map(Bound::into_any)
    }
}

impl<'a, 'py, T> FromPyObject<'a, 'py> for Option<T>
where
    T: FromPyObject<'a, 'py>,
{
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if obj.is_none() { Ok(None) } else { T::extract(ctx, obj).map(Some) }
    }
}

impl<'py, T> IntoPyObject<'py> for Option<T>
where
    T: IntoPyObject<'py>,
{
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Some(value) => value.into_pyobject(ctx),
            None => Ok(ctx.none()),
        }
    }
}

impl<'a, 'py, T> FromPyObject<'a, 'py> for Vec<T>
where
    T: for<'b> FromPyObject<'b, 'py>,
{
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Some(bytes) = obj.downcast::<PyBytes>() {
            if let Some(values) = T::from_bytes(bytes.as_bytes()) {
                return Ok(values);
            }
        }
        if PyStr::is_type_of(obj) || !c_api::is_sequence(ctx, obj) {
            return Err(wrong_type(ctx, "a sequence", obj));
        }
        let mut values = Vec::new();
        let mut items = obj.iter(ctx)?;
        while let Some(item) = items.next(ctx)? {
            values.push(T::extract(ctx, item.as_borrowed())?);
        }
        Ok(values)
    }
}

impl<'py, T> IntoPyObject<'py> for Vec<T>
where
    T: IntoPyObject<'py>,
{
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        T::vec_into_pyobject(self, ctx)
    }
}

impl<'py> IntoPyObject<'py> for () {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(ctx.none())
    }
}

macro_rules! tuples {
    ($(($($name:ident),+))*) => {$(
        impl<'py, $($name: IntoPyObject<'py>),+> IntoPyObject<'py> for ($($name,)+) {
            #[allow(non_snake_case, reason = "one name for the type and its value")]
            fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
                let ($($name,)+) = self;
                let items = vec![$($name.into_pyobject(ctx)?),+];
                c_api::tuple_from(ctx, items).map(Bound::into_any)
            }
        }
    )*};
}

tuples! { (A) (A, B) (A, B, C) (A, B, C, D) }

impl<'a, 'py, T> FromPyObject<'a, 'py> for Borrowed<'a, 'py, T>
where
    T: PyTypeInfo,
{
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        obj.cast::<T>(ctx)
    }
}

impl<'a, 'py, T> FromPyObject<'a, 'py> for Bound<'py, T>
where
    T: PyTypeInfo,
{
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(obj.cast::<T>(ctx)?.to_owned(ctx))
    }
}

impl<'a, 'py, T> FromPyObject<'a, 'py> for Py<T>
where
    T: PyTypeInfo,
{
    fn extract(ctx: &ThreadContext<'py>, obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(obj.cast::<T>(ctx)?.to_owned(ctx).unbind())
    }
}

impl<'py, T> IntoPyObject<'py> for Borrowed<'_, 'py, T> {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.to_owned(ctx).into_any())
    }
}

impl<'py, T> IntoPyObject<'py> for Bound<'py, T> {
    fn into_pyobject(self, _ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.into_any())
    }
}

impl<'py, T> IntoPyObject<'py> for &Bound<'py, T> {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.clone_ref(ctx).into_any())
    }
}

impl<'py, T> IntoPyObject<'py> for Py<T> {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.into_bound(ctx).into_any())
    }
}

impl<'py, T> IntoPyObject<'py> for &Py<T> {
    fn into_pyobject(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.bind(ctx).into_pyobject(ctx)
    }
}

/// What a callback may return: a value, or a `PyResult` of one.
#[diagnostic::on_unimplemented(
    message = "a Python function cannot return `{Self}`",
    label = "not a type that converts to a Python object",
    note = "return an integer, `bool`, `f64`, `String`, `&str`, `Vec<T>`, `Option<T>`, `()`, a `Bound`, or a `PyResult` of one"
)]
pub trait CallbackOutput<'py> {
    #[doc(hidden)]
    fn into_result(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>>;
}

impl<'py, T> CallbackOutput<'py> for T
where
    T: IntoPyObject<'py>,
{
    #[inline]
    fn into_result(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.into_pyobject(ctx)
    }
}

impl<'py, T> CallbackOutput<'py> for PyResult<T>
where
    T: IntoPyObject<'py>,
{
    #[inline]
    fn into_result(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.and_then(|value| value.into_pyobject(ctx))
    }
}
