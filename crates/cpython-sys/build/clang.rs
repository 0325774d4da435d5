//! libclang and the headers it needs: what is not the interpreter's business.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fail;
use crate::interpreter::Interpreter;

/// Load libclang: `LIBCLANG_PATH`, else the wheel `libclang` of the interpreter, else the system's.
pub fn load(interpreter: &Interpreter) -> Result<(), String> {
    if env::var_os("LIBCLANG_PATH").is_none() {
        if let Some(folder) = interpreter.libclang.as_deref().filter(|folder| folder.is_dir()) {
            // SAFETY: a build script has one thread here; nothing reads the environment meanwhile.
            unsafe { env::set_var("LIBCLANG_PATH", folder) };
        }
    }
    clang_sys::load()
}

/// Stop: there is no libclang, and there are no bindings that were written before.
pub fn missing(error: &str) -> ! {
    fail(
        &format!("libclang was not found ({error})"),
        "run `python -m pip install libclang` with the interpreter in use, or set `LIBCLANG_PATH` to the folder of the library",
    )
}

/// Where clang finds headers: the interpreter's, then the compiler's own.
///
/// The wheel holds the library alone, so `stddef.h` and its like come from the machine's compiler.
pub fn arguments(interpreter: &Interpreter) -> Vec<String> {
    let mut arguments = vec!["-w".to_owned()];
    for folder in &interpreter.include {
        arguments.push(format!("-I{}", folder.display()));
    }
    // Debian's `pyconfig.h` is a stub that includes `<x86_64-linux-gnu/python3.X/pyconfig.h>`. The folder above the
    // interpreter's resolves it; last in the search, so that it never hides a header of the compiler.
    for folder in interpreter.include.iter().filter_map(|folder| folder.parent()) {
        arguments.push(format!("-idirafter{}", folder.display()));
    }
    arguments.extend(compiler_headers(interpreter));
    arguments
}

fn compiler_headers(interpreter: &Interpreter) -> Vec<String> {
    match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("windows") => windows_headers(interpreter),
        Ok("macos") => macos_headers(),
        _ => unix_headers(),
    }
}

fn unix_headers() -> Vec<String> {
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    // Given back unchanged when the compiler has no such folder (clang then has its own).
    let folder = answer(&compiler, &["-print-file-name=include"]).filter(|folder| Path::new(folder).is_absolute());
    folder.or_else(resource_include).map(|folder| vec!["-isystem".to_owned(), folder]).unwrap_or_default()
}

fn macos_headers() -> Vec<String> {
    let mut arguments = Vec::new();
    if let Some(sdk) = answer("xcrun", &["--show-sdk-path"]) {
        arguments.extend(["-isysroot".to_owned(), sdk]);
    }
    if let Some(folder) = answer("clang", &["-print-resource-dir"]) {
        arguments.extend(["-resource-dir".to_owned(), folder]);
    }
    arguments
}

/// `pyconfig.h` on Windows is one file for all builds: what it cannot know is defined here.
fn windows_headers(interpreter: &Interpreter) -> Vec<String> {
    let mut arguments = Vec::new();
    if interpreter.debug {
        arguments.push("-D_DEBUG".to_owned());
    }
    if interpreter.gil_disabled {
        arguments.push("-DPy_GIL_DISABLED=1".to_owned());
    }
    if let Some(folder) = resource_beside_libclang().or_else(|| answer("clang", &["-print-resource-dir"])) {
        arguments.extend(["-resource-dir".to_owned(), folder]);
    }
    arguments
}

fn resource_include() -> Option<String> {
    answer("clang", &["-print-resource-dir"]).map(|folder| format!("{folder}/include"))
}

/// `LLVM/bin/libclang.dll` keeps its headers in `LLVM/lib/clang/<version>`.
fn resource_beside_libclang() -> Option<String> {
    let library = PathBuf::from(env::var_os("LIBCLANG_PATH")?);
    let versions = library.parent()?.join("lib").join("clang");
    let newest = versions.read_dir().ok()?.filter_map(Result::ok).map(|entry| entry.path()).max()?;
    Some(newest.to_string_lossy().into_owned())
}

fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}
