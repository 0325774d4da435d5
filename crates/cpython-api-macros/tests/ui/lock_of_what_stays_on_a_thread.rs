//! A lock shares what may be sent, and nothing else.
use std::rc::Rc;

use cpython_api::proposal::PyLock;

static SHARED: PyLock<Option<Rc<u64>>> = PyLock::new(None);

fn main() {}
