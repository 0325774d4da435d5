//! `ClassDef`: what a class is made of, as a `static`, and the making of the type.

use std::cell::UnsafeCell;
use std::ffi::{CStr, CString, c_int, c_void};
use std::marker::PhantomData;
use std::ptr::{NonNull, null_mut};

use cpython_sys::{self as ffi, PyMethodDef, PyObject, PyTypeObject};

use super::callbacks::{ClassMethodTrampoline, MethodTrampoline, NewTrampoline};
use super::instance::{self, PyInstance};
use super::slots::ClassSlotDef;
use super::{PyClass, PyClassGc};
use crate::c_api::{self, TypeParts, type_slot};
use crate::context::ThreadContext;
use crate::err::{PyResult, PySystemError};
use crate::handle::{Borrowed, Bound};
use crate::module::{ModuleRef, ModuleState};
use crate::types::{PyAny, PyModule, PyType, PyTypeInfo};

/// A row of the method table of the class `C`.
///
/// In a cell, so that a table is always a `static` with an address of its own: below 3.14 it is what tells one class
/// from another, and equal constants may share an address.
#[repr(transparent)]
pub struct ClassMethodDef<C> {
    row: UnsafeCell<PyMethodDef>,
    _class: PhantomData<fn() -> C>,
}

// SAFETY: CPython reads the rows and never writes them; nor do we.
unsafe impl<C> Sync for ClassMethodDef<C> {}

impl<C> ClassMethodDef<C> {
    /// The last row of every table.
    #[allow(clippy::declare_interior_mutable_const, reason = "a part of an initialiser, copied into each use")]
    pub const END: Self = Self::of(PyMethodDef::zeroed());

    const fn of(row: PyMethodDef) -> Self {
        Self { row: UnsafeCell::new(row), _class: PhantomData }
    }

    /// For the code that `#[pymethods]` writes.
    ///
    /// # Safety
    /// `trampoline` does what [`method`](super::method) does, for the class `C`.
    #[doc(hidden)]
    pub const unsafe fn method(name: &'static CStr, trampoline: MethodTrampoline, doc: &'static CStr) -> Self {
        Self::of(PyMethodDef::method(name, trampoline).doc(doc))
    }

    /// For the code that `#[pymethods]` writes.
    ///
    /// # Safety
    /// `trampoline` does what [`class_method`](super::class_method) does, for the class `C`.
    #[doc(hidden)]
    pub const unsafe fn class_method(
        name: &'static CStr,
        trampoline: ClassMethodTrampoline,
        doc: &'static CStr,
    ) -> Self {
        let row = PyMethodDef::fastcall_keywords(name, trampoline).doc(doc);
        Self::of(PyMethodDef { ml_flags: row.ml_flags | ffi::METH_CLASS, ..row })
    }

    const fn is_end(&self) -> bool {
        // SAFETY: nobody writes to a row.
        unsafe { (*self.row.get()).ml_name.is_null() }
    }
}

/// A row of the attribute table of the class `C`.
#[repr(transparent)]
pub struct ClassGetSetDef<C> {
    row: ffi::PyGetSetDef,
    _class: PhantomData<fn() -> C>,
}

// SAFETY: CPython reads the rows and never writes them; the pointers are to `'static` text and code.
unsafe impl<C> Sync for ClassGetSetDef<C> {}

impl<C> ClassGetSetDef<C> {
    /// The last row of every table.
    pub const END: Self = Self {
        row: ffi::PyGetSetDef { name: null_mut(), get: None, set: None, doc: null_mut(), closure: null_mut() },
        _class: PhantomData,
    };

    /// For the code that `#[pymethods]` writes.
    ///
    /// # Safety
    /// `get` does what [`getter`](super::getter) does, and `set` what [`setter`](super::setter) does, for the class
    /// `C`.
    #[doc(hidden)]
    pub const unsafe fn new(name: &'static CStr, get: ffi::getter, set: ffi::setter, doc: &'static CStr) -> Self {
        let row = ffi::PyGetSetDef { name: name.as_ptr(), get, set, doc: doc.as_ptr(), closure: null_mut() };
        Self { row, _class: PhantomData }
    }
}

