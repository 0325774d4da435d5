"""How a cargo that did not build ended, in our words; its prose is read only as a last resort."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rustlab.cargo.build import Ending
from rustlab.cargo.messages import Messages
from rustlab.errors import CargoProtocolError, RustlabError, ToolchainError

NO_SPACE = ("No space left on device", "os error 28)", "os error 112)", "Disk quota exceeded")
OFFLINE = (
    "--offline was specified", "offline mode", "without the offline flag", "failed to download",
    "no matching package", "Unable to update registry", "failed to load source for dependency",
)  # fmt: skip
SIGNAL = re.compile(r"\(signal: (\d+), (SIG\w+)")
# What our build scripts say: the same form as every message of ours.
BUILD_SCRIPT = re.compile(r"^\s*error: (?P<message>.+)\n\s*\n\s*hint: (?P<hint>.+)$", re.MULTILINE)
NO_LINKER = re.compile(r"linker `(?P<linker>[^`]+)` not found")
FETCH = "connect to the network once and run `rustlab doctor --fetch`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """An ending that is no fault of the cell."""

    ending: Ending
    message: str
    hint: str


def offline() -> Stopped:
    """The crates that the kit needs were never fetched."""
    return Stopped(
        ending="offline",
        message="the crates that the kit needs are not on this machine yet",
        hint=FETCH,
    )


def no_network(words: str) -> Stopped:
    """The crates cannot be fetched now."""
    return Stopped(
        ending="offline",
        message=f"the crates could not be fetched: {words}",
        hint="check the network, then run `rustlab doctor --fetch` again",
    )


def no_space(folder: str) -> Stopped:
    """The disk of the target folder is full."""
    return Stopped(
        ending="no_space",
        message=f"the build stopped: no space is left on the disk that holds `{folder}`",
        hint="free some space there, or set `RUSTLAB_CACHE` to a folder on another disk",
    )


def interrupted() -> Stopped:
    """Ctrl-C."""
    return Stopped(
        ending="interrupted",
        message="the build was interrupted",
        hint="run the cell again; what was built until now is kept",
    )


def timed_out(seconds: float) -> Stopped:
    """The time that the caller allowed is over."""
    return Stopped(
        ending="timed_out",
        message=f"the build took longer than {seconds:g} s and was stopped",
        hint="run it again; what was built until now is kept",
    )


def killed(who: str, signal: str) -> Stopped:
    """Somebody, perhaps the system for want of memory, ended cargo or rustc."""
    return Stopped(
        ending="killed",
        message=f"`{who}` was ended from outside ({signal})",
        hint="run the cell again; if it happens again, close other programs: memory may be short",
    )


def stopped(messages: Messages, stderr: str, folder: str) -> Stopped | None:
    """Which of these endings the words of cargo and of the linker tell of, if any."""
    words = (stderr, *(said.diagnostic.rendered for said in messages.said))
    if any_in(NO_SPACE, words):
        return no_space(folder)
    if any_in(OFFLINE, (stderr,)):
        return offline()
    signal = SIGNAL.search(stderr)
    if signal:
        return killed("rustc" if "rustc" in stderr else "a build script", signal[2])
    return None


def machine_fault(messages: Messages, stderr: str, manifest_of_cell: bool) -> RustlabError | None:
    """A missing tool, told by the linker step or by a build script of ours."""
    for said in messages.said:
        linker = NO_LINKER.search(said.diagnostic.message)
        if linker:
            return ToolchainError(
                f"the linker `{linker['linker']}` was not found, so nothing can be linked",
                hint="install a C compiler, which brings it; `rustlab doctor` names the command",
            )
    script = BUILD_SCRIPT.search(stderr)
    if script:
        return ToolchainError(script["message"].strip(), hint=script["hint"].strip())
    return None if manifest_of_cell else unreadable(messages, stderr)


def unreadable(messages: Messages, stderr: str) -> CargoProtocolError:
    """Cargo failed in a way that we do not know: all its words, and a request for a report."""
    errors = [s.diagnostic.rendered for s in messages.said if s.diagnostic.level == "error"]
    return refused("\n".join((*errors[:1], stderr)))


def refused(words: str) -> CargoProtocolError:
    """The same for a cargo that sends no messages."""
    quoted = "\n".join(words.strip().splitlines()[-30:])
    return CargoProtocolError(
        f"cargo failed, and not because of the cell:\n{quoted}",
        hint="run `rustlab doctor`; if it finds nothing, please report this text",
    )


def any_in(phrases: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether one of the phrases stands in one of the texts."""
    texts = tuple(texts)
    return any(phrase in text for phrase in phrases for text in texts)
