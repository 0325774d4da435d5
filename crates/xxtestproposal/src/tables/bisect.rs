use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

type Object<'a, 'py> = Borrowed<'a, 'py, PyAny>;

clinic! {
    _bisect.bisect_right

        a: object
        x: object
        lo: Py_ssize_t = 0
        hi: Py_ssize_t(accept={int, NoneType}, c_default="-1") = None
        *
        key: object = None

    fn bisect_right<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, a: Object<'_, 'py>, x: Object<'_, 'py>, lo: isize,
        hi: Option<isize>, key: Option<Object<'_, 'py>>,
    ) -> (isize, Option<isize>, bool, bool) {
        (lo, hi, key.is_some(), a.is(x))
    }

    _bisect.insort_left

        a: object
        x: object
        lo: Py_ssize_t = 0
        hi: Py_ssize_t(accept={int, NoneType}, c_default="-1") = None
        *
        key: object = None

    fn insort_left<'py>(
        _ctx: &ThreadContext<'py>, _state: &NoState, a: Object<'_, 'py>, x: Object<'_, 'py>, lo: isize,
        hi: Option<isize>, key: Option<Object<'_, 'py>>,
    ) -> (isize, Option<isize>, bool, bool) {
        (lo, hi, key.is_some(), a.is(x))
    }
}

export_module! { name: xxclinic_bisect, state: NoState, methods: [bisect_right, insort_left] }