/// How Python code makes an instance of the class `C`.
pub struct ClassNewDef<C> {
    trampoline: NewTrampoline,
    signature: &'static str,
    _class: PhantomData<fn() -> C>,
}

impl<C> ClassNewDef<C> {
    /// For the code that `#[pymethods]` writes.
    ///
    /// # Safety
    /// `trampoline` does what [`constructor`](super::constructor) does, for the class `C`.
    #[doc(hidden)]
    pub const unsafe fn new(trampoline: NewTrampoline, signature: &'static str) -> Self {
        Self { trampoline, signature, _class: PhantomData }
    }
}

/// What `#[pymethods]` makes of an `impl` block.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no methods for Python",
    note = "write `#[pymethods] impl {Self} {{ … }}`; it may be empty"
)]
///
/// # Safety
/// `METHODS` points to a `static`. (A pointer: in Rust 1.85 no constant may refer to memory with a cell in it.)
#[doc(hidden)]
pub unsafe trait ClassItems: PyClass {
    const METHODS: *const [ClassMethodDef<Self>];
    const GETSETS: &'static [ClassGetSetDef<Self>];
    const SLOTS: &'static [ClassSlotDef<Self>];
    const NEW: Option<&'static ClassNewDef<Self>>;
}

/// The definition of the class `C`: a `static`, the only one of its payload.
///
/// A class is final, and cannot be called to make an instance unless it has a constructor.
pub struct ClassDef<C: PyClass> {
    name: &'static CStr,
    doc: &'static str,
    methods: Option<&'static [ClassMethodDef<C>]>,
    getsets: Option<&'static [ClassGetSetDef<C>]>,
    slots: &'static [ClassSlotDef<C>],
    new: Option<&'static ClassNewDef<C>>,
    /// The method table of a class without methods: below 3.14 a class is told by the address of its table.
    no_methods: [ClassMethodDef<C>; 1],
}

// SAFETY: nobody writes to a definition.
unsafe impl<C: PyClass> Sync for ClassDef<C> {}

impl<C: PyClass> ClassDef<C> {
    /// A class of this name, `module.Name`. Without a dot it gets the name of the module that it is made for.
    pub const fn new(name: &'static CStr) -> Self {
        // Too large an alignment does not compile.
        assert!(instance::size::<C>() > 0);
        Self { name, doc: "", methods: None, getsets: None, slots: &[], new: None, no_methods: [ClassMethodDef::END] }
    }

    /// With all that `#[pymethods]` made.
    pub const fn of(name: &'static CStr) -> Self
    where
        C: ClassItems,
    {
        // SAFETY: a static, as the trait says.
        let methods = unsafe { &*C::METHODS };
        let definition = Self::new(name).methods(methods).getsets(C::GETSETS).slots(C::SLOTS);
        match C::NEW {
            Some(new) => definition.constructor(new),
            None => definition,
        }
    }

    /// With a docstring.
    pub const fn doc(self, doc: &'static str) -> Self {
        Self { doc, ..self }
    }

    /// With methods. The last row is `ClassMethodDef::END`.
    pub const fn methods(self, methods: &'static [ClassMethodDef<C>]) -> Self {
        assert!(!methods.is_empty() && methods[methods.len() - 1].is_end(), "a table ends with `ClassMethodDef::END`");
        Self { methods: Some(methods), ..self }
    }

    /// With attributes. The last row is `ClassGetSetDef::END`.
    pub const fn getsets(self, getsets: &'static [ClassGetSetDef<C>]) -> Self {
        let ended = !getsets.is_empty() && getsets[getsets.len() - 1].row.name.is_null();
        assert!(ended, "a table ends with `ClassGetSetDef::END`");
        Self { getsets: Some(getsets), ..self }
    }

    /// With special methods. Not in the August text.
    pub const fn slots(self, slots: &'static [ClassSlotDef<C>]) -> Self {
        Self { slots, ..self }
    }

    /// With a constructor: Python code can call the class.
    pub const fn constructor(self, new: &'static ClassNewDef<C>) -> Self {
        Self { new: Some(new), ..self }
    }

    fn method_table(&'static self) -> *const c_void {
        self.methods.unwrap_or(&self.no_methods).as_ptr().cast()
    }

    /// What `type_has_token` compares.
    #[inline]
    fn token(&'static self) -> *const c_void {
        if cfg!(Py_3_14) { std::ptr::from_ref(self).cast() } else { self.method_table() }
    }

    /// Whether the type was made from this definition.
    ///
    /// # Safety
    /// `class` is a live type.
    #[inline]
    pub(super) unsafe fn is_type(&'static self, class: NonNull<PyTypeObject>) -> bool {
        // SAFETY: the caller's condition.
        unsafe { c_api::type_has_token(class, self.token()) }
    }

    /// The name without the module.
    pub(super) fn short_name(&self) -> &'static str {
        let name = self.name.to_str().unwrap_or("object");
        name.rsplit_once('.').map_or(name, |(_, name)| name)
    }

