"""A Jupyter server extension: outputs of pages may be kept under `.rustlab/`, a hidden folder.

`jupytext.toml` of a learner's folder pairs each page with a notebook in `.rustlab/outputs`. Without
this every save would end in "HTTP 500", for Jupyter refuses to write where a name begins with a
dot. Hidden files stay out of the file browser.
"""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "rustlab.server"}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Allow it now, and in the contents manager that jupytext may put in place after us."""
    app.config.ContentsManager.allow_hidden = True
    app.contents_manager.allow_hidden = True
