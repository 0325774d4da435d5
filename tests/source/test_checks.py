"""Hostile cells: each gets a sentence with a line and a way out, or is none of our business."""

from __future__ import annotations

import pytest

from rustlab.errors import UsageError
from rustlab.source import Cell, Options, check

FUNCTION = "fn f() -> i32 {\n    let x = 1;\n    x\n}\n"


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        ("", Options(), "the cell is empty"),
        (" \n\t\n", Options(), "the cell is empty"),
        ("// only words\n/* and /* more */ words */", Options(), "the cell is empty"),
        ("", Options(language="c"), "the cell is empty"),
        ("\n\n#![allow(dead_code)]\n" + FUNCTION, Options(), "line 3: `#![…]`"),
        ("# ! [allow(dead_code)]\n" + FUNCTION, Options(), "line 1: `#![…]`"),
        ("//! About this.\n" + FUNCTION, Options(), "line 1: `//!`"),
        (FUNCTION + "\n    /*! late */", Options(), "line 6: `/*!`"),
        (FUNCTION + "pub fn main() {}", Options(), "line 5: nobody calls the `fn main`"),
        ("fn  main ( ) {}", Options(raw=True), "line 1: nobody calls the `fn main`"),
        (FUNCTION, Options(bin=True), "no `fn main`"),
        ("let x = 1;", Options(), "line 1: `let` stands outside"),
        (FUNCTION + "\nlet mut y = 2;", Options(), "line 6: `let` stands outside"),
        ("use std::fmt; let y = 2;", Options(), "line 1: `let` stands outside"),
        ("let x = 1;\nfn main() {}", Options(bin=True), "line 1: `let` stands outside"),
    ],
)
def test_a_sentence(source: str, options: Options, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(Cell(source=source, options=options))

    assert message in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "source",
    [
        FUNCTION,
        'fn f() { let s = "#![x] //! fn main"; }',
        "// #![allow(x)] fn main let\n" + FUNCTION,
        "fn f() {\n    #![allow(unused)]\n    let a = 1;\n}",
        "mod inner {\n    //! Its own documentation.\n    pub fn main() {}\n}",
        "mod m { #![allow(dead_code)] }",
        'const R: &str = r#"\n//! text\n#![text]\nlet x;\n"#;',
        "impl X { fn main(&self) { let a = '{'; } }\nstruct X;",
        "fn f<'a>(x: &'a str) -> &'a str { let y: char = '\\''; x }",
        "/* //! not this\n//! nor this */\n" + FUNCTION,
        "fn f() { if let Some(x) = None::<i32> { drop(x) } }",
        "macro_rules! m { () => { let x = 1; } }",
        "const LETTERS: [char; 2] = ['a', '\"'];\n" + FUNCTION,
        "//// four slashes\n" + FUNCTION,
    ],
)
def test_not_our_business(source: str) -> None:
    check(Cell(source=source))


def test_a_c_cell_is_not_read_as_rust() -> None:
    check(Cell(source="int main(void) { return 0; }", options=Options(language="c")))
