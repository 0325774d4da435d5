"""Child: runs one step after another, each reported before it begins: a crash has an address.

Runs in the child of a check, from its text; standard library only. `probes.py` hands it the module,
the argument and the function `report(name, outcome, message, data)`.
"""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType
from typing import Any, NamedTuple

from rustlab.exercise._behaviour import (
    HOSTILE,
    check_step,
    described,
    hostile_step,
    second_import_step,
    seen,
)
from rustlab.exercise._counts import WATCHED, Failed, calls_step
from rustlab.exercise._machine import (
    DEBUG,
    detach_step,
    interpreters,
    isolated_step,
    speed_step,
)
from rustlab.exercise._memory import memory_step, tools

Parameter = inspect.Parameter
WITH_NAME = Parameter.POSITIONAL_OR_KEYWORD
GIVEN = (
    "raises",
    "rng",
    "buffer",
    "reference",
    *WATCHED,
)  # what a check may ask for besides functions of the module


class Step(NamedTuple):
    """One thing to try: a name, its group, the functions it calls."""

    name: str
    group: str
    functions: tuple[str, ...]
    run: Callable[[], None]


def plan(module: ModuleType, given: dict[str, Any]) -> Iterator[Step]:
    """Yield what the groups ask for, cheap steps first."""
    namespace: dict[str, Any] = {"__name__": "checks"}
    exec(compile(given["checks"], "checks.py", "exec"), namespace)
    oracle = namespace["Reference"]
    wanted = [name for name in vars(oracle) if not name.startswith("_")]
    functions = {name: getattr(module, name) for name in wanted if hasattr(module, name)}
    yield from (missing(name) for name in wanted if name not in functions)
    check = partial(check_step, functions=functions, seeds=given["seeds"])
    checks = steps_of(namespace, "check_", check, "checks")
    bodies = partial(steps_of, namespace)
    steps = {
        "calls": bodies("calls_", partial(calls_step, functions=functions), "calls"),
        "checks": checks,
        "hostile": [s for name in functions for s in hostile_steps(name, functions, namespace)],
        "second-import": [second_import(module, functions, checks)],
        "interpreters": isolated(module, namespace),
        "memory": starving(namespace, functions),
        "detach": bodies("detach_", partial(detach_step, functions=functions), "detach"),
        "speed": quick(namespace, functions),
    }
    for group in given["groups"]:
        yield from steps[group]


def steps_of(
    namespace: dict[str, Any], prefix: str, run: Callable[[Any], None], group: str
) -> list[Step]:
    """Return a step for each function of `checks.py` with this prefix, named by its docstring."""
    return [
        Step(
            name=inspect.getdoc(body) or name,
            group=group,
            functions=tuple(p for p in inspect.signature(body).parameters if p not in GIVEN),
            run=partial(run, body),
        )
        for name, body in namespace.items()
        if name.startswith(prefix)
    ]


def isolated(module: ModuleType, namespace: dict[str, Any]) -> list[Step]:
    """Return the step that imports the module in other interpreters, where there are any."""
    if interpreters() is None:
        return []
    code = namespace.get("ISOLATED", "")
    name = "every interpreter has a module of its own"
    return [Step(name, "interpreters", (), partial(isolated_step, module, code))]


def starving(namespace: dict[str, Any], functions: dict[str, Any]) -> list[Step]:
    """Return the step that refuses memory, where there are calls and a tool for it."""
    bodies = [body for name, body in namespace.items() if name.startswith("calls_")]
    if tools() is None or not bodies:
        return []
    run = partial(memory_step, bodies, functions)
    return [Step("the same calls while memory runs out", "memory", tuple(functions), run)]


def quick(namespace: dict[str, Any], functions: dict[str, Any]) -> list[Step]:
    """Return the comparisons of speed; a debug build says nothing about it."""
    if DEBUG:
        return []
    run = partial(speed_step, functions=functions, oracle=namespace["Reference"])
    return steps_of(namespace, "speed_", run, "speed")


def hostile_steps(
    name: str, functions: dict[str, Any], namespace: dict[str, Any]
) -> Iterator[Step]:
    """Yield a step for each awkward argument of a function of one, and for each that is its own."""
    reference = getattr(namespace["Reference"], name)
    common = HOSTILE if takes_one(reference) else ()
    own = namespace.get("HOSTILE", {}).get(name, ())
    for text in (*common, *own):
        call = f"{name}{text}" if text in own else f"{name}({text})"
        run = partial(hostile_step, call, text, functions[name], reference, own=text in own)
        yield Step(call, "hostile", (name,), run)


def takes_one(reference: object) -> bool:
    """Whether it is a function of one argument; a class, or what tells nothing, is not."""
    if isinstance(reference, type) or not callable(reference):
        return False
    try:
        parameters = inspect.signature(reference).parameters.values()
    except (TypeError, ValueError):
        return False
    needed = [p for p in parameters if p.default is p.empty]
    return len(needed) == 1 and needed[0].kind not in (
        needed[0].VAR_KEYWORD,
        needed[0].KEYWORD_ONLY,
    )


def second_import(module: ModuleType, functions: dict[str, Any], checks: list[Step]) -> Step:
    """Return the step that imports the module once more and repeats the checks on it."""
    name = "a second import of the module works like the first"
    return Step(
        name,
        "second-import",
        tuple(functions),
        partial(second_import_step, module, functions, checks),
    )


def missing(name: str) -> Step:
    """Return the step for a function that the module should have and has not."""
    return Step(f"the module has `{name}`", "calls", (name,), partial(absent, name))


def absent(name: str) -> None:
    raise Failed(f"the module has no function `{name}`", kind="absent", function=name)


def examine(module: ModuleType, given: dict[str, Any], report: Callable[..., None]) -> None:
    steps = list(plan(module, given))
    report("plan", "plan", "", [{"name": step.name, "group": step.group} for step in steps])
    broken: dict[str, str] = {}
    gc.collect()
    gc.freeze()
    # A collection between a wrong count and its repair would end a debug build.
    gc.disable()
    chosen = range(len(steps)) if given["only"] is None else given["only"]
    for number in chosen:
        take(number, steps[number], broken, report)


def take(number: int, step: Step, broken: dict[str, str], report: Callable[..., None]) -> None:
    """Run one step. A function that corrupts counts is not called again."""
    reason = next((broken[name] for name in step.functions if name in broken), None)
    if reason is not None:
        report(step.name, "not_run", reason, {"step": number})
        return
    report(step.name, "started", "", {"step": number})
    try:
        step.run()
    except Failed as failed:
        stop_calling(failed.evidence, broken)
        report(step.name, "failed", str(failed), {"step": number, **failed.evidence})
    except NotImplementedError as error:
        found = {"step": number, "kind": "not_written"}
        report(step.name, "failed", f"`{error}` is not written yet", found)
    except Exception as error:
        found = {"step": number, **seen(error)}
        report(step.name, "failed", f"it raised {described(error)}", found)
    else:
        report(step.name, "passed", "", {"step": number})


def stop_calling(evidence: dict[str, object], broken: dict[str, str]) -> None:
    function = str(evidence.get("function", ""))
    if evidence.get("kind") == "not_written":
        broken[function] = f"`{evidence['text']}` is not written yet"
    elif evidence.get("kind") == "absent":
        broken[function] = f"there is no `{function}`"
    elif evidence.get("kind") == "over_release":
        broken[function] = (
            f"not called: `{function}` takes references away, so anything could happen"
        )
