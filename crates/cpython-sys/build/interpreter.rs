//! Which interpreter the bindings are for, and what it says about itself.

use std::collections::HashMap;
use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::fail;

/// Printed as `key=value` lines by the interpreter itself, so that nothing is guessed from its path.
const QUESTION: &str = r#"
import sys, sysconfig
var, paths = sysconfig.get_config_var, sysconfig.get_paths()
facts = {
    "version": "%d.%d" % sys.version_info[:2],
    "implementation": sys.implementation.name,
    "include": paths["include"],
    "platinclude": paths["platinclude"],
    "debug": int(bool(var("Py_DEBUG")) or hasattr(sys, "gettotalrefcount")),
    "gil_disabled": int(bool(var("Py_GIL_DISABLED"))),
    "ext_suffix": var("EXT_SUFFIX") or ".so",
    "executable": sys.executable,
}
try:
    import clang
    facts["libclang"] = clang.__path__[0]
except ImportError:
    pass
sys.stdout.reconfigure(encoding="utf-8")
for key, value in facts.items():
    print(key, value, sep="=")
"#;

/// The interpreter whose headers are read.
pub struct Interpreter {
    /// The minor version: 13 for 3.13.
    pub minor: u32,
    pub debug: bool,
    pub gil_disabled: bool,
    pub ext_suffix: String,
    pub executable: PathBuf,
    /// The folders that hold `Python.h` and `pyconfig.h`.
    pub include: Vec<PathBuf>,
    /// Where the wheel `libclang` keeps its library, if this interpreter has the wheel.
    pub libclang: Option<PathBuf>,
}

impl Interpreter {
    /// Ask the interpreter that the environment names.
    pub fn from_environment() -> Self {
        let (program, facts) =
            candidates().into_iter().find_map(|program| Some((program.clone(), ask(&program)?))).unwrap_or_else(|| {
                fail(
                    "no Python interpreter was found",
                    "set `PYTHON_SYS_EXECUTABLE` to the interpreter that will import the module",
                )
            });
        Self::from_facts(&program, &facts)
    }

    fn from_facts(program: &str, facts: &HashMap<String, String>) -> Self {
        let fact = |key: &str| facts.get(key).cloned().unwrap_or_default();
        if fact("implementation") != "cpython" {
            fail(&format!("`{program}` is {}, not CPython", fact("implementation")), "name a CPython interpreter");
        }
        let minor = fact("version").strip_prefix("3.").and_then(|minor| minor.parse().ok()).unwrap_or(0);
        if minor < 11 {
            fail(
                &format!("`{program}` is Python {}, and these bindings need 3.11 or newer", fact("version")),
                "set `PYTHON_SYS_EXECUTABLE` to a newer interpreter",
            );
        }
        let mut include = vec![PathBuf::from(fact("include")), PathBuf::from(fact("platinclude"))];
        include.dedup();
        Self {
            minor,
            debug: fact("debug") == "1",
            gil_disabled: fact("gil_disabled") == "1",
            ext_suffix: fact("ext_suffix"),
            executable: PathBuf::from(fact("executable")),
            include,
            libclang: facts.get("libclang").map(|folder| PathBuf::from(folder).join("native")),
        }
    }

    /// The path of a header, if the interpreter's folders hold it.
    pub fn header(&self, name: &str) -> Option<PathBuf> {
        self.include.iter().map(|folder| folder.join(name)).find(|path| path.is_file())
    }

    /// `3.13`, `3.13td`: the version with what changes layouts.
    pub fn build_name(&self) -> String {
        let threads = if self.gil_disabled { "t" } else { "" };
        let debug = if self.debug { "d" } else { "" };
        format!("3.{}{threads}{debug}", self.minor)
    }

    /// `python313`, `python313t_d`: the library that Windows links with.
    pub fn windows_library(&self) -> String {
        let threads = if self.gil_disabled { "t" } else { "" };
        let debug = if self.debug { "_d" } else { "" };
        format!("python3{}{threads}{debug}", self.minor)
    }
}

/// The interpreter to ask, by rank. A named one is never replaced by another: that would hide a typing error.
fn candidates() -> Vec<String> {
    if let Ok(named) = env::var("PYTHON_SYS_EXECUTABLE") {
        if ask(&named).is_none() {
            fail(
                &format!("`PYTHON_SYS_EXECUTABLE` is `{named}`, which does not start"),
                "run it by hand to see why, or name another interpreter",
            );
        }
        return vec![named];
    }
    if let Some(venv) = env::var_os("VIRTUAL_ENV") {
        let below = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
        return vec![PathBuf::from(venv).join(below).to_string_lossy().into_owned(), "python3".into()];
    }
    vec!["python3".into(), "python".into()]
}

fn ask(program: &str) -> Option<HashMap<String, String>> {
    let answer = Command::new(program).args(["-I", "-c", QUESTION]).output().ok()?;
    if !answer.status.success() {
        return None;
    }
    let text = String::from_utf8(answer.stdout).ok()?;
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    Some(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
}
