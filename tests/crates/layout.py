"""Compares what is written down of the C API with what a C compiler says of the same headers.

The text of the bindings holds, beside each type, assertions of its size, alignment and field
offsets. rustc has checked those numbers against its own layout when it compiled the text; here a C
program checks them against C's.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ASSERTED = re.compile(
    r"\[\s*\"(Size|Alignment) of (\w+)\",?\s*\]\s*\[\s*::std::mem::\w+::<\w+>\(\)\s*-\s*(\d+)usize"
)
OFFSET = re.compile(
    r"\[\s*\"Offset of field: (\w+)::(\w+)\",?\s*\]\s*"
    r"\[\s*::std::mem::offset_of!\(\s*\w+,\s*\w+,?\s*\)\s*-\s*(\d+)usize"
)
STRUCT = re.compile(r"^pub (struct|union) (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^    (?:pub )?(\w+): (.*?),$", re.MULTILINE | re.DOTALL)
CONSTANT = re.compile(r"^pub const (\w+): ([^=]+?) = (.+?);$", re.MULTILINE | re.DOTALL)
ALIAS = re.compile(r"^pub type (\w+) =\s+(.+?);$", re.MULTILINE | re.DOTALL)
#: What rustc gives the primitives that an alias can end in, on the LP64 and LLP64 machines of CI.
POINTER = 8


@dataclass(frozen=True, slots=True)
class Question:
    """One number: what it is called, how C says it, and what Rust has."""

    name: str
    expression: str
    rust: str
    kind: str = "int"


@dataclass(slots=True)
class Facts:
    """What the bindings claim, and what of it has no name in C."""

    questions: list[Question] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many facts agreed, which did not, and which could not be asked."""

    agreed: dict[str, int]
    differ: list[str]
    left_out: dict[str, str]

    def table(self) -> str:
        """The counts, for the log of the run."""
        counts = ", ".join(f"{number} {kind}" for kind, number in sorted(self.agreed.items()))
        return f"compared: {counts}; differ: {len(self.differ)}; not compared: {len(self.left_out)}"


