"""The names of the report's subjects, known without loading what they are reckoned with."""

from __future__ import annotations

__all__ = ["KEPT", "SUBJECTS"]

KEPT = "quality.json"
"""Where the newest report is kept, below ``arrays/``."""

SUBJECTS = (
    *("label_errors", "mismatches", "duplicates", "ambiguous", "agreement", "annotators", "consensus", "bias"),
    *("balance", "reask", "outliers", "groups", "order"),
)
"""In the order of the report."""