    /// Make the type, for a module whose state is the class's.
    pub fn create<'py>(
        &'static self,
        ctx: &ThreadContext<'py>,
        module: ModuleRef<'_, 'py, C::State>,
    ) -> PyResult<Bound<'py, PyType<C>>> {
        if !std::ptr::eq(self, C::definition()) {
            return Err(PySystemError::raise(ctx, "a payload has one definition: the one that `definition()` returns"));
        }
        let name = self.full_name(ctx, module.as_module())?;
        let doc = self.docstring(&name);
        let mut members = weak_reference_member();
        let mut slots = self.type_slots(&doc, &mut members);
        let parts = TypeParts { name: &name, size: instance::size::<C>(), flags: self.flags(), slots: &mut slots };
        // SAFETY: the callbacks are those of `C`, whose size this is; the tables are `'static`.
        let class = unsafe { c_api::type_from_parts(ctx, module.as_module(), parts) }?;
        // SAFETY: a type of this definition, owned.
        Ok(unsafe { Bound::from_owned_ptr(ctx, class.into_ptr()) })
    }

    fn full_name(&self, ctx: &ThreadContext<'_>, module: Borrowed<'_, '_, PyModule>) -> PyResult<CString> {
        if self.name.to_bytes().contains(&b'.') {
            return Ok(self.name.to_owned());
        }
        // SAFETY: the context's own attachment, under a name that the module's handle shares.
        let module = unsafe { Borrowed::<PyModule>::from_ptr(ctx, module.ptr()) };
        let of = c_api::module_name(ctx, module)?;
        let full = format!("{}.{}", of.to_str(ctx)?, self.short_name());
        CString::new(full).map_err(|_| PySystemError::raise(ctx, "the module's name holds a NUL"))
    }

    /// With the constructor's signature before it, as `inspect` wants it.
    fn docstring(&self, name: &CStr) -> CString {
        let name = name.to_string_lossy();
        let short = name.rsplit_once('.').map_or(&*name, |(_, short)| short);
        let signature = self.new.map(|new| format!("{short}{}\n--\n\n", new.signature));
        CString::new(signature.unwrap_or_default() + self.doc).unwrap_or_default()
    }

    #[allow(clippy::unnecessary_cast, reason = "the constants' types differ by version")]
    fn flags(&self) -> u32 {
        let or_if = |on: bool, flag: u32| if on { flag } else { 0 };
        ffi::Py_TPFLAGS_DEFAULT as u32
            | ffi::Py_TPFLAGS_IMMUTABLETYPE as u32
            | or_if(C::Gc::ENABLED, ffi::Py_TPFLAGS_HAVE_GC as u32)
            | or_if(self.new.is_none(), ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION as u32)
    }

    fn type_slots(&'static self, doc: &CStr, members: &mut [ffi::PyMemberDef; 2]) -> Vec<ffi::PyType_Slot> {
        let mut slots = vec![
            type_slot(ffi::Py_tp_dealloc, instance::dealloc::<C> as *mut c_void),
            type_slot(ffi::Py_tp_methods, self.method_table().cast_mut()),
            type_slot(ffi::Py_tp_members, members.as_mut_ptr().cast()),
        ];
        #[cfg(Py_3_14)]
        slots.push(type_slot(ffi::Py_tp_token, self.token().cast_mut()));
        if !doc.is_empty() {
            slots.push(type_slot(ffi::Py_tp_doc, doc.as_ptr().cast_mut().cast()));
        }
        if let Some(getsets) = self.getsets {
            slots.push(type_slot(ffi::Py_tp_getset, getsets.as_ptr().cast_mut().cast()));
        }
        if let Some(new) = self.new {
            slots.push(type_slot(ffi::Py_tp_new, new.trampoline as *mut c_void));
        }
        if C::Gc::ENABLED {
            slots.push(type_slot(ffi::Py_tp_traverse, instance::traverse::<C> as *mut c_void));
            slots.push(type_slot(ffi::Py_tp_clear, instance::clear::<C> as *mut c_void));
        }
        slots.extend(self.slots.iter().map(ClassSlotDef::row));
        slots.push(type_slot(0, null_mut()));
        slots
    }
}