class Compiler:
    """A C compiler with the include folders of one interpreter."""

    def __init__(self, include: tuple[str, ...], folder: Path) -> None:
        self.include = [f"-I{path}" for path in include]
        self.include += [f"-idirafter{Path(path).parent}" for path in include]
        self.folder = folder

    def refused(self, lines: list[str], preamble: str) -> set[int]:
        """The numbers of the lines that do not compile, each tried as a function of its own."""
        source = self.folder / "probe.c"
        text = preamble + '#line 1 "probe"\n' + "\n".join(lines) + "\n"
        source.write_text(text, encoding="utf-8")
        ended = subprocess.run(
            ["cc", "-fsyntax-only", "-fmax-errors=0", "-w", *self.include, str(source)],
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return {
            int(number) - 1
            for number in re.findall(r"^probe:(\d+):\d+: error", ended.stderr, re.MULTILINE)
        }

    def run(self, text: str) -> str:
        """What the program prints."""
        source, program = self.folder / "facts.c", self.folder / "facts"
        source.write_text(text, encoding="utf-8")
        subprocess.run(
            ["cc", "-w", "-O0", *self.include, "-o", str(program), str(source)], check=True
        )
        return subprocess.run(
            [str(program)], capture_output=True, text=True, encoding="utf-8", check=True
        ).stdout


def compare(bindings: str, handwritten: str, wrapper: Path, compiler: Compiler) -> Comparison:
    """Ask the C compiler for every number of the bindings and of the hand-written items."""
    preamble = (
        f'#include "{wrapper}"\n#include <stdio.h>\n#include <stddef.h>\n#include <string.h>\n'
    )
    facts = _facts(bindings, preamble, compiler)
    facts.questions += _handwritten(handwritten)
    probes = [
        f"void q{n}(void) {{ (void)({q.expression}); }}" for n, q in enumerate(facts.questions)
    ]
    bad = compiler.refused(probes, preamble)
    for number in bad:
        facts.left_out[facts.questions[number].name] = "C has no such name"
    asked = [question for number, question in enumerate(facts.questions) if number not in bad]
    answers = compiler.run(_program(asked, preamble)).splitlines()
    assert len(answers) == len(asked)
    agreed: dict[str, int] = {}
    differ = []
    for question, answer in zip(asked, answers, strict=True):
        kind = question.name.split()[0]
        if _same(question, answer):
            agreed[kind] = agreed.get(kind, 0) + 1
        else:
            differ.append(f"{question.name}: Rust has {question.rust}, C has {answer}")
    return Comparison(agreed, differ, facts.left_out)


def _same(question: Question, answer: str) -> bool:
    if question.kind == "int":
        return int(question.rust, 0) % 2**64 == int(answer) % 2**64
    if question.kind == "float":
        return float(question.rust) == float(answer)
    return question.rust == answer


def _program(questions: list[Question], preamble: str) -> str:
    lines = [preamble, "static void hex(const void *p, size_t n)", "{"]
    lines += ['for (size_t i = 0; i < n; i++) printf("%02x", ((const unsigned char *)p)[i]);']
    lines += ['printf("\\n");', "}"]
    for number, question in enumerate(questions):
        lines.append(f"static void q{number}(void) {{ {_print(question)} }}")
    calls = "".join(f"q{number}();" for number in range(len(questions)))
    return "\n".join([*lines, f"int main(void) {{ {calls} return 0; }}", ""])


def _print(question: Question) -> str:
    if question.kind == "float":
        return f'printf("%.17g\\n", (double)({question.expression}));'
    if question.kind == "string":
        return f"hex({question.expression}, strlen({question.expression}));"
    if question.kind == "bytes":
        return f"__typeof__({question.expression}) v = {question.expression}; hex(&v, sizeof v);"
    return f'printf("%lld\\n", (long long)({question.expression}));'


def _handwritten(text: str) -> list[Question]:
    """The facts that the example `layout_facts` prints."""
    questions = []
    for line in text.splitlines():
        kind, name, value = line.split()
        if kind == "bytes":
            # The initialisers are braces, and one of them ends in a comma.
            owner = name.replace("_HEAD_INIT", "_Base" if "Module" in name else "")
            argument = "(NULL)" if owner == "PyObject" else ""
            expression = f"({{ struct {{ {owner} o; }} x = {{ {name}{argument} }}; x.o; }})"
            questions.append(Question(f"bytes {name}", expression, value, "bytes"))
        elif kind in ("size", "align"):
            operator = "sizeof" if kind == "size" else "_Alignof"
            questions.append(Question(f"{kind} {name}", f"{operator}({name})", value))
        elif kind == "offset":
            owner, member = name.split(".")
            questions.append(Question(f"{kind} {name}", f"offsetof({owner}, {member})", value))
        elif kind == "const":
            questions.append(Question(f"const {name}", name, value))
    return questions


def _facts(bindings: str, preamble: str, compiler: Compiler) -> Facts:
    facts = Facts()
    sizes = {(what, name): value for what, name, value in ASSERTED.findall(bindings)}
    offsets = {(owner, member): int(value) for owner, member, value in OFFSET.findall(bindings)}
    members = {name: FIELD.findall(body) for _, name, body in STRUCT.findall(bindings)}
    spelled = _spelled(
        [name for name in members if "__bindgen_ty_" not in name], preamble, compiler
    )
    places = _anonymous(members, spelled)
    for name in members:
        if ("Size", name) not in sizes:
            facts.left_out[f"size {name}"] = (
                "opaque in the headers: a pointer to it is all there is"
            )
            continue
        if name in spelled:
            c_name = spelled[name]
            facts.questions.append(
                Question(f"size {name}", f"sizeof({c_name})", sizes["Size", name])
            )
            facts.questions.append(
                Question(f"align {name}", f"_Alignof({c_name})", sizes["Alignment", name])
            )
            _offsets(facts, name, c_name, "", "0", members, offsets)
        elif name in places:
            base, prefix, start = places[name]
            if prefix:
                whole = f"sizeof((({base} *)0)->{prefix.rstrip('.')})"
                facts.questions.append(Question(f"size {name}", whole, sizes["Size", name]))
            else:
                facts.left_out[f"size {name}"] = "no name in C; its fields are compared"
            _offsets(facts, name, base, prefix, start, members, offsets)
        else:
            facts.left_out[f"size {name}"] = "no name in C"
    _constants(facts, bindings)
    _aliases(facts, bindings, sizes)
    return facts


def _spelled(names: list[str], preamble: str, compiler: Compiler) -> dict[str, str]:
    """How C spells each type: by its own name, or after `struct`, `union`, `enum`."""
    ways = [
        (name, f"{word}{name}") for name in names for word in ("", "struct ", "union ", "enum ")
    ]
    probes = [f"void q{n}(void) {{ (void)sizeof({way}); }}" for n, (_, way) in enumerate(ways)]
    bad = compiler.refused(probes, preamble)
    found: dict[str, str] = {}
    for number, (name, way) in enumerate(ways):
        if number not in bad:
            found.setdefault(name, way)
    return found


def _anonymous(
    members: dict[str, list[tuple[str, str]]], spelled: dict[str, str]
) -> dict[str, tuple[str, str, str]]:
    """For a type without a name: the named type it lies in, the path to it, and where it starts."""
    places: dict[str, tuple[str, str, str]] = {}
    for _ in range(4):  # deeper nesting than any header has
        for owner, fields in members.items():
            if owner in spelled:
                base, prefix = spelled[owner], ""
            elif owner in places:
                base, prefix, _ = places[owner]
            else:
                continue
            for member, kind in fields:
                if "__bindgen_ty_" in kind and kind in members and kind not in places:
                    nameless = member.startswith("__bindgen_anon")
                    path = prefix if nameless else f"{prefix}{_c_member(member)}."
                    # bindgen asserts no offset of a nameless member: its first field stands for it.
                    inner = _c_member(members[kind][0][0])
                    at = f"offsetof({base}, {path}{inner if nameless else ''})".replace(".)", ")")
                    places[kind] = (base, path, at)
    return places


def _c_member(member: str) -> str:
    """The C name of a field: bindgen puts `_` after a word that Rust keeps."""
    return member[:-1] if member.endswith("_") and not member.startswith("_") else member


def _offsets(  # noqa: PLR0917 - one place in one type
    facts: Facts,
    owner: str,
    base: str,
    prefix: str,
    start: str,
    members: dict[str, list[tuple[str, str]]],
    offsets: dict[tuple[str, str], int],
) -> None:
    for member, _ in members[owner]:
        name = f"offset {owner}.{member}"
        if member.startswith("__bindgen_anon"):
            facts.left_out[name] = "no name in C; its fields are compared"
        elif member.startswith("_bitfield"):
            facts.left_out[name] = "bit fields have no address"
        elif (owner, member) in offsets:
            expression = f"offsetof({base}, {prefix}{_c_member(member)}) - {start}"
            facts.questions.append(Question(name, expression, str(offsets[owner, member])))
        else:
            facts.left_out[name] = "bindgen asserts no offset"


def _constants(facts: Facts, bindings: str) -> None:
    for name, kind, value in CONSTANT.findall(bindings):
        if name == "_":
            continue
        label, c_name = f"const {name}", f"RS_{name}" if name.startswith("HEAD_") else name
        if value.startswith('b"'):
            content = value[2:-1].encode().decode("unicode_escape").encode("latin-1").rstrip(b"\0")
            facts.questions.append(Question(label, c_name, content.hex(), "string"))
        elif kind == "f64":
            facts.questions.append(Question(label, c_name, value, "float"))
        elif value in ("true", "false"):
            facts.questions.append(Question(label, c_name, str(int(value == "true"))))
        elif re.fullmatch(r"-?\d+", value):
            facts.questions.append(Question(label, c_name, value))
        else:
            facts.left_out[label] = f"another name for {value}"


def _aliases(facts: Facts, bindings: str, sizes: dict[tuple[str, str], str]) -> None:
    """Names for other types: the size at the end of the chain."""
    aliases = {name: " ".join(target.split()) for name, target in ALIAS.findall(bindings)}
    for name in aliases:
        target = name
        while target in aliases:
            target = aliases[target].removeprefix("::std::os::raw::")
        size = sizes.get(("Size", target)) or _primitive(target)
        if size is None:
            facts.left_out[f"alias {name}"] = f"another name for {target}"
        else:
            facts.questions.append(Question(f"alias {name}", f"sizeof({name})", str(size)))


def _primitive(target: str) -> int | None:
    if target.startswith(("::std::option::Option<", "*")):
        return POINTER
    known = {
        "c_char": 1, "c_uchar": 1, "c_schar": 1, "c_short": 2, "c_ushort": 2, "c_int": 4,
        "c_uint": 4, "c_longlong": 8, "c_ulonglong": 8, "c_long": 8, "c_ulong": 8, "i8": 1,
        "u8": 1, "i16": 2, "u16": 2, "i32": 4, "u32": 4, "i64": 8, "u64": 8,
        "isize": POINTER, "usize": POINTER,
        "f64": 8, "f32": 4,
    }  # fmt: skip
    return known.get(target)
