// The twin of `lock_of_what_stays_on_a_thread.rs`: the same, as it should be.
use std::sync::Arc;

use cpython_api::proposal::PyLock;

static SHARED: PyLock<Option<Arc<u64>>> = PyLock::new(None);
