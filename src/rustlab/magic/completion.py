"""IPython's side of completion: one matcher for our cells, names read once when first asked for."""

from __future__ import annotations

import sysconfig
from functools import cache
from pathlib import Path

from IPython.core.completer import (
    CompletionContext,
    SimpleCompletion,
    SimpleMatcherResult,
    context_matcher,
)

from rustlab.complete import Language, c_names, complete, rust_names
from rustlab.data import locate


@context_matcher(identifier="rustlab.cells", priority=200)  # type: ignore[untyped-decorator, unused-ignore]
def matcher(context: CompletionContext) -> SimpleMatcherResult:
    """Complete in `%%rust` and `%%c` cells, and keep Python's matchers out of them."""
    before = context.line_with_cursor[: context.cursor_position]
    found = complete(context.full_text, line=context.cursor_line, before=before, names=names)
    if found is None:
        return {"completions": [], "suppress": False}
    return {
        "completions": [SimpleCompletion(word, type=found.language) for word in found.words],
        "matched_fragment": found.fragment,
        "suppress": True,
    }


@cache
def names(language: Language) -> frozenset[str]:
    """The prelude of `cpython-api`, or the C API that the headers of this interpreter declare."""
    if language == "rust":
        prelude = locate().crates / "cpython-api" / "src" / "prelude.rs"
        return rust_names(prelude.read_text(encoding="utf-8"))
    headers = Path(sysconfig.get_path("include"))
    found = [*headers.glob("*.h"), *headers.glob("cpython/*.h")]
    return frozenset().union(*(c_names(p.read_text("utf-8", "replace")) for p in found))
