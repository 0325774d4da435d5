//! `export_module!`.

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
