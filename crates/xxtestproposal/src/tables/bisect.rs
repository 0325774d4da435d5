use cpython_api::prelude::*;
use cpython_api::proposal::clinic;

/// What a search gets besides the two objects.
type Found = (isize, Option<isize>, bool, bool);
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
    ) -> Found {
        (lo, hi, key.is_some(), a.is(x))
    }

    _bisect.bisect_left = _bisect.bisect_right

    fn bisect_left<'py>(
        ctx: &ThreadContext<'py>, state: &NoState, a: Object<'_, 'py>, x: Object<'_, 'py>, lo: isize,
        hi: Option<isize>, key: Option<Object<'_, 'py>>,
    ) -> Found {
        bisect_right(ctx, state, a, x, lo, hi, key)
    }

    _bisect.insort_right = _bisect.bisect_right

    fn insort_right<'py>(
        ctx: &ThreadContext<'py>, state: &NoState, a: Object<'_, 'py>, x: Object<'_, 'py>, lo: isize,
        hi: Option<isize>, key: Option<Object<'_, 'py>>,
    ) -> Found {
        bisect_right(ctx, state, a, x, lo, hi, key)
    }

    _bisect.insort_left = _bisect.bisect_right

    fn insort_left<'py>(
        ctx: &ThreadContext<'py>, state: &NoState, a: Object<'_, 'py>, x: Object<'_, 'py>, lo: isize,
        hi: Option<isize>, key: Option<Object<'_, 'py>>,
    ) -> Found {
        bisect_right(ctx, state, a, x, lo, hi, key)
    }
}

export_module! { name: xxclinic_bisect, state: NoState, methods: [bisect_right, bisect_left, insort_right, insort_left] }
