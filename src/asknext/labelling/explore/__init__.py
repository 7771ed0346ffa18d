"""The pool as a map: columns of all items for the browser, and which items are near another."""

from __future__ import annotations

from asknext.labelling.explore.binary_columns import packed, unpacked
from asknext.labelling.explore.item_columns import ItemColumns, item_columns
from asknext.labelling.explore.map_positions import map_positions
from asknext.labelling.explore.moments import Moment, moments_of
from asknext.labelling.explore.similar import Neighbour, most_similar

__all__ = [
    "ItemColumns",
    "Moment",
    "Neighbour",
    "item_columns",
    "map_positions",
    "moments_of",
    "most_similar",
    "packed",
    "unpacked",
]
