//! Modules: typed state, its phases, and the callbacks that `export_module!` hands to CPython.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_int, c_void};
use std::marker::PhantomData;
use std::mem::{MaybeUninit, align_of, size_of};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use cpython_sys::{self as ffi, PyObject};

use crate::boundary::{self, Publish};
use crate::c_api;
use crate::context::{ThreadContext, with_current, with_current_uncounted};
use crate::convert::IntoPyObject;
use crate::depth;
use crate::err::{PyImportError, PyResult, PySystemError};
use crate::gc::{StopTraverse, TraverseResult, Visit};
use crate::handle::{Borrowed, Bound};
use crate::types::{PyModule, PyType};

/// What a module keeps. One value for each module object, shared by all threads.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the state of a module",
    note = "write `impl ModuleState for {Self}`, or use `NoState` for a module that keeps nothing"
)]
pub trait ModuleState: Send + Sync + 'static + Sized {
    /// How the cyclic collector sees the state: `#[derive(ModuleStateGc)]` writes it.
    type Gc: ModuleStateGc<Self>;
    /// The state itself where it holds nothing: a call need not look for it in the module.
    #[doc(hidden)]
    const NOTHING: Option<&'static Self> = None;

    /// The state of a new module object.
    fn new<'a, 'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'a, 'py, Self>) -> PyResult<Self>;
}

