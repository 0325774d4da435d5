//! Turns what `cpython-sys` found out about the interpreter into cfgs of this crate.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let fact = |name: &str| env::var(format!("DEP_PYTHON_{name}")).expect("cpython-sys passes on its metadata");
    let minor: u32 = fact("MINOR").parse().expect("a minor version is a number");
    for newer in 11..=16 {
        println!("cargo::rustc-check-cfg=cfg(Py_3_{newer})");
        if newer <= minor {
            println!("cargo::rustc-cfg=Py_3_{newer}");
        }
    }
    for (name, on) in [("py_gil_disabled", fact("GIL_DISABLED")), ("py_debug", fact("DEBUG"))] {
        println!("cargo::rustc-check-cfg=cfg({name})");
        if on == "1" {
            println!("cargo::rustc-cfg={name}");
        }
    }
}