/// Tells CPython where the list of weak references is. Copied into the type.
fn weak_reference_member() -> [ffi::PyMemberDef; 2] {
    // `Py_T_PYSSIZET` and `Py_READONLY`, which have these names from 3.12 on.
    const SIZE: c_int = 19;
    const READONLY: c_int = 1;
    let end = ffi::PyMemberDef { name: null_mut(), type_: 0, offset: 0, flags: 0, doc: null_mut() };
    let offset = instance::WEAKREFS as ffi::Py_ssize_t;
    [ffi::PyMemberDef { name: c"__weaklistoffset__".as_ptr(), type_: SIZE, offset, flags: READONLY, ..end }, end]
}

// SAFETY: the token is that of the definition of `C`.
unsafe impl<C: PyClass> PyTypeInfo for PyType<C> {
    fn name() -> &'static str {
        "type"
    }

    fn is_type_of(object: Borrowed<'_, '_, PyAny>) -> bool {
        // SAFETY: a live object; checked to be a type before it is taken for one.
        c_api::is_type(object) && unsafe { C::definition().is_type(object.ptr().cast()) }
    }
}

impl<'a, 'py, C: PyClass> Borrowed<'a, 'py, PyType<C>> {
    /// The type without its payload's name: what `add_type` and other general functions take. Touches no count.
    pub fn as_type(self, ctx: &ThreadContext<'py>) -> Borrowed<'a, 'py, PyType> {
        c_api::untyped(ctx, self)
    }
}

/// Makes a class and puts it into its module: what `classes: [...]` of `export_module!` runs.
#[doc(hidden)]
pub type ClassMaker<S> = for<'a, 'py> fn(&ThreadContext<'py>, ModuleRef<'a, 'py, S>) -> PyResult<()>;

#[doc(hidden)]
pub const fn class_maker<C: PyClass>() -> ClassMaker<C::State> {
    fn make<'a, 'py, C: PyClass>(ctx: &ThreadContext<'py>, module: ModuleRef<'a, 'py, C::State>) -> PyResult<()> {
        let class = C::definition().create(ctx, module)?;
        module.add_type(ctx, class.as_borrowed().as_type(ctx))
    }
    make::<C>
}

impl<'py, S: ModuleState> ModuleRef<'_, 'py, S> {
    /// The class that `classes: [...]` has put into the module. For a state that keeps it. Not in the August text.
    pub fn class<C: PyClass<State = S>>(self, ctx: &ThreadContext<'py>) -> PyResult<Bound<'py, PyType<C>>> {
        self.as_module().getattr(ctx, C::definition().short_name())?.cast_into(ctx)
    }
}

#[allow(dead_code, reason = "says that both markers are pointers to objects")]
const _: () = assert!(size_of::<PyInstance<()>>() == size_of::<PyObject>());
