"""The judge says no for each way in which green tests can lie."""

from __future__ import annotations

from dataclasses import replace

from rustlab.parity import judge
from rustlab.parity.ports import Difference, Mutant, Port
from rustlab.parity.report import Leaks, Run

PORT = Port(
    name="toy", module="_toy", crate="ported-toy", tests=("test_toy",),
    mutant=Mutant(file="src/lib.rs", before="a", after="b"),
)  # fmt: skip
C = Run(
    status=0, tests={"t.one": "passed", "t.two": "skipped"}, functions=("f", "g"),
    calls={}, foreign={"f": 3, "g": 4}, children=(), output="",
)  # fmt: skip
OURS = replace(C, calls={"f": 3, "g": 4}, foreign={})
BROKEN = replace(OURS, tests={"t.one": "failed", "t.two": "skipped"}, status=2)
VERSION = (3, 13)


def said(port: Port = PORT, c: Run = C, ours: Run = OURS, mutant: Run = BROKEN) -> str:
    return "; ".join(judge.reasons(port, VERSION, c, ours, mutant))


def test_nothing_speaks_against_a_good_port() -> None:
    assert not said()


def test_a_failed_test() -> None:
    assert "failed: t.one" in said(ours=BROKEN)


def test_the_tests_kept_the_c_module() -> None:
    stayed = replace(OURS, calls={}, foreign={"f": 3, "g": 4})

    assert "reached another file than ours: f, g" in said(ours=stayed)
    assert "never called in our file: f, g" in said(ours=stayed)


def test_one_function_is_never_called() -> None:
    assert "never called in our file: g" in said(ours=replace(OURS, calls={"f": 1}))
    assert not said(replace(PORT, untested=("g",)), ours=replace(OURS, calls={"f": 1}))


def test_tests_that_vanish() -> None:
    assert "not the tests that C ran: t.two" in said(ours=replace(OURS, tests={"t.one": "passed"}))


def test_skips_of_our_own() -> None:
    skipped = replace(OURS, tests={"t.one": "skipped", "t.two": "skipped"})

    assert "other skips than C: t.one" in said(ours=skipped)


def test_no_test_at_all() -> None:
    nothing = replace(C, tests={}, output="no such test")

    assert "no test ran with C's module: no such test" in said(c=nothing, ours=nothing)


def test_a_mistake_that_no_test_sees() -> None:
    assert "the planted mistake was not seen" in said(mutant=OURS)


def test_a_run_that_ends_badly_without_a_failed_test() -> None:
    assert "status 3" in said(ours=replace(OURS, status=3))


def test_another_surface() -> None:
    assert "other functions than C: g" in said(ours=replace(OURS, functions=("f",)))


def test_an_expected_difference_holds_for_its_versions_alone() -> None:
    entry = Difference(test="t.o*", versions=((3, 13),), reason="says it better")
    port = replace(PORT, differences=(entry,))

    assert not said(port, ours=BROKEN)
    assert judge.differences(port, VERSION, BROKEN) == ("t.one: says it better",)
    assert "failed: t.one" in "; ".join(judge.reasons(port, (3, 14), C, BROKEN, BROKEN))


def test_references_must_have_been_counted() -> None:
    (never,) = judge.leaking(Leaks(counted=False, status=1, found=()))
    assert never.startswith("references were not counted")
    assert judge.leaking(Leaks(counted=True, status=2, found=("test_toy leaked [1, 1, 1]",)))
    assert judge.leaking(Leaks(counted=True, status=2, found=())) == (
        "the run that counts references ended with status 2",
    )
    assert not judge.leaking(Leaks(counted=True, status=0, found=()))
