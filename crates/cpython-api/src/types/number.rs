//! `int`, `float`, `bool`: markers for arguments that must be of the type. Values convert without them.

use super::python_type;
use crate::c_api;

python_type! {
    /// `int`, of any size.
    PyLong, "int", c_api::is_int
}
python_type! {
    /// `float`.
    PyFloat, "float", c_api::is_float
}
python_type! {
    /// `bool`.
    PyBool, "bool", c_api::is_bool
}
