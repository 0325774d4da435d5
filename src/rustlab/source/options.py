"""Reads the first line of a cell. A wrong word is a UsageError that says which words there are."""

from __future__ import annotations

import difflib
import keyword
import re
import shlex
from dataclasses import dataclass
from typing import NoReturn

from rustlab.errors import UsageError
from rustlab.source.cell import IsolatedOptions, Options

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Those that Python does not have: the module's name is an identifier in Rust too.
RUST_KEYWORDS = frozenset({
    "abstract", "become", "box", "const", "crate", "do", "dyn", "enum", "extern", "final", "fn",
    "gen", "impl", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "self", "Self", "static", "struct", "super", "trait", "true", "false", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "yield",
})  # fmt: skip
UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
EXPECTATIONS = ("crash", "abort", "stack-overflow", "out-of-memory", "timeout", "exit")

RUST_HELP = """\
%%rust [NAME] [options]     the cell is a Rust module; its functions become names in the notebook

  NAME                the Python name of the module, else `cell`
  --raw               `cpython-sys` only: you write the C ABI by hand
  --bin               a program with `fn main`; shows what it prints
  --fails CODE[,CODE] must not compile, for one of these reasons: a code (E0502), the name of a
                      lint, or "words of the message" where rustc gives no code
  --release           with optimisations
  --python P          build for the interpreter P and run there
  --in-process        import into this kernel instead of the worker: faster calls, but a crash,
                      an abort or an endless loop then takes the whole notebook with it"""
C_HELP = """\
%%c [NAME] [options]        the cell is a C extension module

  NAME                the Python name of the module, else `cell`
  --fails "WORDS"     must not compile, with these words in the message
  --python P          build for the interpreter P and run there
  --in-process        import into this kernel instead of the worker: a crash then takes it along"""
ISOLATED_HELP = """\
%%isolated [options]        Python, in the process where the compiled modules live

  --fresh             in a new process of its own
  --expect WORD       must end this way: crash, abort, stack-overflow, out-of-memory, timeout, exit
  --malloc debug      with the checks of Python's debug allocator (implies --fresh)
  --timeout SECONDS   end it after so many seconds
  --memory SIZE       no more memory than this: 500M, 1G (implies --fresh)
  --python P          in the interpreter P (implies --fresh)"""

RUST_FLAGS = ("--raw", "--bin", "--in-process", "--release")
C_FLAGS = ("--in-process",)
COMPILE_VALUES = ("--fails", "--python")
ISOLATED_FLAGS = ("--fresh",)
ISOLATED_VALUES = ("--expect", "--malloc", "--timeout", "--memory", "--python")


def parse_rust(line: str) -> Options:
    """The options of `%%rust`. Raises UsageError, also for `--help`."""
    words = _split(line, "%%rust", RUST_FLAGS, COMPILE_VALUES, RUST_HELP)
    if words.has("--raw") and words.has("--bin"):
        words.refuse("`--raw` and `--bin` exclude each other", "take one of them away")
    return Options(
        name=words.name(),
        raw=words.has("--raw"),
        bin=words.has("--bin"),
        fails=_reasons(words),
        in_process=words.has("--in-process"),
        release=words.has("--release"),
        python=words.value("--python"),
    )


def parse_c(line: str) -> Options:
    """The options of `%%c`. Raises UsageError, also for `--help`."""
    words = _split(line, "%%c", C_FLAGS, COMPILE_VALUES, C_HELP)
    return Options(
        language="c",
        name=words.name(),
        fails=_reasons(words),
        in_process=words.has("--in-process"),
        python=words.value("--python"),
    )


