//! Special methods in slots: right ones, and what may go wrong in each kind of callback.

use std::sync::atomic::{AtomicUsize, Ordering};

use cpython_api::prelude::*;

use crate::state::State;

/// A list of numbers that does what Python's operators ask for.
#[pyclass(state = State)]
pub(crate) struct Row {
    numbers: Vec<i64>,
}

#[pymethods]
impl Row {
    #[new(signature = (*numbers))]
    fn new(_ctx: &ThreadContext<'_>, _state: &State, numbers: Vec<i64>) -> Self {
        Self { numbers }
    }

    #[pyfunction]
    fn __repr__(&self, _ctx: &ThreadContext<'_>, _state: &State) -> String {
        format!("Row{:?}", self.numbers)
    }

    #[pyfunction]
    fn __str__(&self, _ctx: &ThreadContext<'_>, _state: &State) -> &'static str {
        "a row"
    }

    #[pyfunction]
    fn __len__(&self, _ctx: &ThreadContext<'_>, _state: &State) -> usize {
        self.numbers.len()
    }

    #[pyfunction]
    fn __contains__(&self, _ctx: &ThreadContext<'_>, _state: &State, number: i64) -> bool {
        self.numbers.contains(&number)
    }

    #[pyfunction]
    fn __getitem__(&self, ctx: &ThreadContext<'_>, _state: &State, index: usize) -> PyResult<i64> {
        let number = self.numbers.get(index).copied();
        number.ok_or_else(|| PyIndexError::raise(ctx, "there is no such number"))
    }

    /// An iterator that keeps the row.
    #[pyfunction]
    fn __iter__<'py>(
        slf: Borrowed<'_, 'py, PyInstance<Self>>,
        ctx: &ThreadContext<'py>,
        state: &State,
    ) -> PyResult<Bound<'py, PyInstance<Steps>>> {
        let steps = Steps { row: AttachedCell::new(Some(slf.to_owned(ctx).unbind())), at: AtomicUsize::new(0) };
        state.steps.new_instance(ctx, steps)
    }

    #[pyfunction]
    fn __hash__(&self, _ctx: &ThreadContext<'_>, _state: &State) -> i64 {
        self.numbers.iter().sum()
    }

    #[pyfunction]
    fn __eq__<'py>(
        &self,
        ctx: &ThreadContext<'py>,
        _state: &State,
        other: Borrowed<'_, 'py, PyInstance<Self>>,
    ) -> PyResult<bool> {
        Ok(self.numbers == other.payload(ctx)?.numbers)
    }

    #[pyfunction]
    fn __lt__<'py>(
        &self,
        ctx: &ThreadContext<'py>,
        _state: &State,
        other: Borrowed<'_, 'py, PyInstance<Self>>,
    ) -> PyResult<bool> {
        Ok(self.numbers < other.payload(ctx)?.numbers)
    }

    /// Sums, as a function does.
    #[pyfunction(signature = (factor = 1, /, *, plus = 0))]
    fn __call__(&self, _ctx: &ThreadContext<'_>, _state: &State, factor: i64, plus: i64) -> i64 {
        self.numbers.iter().sum::<i64>() * factor + plus
    }
}

/// Steps over a row. At the end it lets go of it.
#[pyclass(state = State)]
pub(crate) struct Steps {
    row: AttachedCell<Option<Py<PyInstance<Row>>>>,
    at: AtomicUsize,
}

#[pymethods]
impl Steps {
    #[pyfunction]
    fn __iter__<'a, 'py>(
        slf: Borrowed<'a, 'py, PyInstance<Self>>,
        _ctx: &ThreadContext<'py>,
        _state: &State,
    ) -> Borrowed<'a, 'py, PyInstance<Self>> {
        slf
    }

    #[pyfunction]
    fn __next__(&self, ctx: &ThreadContext<'_>, _state: &State) -> PyResult<Option<i64>> {
        let at = self.at.fetch_add(1, Ordering::Relaxed);
        let found = self.row.with(ctx, |row| match row {
            Some(row) => Ok(row.bind(ctx).payload(ctx)?.numbers.get(at).copied()),
            None => Ok(None),
        })??;
        if found.is_none() {
            // Given back when the cell is free: it may be the last reference.
            drop(self.row.replace(ctx, None)?);
        }
        Ok(found)
    }
}

/// Does what its word says, in every special method.
#[pyclass(state = State)]
pub(crate) struct Wrong {
    how: String,
}

impl Wrong {
    /// Panic, raise, or give the error value or a value at the wrong time.
    fn misbehave<T>(&self, ctx: &ThreadContext<'_>, value: T) -> PyResult<T> {
        match self.how.as_str() {
            "panic" => panic!("in the slot"),
            "raise" => Err(PyValueError::raise(ctx, "from the slot")),
            "error set" => {
                let _forgotten = PyValueError::raise(ctx, "left behind");
                Ok(value)
            }
            "stale marker" => {
                let marker = PyValueError::raise(ctx, "cleared");
                PyValueError::raise(ctx, "to clear").clear(ctx);
                Err(marker)
            }
            _ => Ok(value),
        }
    }
}

