//! Functions of a module: the table row, argument binding, and the one trampoline body.

use std::ffi::CStr;
use std::marker::PhantomData;
use std::ptr::{NonNull, null_mut};

use cpython_sys::{self as ffi, PyMethodDef, PyObject};

use crate::boundary;
use crate::c_api;
use crate::context::ThreadContext;
use crate::convert::{CallbackOutput, FromPyObject};
use crate::err::{PyResult, PyTypeError};
use crate::handle::{Borrowed, Bound};
use crate::module::{ModuleState, module_state};
use crate::types::{PyAny, PyStr};

/// A row of the method table of a module with the state `S`. `export_module!` takes no row of another state.
#[repr(transparent)]
pub struct ModuleMethodDef<S> {
    row: PyMethodDef,
    _state: PhantomData<fn() -> S>,
}

/// The C signature of a trampoline.
pub type Trampoline = unsafe extern "C" fn(
    module: *mut PyObject,
    arguments: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut PyObject,
) -> *mut PyObject;

impl<S: ModuleState> ModuleMethodDef<S> {
    /// For the code that `#[pyfunction]` writes.
    ///
    /// # Safety
    /// `trampoline` does what [`call`] does, with the state `S`.
    #[doc(hidden)]
    pub const unsafe fn new(name: &'static CStr, trampoline: Trampoline, doc: &'static CStr) -> Self {
        Self { row: PyMethodDef::fastcall_keywords(name, trampoline).doc(doc), _state: PhantomData }
    }

    /// The row of a function whose macro reported an error: never built, and no second error.
    #[doc(hidden)]
    pub const fn refused() -> Self {
        Self { row: PyMethodDef::zeroed(), _state: PhantomData }
    }

    pub(crate) const fn row(&self) -> PyMethodDef {
        self.row
    }
}

/// A function marked `#[pyfunction]`, whose second parameter is `&S`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function of a module with the state `{S}`",
    note = "mark it `#[pyfunction]`; its second parameter is `&{S}`, as in the module's other functions"
)]
pub trait Method<S: ModuleState> {
    const METHOD: ModuleMethodDef<S>;
}

/// How a parameter may be given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// Before the `/`.
    PositionalOnly,
    /// By position or by name.
    Either,
    /// After the `*`.
    KeywordOnly,
}

/// One parameter, as Python sees it.
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// How it may be given.
    pub kind: ParamKind,
    /// Whether it has no default.
    pub required: bool,
}

/// What `#[pyfunction(signature = …)]` says, as data.
pub struct ParamSpec {
    /// The function's name, for messages.
    pub function: &'static str,
    /// Every parameter in order, without `*args`.
    pub params: &'static [Param],
    /// How many of them may be given by position.
    pub positional: usize,
    /// Whether further positions go to `*args`.
    pub variadic: bool,
}

/// The arguments of one call, bound to parameters. Borrowed from the caller, who keeps them for the call.
pub struct Arguments<'args, 'py> {
    slots: &'args [*mut PyObject],
    rest: &'args [*mut PyObject],
    spec: &'static ParamSpec,
    _attached: PhantomData<&'py ()>,
}

/// What `#[pyfunction]` makes of a function, as a pointer. Without optimisation it goes to [`call`] in this form: then
/// all functions of a state share one compiled body, that of modules without state in this library already.
pub type Body<S> =
    for<'args, 'py> fn(&mut ThreadContext<'py>, &S, &Arguments<'args, 'py>) -> PyResult<Bound<'py, PyAny>>;

/// The body of every trampoline: contain panics, count the entry, find the state, bind the arguments, call.
///
/// # Safety
/// The arguments are those of a `METH_FASTCALL | METH_KEYWORDS` callback, made with an attached thread state; `SLOTS`
/// is the number of parameters of `spec`.
#[doc(hidden)]
#[cfg_attr(not(debug_assertions), inline)]
pub unsafe fn call<S: ModuleState, const SLOTS: usize>(
    spec: &'static ParamSpec,
    body: impl for<'args, 'py> Fn(&mut ThreadContext<'py>, &S, &Arguments<'args, 'py>) -> PyResult<Bound<'py, PyAny>>,
    module: *mut PyObject,
    arguments: *const *mut PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's condition.
    unsafe {
        boundary::object_callback(|ctx| {
            let state = module_state::<S>(ctx, module)?;
            from_vectorcall::<SLOTS>(ctx, spec, arguments, count as usize, keywords, |ctx, arguments| {
                body(ctx, state, arguments)
            })
        })
    }
}

/// Bind the arguments of a vectorcall, and go on with them.
///
/// # Safety
/// `arguments`, `count` and `keywords` are those of a vectorcall; `SLOTS` is the number of parameters of `spec`.
#[inline]
pub(crate) unsafe fn from_vectorcall<'py, const SLOTS: usize>(
    ctx: &mut ThreadContext<'py>,
    spec: &'static ParamSpec,
    arguments: *const *mut PyObject,
    count: usize,
    keywords: *mut PyObject,
    body: impl for<'args> FnOnce(&mut ThreadContext<'py>, &Arguments<'args, 'py>) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: the caller's condition.
    let given = unsafe { slice(arguments, count) };
    let mut slots = [null_mut(); SLOTS];
    // The usual call needs no second array: parameters past the end of this one have their defaults. One call of `body`
    // for both, so that it is compiled into the trampoline.
    let (slots, rest) = if keywords.is_null() && count <= spec.positional && !lacks(spec, count) {
        (given, &given[count..])
    } else {
        // SAFETY: the caller's condition.
        let rest = unsafe { bind(ctx, spec, given, arguments, keywords, &mut slots)? };
        (&slots[..], rest)
    };
    body(ctx, &Arguments { slots, rest, spec, _attached: PhantomData })
}

