"""Settings of the documentation; ``make docs`` builds it, and every warning is an error."""

import sys
from pathlib import Path

from asknext import __version__

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for the extension of our own

project = "asknext"
author = "the asknext authors"
copyright = "2026, the asknext authors"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "docs.strategy_pages"]
exclude_patterns = ["_build", "strategies/_generated"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_typehints = "none"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
html_theme = "furo"
html_title = f"asknext {__version__}"
