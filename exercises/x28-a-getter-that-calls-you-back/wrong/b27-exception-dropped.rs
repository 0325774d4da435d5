//! wrong: B27
//! outcome: not_yet
//! outcome on debug builds: crashed
//! because: a debug build checks what a call leaves behind, and ends the process.
//! Goes on when the function has raised.
use cpython_api::prelude::*;

/// Keeps things in a row.
#[pyclass]
struct Shelf {
    /// One user at a time. A second one gets a `RuntimeError`, also when it comes from inside the first.
    things: AttachedCell<Vec<Py<PyAny>>>,
}

impl Shelf {
    /// The thing at this place, if there is one: counted, so that it lives on by itself. The cell is free afterwards.
    fn at<'py>(&self, ctx: &ThreadContext<'py>, place: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.things.with(ctx, |things| things.get(place).map(|thing| thing.bind(ctx).to_owned(ctx)))
    }
}

#[pymethods]
impl Shelf {
    #[new(signature = ())]
    fn new(_ctx: &ThreadContext<'_>, _state: &NoState) -> Self {
        Self { things: AttachedCell::default() }
    }

    /// Put a thing at the end. How many there are now.
    #[pyfunction(signature = (thing, /))]
    fn put(&self, ctx: &ThreadContext<'_>, _state: &NoState, thing: Py<PyAny>) -> PyResult<usize> {
        self.things.with(ctx, |things| {
            things.push(thing);
            things.len()
        })
    }

    /// How many things there are.
    #[getter]
    fn size(&self, ctx: &ThreadContext<'_>) -> PyResult<usize> {
        self.things.with(ctx, |things| things.len())
    }

    /// Take all things out, and let them go.
    #[pyfunction(signature = ())]
    fn clear(&self, ctx: &ThreadContext<'_>, _state: &NoState) -> PyResult<()> {
        let before = self.things.take(ctx)?;
        drop(before);
        Ok(())
    }

    /// Call `function` with each thing, in the order in which they stand. `function` may change the shelf.
    #[pyfunction(signature = (function, /))]
    fn for_each<'py>(
        &self,
        ctx: &ThreadContext<'py>,
        _state: &NoState,
        function: Borrowed<'_, 'py, PyAny>,
    ) -> PyResult<()> {
        let mut place = 0;
        while let Some(thing) = self.at(ctx, place)? {
            let _ = function.call(ctx, &[thing.as_borrowed()]);
            place += 1;
        }
        Ok(())
    }

    /// Put a thing in the place of another. `IndexError` if there is no such place.
    #[pyfunction(signature = (place, thing, /))]
    fn set(&self, ctx: &ThreadContext<'_>, _state: &NoState, place: usize, thing: Py<PyAny>) -> PyResult<()> {
        let before =
            self.things.with(ctx, |things| things.get_mut(place).map(|there| std::mem::replace(there, thing)))?;
        match before {
            Some(thing) => {
                drop(thing); // here, where the cell is free
                Ok(())
            }
            None => Err(PyIndexError::raise(ctx, "there is no such place")),
        }
    }

    /// What the things say of themselves (`str`), joined by commas.
    #[getter]
    fn label(&self, ctx: &ThreadContext<'_>) -> PyResult<String> {
        let mut words = Vec::new();
        while let Some(thing) = self.at(ctx, words.len())? {
            words.push(thing.as_borrowed().str(ctx)?.to_str(ctx)?.to_owned());
        }
        Ok(words.join(", "))
    }
}

export_module! { name: x28, state: NoState, methods: [], classes: [Shelf] }