def parse_isolated(line: str) -> IsolatedOptions:
    """The options of `%%isolated`. Raises UsageError, also for `--help`."""
    words = _split(line, "%%isolated", ISOLATED_FLAGS, ISOLATED_VALUES, ISOLATED_HELP)
    if words.names:
        words.refuse(f"`{words.names[0]}` is not an option", "options begin with `--`")
    expect, malloc = words.value("--expect"), words.value("--malloc")
    if expect is not None and expect not in EXPECTATIONS:
        words.refuse(f"`{expect}` cannot be expected", f"expect one of {', '.join(EXPECTATIONS)}")
    if malloc not in (None, "debug"):
        words.refuse(f"there is no allocator `{malloc}` here", "write `--malloc debug`")
    memory, python = _memory(words), words.value("--python")
    own = malloc is not None or memory is not None or python is not None
    return IsolatedOptions(
        fresh=words.has("--fresh") or own,
        expect=expect,
        malloc_debug=malloc is not None,
        timeout=_seconds(words),
        memory=memory,
        python=python,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of a line, sorted: names, flags, and options with their values."""

    magic: str
    names: tuple[str, ...]
    given: tuple[tuple[str, str], ...]

    def has(self, flag: str) -> bool:
        return any(name == flag for name, _ in self.given)

    def value(self, option: str) -> str | None:
        return dict(self.given).get(option)

    def refuse(self, message: str, hint: str) -> NoReturn:
        raise UsageError(f"`{self.magic}`: {message}", hint=hint)

    def name(self) -> str:
        if len(self.names) > 1:
            self.refuse(
                f"`{self.names[1]}` is one name too many",
                f"`{self.magic} --help` shows what may stand here",
            )
        name = self.names[0] if self.names else "cell"
        if not IDENTIFIER.fullmatch(name):
            self.refuse(
                f"`{name}` cannot be the name of a module",
                "use letters, digits and `_`, and no digit first",
            )
        if keyword.iskeyword(name) or name in RUST_KEYWORDS:
            self.refuse(f"`{name}` is a word of the language itself", "choose another name")
        return name


def _split(
    line: str, magic: str, flags: tuple[str, ...], valued: tuple[str, ...], help_text: str
) -> _Words:
    try:
        words = shlex.split(line)
    except ValueError:
        raise UsageError(
            f"`{magic}`: a quotation mark is not closed", hint="close it on the same line"
        ) from None
    names: list[str] = []
    given: list[tuple[str, str]] = []
    rest = iter(words)
    for word in rest:
        option, equals, value = word.partition("=")
        if word in ("--help", "-h", "-?"):
            raise UsageError(help_text, hint=f"take `{word}` away to run the cell")
        if not word.startswith("-"):
            names.append(word)
        elif option in flags and not equals:
            given.append((option, ""))
        elif option in valued:
            given.append((option, value if equals else _next(rest, option, magic)))
        else:
            raise _unknown(option, magic, (*flags, *valued))
    return _Words(magic=magic, names=tuple(names), given=tuple(given))


def _next(rest: object, option: str, magic: str) -> str:
    value = next(rest, None)  # type: ignore[call-overload]
    if value is None or value.startswith("--"):
        raise UsageError(
            f"`{magic}`: `{option}` needs a value", hint=f"`{magic} --help` shows an example"
        )
    return str(value)


def _unknown(option: str, magic: str, known: tuple[str, ...]) -> UsageError:
    near = difflib.get_close_matches(option, known, n=1)
    guess = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(known)}"
    return UsageError(f"`{magic}` has no option `{option}`", hint=guess)


def _reasons(words: _Words) -> tuple[str, ...]:
    text = words.value("--fails")
    if text is None:
        return ()
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _seconds(words: _Words) -> float | None:
    text = words.value("--timeout")
    if text is None:
        return None
    if not re.fullmatch(r"\d+(\.\d+)?", text) or float(text) == 0:
        words.refuse(f"`--timeout {text}` is not a number of seconds", "write `--timeout 5`")
    return float(text)


def _memory(words: _Words) -> int | None:
    text = words.value("--memory")
    if text is None:
        return None
    found = re.fullmatch(r"(\d+)([KMG]?)(i?B)?", text, re.IGNORECASE)
    if not found:
        words.refuse(f"`--memory {text}` is not a size", "write `--memory 500M` or `--memory 1G`")
    return int(found[1]) * UNITS[found[2].upper()]
