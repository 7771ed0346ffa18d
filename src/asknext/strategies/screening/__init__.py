"""Finding all items of a rare class; the rules that say when enough were found are in `asknext.stopping`."""

from __future__ import annotations

from asknext.strategies.screening.most_likely import MostLikely

__all__ = ["MostLikely"]
