// The twin of `module_ref_is_not_made.rs`: the same, as it should be.
use cpython_api::prelude::*;

pub fn f<'a, 'py>(module: ModuleRef<'a, 'py, NoState>) -> Borrowed<'a, 'py, PyModule> {
    module.as_module()
}