/// How the collector sees a state.
///
/// # Safety
/// `traverse` reports every strong reference to a Python object, once, calls nothing but the visitor, and never
/// blocks. `clear` gives back each reference at most once, and leaves a value that can be traversed and dropped.
pub unsafe trait ModuleStateGc<S: ModuleState>: 'static {
    /// Whether the state can own references at all. Without, no callbacks are installed.
    const ENABLED: bool;

    /// Report every strong reference.
    fn traverse(value: &S, visit: &Visit<'_>) -> TraverseResult;

    /// Give back the references that may be part of a cycle.
    fn clear(value: &mut S, ctx: &ThreadContext<'_>);
}

/// The policy of a state without references to Python objects.
pub struct NoGc;

// SAFETY: reports nothing and clears nothing. A state that owns references all the same is not collected in a cycle:
// a leak, no more.
unsafe impl<S: ModuleState> ModuleStateGc<S> for NoGc {
    const ENABLED: bool = false;

    fn traverse(_value: &S, _visit: &Visit<'_>) -> TraverseResult {
        Ok(())
    }

    fn clear(_value: &mut S, _ctx: &ThreadContext<'_>) {}
}

/// The state of a module that keeps nothing.
pub struct NoState;

impl ModuleState for NoState {
    type Gc = NoGc;
    const NOTHING: Option<&'static Self> = Some(&Self);

    fn new<'a, 'py>(_ctx: &ThreadContext<'py>, _module: ModuleRef<'a, 'py, Self>) -> PyResult<Self> {
        Ok(Self)
    }
}

/// A module object whose state is an `S`.
pub struct ModuleRef<'a, 'py, S> {
    module: Borrowed<'a, 'py, PyModule>,
    _state: PhantomData<fn() -> S>,
}

impl<S> Clone for ModuleRef<'_, '_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for ModuleRef<'_, '_, S> {}

impl<'a, 'py, S> ModuleRef<'a, 'py, S> {
    /// The module as an object.
    pub fn as_module(self) -> Borrowed<'a, 'py, PyModule> {
        self.module
    }

    /// Add a value under a name.
    pub fn add(self, ctx: &ThreadContext<'py>, name: &CStr, value: impl IntoPyObject<'py>) -> PyResult<()> {
        self.module.add(ctx, name, value)
    }

    /// Add a type under its own name.
    pub fn add_type(self, ctx: &ThreadContext<'py>, class: Borrowed<'_, 'py, PyType>) -> PyResult<()> {
        self.module.add_type(ctx, class)
    }
}

/// Runs once, after the state is made and before the module can be used.
pub type ModuleExec<S> = for<'a, 'py> fn(&ThreadContext<'py>, ModuleRef<'a, 'py, S>, &S) -> PyResult<()>;

/// What `export_module!` declares, as a type: the callbacks below are made for it.
#[doc(hidden)]
pub trait Export: 'static {
    type State: ModuleState;
    const NAME: &'static CStr;
    const DOC: &'static CStr;
    const CLASSES: &'static [crate::class::ClassMaker<Self::State>];
    const EXEC: Option<ModuleExec<Self::State>>;
}

// ---- the state's storage ------------------------------------------------------------------------------------------

/// Where the state is in its life. CPython hands out zeroed memory, so zero is the start.
mod phase {
    pub(super) const UNINITIALIZED: u8 = 0;
    pub(super) const INITIALIZING: u8 = 1;
    pub(super) const FAILED_WITHOUT_VALUE: u8 = 2;
    pub(super) const EXECUTING: u8 = 3;
    pub(super) const READY: u8 = 4;
    pub(super) const FAILED_WITH_VALUE: u8 = 5;
    pub(super) const CLEARING: u8 = 6;
    pub(super) const CLEARED: u8 = 7;
    pub(super) const CLEAR_FAILED: u8 = 8;
    pub(super) const DROPPING: u8 = 9;
    pub(super) const DROPPED: u8 = 10;
}

/// Tells our storage from another module's memory of the same size.
const MAGIC: u64 = u64::from_le_bytes(*b"rs-state");

/// What CPython allocates for each module object.
#[repr(C)]
pub(crate) struct StateStorage<S> {
    magic: AtomicU64,
    phase: AtomicU8,
    value: UnsafeCell<MaybeUninit<S>>,
}

impl<S: ModuleState> StateStorage<S> {
    /// The size for `m_size`. Evaluating it checks that the allocator's alignment is enough.
    const SIZE: usize = {
        assert!(
            align_of::<Self>() <= align_of::<u64>(),
            "the state's alignment exceeds what CPython's allocator gives"
        );
        assert!(size_of::<Self>() <= isize::MAX as usize);
        size_of::<Self>()
    };

    /// The storage of a module object, unless it has none yet.
    ///
    /// # Safety
    /// `module` is a live module made by `export_module!` with the state `S`.
    unsafe fn of<'a>(module: *mut PyObject) -> Option<&'a Self> {
        // SAFETY: the caller's condition; CPython frees the memory with the module.
        unsafe { c_api::module_state(module).cast::<Self>().as_ref() }
    }

    fn claim(&self) -> bool {
        self.magic.store(MAGIC, Ordering::Relaxed);
        let claimed =
            self.phase.compare_exchange(phase::UNINITIALIZED, phase::INITIALIZING, Ordering::AcqRel, Ordering::Acquire);
        claimed.is_ok()
    }

    /// # Safety
    /// The phase says that the value is there, and nobody lends it mutably.
    #[inline]
    unsafe fn value(&self) -> &S {
        // SAFETY: the caller's condition.
        unsafe { (*self.value.get()).assume_init_ref() }
    }
}

/// The state of the module that a function was called on.
///
/// # Safety
/// `module` is a live object for `'a`.
#[inline]
pub(crate) unsafe fn module_state<'a, S: ModuleState>(
    ctx: &ThreadContext<'_>,
    module: *mut PyObject,
) -> PyResult<&'a S> {
    if let Some(state) = S::NOTHING {
        return Ok(state);
    }
    // SAFETY: the caller's condition.
    if unsafe { c_api::module_state_size(module) } == Some(StateStorage::<S>::SIZE) {
        // SAFETY: a module whose state has the size of ours. If it is not ours, the reads below are of initialised
        // memory of that size, and the mark tells.
        if let Some(storage) = unsafe { StateStorage::<S>::of(module) } {
            if storage.magic.load(Ordering::Relaxed) == MAGIC && storage.phase.load(Ordering::Acquire) == phase::READY {
                // SAFETY: ready: the value is there, and is lent mutably only after the module is unreachable.
                return Ok(unsafe { storage.value() });
            }
        }
    }
    Err(not_ready(ctx))
}

/// The state of the module that a type was made for.
///
/// # Safety
/// `class` is a live type for `'a`, made by a `ClassDef` whose class has the state `S`.
#[inline]
pub(crate) unsafe fn type_state<'a, S: ModuleState>(
    ctx: &ThreadContext<'_>,
    class: *mut ffi::PyTypeObject,
) -> PyResult<&'a S> {
    // SAFETY: the caller's condition. The type keeps its module alive, and the memory is that of the module's state.
    let storage = unsafe { c_api::type_module_state(class).map(|state| state.cast::<StateStorage<S>>().as_ref()) };
    match storage {
        Some(storage) if storage.phase.load(Ordering::Acquire) == phase::READY => {
            // SAFETY: ready: the value is there, and is lent mutably only after the module is unreachable.
            Ok(unsafe { storage.value() })
        }
        _ => Err(not_ready(ctx)),
    }
}

