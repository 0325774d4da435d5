"""The house rules as tests: who imports whom, one door to processes, pure rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "rustlab"

# Who may import whom (the street of ARCHITECTURE.md). A room is a file or a folder; `cargo.build`
# grants that file alone. Everybody may import `errors`; nobody imports a door.
VALUES = {
    "cargo.build",
    "cargo.diagnostic",
    "run.outcome",
    "exercise.exercise",
    "exercise.ladder",
    "exercise.paper",
}
MAY: dict[str, set[str]] = {
    "__init__": {"magic"},
    "__main__": {"cli"},
    "errors": set(),
    "data": set(),
    "machine": {"data", "cargo.build"},
    "source": set(),
    "cargo": {"machine.process", "machine.toolchain", "machine.workspace"},
    "cc": {"machine", "cargo.build", "cargo.diagnostic", "cargo.record", "source"},
    "run": {"machine.process", "cargo.build"},
    "exercise": VALUES | {"data"},
    "show": VALUES | {"doctor", "parity.report"},
    "doctor": {"machine", "data", "cc", "cargo", "source"},
    "parity": {"machine", "cargo", "source", "data"},
    "learner": {"data", "exercise", "machine.workspace"},
    "lab": {"machine", "source", "cargo", "cc", "run", "exercise", "data"},
    "complete": set(),
    "lexers": set(),
    "server": set(),
    "magic": VALUES | {"lab", "source", "run", "show", "complete", "exercise", "panels", "data"},
    "panels": {"lab", "show", "exercise", "cargo.build"},
    "cli": VALUES
    | {"lab", "show", "exercise", "learner", "doctor", "book", "machine", "data"}
    | {"parity"},
    "book": {"data", "machine", "exercise.catalog", "exercise.exercise"},
    "sphinx_ext": {"book", "data", "lexers", "exercise.catalog", "exercise.regions"},
}
DOORS = {"magic", "panels", "cli", "sphinx_ext"}
# Standard library modules that touch the outside world: pure rooms name none of them.
EFFECTS = {"os", "sys", "subprocess", "tempfile", "shutil", "socket"}
PURE = [
    "source/cell.py", "source/options.py", "source/checks.py", "source/crate.py", "source/lock.py",
    "source/rust_text.py", "cargo/record.py", "cargo/endings.py", "cargo/diagnostic.py",
    "cargo/messages.py", "cargo/build.py", "cc/messages.py", "run/outcome.py",
    "exercise/exercise.py", "exercise/ladder.py", "exercise/order.py", "exercise/regions.py",
    "exercise/verdict.py",
    "parity/ports.py", "parity/report.py", "parity/judge.py", "show/parity.py",
    "show/text.py", "show/html.py", "lexers.py", "complete.py",
]  # fmt: skip
# Which room may know which library.
LIBRARIES = {
    "IPython": {"magic", "complete"},
    "ipywidgets": {"panels"},
    "sphinx": {"sphinx_ext"},
    "nbval": {"book"},
    "pytest": {"book"},
    "myst_nb": {"book", "sphinx_ext"},
    "jupytext": {"book", "learner"},
    "rich": {"cli"},
    "watchfiles": {"cli"},
}
BY_PATH = [*SRC.rglob("_worker*.py"), *SRC.rglob("_supervisor*.py")]
MODULES = sorted(p for p in SRC.rglob("*.py") if "_data" not in p.parts)


def name_of(path: Path) -> str:
    """`src/rustlab/cargo/build.py` -> `cargo.build`; a package's `__init__` is the package."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def room_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def imports(path: Path) -> set[str]:
    """Every module a file imports, at any depth of the code, absolute names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import, write the full name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def ours(path: Path) -> set[str]:
    """The modules of rustlab a file imports, as `cargo.build`."""
    known = {name_of(p) for p in MODULES}
    hits = {i.removeprefix("rustlab.") for i in imports(path) if i.startswith("rustlab.")}
    packages = {name_of(p) for p in MODULES if p.name == "__init__.py"}
    # The name of a package alone says nothing: what counts is the module below it.
    return {hit for hit in hits if hit in known - packages}


def allowed(room: str, target: str) -> bool:
    grants = MAY[room] | {"errors", room}
    return any(target == g or target.startswith(f"{g}.") for g in grants)


def ids(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_imports_follow_the_table(path: Path) -> None:
    room = room_of(name_of(path))
    assert room in MAY, f"the new room `{room}` has no line in the table"

    assert not {target for target in ours(path) if not allowed(room, target)}


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_nobody_imports_a_door(path: Path) -> None:
    room = room_of(name_of(path))
    reached = {room_of(target) for target in ours(path)} & DOORS - {room}
    assert reached <= MAY[room] & {"magic", "panels", "cli"}


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_one_door_to_processes(path: Path) -> None:
    if path not in {SRC / "machine" / "process.py", *BY_PATH}:
        assert "subprocess" not in imports(path)


@pytest.mark.parametrize("library", LIBRARIES)
def test_libraries_stay_in_their_rooms(library: str) -> None:
    users = {room_of(name_of(p)) for p in MODULES if uses(p, library)}
    assert users <= LIBRARIES[library]


def uses(path: Path, library: str) -> bool:
    return any(i == library or i.startswith(f"{library}.") for i in imports(path))


@pytest.mark.parametrize("name", PURE)
def test_pure_rooms_touch_nothing(name: str) -> None:
    assert not EFFECTS & {i.split(".")[0] for i in imports(SRC / name)}


@pytest.mark.parametrize("path", BY_PATH, ids=ids)
def test_children_know_the_standard_library_only(path: Path) -> None:
    siblings = {p.stem for p in BY_PATH}
    outside = {i.split(".")[0] for i in imports(path)} - set(sys.stdlib_module_names) - siblings
    # cloudpickle is loaded by path from the parent's own copy, and only in the worker.
    assert outside <= {"cloudpickle"}
    assert not any(name_of(path) in ours(p) for p in MODULES)


def test_import_rustlab_is_light() -> None:
    code = "import sys, rustlab; print(*sorted(m.split('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert not {"IPython", "ipywidgets", "sphinx", "nbval", "subprocess"} & set(done.stdout.split())


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_opens_with_one_sentence(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), f"{path}: say what it holds"


def test_no_catch_all_rooms() -> None:
    assert not {p.stem for p in MODULES} & {"utils", "helpers", "common", "types", "manager"}


def test_two_test_files_never_share_a_name() -> None:
    """Without packages pytest imports them by name alone: one of the two would not run."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert {name for name in names if names.count(name) > 1} == set()
