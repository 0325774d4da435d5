//! Tables for `clinic!`, in the notation of Argument Clinic: what `binascii`, `zlib` and `_bisect` accept. The functions
//! give back what they got. `tests/crates/clinic_checks.py` makes the same calls here and there.

mod binascii;
mod bisect;
mod compress;
mod decompress;
mod io;
mod zlib;
