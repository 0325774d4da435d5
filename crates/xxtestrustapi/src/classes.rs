//! Classes: what a payload may be, and what may go wrong in each of its callbacks.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use cpython_api::prelude::*;
use cpython_api::{ClassGetSetDef, ClassMethodDef};

use crate::state::State;

/// Counts.
///
/// Atomically.
#[pyclass(state = State)]
pub(crate) struct Counter {
    value: AtomicI64,
    step: i64,
}

#[pymethods]
impl Counter {
    #[new(signature = (start = 0, /, *, step = 1))]
    fn new(ctx: &ThreadContext<'_>, _state: &State, start: i64, step: i64) -> PyResult<Self> {
        if step == 0 {
            return Err(PyValueError::raise(ctx, "a step of zero counts nothing"));
        }
        Ok(Self { value: AtomicI64::new(start), step })
    }

    /// Count `times` steps.
    #[pyfunction(signature = (times = 1))]
    fn add(&self, _ctx: &ThreadContext<'_>, _state: &State, times: i64) -> i64 {
        self.value.fetch_add(self.step * times, Ordering::Relaxed) + self.step * times
    }

    /// The count.
    #[getter]
    fn value(&self, _ctx: &ThreadContext<'_>) -> i64 {
        self.value.load(Ordering::Relaxed)
    }

    #[setter]
    fn set_value(&self, ctx: &ThreadContext<'_>, state: &State, value: i64) -> PyResult<()> {
        if value < 0 {
            return Err(state.error(ctx)?.raise(ctx, "below zero"));
        }
        self.value.store(value, Ordering::Relaxed);
        Ok(())
    }

    #[getter(step)]
    fn the_step(&self, _ctx: &ThreadContext<'_>, _state: &State) -> i64 {
        self.step
    }

    /// The object itself, as a `with` block wants it.
    #[pyfunction]
    fn __enter__<'a, 'py>(
        slf: Borrowed<'a, 'py, PyInstance<Self>>,
        _ctx: &ThreadContext<'py>,
        _state: &State,
    ) -> Borrowed<'a, 'py, PyInstance<Self>> {
        slf
    }

    #[pyfunction(signature = (*_exception))]
    fn __exit__(&self, _ctx: &ThreadContext<'_>, _state: &State, _exception: Vec<Borrowed<'_, '_, PyAny>>) -> bool {
        false
    }

    /// Another one with the same count.
    #[pyfunction]
    fn copy<'py>(
        slf: Borrowed<'_, 'py, PyInstance<Self>>,
        ctx: &ThreadContext<'py>,
        _state: &State,
    ) -> PyResult<Bound<'py, PyInstance<Self>>> {
        let this = slf.payload(ctx)?;
        let value = AtomicI64::new(this.value.load(Ordering::Relaxed));
        slf.class(ctx).new_instance(ctx, Self { value, step: this.step })
    }

    /// From two ints.
    #[classmethod(signature = (a, b, /))]
    fn of_sum<'py>(
        class: Borrowed<'_, 'py, PyType<Self>>,
        ctx: &ThreadContext<'py>,
        _state: &State,
        a: i64,
        b: i64,
    ) -> PyResult<Bound<'py, PyInstance<Self>>> {
        class.new_instance(ctx, Self { value: AtomicI64::new(a + b), step: 1 })
    }

    /// The sum of two ints.
    #[staticmethod(signature = (a, b = 1))]
    fn sum(_ctx: &ThreadContext<'_>, _state: &State, a: i64, b: i64) -> i64 {
        a + b
    }

    /// Not for Python: it has no mark.
    fn is_even(&self) -> bool {
        self.value.load(Ordering::Relaxed) % 2 == 0
    }

    /// Detaches while other threads count.
    #[pyfunction]
    fn add_detached(&self, ctx: &mut ThreadContext<'_>, _state: &State, times: i64) -> PyResult<bool> {
        ctx.detach(|| {
            for _ in 0..times {
                self.value.fetch_add(self.step, Ordering::Relaxed);
            }
        })?;
        Ok(self.is_even())
    }

    /// Adds the count of another.
    #[pyfunction(signature = (other, /))]
    fn merge<'py>(
        &self,
        ctx: &ThreadContext<'py>,
        _state: &State,
        other: Borrowed<'_, 'py, PyInstance<Self>>,
    ) -> PyResult<i64> {
        let more = other.payload(ctx)?.value.load(Ordering::Relaxed);
        Ok(self.value.fetch_add(more, Ordering::Relaxed) + more)
    }
}

/// All by hand, as the August text has it: no constructor, a factory in the module.
#[derive(PyClassGc)]
pub(crate) struct Encoder {
    level: u32,
}

impl PyClass for Encoder {
    type State = State;
    type Gc = EncoderGc;

    fn definition() -> &'static ClassDef<Self> {
        &ENCODER_CLASS
    }
}

static ENCODER_CLASS: ClassDef<Encoder> =
    ClassDef::new(c"xxtestrustapi.Encoder").methods(&ENCODER_METHODS).getsets(&ENCODER_GETSETS);

