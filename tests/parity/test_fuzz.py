"""Ports and C on inputs that hypothesis makes up: the same ends, or a small input that differs."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rustlab.lab import Lab
from rustlab.parity.building import build_port
from rustlab.parity.ports import PORTS
from tests.parity.test_ports import FULL, JUDGES, PYTHONS, named

CHILD = Path(__file__).with_name("fuzz_child.py")
#: The same inputs each time, for every change; `nox -s full` looks further.
EXAMPLES = settings(
    max_examples=20_000 if FULL else 150, derandomize=not FULL, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
#: That there is a difference is enough: no smaller one is looked for.
FIRST = settings(EXAMPLES, phases=[Phase.generate], report_multiple_bugs=False)
Request = dict[str, Any]

pytestmark = pytest.mark.cargo


class Side:
    """C's module or a port, in a child of its own. A child that ended is an answer like another."""

    def __init__(self, python: str, module: str, *files: Path) -> None:
        self.command = [python, "-I", str(CHILD), module, *map(str, files)]
        self.child: subprocess.Popen[str] | None = None

    def __call__(self, request: Request) -> object:
        if self.child is None:
            pipe = subprocess.PIPE
            self.child = subprocess.Popen(
                self.command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, encoding="utf-8"
            )
        child = self.child
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except BrokenPipeError:
            line = ""
        return json.loads(line) if line else ["ended", self.close()]

    def close(self) -> int | None:
        """End the child, if it still runs; how it ended."""
        if self.child is None:
            return None
        self.child.communicate()
        ended, self.child = self.child.returncode, None
        return ended


@contextmanager
def sides(name: str, python: str, *, broken: bool = False) -> Iterator[Callable[[Request], None]]:
    """A function that asks both sides, and fails where they differ."""
    port, lab = PORTS[name], Lab.open(Path(python))
    mutant = port.mutant if broken else None
    file = build_port(port, lab.data, lab.toolchain(), lab.workspace, mutant=mutant)
    theirs, ours = Side(python, port.module), Side(python, port.module, file)

    def compare(request: Request) -> None:
        expected = theirs(request)
        assert ours(request) == expected, request
        if isinstance(expected, list) and expected[0] == "ended":
            raise AssertionError(f"C's own module ended: {expected}, {request}")

    try:
        yield compare
    finally:
        theirs.close()
        ours.close()


#: Around one digit of an int, where floats are odd, and in every width of text.
WHOLE = st.integers(-(2**31), 2**31) | st.sampled_from([0, 2**30 - 1, 2**30, -(2**30), 2**70])
NUMBERS = WHOLE | st.floats() | st.booleans()
TEXTS = st.text(st.characters(codec="utf-8"), max_size=4)
KEPT = NUMBERS.map(repr) | TEXTS.map(ascii)
LIKE = (
    WHOLE.map("I({})".format)
    | st.floats().map("F({})".format)
    | TEXTS.map(ascii).map("S({})".format)
)
ITEMS = {
    "numbers": NUMBERS.map(repr), "texts": TEXTS.map(ascii),
    "anything": KEPT | LIKE | st.integers(0, 9).map("Odd({})".format) | st.just("None"),
}  # fmt: skip


@st.composite
def heaps(draw: st.DrawFn) -> Request:
    """A list and a few calls on it."""
    item = ITEMS[draw(st.sampled_from(sorted(ITEMS)))]
    one = st.tuples(st.sampled_from(["heapify", "heappop"]), st.just(["$"]))
    names = st.sampled_from(["heappush", "heappushpop", "heapreplace"])
    two = st.tuples(names, item.map(lambda text: ["$", text]))
    calls = draw(st.lists(one | two, min_size=1, max_size=8))
    return {"target": listed(draw(st.lists(item, max_size=12))), "calls": plain(calls)}


@st.composite
def searches(draw: st.DrawFn) -> Request:
    """A list and places asked for in it."""
    item = ITEMS[draw(st.sampled_from(sorted(ITEMS)))]
    names = st.sampled_from(["bisect_left", "bisect_right", "insort_left", "insort_right"])
    bounds = st.fixed_dictionaries(
        {}, optional={"lo": st.integers(-2, 14).map(repr), "hi": st.integers(-2, 14).map(repr)}
    )
    call = st.tuples(names, item.map(lambda text: ["$", text]), bounds)
    calls = draw(st.lists(call, min_size=1, max_size=4))
    return {"target": listed(draw(st.lists(item, max_size=12))), "calls": calls}


def letters(new: bool) -> st.SearchStrategy[Request]:
    """Texts that are nearly base64, and bytes of any kind."""
    near = st.text(st.sampled_from("AZaz09+/-_===\n !"), max_size=9).map(lambda t: t.encode())
    right = st.binary(max_size=20).map(b64encode)
    data = st.binary(max_size=100) | st.lists(near | right, max_size=3).map(b"".join)
    flag = st.sampled_from(["True", "False"])
    decode: dict[str, st.SearchStrategy[str]] = {"strict_mode": flag}
    encode: dict[str, st.SearchStrategy[str]] = {"newline": flag}
    if new:
        ignored = st.sampled_from([repr(one) for one in (b"\n", b"=", b"", b" !A")])
        decode |= {"padded": flag, "canonical": flag, "ignorechars": ignored}
        encode |= {"padded": flag, "wrapcol": st.integers(0, 90).map(repr)}
    given_data = data.map(lambda one: [repr(one)])
    calls = [
        st.tuples(st.just(name), given_data, st.fixed_dictionaries({}, optional=options))
        for name, options in (("a2b_base64", decode), ("b2a_base64", encode))
    ]
    return (calls[0] | calls[1]).map(lambda call: {"target": "None", "calls": [call]})


def listed(items: list[str]) -> str:
    return f"[{', '.join(items)}]"


def plain(calls: list[tuple[str, list[str]]]) -> list[tuple[str, list[str], dict[str, str]]]:
    return [(name, arguments, {}) for name, arguments in calls]


def requests(name: str, python: str) -> st.SearchStrategy[Request]:
    if name == "base64":
        return letters(Lab.open(Path(python)).python.version >= (3, 15))
    return heaps() if name == "heapq" else searches()


def hold(name: str, python: str, *, broken: bool = False) -> None:
    with sides(name, python, broken=broken) as compare:
        (FIRST if broken else EXAMPLES)(given(requests(name, python))(compare))()


@pytest.mark.parametrize("python", JUDGES, ids=named)
@pytest.mark.parametrize("name", ["bisect", "heapq", "base64"])
def test_both_end_alike(name: str, python: str) -> None:
    hold(name, python)


@pytest.mark.parametrize("name", ["bisect", "heapq", "base64"])
def test_a_planted_mistake_is_found(name: str) -> None:
    with pytest.raises(AssertionError):
        hold(name, PYTHONS[0], broken=True)


def test_an_end_is_an_answer() -> None:
    side = Side(PYTHONS[0], "os")
    request = {"target": "None", "calls": [("_exit", ["3"], {})]}

    assert side(request) == ["ended", 3]
    assert side({"target": "[1]", "calls": []}) == [[], ["int:1"]]
    side.close()