/// Whether one of the parameters past the first `count` must be given. Asks all of them: the compiler then knows how many
/// those are, and leaves one comparison.
#[inline]
fn lacks(spec: &ParamSpec, count: usize) -> bool {
    spec.params.iter().enumerate().any(|(position, param)| param.required && position >= count)
}

/// Bind the arguments of a constructor, and go on with them.
///
/// # Safety
/// `arguments` is a live tuple, `keywords` a live dict or null; `SLOTS` is the number of parameters of `spec`.
pub(crate) unsafe fn from_tuple_and_dict<'py, const SLOTS: usize, R>(
    ctx: &mut ThreadContext<'py>,
    spec: &'static ParamSpec,
    arguments: *mut PyObject,
    keywords: *mut PyObject,
    body: impl for<'args> FnOnce(&mut ThreadContext<'py>, &Arguments<'args, 'py>) -> PyResult<R>,
) -> PyResult<R> {
    let mut slots = [null_mut(); SLOTS];
    // SAFETY: the caller's condition.
    let given = unsafe { c_api::tuple_items(NonNull::new_unchecked(arguments)) };
    let rest = bind_positions(ctx, spec, given, &mut slots)?;
    // SAFETY: the caller's condition.
    let keywords = NonNull::new(keywords).map(|dict| unsafe { Borrowed::from_ptr(ctx, dict) });
    // Kept until the call is over: unlike a vectorcall's, they have no other owner that must keep them.
    let named = keywords.map(|dict| c_api::dict_items(ctx, dict)).unwrap_or_default();
    for (name, value) in &named {
        bind_keyword(ctx, spec, name.as_borrowed(), value.ptr().as_ptr(), &mut slots)?;
    }
    require(ctx, spec, &slots)?;
    body(ctx, &Arguments { slots: &slots, rest, spec, _attached: PhantomData })
}

/// # Safety
/// `count` objects start at `start`, alive for the call. `start` may be null if `count` is zero.
#[inline]
unsafe fn slice<'args>(start: *const *mut PyObject, count: usize) -> &'args [*mut PyObject] {
    // SAFETY: the caller's condition.
    if count == 0 { &[] } else { unsafe { std::slice::from_raw_parts(start, count) } }
}

/// Put each argument into the slot of its parameter. Allocates nothing.
///
/// # Safety
/// `given` and what follows it at `start` are the arguments of a vectorcall with these keywords.
unsafe fn bind<'args>(
    ctx: &ThreadContext<'_>,
    spec: &ParamSpec,
    given: &'args [*mut PyObject],
    start: *const *mut PyObject,
    keywords: *mut PyObject,
    slots: &mut [*mut PyObject],
) -> PyResult<&'args [*mut PyObject]> {
    let rest = bind_positions(ctx, spec, given, slots)?;
    if let Some(keywords) = NonNull::new(keywords) {
        // SAFETY: a vectorcall passes a live tuple of names.
        let names = unsafe { c_api::tuple_items(keywords) };
        // SAFETY: their values follow the arguments given by position.
        let values = unsafe { slice(start.add(given.len()), names.len()) };
        for (&name, &value) in names.iter().zip(values) {
            // SAFETY: an item of a live tuple.
            let name = unsafe { Borrowed::from_ptr(ctx, NonNull::new_unchecked(name)) };
            bind_keyword(ctx, spec, name, value, slots)?;
        }
    }
    require(ctx, spec, slots)?;
    Ok(rest)
}

/// By position; what is left over, if there is a place for it.
fn bind_positions<'args>(
    ctx: &ThreadContext<'_>,
    spec: &ParamSpec,
    given: &'args [*mut PyObject],
    slots: &mut [*mut PyObject],
) -> PyResult<&'args [*mut PyObject]> {
    let by_position = given.len().min(spec.positional);
    slots[..by_position].copy_from_slice(&given[..by_position]);
    let rest = &given[by_position..];
    if rest.is_empty() || spec.variadic { Ok(rest) } else { Err(too_many(ctx, spec, given.len())) }
}

