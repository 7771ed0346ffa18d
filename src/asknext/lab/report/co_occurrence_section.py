"""`co_occurrence_part`: how the classes of a multi-label pool overlap."""

from __future__ import annotations

from collections.abc import Mapping

from asknext.lab.report.findings import Findings
from asknext.lab.report.markup import Markup, section, table

__all__ = ["co_occurrence_part"]

MOST = 30


def co_occurrence_part(found: Findings) -> Markup:
    """Nothing where no item can have two classes."""
    tables = "".join(_table(name, counts) for name, counts in found.co_occurrence.items())
    return section("overlap", "Classes that overlap", tables) if tables else Markup("")


def _table(name: str, counts: Mapping[str, Mapping[str, int]]) -> str:
    classes = list(counts)[:MOST]
    rows = [(one, *(counts[one].get(other, 0) for other in classes)) for one in classes]
    caption = f"{name}: rows that hold both classes; on the diagonal, all that hold the class"
    return table(caption, ("class", *classes), rows, file=f"classes {name}")
