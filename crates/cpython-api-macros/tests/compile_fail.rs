//! Wrong use does not compile, and the error is the one that a learner should read.
//!
//! Each case has a twin that is right, compiled by the example `twins`: a case that fails for another reason than the
//! one it is about would be noticed there.
//! `TRYBUILD=overwrite cargo test -p cpython-api-macros` takes rustc's present words.
#![allow(missing_docs)]

use std::fs;

#[test]
fn wrong_use_does_not_compile() {
    let ran = concat!(env!("CARGO_TARGET_TMPDIR"), "/compile_fail.ran");
    let _ = fs::remove_file(ran);
    let (cases, names) = (trybuild::TestCases::new(), cases_in_folder());
    for name in &names {
        cases.compile_fail(format!("tests/ui/{name}.rs"));
    }
    // The cases run here, and panic if one is not as it should be.
    drop(cases);
    // tests/crates/ran.py reads it: what COVERAGE.toml names must have run.
    let lines: String = names.iter().map(|name| format!("ui:{name}\n")).collect();
    fs::write(ran, lines).unwrap();
}

#[test]
fn every_case_has_a_twin() {
    let twins = include_str!("../examples/twins.rs");
    let cases = cases_in_folder();
    assert!(cases.len() > 40);
    for name in cases {
        assert!(fs::exists(format!("tests/ui/{name}.pass.rs")).unwrap(), "`{name}` has no twin");
        assert!(twins.contains(&format!("mod {name};")), "the twin of `{name}` is not compiled");
    }
}

fn cases_in_folder() -> Vec<String> {
    let files = fs::read_dir("tests/ui").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = files
        .filter(|file| file.ends_with(".rs") && !file.ends_with(".pass.rs"))
        .map(|file| file.trim_end_matches(".rs").to_owned())
        .collect();
    names.sort();
    names
}