#[cold]
fn not_ready(ctx: &ThreadContext<'_>) -> crate::PyErrRaised {
    PySystemError::raise(ctx, "the module is not ready: its state is not initialised, or already cleared")
}

// ---- callbacks ----------------------------------------------------------------------------------------------------

/// `Py_mod_create`: refuse a subinterpreter, join the depth table, make an empty module.
///
/// # Safety
/// Called by CPython as a create slot.
pub(crate) unsafe extern "C" fn create<E: Export>(
    spec: *mut PyObject,
    _definition: *mut ffi::PyModuleDef,
) -> *mut PyObject {
    // SAFETY: CPython calls the slot attached, with a live spec.
    unsafe {
        let prepared = catch_unwind(|| with_current_uncounted(|ctx| prepare::<E>(ctx).is_ok()));
        match prepared {
            Ok(true) => {}
            Ok(false) => return null_mut(),
            Err(payload) => {
                boundary::panicked(payload);
                return null_mut();
            }
        }
        boundary::object_callback(|ctx| {
            let spec = Borrowed::from_ptr(ctx, NonNull::new_unchecked(spec));
            c_api::module_from_spec(ctx, spec).map(Bound::into_any)
        })
    }
}

fn prepare<E: Export>(ctx: &ThreadContext<'_>) -> PyResult<()> {
    // The slot that says so refuses isolated subinterpreters only, and 3.11 has none.
    if !c_api::in_main_interpreter(ctx) {
        let name = E::NAME.to_string_lossy();
        return Err(PyImportError::raise(ctx, format!("module {name} does not support loading in subinterpreters")));
    }
    depth::join(ctx)
}

/// `Py_mod_exec`: make the state, run the module's own hook, publish.
///
/// # Safety
/// Called by CPython as an exec slot of the module that `E` declares.
pub(crate) unsafe extern "C" fn exec<E: Export>(module: *mut PyObject) -> c_int {
    // SAFETY: CPython calls the slot attached, with a live module made from this definition.
    unsafe {
        boundary::status_callback(|ctx| {
            let Some(storage) = StateStorage::<E::State>::of(module) else {
                return Err(PySystemError::raise(ctx, "the module has no memory for its state"));
            };
            let module = Borrowed::from_ptr(ctx, NonNull::new_unchecked(module));
            initialise::<E>(ctx, storage, ModuleRef { module, _state: PhantomData })
        })
    }
}

fn initialise<'py, E: Export>(
    ctx: &ThreadContext<'py>,
    storage: &StateStorage<E::State>,
    module: ModuleRef<'_, 'py, E::State>,
) -> PyResult<()> {
    if !storage.claim() {
        return Err(PySystemError::raise(ctx, "the module is already initialised, or being initialised"));
    }
    let mut publish = Publish { phase: &storage.phase, at_drop: phase::FAILED_WITHOUT_VALUE };
    for make in E::CLASSES {
        make(ctx, module)?;
    }
    let value = E::State::new(ctx, module)?;
    // SAFETY: the phase is `INITIALIZING`, which only the claimant of the storage gets: nobody else looks.
    unsafe { (*storage.value.get()).write(value) };
    storage.phase.store(phase::EXECUTING, Ordering::Release);
    publish.at_drop = phase::FAILED_WITH_VALUE;
    if let Some(exec) = E::EXEC {
        // SAFETY: written above; lent mutably only by `clear`, which waits for a later phase.
        exec(ctx, module, unsafe { storage.value() })?;
    }
    publish.at_drop = phase::READY;
    Ok(())
}

/// `m_traverse`. A panic aborts the process: `extern "C"` functions do not unwind, and an incomplete report would make
/// the collector free what is alive.
///
/// # Safety
/// Called by CPython as the traverse function of a module with the state `S`.
pub(crate) unsafe extern "C" fn traverse<S: ModuleState>(
    module: *mut PyObject,
    visitor: ffi::visitproc,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the caller's condition.
    let Some(storage) = (unsafe { StateStorage::<S>::of(module) }) else {
        return 0;
    };
    match storage.phase.load(Ordering::Acquire) {
        phase::EXECUTING
        | phase::READY
        | phase::FAILED_WITH_VALUE
        | phase::CLEARING
        | phase::CLEARED
        | phase::CLEAR_FAILED => {
            // SAFETY: in these phases the value is there; the visitor is this callback's.
            let reported = unsafe { S::Gc::traverse(storage.value(), &Visit::new(visitor, argument)) };
            reported.map_or_else(|StopTraverse(stop)| stop, |()| 0)
        }
        _ => 0,
    }
}

