"""The words of a cargo that failed for another reason than the cell."""

from __future__ import annotations

import pytest

from rustlab.cargo.diagnostic import Diagnostic
from rustlab.cargo.endings import machine_fault, refused, stopped
from rustlab.cargo.messages import Messages, Said
from rustlab.errors import CargoProtocolError, ToolchainError

NOTHING = Messages(said=(), artifacts=(), finished=False)


def saying(message: str, rendered: str = "") -> Messages:
    diagnostic = Diagnostic(level="error", message=message, rendered=rendered or message)
    said = (Said(manifest="m", diagnostic=diagnostic),)
    return Messages(said=said, artifacts=(), finished=False)


@pytest.mark.parametrize(
    ("stderr", "ending"),
    [
        ("error: failed to write `x`: No space left on device (os error 28)", "no_space"),
        ("Caused by:\n  There is not enough space on the disk. (os error 112)", "no_space"),
        ("error: failed to download `syn v2.0.1`", "offline"),
        ("  attempting to make an HTTP request, but --offline was specified", "offline"),
        ("error: no matching package named `syn` found", "offline"),
        ("process didn't exit successfully: `rustc` (signal: 9, SIGKILL: kill)", "killed"),
    ],
)
def test_stopped(stderr: str, ending: str) -> None:
    found = stopped(NOTHING, stderr, "/target")

    assert found is not None
    assert found.ending == ending
    assert found.message
    assert found.hint


def test_a_linker_that_met_the_end_of_the_disk() -> None:
    words = "linking with `cc` failed"
    found = stopped(saying(words, "rust-lld: No space left on device"), "", "/target")

    assert found is not None
    assert found.ending == "no_space"


def test_other_words_are_no_ending() -> None:
    assert stopped(saying("mismatched types"), "error: could not compile", "/target") is None


def test_a_missing_linker() -> None:
    fault = machine_fault(saying("linker `cc` not found"), "", True)

    assert isinstance(fault, ToolchainError)
    assert "`cc`" in fault.message


def test_a_build_script_of_ours_speaks_for_itself() -> None:
    stderr = (
        "error: failed to run custom build command for `cpython-sys v0.1.0`\n\n"
        "Caused by:\n  process didn't exit successfully\n  --- stderr\n"
        "  error: `Python.h` was not found in `/x`\n\n  hint: install the headers\n"
    )
    fault = machine_fault(NOTHING, stderr, False)

    assert isinstance(fault, ToolchainError)
    assert str(fault) == "`Python.h` was not found in `/x`\n\nhint: install the headers"


def test_an_unknown_failure_is_quoted() -> None:
    fault = machine_fault(saying("in a crate of ours"), "error: something new", False)

    assert isinstance(fault, CargoProtocolError)
    assert "in a crate of ours" in fault.message
    assert "error: something new" in fault.message


def test_a_refusal_is_cut_to_its_end() -> None:
    assert refused("\n".join(map(str, range(100)))).message.count("\n") == 30