#[pymethods]
impl Wrong {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &State, how: String) -> Self {
        Self { how }
    }

    #[pyfunction]
    fn __repr__(&self, ctx: &ThreadContext<'_>, _state: &State) -> PyResult<String> {
        self.misbehave(ctx, self.how.clone())
    }

    #[pyfunction]
    fn __str__<'py>(&self, ctx: &ThreadContext<'py>, _state: &State) -> PyResult<Bound<'py, PyStr>> {
        self.misbehave(ctx, ())?;
        PyStr::new(ctx, "fine")
    }

    /// Too long for C where it is told so.
    #[pyfunction]
    fn __len__(&self, ctx: &ThreadContext<'_>, _state: &State) -> PyResult<usize> {
        self.misbehave(ctx, if self.how == "huge" { usize::MAX } else { 0 })
    }

    /// C's error value where it is told so.
    #[pyfunction]
    fn __hash__(&self, ctx: &ThreadContext<'_>, _state: &State) -> PyResult<isize> {
        self.misbehave(ctx, -1)
    }

    #[pyfunction]
    fn __contains__(&self, ctx: &ThreadContext<'_>, _state: &State, _item: Borrowed<'_, '_, PyAny>) -> PyResult<bool> {
        self.misbehave(ctx, true)
    }

    #[pyfunction]
    fn __getitem__(&self, ctx: &ThreadContext<'_>, _state: &State, _key: Borrowed<'_, '_, PyAny>) -> PyResult<()> {
        self.misbehave(ctx, ())
    }

    /// No iterator.
    #[pyfunction]
    fn __iter__(&self, ctx: &ThreadContext<'_>, _state: &State) -> PyResult<i64> {
        self.misbehave(ctx, 1)
    }

    /// `None` is an item where it is told so.
    #[pyfunction]
    fn __next__<'py>(&self, ctx: &ThreadContext<'py>, _state: &State) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.misbehave(ctx, if self.how == "none" { Some(ctx.none()) } else { None })
    }

    #[pyfunction]
    fn __call__(&self, ctx: &ThreadContext<'_>, _state: &State) -> PyResult<()> {
        self.misbehave(ctx, ())
    }

    #[pyfunction]
    fn __eq__(&self, ctx: &ThreadContext<'_>, _state: &State, _other: Borrowed<'_, '_, PyAny>) -> PyResult<bool> {
        self.misbehave(ctx, true)
    }

    #[pyfunction]
    fn __ne__(&self, ctx: &ThreadContext<'_>, _state: &State, _other: Borrowed<'_, '_, PyAny>) -> PyResult<bool> {
        self.misbehave(ctx, true)
    }
}

/// Compared with texts alone, by all but `==`; iterated without `__iter__`.
#[pyclass(state = State)]
pub(crate) struct Mark {
    letter: char,
}

#[pymethods]
impl Mark {
    #[new]
    fn new(ctx: &ThreadContext<'_>, _state: &State, letter: String) -> PyResult<Self> {
        let letter = letter.chars().next();
        letter.map(|letter| Self { letter }).ok_or_else(|| PyValueError::raise(ctx, "no letter"))
    }

    #[pyfunction]
    fn __lt__(&self, _ctx: &ThreadContext<'_>, _state: &State, other: &str) -> bool {
        other.starts_with(|first| self.letter < first)
    }

    #[pyfunction]
    fn __le__(&self, _ctx: &ThreadContext<'_>, _state: &State, other: &str) -> bool {
        other.starts_with(|first| self.letter <= first)
    }

    #[pyfunction]
    fn __gt__(&self, _ctx: &ThreadContext<'_>, _state: &State, other: &str) -> bool {
        other.starts_with(|first| self.letter > first)
    }

    #[pyfunction]
    fn __ge__(&self, _ctx: &ThreadContext<'_>, _state: &State, other: &str) -> bool {
        other.starts_with(|first| self.letter >= first)
    }
}

/// Says what is equal, and not the hash.
#[pyclass(state = State)]
pub(crate) struct Same {
    text: String,
}

#[pymethods]
impl Same {
    #[new]
    fn new(_ctx: &ThreadContext<'_>, _state: &State, text: String) -> Self {
        Self { text }
    }

    #[pyfunction]
    fn __eq__<'py>(
        &self,
        ctx: &ThreadContext<'py>,
        _state: &State,
        other: Borrowed<'_, 'py, PyInstance<Self>>,
    ) -> PyResult<bool> {
        Ok(self.text == other.payload(ctx)?.text)
    }
}