/// `m_clear`: the module is unreachable, so the value may be lent mutably, once.
///
/// # Safety
/// Called by CPython as the clear function of a module with the state `S`.
pub(crate) unsafe extern "C" fn clear<S: ModuleState>(module: *mut PyObject) -> c_int {
    // SAFETY: the caller's condition; attached, as for every clear.
    unsafe {
        boundary::status_callback(|ctx| {
            let Some(storage) = StateStorage::<S>::of(module) else {
                return Ok(());
            };
            let from = storage.phase.load(Ordering::Acquire);
            if from != phase::READY && from != phase::FAILED_WITH_VALUE {
                return Ok(());
            }
            if storage.phase.compare_exchange(from, phase::CLEARING, Ordering::AcqRel, Ordering::Acquire).is_err() {
                return Ok(());
            }
            let mut publish = Publish { phase: &storage.phase, at_drop: phase::CLEAR_FAILED };
            S::Gc::clear((*storage.value.get()).assume_init_mut(), ctx);
            publish.at_drop = phase::CLEARED;
            Ok(())
        })
    }
}

/// `m_free`: drop the value once, whatever happened before.
///
/// # Safety
/// Called by CPython as the free function of a module with the state `S`.
pub(crate) unsafe extern "C" fn free<S: ModuleState>(module: *mut c_void) {
    // SAFETY: the caller's condition; attached, as for every deallocation. An exception may be pending meanwhile.
    unsafe { c_api::with_error_saved(|| drop_state::<S>(module.cast())) }
}

/// # Safety
/// As `free`.
unsafe fn drop_state<S: ModuleState>(module: *mut PyObject) {
    // SAFETY: the caller's condition.
    let Some(storage) = (unsafe { StateStorage::<S>::of(module) }) else {
        return;
    };
    let from = storage.phase.swap(phase::DROPPING, Ordering::AcqRel);
    let _publish = Publish { phase: &storage.phase, at_drop: phase::DROPPED };
    if matches!(from, phase::UNINITIALIZED | phase::FAILED_WITHOUT_VALUE | phase::DROPPING | phase::DROPPED) {
        return;
    }
    // SAFETY: attached. The phase says that the value is there; it is dropped here alone, and a panic does not bring
    // it back: the phase is already past it.
    let dropped = catch_unwind(AssertUnwindSafe(|| unsafe {
        with_current(|_ctx| (*storage.value.get()).assume_init_drop());
    }));
    if let Err(payload) = dropped {
        // SAFETY: attached.
        unsafe {
            boundary::panicked(payload);
            c_api::write_unraisable(null_mut());
        }
    }
}

// ---- what the macro assembles -------------------------------------------------------------------------------------

/// The method table of a module with the state `S`.
#[doc(hidden)]
#[repr(C)]
pub struct MethodTable<const ROWS: usize> {
    rows: [ffi::PyMethodDef; ROWS],
    end: ffi::PyMethodDef,
}

impl<const ROWS: usize> MethodTable<ROWS> {
    /// Each row is of a module with the state `S`: another state is a type error.
    pub const fn new<S: ModuleState>(methods: [&'static crate::function::ModuleMethodDef<S>; ROWS]) -> Self {
        let mut rows = [const { ffi::PyMethodDef::zeroed() }; ROWS];
        let mut position = 0;
        while position < ROWS {
            rows[position] = methods[position].row();
            position += 1;
        }
        Self { rows, end: ffi::PyMethodDef::zeroed() }
    }

    const fn as_ptr(&self) -> *mut ffi::PyMethodDef {
        std::ptr::from_ref(self).cast_mut().cast()
    }
}

#[cfg(not(Py_3_15))]
mod definition {
    //! Up to 3.14: `PyInit_*` returns a `PyModuleDef` with slots (PEP 489).

    use super::*;

