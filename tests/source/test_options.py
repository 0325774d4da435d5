"""The first line of a cell: what it may say, and the sentence for what it may not."""

from __future__ import annotations

import pytest

from rustlab.errors import UsageError
from rustlab.source import IsolatedOptions, Options, parse_c, parse_isolated, parse_rust


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("", Options()),
        ("adder", Options(name="adder")),
        ("adder --raw", Options(name="adder", raw=True)),
        ("--bin --release", Options(bin=True, release=True)),
        ("--fails E0502", Options(fails=("E0502",))),
        ("--fails E0502,E0499 x", Options(name="x", fails=("E0502", "E0499"))),
        ('--fails "may not live long"', Options(fails=("may not live long",))),
        ("--fails=unused_variables", Options(fails=("unused_variables",))),
        ("--python /a/python3.13 --in-process", Options(python="/a/python3.13", in_process=True)),
        ("--python '/mit Leer/é'", Options(python="/mit Leer/é")),
    ],
)
def test_rust(line: str, options: Options) -> None:
    assert parse_rust(line) == options


def test_c() -> None:
    assert parse_c("tiny --fails 'expected ;'") == Options(
        language="c", name="tiny", fails=("expected ;",)
    )


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("", IsolatedOptions()),
        ("--fresh --timeout 2.5", IsolatedOptions(fresh=True, timeout=2.5)),
        ("--expect stack-overflow", IsolatedOptions(expect="stack-overflow")),
        ("--memory 500M", IsolatedOptions(fresh=True, memory=500 * 1024**2)),
        ("--memory 2gb", IsolatedOptions(fresh=True, memory=2 * 1024**3)),
        ("--malloc debug", IsolatedOptions(fresh=True, malloc_debug=True)),
        ("--python p", IsolatedOptions(fresh=True, python="p")),
    ],
)
def test_isolated(line: str, options: IsolatedOptions) -> None:
    assert parse_isolated(line) == options


@pytest.mark.parametrize(
    ("parse", "line", "message", "hint"),
    [
        (parse_rust, "--rww", "no option `--rww`", "did you mean `--raw`?"),
        (parse_rust, "--xyz", "no option `--xyz`", "there are --raw, --bin"),
        (parse_rust, "--raw=1", "no option `--raw`", "--raw"),
        (parse_rust, "a b", "`b` is one name too many", "--help"),
        (parse_rust, "1a", "`1a` cannot be the name of a module", "letters"),
        (parse_rust, "type", "`type` is a word of the language itself", "another name"),
        (parse_rust, "class", "`class` is a word of the language itself", "another name"),
        (parse_rust, "a-b", "`a-b` cannot be the name of a module", "letters"),
        (parse_rust, "--fails", "`--fails` needs a value", "--help"),
        (parse_rust, "--python --raw", "`--python` needs a value", "--help"),
        (parse_rust, "--raw --bin", "exclude each other", "take one"),
        (parse_rust, "'x", "a quotation mark is not closed", "close it"),
        (parse_c, "--raw", "no option `--raw`", "--"),
        (parse_isolated, "fresh", "`fresh` is not an option", "`--`"),
        (parse_isolated, "--expect boom", "`boom` cannot be expected", "crash, abort"),
        (parse_isolated, "--timeout soon", "not a number of seconds", "--timeout 5"),
        (parse_isolated, "--timeout 0", "not a number of seconds", "--timeout 5"),
        (parse_isolated, "--memory much", "is not a size", "--memory 500M"),
        (parse_isolated, "--malloc fast", "no allocator `fast`", "--malloc debug"),
    ],
)
def test_a_wrong_line_is_a_sentence(parse: type, line: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(line)

    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("parse", "word"),
    [(parse_rust, "--in-process"), (parse_c, "--python"), (parse_isolated, "--fresh")],
)
def test_help_names_every_option(parse: type, word: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse("--help")

    assert word in caught.value.message


def test_in_process_says_what_it_risks() -> None:
    with pytest.raises(UsageError, match="takes the whole notebook with it"):
        parse_rust("--help")
