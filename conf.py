"""How Sphinx makes the site: `rustlab book build`, or `sphinx-build -c . -W -n book OUT`."""

from rustlab.book.reading import MYST_EXTENSIONS

project = "Rust for CPython: the interactive devguide"
author = "The rustlab authors"
copyright = "the rustlab authors, CC BY 4.0"  # noqa: A001 - Sphinx's name
html_title = "Rust for CPython"

extensions = [
    "myst_nb",
    "sphinx_external_toc",
    "sphinx_design",
    "sphinx_exercise",
    "sphinx_togglebutton",
    "rustlab.sphinx_ext",
]
exclude_patterns = ["_static", "**/.ipynb_checkpoints"]

# An unlisted page must warn, not vanish.
external_toc_path = "../_toc.yml"  # joined to the folder of the sources
external_toc_exclude_missing = False

myst_enable_extensions = sorted(MYST_EXTENSIONS)
myst_heading_anchors = 3
nitpicky = True

# `rustlab.sphinx_ext` reads executed notebooks. Sphinx itself runs no cell and starts no kernel.
nb_execution_mode = "off"
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_render_markdown_format = "myst"  # the default draws no tables
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # the default comes from a CDN

html_theme = "sphinx_book_theme"
html_static_path = ["book/_static"]  # relative to this file
html_css_files = ["rustlab.css"]
html_favicon = "book/_static/favicon.svg"
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
html_context = {"default_mode": "auto"}
html_theme_options = {
    "path_to_docs": "book",
    "home_page_in_toc": True,
    "show_navbar_depth": 2,
    "use_download_button": False,
    "footer_content_items": ["copyright.html"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "github-dark",
    # The theme draws a second, empty header otherwise.
    "navbar_persistent": [],
    "navbar_start": [],
    "navbar_center": [],
    "navbar_end": [],
}