    /// The slots of a definition, with room for all that any version has.
    #[doc(hidden)]
    pub struct Slots(#[expect(dead_code, reason = "read by CPython")] [ffi::PyModuleDef_Slot; 5]);

    // SAFETY: CPython reads the slots and never writes them.
    unsafe impl Sync for Slots {}

    const fn slot(slot: c_int, value: *mut c_void) -> ffi::PyModuleDef_Slot {
        ffi::PyModuleDef_Slot { slot, value }
    }

    impl Slots {
        pub const fn new<E: Export>() -> Self {
            Self([
                slot(ffi::Py_mod_create as c_int, create::<E> as *mut c_void),
                slot(ffi::Py_mod_exec as c_int, exec::<E> as *mut c_void),
                #[cfg(Py_3_12)]
                slot(
                    ffi::Py_mod_multiple_interpreters as c_int,
                    ffi::Py_mod_value(ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED as _),
                ),
                #[cfg(Py_3_13)]
                slot(ffi::Py_mod_gil as c_int, ffi::Py_mod_value(ffi::Py_MOD_GIL_NOT_USED as _)),
                #[cfg(not(Py_3_13))]
                slot(0, null_mut()),
                #[cfg(not(Py_3_12))]
                slot(0, null_mut()),
                slot(0, null_mut()),
            ])
        }
    }

    /// The `PyModuleDef`.
    #[doc(hidden)]
    pub struct Definition(ffi::StaticModuleDef);

    impl Definition {
        pub const fn new<E: Export, const ROWS: usize>(
            methods: &'static MethodTable<ROWS>,
            slots: &'static Slots,
        ) -> Self {
            let collected = <E::State as ModuleState>::Gc::ENABLED;
            Self(ffi::StaticModuleDef::new(ffi::PyModuleDef {
                m_base: ffi::PyModuleDef_HEAD_INIT,
                m_name: E::NAME.as_ptr(),
                m_doc: E::DOC.as_ptr(),
                m_size: StateStorage::<E::State>::SIZE as ffi::Py_ssize_t,
                m_methods: methods.as_ptr(),
                m_slots: std::ptr::from_ref(slots).cast_mut().cast(),
                m_traverse: if collected { Some(traverse::<E::State>) } else { None },
                m_clear: if collected { Some(clear::<E::State>) } else { None },
                m_free: Some(free::<E::State>),
            }))
        }

        /// # Safety
        /// Called from `PyInit_*`.
        pub unsafe fn init(&'static self) -> *mut PyObject {
            // SAFETY: the caller's condition; the definition is a static.
            unsafe { c_api::module_def_init(self.0.as_ptr()) }
        }
    }
}

#[cfg(Py_3_15)]
mod definition {
    //! From 3.15: `PyModExport_*` returns an array of `PySlot` (PEP 793, PEP 820).

    use super::*;

