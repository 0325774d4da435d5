// The twin of `clinic_stars.rs`: the same, as it should be.
use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

#[pyfunction(signature = (*args))]
fn every(_ctx: &ThreadContext<'_>, _state: &NoState, args: Vec<Borrowed<'_, '_, PyAny>>) -> usize {
    args.len()
}

clinic! {
    m.f

        x: int
        /
        *
        args: int

    fn f(_ctx: &ThreadContext<'_>, _state: &NoState, x: i32, args: i32) {
        let _ = (x, args);
    }
}
