"""Tries the modules in a subinterpreter of each kind and prints what the import says."""

import json
import sys
from pathlib import Path

TRY = """
import sys
sys.path.insert(0, {here!r})
from loading import load
try:
    load({name!r})
except ImportError as error:
    text = "ImportError: " + str(error)
else:
    text = "loaded"
with open({report!r}, "w", encoding="utf-8") as report:
    report.write(text)
"""


def kinds():
    """The configurations that this version can make, and how."""
    if sys.version_info >= (3, 13):
        import _interpreters as module

        return {
            "legacy": lambda: module.create("legacy"),
            "isolated": lambda: module.create("isolated"),
        }, module
    import _xxsubinterpreters as module

    made = {"legacy": lambda: module.create(isolated=False)}
    if sys.version_info >= (3, 12):
        made["isolated"] = lambda: module.create(isolated=True)
    return made, module


def main(report):
    """Import in the main interpreter first, then in each kind, then in the main one again."""
    here = str(Path(__file__).resolve().parent)
    sys.path.insert(0, here)
    from loading import load

    first = load()
    said = {}
    made, module = kinds()
    for kind, create in made.items():
        for name in ("xxtestrustapi", "xxtestrustapi_other"):
            interpreter = create()
            module.run_string(interpreter, TRY.format(here=here, name=name, report=report))
            said[f"{kind} {name}"] = Path(report).read_text(encoding="utf-8")
            module.destroy(interpreter)
    assert first.bump() == 1
    assert load().bump() == 1
    print(json.dumps(said))


main(*sys.argv[1:])