    /// The array of slots.
    #[doc(hidden)]
    pub struct Slots(#[expect(dead_code, reason = "read by CPython")] [ffi::PySlot; 14]);

    // SAFETY: CPython reads the slots and never writes them.
    unsafe impl Sync for Slots {}

    /// `PyABIInfo` for exactly this version and build.
    struct AbiInfo(ffi::PyABIInfo);

    static ABI: AbiInfo = AbiInfo(ffi::PyABIInfo {
        abiinfo_major_version: 1,
        abiinfo_minor_version: 0,
        flags: (ffi::PyABIInfo_INTERNAL
            | if ffi::GIL_DISABLED { ffi::PyABIInfo_FREETHREADED } else { ffi::PyABIInfo_GIL }) as u16,
        build_version: ffi::PY_VERSION_HEX,
        abi_version: ffi::PY_VERSION_HEX,
    });

    const fn slot(id: u32, flags: u32, value: ffi::PySlot__bindgen_ty_2) -> ffi::PySlot {
        ffi::PySlot {
            sl_id: id as u16,
            sl_flags: flags as u16,
            __bindgen_anon_1: ffi::PySlot__bindgen_ty_1 { sl_reserved: 0 },
            __bindgen_anon_2: value,
        }
    }

    const fn data(id: u32, value: *const c_void) -> ffi::PySlot {
        slot(id, ffi::PySlot_STATIC, ffi::PySlot__bindgen_ty_2 { sl_ptr: value.cast_mut() })
    }

    const fn function(id: u32, value: *mut c_void) -> ffi::PySlot {
        slot(id, 0, ffi::PySlot__bindgen_ty_2 { sl_ptr: value })
    }

    const fn integer(id: u32, value: u32) -> ffi::PySlot {
        slot(id, ffi::PySlot_INTPTR, ffi::PySlot__bindgen_ty_2 { sl_ptr: ffi::Py_mod_value(value as _) })
    }

    impl Slots {
        pub const fn new<E: Export, const ROWS: usize>(methods: &'static MethodTable<ROWS>) -> Self {
            let size = StateStorage::<E::State>::SIZE as ffi::Py_ssize_t;
            let end = slot(ffi::Py_slot_end, 0, ffi::PySlot__bindgen_ty_2 { sl_ptr: null_mut() });
            let collected = <E::State as ModuleState>::Gc::ENABLED;
            Self([
                data(ffi::Py_mod_name, E::NAME.as_ptr().cast()),
                data(ffi::Py_mod_doc, E::DOC.as_ptr().cast()),
                data(ffi::Py_mod_abi, (&raw const ABI.0).cast()),
                slot(ffi::Py_mod_state_size, 0, ffi::PySlot__bindgen_ty_2 { sl_size: size }),
                data(ffi::Py_mod_methods, methods.as_ptr().cast()),
                function(ffi::Py_mod_create as u32, create::<E> as *mut c_void),
                function(ffi::Py_mod_exec as u32, exec::<E> as *mut c_void),
                integer(ffi::Py_mod_multiple_interpreters as u32, ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED),
                integer(ffi::Py_mod_gil as u32, ffi::Py_MOD_GIL_NOT_USED),
                function(ffi::Py_mod_state_free, free::<E::State> as *mut c_void),
                if collected { function(ffi::Py_mod_state_traverse, traverse::<E::State> as *mut c_void) } else { end },
                if collected { function(ffi::Py_mod_state_clear, clear::<E::State> as *mut c_void) } else { end },
                end,
                end,
            ])
        }

        pub const fn as_ptr(&'static self) -> *const ffi::PySlot {
            std::ptr::from_ref(self).cast()
        }
    }
}

pub use definition::*;

/// Declare the module that this shared object is: its name, state, functions and hook.
///
/// ```ignore
/// export_module! {
///     name: _base64,
///     doc: c"Base64 encoding implemented in Rust",
///     state: Base64State,
///     methods: [standard_b64encode],
///     classes: [Encoder],
///     exec: base64_exec,
/// }
/// ```
#[macro_export]
macro_rules! export_module {
    (
        name: $name:ident,
        $(doc: $doc:expr,)?
        state: $state:ty,
        methods: [$($($method:ident)::+),* $(,)?]
        $(, classes: [$($class:ty),* $(,)?])?
        $(, exec: $exec:expr)?
        $(,)?
    ) => {
        const _: () = {
            struct Export;

            impl $crate::glue::Export for Export {
                type State = $state;
                const NAME: &'static ::core::ffi::CStr = $crate::glue::c_name(concat!(stringify!($name), "\0"));
                const DOC: &'static ::core::ffi::CStr = $crate::glue::first(&[$($doc,)? c""]);
                const CLASSES: &'static [$crate::glue::ClassMaker<$state>] =
                    &[$($($crate::glue::class_maker::<$class>()),*)?];
                const EXEC: ::core::option::Option<$crate::ModuleExec<$state>> =
                    $crate::glue::first(&[$(::core::option::Option::Some($exec),)? ::core::option::Option::None]);
            }

            const ROWS: usize = <[&str]>::len(&[$(stringify!($($method)::+)),*]);
            static METHODS: $crate::glue::MethodTable<ROWS> =
                $crate::glue::MethodTable::new::<$state>([$(&<$($method)::+ as $crate::glue::Method<$state>>::METHOD),*]);

            $crate::__export_symbol!($name);
        };
    };
}

#[cfg(not(Py_3_15))]
#[doc(hidden)]
#[macro_export]
macro_rules! __export_symbol {
    ($name:ident) => {
        static SLOTS: $crate::glue::Slots = $crate::glue::Slots::new::<Export>();
        static DEFINITION: $crate::glue::Definition = $crate::glue::Definition::new::<Export, ROWS>(&METHODS, &SLOTS);

        #[unsafe(export_name = concat!("PyInit_", stringify!($name)))]
        extern "C" fn init() -> *mut $crate::glue::PyObject {
            // SAFETY: CPython calls the init function, attached, when it imports the module.
            unsafe { DEFINITION.init() }
        }
    };
}

#[cfg(Py_3_15)]
#[doc(hidden)]
#[macro_export]
macro_rules! __export_symbol {
    ($name:ident) => {
        static SLOTS: $crate::glue::Slots = $crate::glue::Slots::new::<Export, ROWS>(&METHODS);

        #[unsafe(export_name = concat!("PyModExport_", stringify!($name)))]
        extern "C" fn export() -> *const $crate::glue::PySlot {
            SLOTS.as_ptr()
        }
    };
}
