// `longest(words)`: the longest string of a list, found while other threads of Python run.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many words were looked at, in all calls together. For the statistics page alone.
static LOOKED_AT: AtomicUsize = AtomicUsize::new(0);

/// A word: its length, for the comparison, and the string itself, to return it.
struct Word<'py> {
    length: usize,
    string: Bound<'py, PyAny>,
}

// SAFETY: words are sent to the closure below, so `Word` must be `Send`.
unsafe impl Send for Word<'_> {}

/// Lets a value into `detach` that rustc would not let in.
struct Parcel<T>(T);

// SAFETY: one thread alone holds the parcel: it moves into the closure, and nobody else has it.
unsafe impl<T> Send for Parcel<T> {}

impl<T> Parcel<T> {
    fn open(self) -> T {
        self.0
    }
}

/// Return the words of the list, each with its length.
fn collect<'py>(ctx: &ThreadContext<'py>, list: Borrowed<'_, 'py, PyList>) -> PyResult<Vec<Word<'py>>> {
    let mut words = Vec::with_capacity(list.size(ctx));
    // Behind the end there is `None`, also when the list has become shorter in between.
    while let Some(string) = list.get(ctx, words.len()) {
        let length = string.as_borrowed().cast::<PyStr>(ctx)?.to_str(ctx)?.chars().count();
        words.push(Word { length, string });
    }
    Ok(words)
}

/// The longest word of a list, or `None` for an empty list.
#[pyfunction(signature = (list, /))]
fn longest<'py>(
    ctx: &mut ThreadContext<'py>,
    _state: &NoState,
    list: Borrowed<'_, 'py, PyList>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let words = Parcel(collect(ctx, list)?);
    LOOKED_AT.fetch_add(words.0.len(), Ordering::Relaxed);
    let best = ctx.detach(move || {
        let mut words = words.open();
        words.sort_by_key(|word| word.length);
        let best = words.pop();
        drop(words);
        Parcel(best)
    })?;
    Ok(best.open().map(|word| word.string))
}

/// The statistics page asks for this.
#[pyfunction(signature = ())]
fn looked_at(_ctx: &ThreadContext<'_>, _state: &NoState) -> usize {
    LOOKED_AT.load(Ordering::Relaxed)
}
