//! Writes the bindings for one interpreter: asks it where its headers are, and lets bindgen read them.
//!
//! Runs again only when an environment variable below or one of the headers changes: a warm build of a module
//! must not pay for it.

#[path = "build/clang.rs"]
mod clang;
#[path = "build/interpreter.rs"]
mod interpreter;
#[path = "build/pregenerated.rs"]
mod pregenerated;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use bindgen::callbacks::{ItemInfo, ParseCallbacks};
use interpreter::Interpreter;

/// Everything outside the headers that the result depends on.
const ENVIRONMENT: &[&str] = &["PYTHON_SYS_EXECUTABLE", "VIRTUAL_ENV", "LIBCLANG_PATH", "CC"];
const HEADERS: &[&str] = &["Python.h", "patchlevel.h", "pyconfig.h"];
/// The newest version with a name of its own here: a newer interpreter gets all of them.
const NEWEST_MINOR: u32 = 16;
/// Written by hand in `src/handwritten.rs`, each with its reason in README.md. Macros in some versions and functions
/// in others, so that the names must not come twice.
const HANDWRITTEN: &str = "PyMethodDef|PyObject|Py_TYPE|Py_IS_TYPE|Py_X?(INC|DEC)REF|PyModule_Create|\
    Py(Long|List|Tuple|Bytes|Unicode|Dict|Type|Float|Bool|Module)_Check(Exact)?|\
    Py_(None|True|False|NotImplemented|Ellipsis)";
/// Private types of 3.13 that hold a `PyGC_Head`. Its typedef lowers the alignment of its struct to four bytes, which no
/// Rust type can do: these come as bytes of the right size and alignment, without fields.
const UNDERALIGNED_IN_3_13: &[&str] = &["gc_generation", "_Py_interp_static_objects__bindgen_ty_1"];

fn main() {
    println!("cargo::rerun-if-changed=wrapper.h");
    for name in ENVIRONMENT {
        println!("cargo::rerun-if-env-changed={name}");
    }
    let interpreter = Interpreter::from_environment();
    for header in HEADERS {
        match interpreter.header(header) {
            Some(path) => println!("cargo::rerun-if-changed={}", path.display()),
            None => missing_header(header, &interpreter),
        }
    }
    tell_cargo(&interpreter);
    let target = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("c_api.rs");
    if env::var_os("CARGO_FEATURE_PREGENERATED").is_some() {
        let text = pregenerated::bindings(&interpreter).unwrap_or_else(|| not_pregenerated(&interpreter));
        return fs::write(target, text).expect("OUT_DIR can be written");
    }
    if let Err(error) = clang::load(&interpreter) {
        // The private headers change in every release: only bindgen knows them.
        let private = env::var_os("CARGO_FEATURE_PRIVATE").is_some();
        let text = pregenerated::bindings(&interpreter).filter(|_| !private);
        let text = text.unwrap_or_else(|| clang::missing(&error));
        return fs::write(target, text).expect("OUT_DIR can be written");
    }
    write_bindings(&interpreter, &target);
}

fn not_pregenerated(interpreter: &Interpreter) -> ! {
    fail(
        &format!(
            "there are no pre-generated bindings for {}; there are: {}",
            interpreter.build_name(),
            pregenerated::known()
        ),
        "leave the feature `pregenerated` out: bindgen then reads the headers of your interpreter",
    )
}

fn missing_header(header: &str, interpreter: &Interpreter) -> ! {
    let folders: Vec<_> = interpreter.include.iter().map(|folder| format!("`{}`", folder.display())).collect();
    fail(
        &format!("`{header}` was not found in {}", folders.join(" or ")),
        &format!(
            "install the headers of Python 3.{minor}: `apt install python3.{minor}-dev`, `dnf install python3.{minor}-devel`, \
             or use an interpreter from python.org, uv or pyenv, which bring them",
            minor = interpreter.minor
        ),
    )
}