#[pymethods]
impl Encoder {
    #[getter]
    fn level(&self, _ctx: &ThreadContext<'_>) -> u32 {
        self.level
    }
}

#[pyfunction(signature = (level, /))]
pub(crate) fn make_encoder<'py>(
    ctx: &ThreadContext<'py>,
    state: &State,
    level: u32,
) -> PyResult<Bound<'py, PyInstance<Encoder>>> {
    state.encoder.new_instance(ctx, Encoder { level })
}

/// Two classes whose payloads, and the code that frees them, are alike to the last byte.
macro_rules! twin {
    ($name:ident, $class:ident, $function:ident) => {
        pub(crate) struct $name {
            number: u64,
        }

        impl PyClass for $name {
            type State = State;
            type Gc = cpython_api::NoGc;

            fn definition() -> &'static ClassDef<Self> {
                &$class
            }
        }

        static $class: ClassDef<$name> = ClassDef::new(c"xxtestrustapi.Twin");

        #[pyfunction(signature = (value, /))]
        pub(crate) fn $function<'py>(
            ctx: &ThreadContext<'py>,
            _state: &State,
            value: Borrowed<'_, 'py, PyInstance<$name>>,
        ) -> PyResult<u64> {
            Ok(value.payload(ctx)?.number)
        }
    };
}

twin!(Left, LEFT_CLASS, is_left);
twin!(Right, RIGHT_CLASS, is_right);

/// An owned instance.
type Made<'py, C> = Bound<'py, PyInstance<C>>;

/// One of each.
#[pyfunction(signature = ())]
pub(crate) fn twins<'py>(ctx: &ThreadContext<'py>, state: &State) -> PyResult<(Made<'py, Left>, Made<'py, Right>)> {
    Ok((state.left.new_instance(ctx, Left { number: 1 })?, state.right.new_instance(ctx, Right { number: 2 })?))
}

static NODES: AtomicUsize = AtomicUsize::new(0);

/// A node that may be part of a cycle, or of a long chain.
#[pyclass(state = State)]
pub(crate) struct Node {
    next: AttachedCell<Option<Py<PyAny>>>,
    many: AttachedCell<Vec<Py<PyAny>>>,
    label: Option<Py<PyStr>>,
}

impl Drop for Node {
    fn drop(&mut self) {
        NODES.fetch_sub(1, Ordering::Relaxed);
    }
}

#[pymethods]
impl Node {
    #[new(signature = (next = None, label = None))]
    fn new(_ctx: &ThreadContext<'_>, _state: &State, next: Option<Py<PyAny>>, label: Option<Py<PyStr>>) -> Self {
        NODES.fetch_add(1, Ordering::Relaxed);
        Self { next: AttachedCell::new(next), many: AttachedCell::default(), label }
    }

    #[getter]
    fn next(&self, ctx: &ThreadContext<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.next.with(ctx, |next| next.as_ref().map(|next| next.clone_ref(ctx)))
    }

    #[setter]
    fn set_next(&self, ctx: &ThreadContext<'_>, next: Option<Py<PyAny>>) -> PyResult<()> {
        // What was there is dropped when the cell is free again: its finalizer may come here.
        self.next.replace(ctx, next).map(drop)
    }

    #[getter]
    fn label<'a, 'py>(&'a self, ctx: &ThreadContext<'py>) -> Option<Borrowed<'a, 'py, PyStr>> {
        self.label.as_ref().map(|label| label.bind(ctx))
    }

    #[pyfunction(signature = (object, /))]
    fn append(&self, ctx: &ThreadContext<'_>, _state: &State, object: Py<PyAny>) -> PyResult<usize> {
        self.many.with(ctx, |many| {
            many.push(object);
            many.len()
        })
    }

    /// Call `function` while the cell is in use.
    #[pyfunction(signature = (function, /))]
    fn while_in_use<'py>(
        &self,
        ctx: &ThreadContext<'py>,
        _state: &State,
        function: Borrowed<'_, 'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.next.with(ctx, |_next| function.call(ctx, &[]))?
    }

    /// Drops the old value inside: what its finalizer does finds the cell in use.
    #[pyfunction(signature = ())]
    fn drop_inside(&self, ctx: &ThreadContext<'_>, _state: &State) -> PyResult<()> {
        self.next.with(ctx, |next| *next = None)
    }

    #[pyfunction(signature = ())]
    fn panic_inside(&self, ctx: &ThreadContext<'_>, _state: &State) -> PyResult<()> {
        self.next.with(ctx, |_next| panic!("inside the cell"))
    }
}

/// How many nodes are alive.
#[pyfunction(signature = ())]
pub(crate) fn live_nodes(_ctx: &ThreadContext<'_>, _state: &State) -> usize {
    NODES.load(Ordering::Relaxed)
}

/// Panics where it is told to.
#[pyclass(state = State)]
pub(crate) struct Panicky {
    whenever: String,
    kept: Option<Py<PyAny>>,
}

impl Drop for Panicky {
    fn drop(&mut self) {
        assert!(self.whenever != "drop", "in the drop");
    }
}

