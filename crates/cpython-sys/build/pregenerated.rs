//! Bindings that were written before: for a machine without libclang, or for whoever asks with the feature.
//!
//! `pregenerated/<platform>.txt` holds the items of several builds, each once, after a line that says which builds have
//! it. `nox -s bindings` writes it.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::interpreter::Interpreter;

/// The bindings for this interpreter, if they were written before.
pub fn bindings(interpreter: &Interpreter) -> Option<String> {
    let path = file();
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(path).ok()?;
    let (letter, version) = letter(&text, &interpreter.build_name())?;
    Some(chosen(&text, letter, &version))
}

/// The builds that were written before, for a message.
pub fn known() -> String {
    let text = fs::read_to_string(file()).unwrap_or_default();
    let names: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("= ")?.split(' ').nth(1)).collect();
    if names.is_empty() { "no build of this platform".to_owned() } else { names.join(", ") }
}

fn file() -> PathBuf {
    let of = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    PathBuf::from("pregenerated").join(format!("{}-{}.txt", of("OS"), of("ARCH")))
}

/// `= d 3.13td 3.13.15`: the letter of a build, and the version that its items were read from.
fn letter(text: &str, build: &str) -> Option<(char, String)> {
    text.lines().find_map(|line| {
        let mut words = line.strip_prefix("= ")?.split(' ');
        let (letter, name, version) = (words.next()?, words.next()?, words.next()?);
        (name == build).then_some((letter.chars().next()?, version.to_owned()))
    })
}

/// The items with this letter, those of C in one block.
fn chosen(text: &str, letter: char, version: &str) -> String {
    let mut outside = format!("/* pre-generated from the headers of CPython {version} */\n");
    let mut inside = String::from("unsafe extern \"C\" {\n");
    let (mut taken, mut foreign) = (false, false);
    for line in text.lines().skip_while(|line| !line.starts_with('@')) {
        if let Some(head) = line.strip_prefix('@') {
            let (kind, builds) = head.split_once(' ').unwrap_or((head, ""));
            (taken, foreign) = (builds.contains(letter), kind == "extern");
        } else if taken {
            let target = if foreign { &mut inside } else { &mut outside };
            target.push_str(line);
            target.push('\n');
        }
    }
    format!("{outside}{inside}}}\n")
}