fn require(ctx: &ThreadContext<'_>, spec: &ParamSpec, slots: &[*mut PyObject]) -> PyResult<()> {
    let missing = spec.params.iter().zip(slots).find(|(param, slot)| param.required && slot.is_null());
    match missing {
        Some((param, _)) => {
            let text = format!("{}() missing required argument: '{}'", spec.function, param.name);
            Err(PyTypeError::raise(ctx, text))
        }
        None => Ok(()),
    }
}

fn bind_keyword<'py>(
    ctx: &ThreadContext<'py>,
    spec: &ParamSpec,
    name: Borrowed<'_, 'py, PyAny>,
    value: *mut PyObject,
    slots: &mut [*mut PyObject],
) -> PyResult<()> {
    let name = match name.cast::<PyStr>(ctx)?.to_str(ctx) {
        Ok(name) => name,
        Err(error) => {
            // A lone surrogate is no parameter of ours.
            error.clear(ctx);
            return Err(unexpected(ctx, spec, "\u{fffd}"));
        }
    };
    let found = spec.params.iter().position(|param| param.kind != ParamKind::PositionalOnly && param.name == name);
    let Some(found) = found else {
        return Err(unexpected(ctx, spec, name));
    };
    if !slots[found].is_null() {
        let text = format!("{}() got multiple values for argument '{name}'", spec.function);
        return Err(PyTypeError::raise(ctx, text));
    }
    slots[found] = value;
    Ok(())
}

#[cold]
fn too_many(ctx: &ThreadContext<'_>, spec: &ParamSpec, given: usize) -> crate::PyErrRaised {
    let (function, most) = (spec.function, spec.positional);
    let (plural, were) = (if most == 1 { "" } else { "s" }, if given == 1 { "was" } else { "were" });
    let text = format!("{function}() takes {most} positional argument{plural} but {given} {were} given");
    PyTypeError::raise(ctx, text)
}

#[cold]
fn unexpected(ctx: &ThreadContext<'_>, spec: &ParamSpec, name: &str) -> crate::PyErrRaised {
    let function = spec.function;
    let text = if spec.params.iter().any(|param| param.name == name) {
        format!("{function}() got a positional-only argument passed as keyword argument: '{name}'")
    } else {
        format!("{function}() got an unexpected keyword argument '{name}'")
    };
    PyTypeError::raise(ctx, text)
}

impl<'args, 'py> Arguments<'args, 'py> {
    #[inline]
    fn slot(&self, position: usize) -> Option<NonNull<PyObject>> {
        self.slots.get(position).copied().and_then(NonNull::new)
    }

    /// The argument itself, if it was given: for `clinic!`. Not in the August text.
    #[doc(hidden)]
    #[inline]
    pub fn given(&self, ctx: &ThreadContext<'py>, position: usize) -> Option<Borrowed<'args, 'py, PyAny>> {
        // SAFETY: the caller of the callback keeps its arguments alive for the call.
        self.slot(position).map(|object| unsafe { Borrowed::from_ptr(ctx, object) })
    }

    /// The value of a parameter that was given (binding has checked the required ones).
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn required<T: FromPyObject<'args, 'py>>(&self, ctx: &ThreadContext<'py>, position: usize) -> PyResult<T> {
        self.optional(ctx, position, || unreachable!("binding checks required arguments"))
    }

    /// The value of a parameter, or its default.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn optional<T: FromPyObject<'args, 'py>>(
        &self,
        ctx: &ThreadContext<'py>,
        position: usize,
        default: impl FnOnce() -> T,
    ) -> PyResult<T> {
        match self.slot(position) {
            // SAFETY: the caller of the callback keeps its arguments alive for the call.
            Some(object) => T::extract(ctx, unsafe { Borrowed::from_ptr(ctx, object) })
                .map_err(|error| self.name_argument(ctx, position, error)),
            None => Ok(default()),
        }
    }

    /// The further positional arguments. Not in the August text.
    #[doc(hidden)]
    pub fn variadic<T: FromPyObject<'args, 'py>>(&self, ctx: &ThreadContext<'py>) -> PyResult<Vec<T>> {
        // SAFETY: the caller of the callback keeps its arguments alive for the call.
        let objects = self.rest.iter().filter_map(|object| NonNull::new(*object));
        // SAFETY: as above.
        objects.map(|object| T::extract(ctx, unsafe { Borrowed::from_ptr(ctx, object) })).collect()
    }

    /// Put the parameter's name before the message of a `TypeError`. Not in the August text.
    #[cold]
    fn name_argument(
        &self,
        ctx: &ThreadContext<'py>,
        position: usize,
        error: crate::PyErrRaised,
    ) -> crate::PyErrRaised {
        let prefix = format!("{}() argument '{}'", self.spec.function, self.spec.params[position].name);
        crate::c_api::prefix_type_error(ctx, &prefix, error)
    }
}

/// Convert what the function returned.
#[doc(hidden)]
#[inline]
pub fn output<'py>(ctx: &ThreadContext<'py>, value: impl CallbackOutput<'py>) -> PyResult<Bound<'py, PyAny>> {
    value.into_result(ctx)
}