#[pymethods]
impl Panicky {
    #[new(signature = (whenever, kept = None))]
    fn new(_ctx: &ThreadContext<'_>, _state: &State, whenever: String, kept: Option<Py<PyAny>>) -> Self {
        assert!(whenever != "new", "in the constructor");
        Self { whenever, kept }
    }

    #[pyfunction(signature = ())]
    fn method(&self, _ctx: &ThreadContext<'_>, _state: &State) -> bool {
        assert!(self.whenever != "method", "in the method");
        self.kept.is_some()
    }

    #[getter]
    fn attribute(&self, _ctx: &ThreadContext<'_>) -> bool {
        assert!(self.whenever != "getter", "in the getter");
        true
    }

    #[setter]
    fn set_attribute(&self, _ctx: &ThreadContext<'_>, _value: Borrowed<'_, '_, PyAny>) {
        assert!(self.whenever != "setter", "in the setter");
    }

    #[classmethod]
    fn class_method(_class: Borrowed<'_, '_, PyType<Self>>, _ctx: &ThreadContext<'_>, _state: &State) {
        panic!("in the class method");
    }
}

/// Panics when the collector clears it, after it has given back its reference.
pub(crate) struct ClearPanics {
    kept: AttachedCell<Option<Py<PyAny>>>,
}

pub(crate) struct ClearPanicsGc;

// SAFETY: reports and clears the one field; the panic after that is what the test is about.
unsafe impl PyClassGc<ClearPanics> for ClearPanicsGc {
    const ENABLED: bool = true;

    fn traverse(value: &ClearPanics, visit: &Visit<'_>) -> TraverseResult {
        GcField::traverse(&value.kept, visit)
    }

    fn clear(value: &mut ClearPanics, ctx: &ThreadContext<'_>) {
        GcField::clear(&mut value.kept, ctx);
        panic!("in the clear");
    }
}

impl PyClass for ClearPanics {
    type State = State;
    type Gc = ClearPanicsGc;

    fn definition() -> &'static ClassDef<Self> {
        &CLEAR_PANICS_CLASS
    }
}

static CLEAR_PANICS_CLASS: ClassDef<ClearPanics> = ClassDef::of(c"ClearPanics");

#[pymethods]
impl ClearPanics {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &State) -> Self {
        Self { kept: AttachedCell::default() }
    }

    #[setter]
    fn set_kept(&self, ctx: &ThreadContext<'_>, kept: Option<Py<PyAny>>) -> PyResult<()> {
        self.kept.replace(ctx, kept).map(drop)
    }
}

/// Panics when the collector looks at it, once it is told to.
pub(crate) struct TraversePanics {
    now: AtomicI64,
}

pub(crate) struct TraversePanicsGc;

// SAFETY: it has no references; the panic is what the test is about.
unsafe impl PyClassGc<TraversePanics> for TraversePanicsGc {
    const ENABLED: bool = true;

    fn traverse(value: &TraversePanics, _visit: &Visit<'_>) -> TraverseResult {
        assert!(value.now.load(Ordering::Relaxed) == 0, "in the traverse");
        Ok(())
    }

    fn clear(_value: &mut TraversePanics, _ctx: &ThreadContext<'_>) {}
}

impl PyClass for TraversePanics {
    type State = State;
    type Gc = TraversePanicsGc;

    fn definition() -> &'static ClassDef<Self> {
        &TRAVERSE_PANICS_CLASS
    }
}

static TRAVERSE_PANICS_CLASS: ClassDef<TraversePanics> = ClassDef::of(c"TraversePanics");

#[pymethods]
impl TraversePanics {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &State) -> Self {
        Self { now: AtomicI64::new(0) }
    }

    #[pyfunction]
    fn now(&self, _ctx: &ThreadContext<'_>, _state: &State) {
        self.now.store(1, Ordering::Relaxed);
    }
}

/// Tables by hand, with nothing in them: a class without methods is told by its own empty table.
static NO_METHODS: [ClassMethodDef<Bare>; 1] = [ClassMethodDef::END];
static NO_GETSETS: [ClassGetSetDef<Bare>; 1] = [ClassGetSetDef::END];
static BARE_CLASS: ClassDef<Bare> = ClassDef::new(c"Bare").methods(&NO_METHODS).getsets(&NO_GETSETS).doc("Nothing.");

static SECOND_CLASS: ClassDef<Bare> = ClassDef::new(c"Second");

/// Whether a second definition of a payload is refused.
pub(crate) fn second_is_refused<'py>(ctx: &ThreadContext<'py>, module: ModuleRef<'_, 'py, State>) -> bool {
    match SECOND_CLASS.create(ctx, module) {
        Ok(_class) => false,
        Err(error) => {
            let refused = error.matches(ctx, PySystemError::class(ctx));
            error.clear(ctx);
            refused
        }
    }
}

/// Nothing.
#[derive(PyClassGc)]
pub(crate) struct Bare;

impl PyClass for Bare {
    type State = State;
    type Gc = BareGc;

    fn definition() -> &'static ClassDef<Self> {
        &BARE_CLASS
    }
}
