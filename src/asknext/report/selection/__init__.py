"""The report of a selection from images, videos or recordings: what there was, what was chosen, and why."""

from __future__ import annotations

from asknext.report.selection.writing import write_selection_report

__all__ = ["write_selection_report"]
