"""What is ported: one entry a port. A new port is one entry more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from rustlab.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A mistake to plant: one text of a source file replaced by another. Parity must see it."""

    file: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A test that may end otherwise than with C, in these versions, and why."""

    test: str  # fnmatch pattern on the id
    versions: tuple[tuple[int, int], ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A module of CPython written again. `functions` empty: the whole module, else a composite.

    A composite is C's module with these functions replaced. `untested` names functions that
    CPython's tests never call.
    """

    name: str
    module: str
    crate: str
    tests: tuple[str, ...]
    mutant: Mutant
    functions: tuple[str, ...] = ()
    untested: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    #: Tests that take minutes: for `--full` and `nox -s full`.
    more: tuple[str, ...] = ()

    def full(self) -> Port:
        """The same port, judged by the long tests too."""
        return replace(self, tests=self.tests + self.more, more=())


_ALL = (
    Port(
        name="bisect",
        module="_bisect",
        crate="ported-bisect",
        tests=("test_bisect",),
        mutant=Mutant(
            file="src/lib.rs",
            before="list.lt_item(ctx, x, middle)?",
            after="list.item_lt(ctx, middle, x)?.map(|before| !before)",
        ),
    ),
    Port(
        name="heapq",
        module="_heapq",
        crate="ported-heapq",
        tests=("test_heapq",),
        mutant=Mutant(
            file="src/heap.rs",
            before="child += usize::from(!left)",
            after="child += usize::from(left)",
        ),
    ),
    Port(
        name="base64",
        module="binascii",
        crate="ported-base64",
        tests=("test_base64", "test_binascii"),
        functions=("a2b_base64", "b2a_base64"),
        mutant=Mutant(
            file="src/decode.rs",
            before="2 => self.out.push(self.left << 4 | number >> 2)",
            after="2 => self.out.push(self.left << 4 | number >> 1)",
        ),
    ),
    Port(
        name="zlib",
        module="zlib",
        crate="ported-zlib",
        tests=("test_zlib", "test_gzip"),
        more=("test_zipfile", "test_tarfile"),
        # Asked for by the import system and by `dir`, not called as a function.
        untested=("__getattr__",),
        mutant=Mutant(
            file="src/decompressor.rs",
            before="append(ctx, &mut self.unused_data, rest)?;",
            after="self.unused_data = kept(ctx, rest)?;",
        ),
    ),
)
PORTS: Mapping[str, Port] = MappingProxyType({port.name: port for port in _ALL})


def find(name: str) -> Port:
    """The port of this name, with or without the underscore; raise UsageError for another."""
    found = [port for port in _ALL if name in {port.name, port.module, port.crate}]
    if not found:
        raise UsageError(f"`{name}` is not ported", hint=f"one of: {', '.join(PORTS)}")
    return found[0]