/// The cfgs of this crate, and the metadata from which a dependant's build script makes its own.
fn tell_cargo(interpreter: &Interpreter) {
    for minor in 11..=NEWEST_MINOR {
        println!("cargo::rustc-check-cfg=cfg(Py_3_{minor})");
        if minor <= interpreter.minor {
            println!("cargo::rustc-cfg=Py_3_{minor}");
        }
    }
    for (name, on) in [("py_gil_disabled", interpreter.gil_disabled), ("py_debug", interpreter.debug)] {
        println!("cargo::rustc-check-cfg=cfg({name})");
        if on {
            println!("cargo::rustc-cfg={name}");
        }
    }
    println!("cargo::metadata=minor={}", interpreter.minor);
    println!("cargo::metadata=gil_disabled={}", u8::from(interpreter.gil_disabled));
    println!("cargo::metadata=debug={}", u8::from(interpreter.debug));
    println!("cargo::metadata=ext_suffix={}", interpreter.ext_suffix);
    println!("cargo::metadata=executable={}", interpreter.executable.display());
}

fn write_bindings(interpreter: &Interpreter, target: &Path) {
    let private = env::var_os("CARGO_FEATURE_PRIVATE").is_some();
    let opaque: &[&str] = if private && interpreter.minor == 13 { UNDERALIGNED_IN_3_13 } else { &[] };
    // First in the search, before the compiler's own.
    let private: &[&str] =
        if private { &["-Iprivate", "-DRUSTLAB_PRIVATE", "-DPy_BUILD_CORE=1", "-std=gnu11"] } else { &[] };
    let builder = bindgen::builder()
        .header("wrapper.h")
        .clang_args(private)
        .clang_args(clang::arguments(interpreter))
        .allowlist_item("_?Py.*|_?PY_.*|PYTHON_.*|RS_.*")
        .rust_edition(bindgen::RustEdition::Edition2024)
        .rust_target(bindgen::RustTarget::stable(85, 0).expect("bindgen knows Rust 1.85"))
        .blocklist_item(HANDWRITTEN)
        .prepend_enum_name(false)
        .derive_debug(false)
        .generate_comments(false)
        .merge_extern_blocks(true)
        .layout_tests(true)
        .parse_callbacks(Box::new(Names));
    let builder = opaque.iter().fold(builder, |builder, name| builder.opaque_type(name));
    let bindings = builder.generate().unwrap_or_else(|error| {
        fail(
            &format!("bindgen could not read the headers of `{}`: {error}", interpreter.executable.display()),
            "run `rustlab doctor`; it checks the headers, the compiler and libclang one by one",
        )
    });
    let text = with_windows_imports(bindings.to_string(), interpreter);
    fs::write(target, text).expect("OUT_DIR can be written");
}

/// On Windows a variable of another DLL is read through the import table, which rustc does for the items of a block
/// with a `link` attribute. `raw-dylib` needs no import library.
fn with_windows_imports(text: String, interpreter: &Interpreter) -> String {
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return text;
    }
    let library = interpreter.windows_library();
    let block = "unsafe extern \"C\" {";
    text.replace(block, &format!("#[link(name = \"{library}\", kind = \"raw-dylib\")]\n{block}"))
}

/// Takes the prefix off the constants of `wrapper.h`.
#[derive(Debug)]
struct Names;

impl ParseCallbacks for Names {
    fn item_name(&self, item: ItemInfo<'_>) -> Option<String> {
        item.name.strip_prefix("RS_").map(str::to_owned)
    }

    fn enum_variant_name(
        &self,
        _enum_name: Option<&str>,
        original: &str,
        _value: bindgen::callbacks::EnumVariantValue,
    ) -> Option<String> {
        original.strip_prefix("RS_").map(str::to_owned)
    }
}

/// Stop the build with a message: what happened, and the next step.
fn fail(message: &str, hint: &str) -> ! {
    eprintln!("error: {message}\n\nhint: {hint}");
    std::process::exit(1);
}
