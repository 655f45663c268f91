"""How Sphinx builds the documentation: MyST pages, the furo theme, the reference taken from docstrings."""

from importlib.metadata import version as version_of

project = "kcss-core"
author = "kcss-core contributors"
project_copyright = "2026, kcss-core contributors"
version = release = version_of("kcss-core")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_google_docstring = True

html_theme = "furo"
html_title = "kcss-core"
exclude_patterns = ["_build"]
