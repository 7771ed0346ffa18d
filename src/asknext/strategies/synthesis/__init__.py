"""Items that are made to be asked about."""

from __future__ import annotations

from asknext.strategies.synthesis.boundary_density import sample_boundary
from asknext.strategies.synthesis.generated import decoded, generated
from asknext.strategies.synthesis.made_items import Synthetic, interpolate, opposite_pairs, search_midpoints
from asknext.strategies.synthesis.query_synthesis import QuerySynthesis
from asknext.strategies.synthesis.synthetic_rows import synthetic_rows

__all__ = [
    "QuerySynthesis",
    "Synthetic",
    "decoded",
    "generated",
    "interpolate",
    "opposite_pairs",
    "sample_boundary",
    "search_midpoints",
    "synthetic_rows",
]
