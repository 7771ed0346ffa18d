"""What taking so many frames a second would have chosen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.selection.items import Items

__all__ = ["baseline_of", "frames_per_second"]

IntArray = npt.NDArray[np.int64]


def frames_per_second(items: Items, pace: float) -> IntArray:
    """Of each video the first frame at or after each 1 / ``pace`` of a second, from 0 on."""
    rows = list[int]()
    for number, source in enumerate(items.sources):
        if source.file.kind == "video":
            own = np.flatnonzero(items.source == number)
            step = np.floor(items.seconds[own] * pace + 1e-6).astype(np.int64)
            rows += own[np.unique(step, return_index=True)[1]].tolist()
    return np.array(rows, dtype=np.int64)


def baseline_of(items: Items, given: float | str | None, n: int) -> tuple[str, IntArray] | None:
    """Its name and rows, or None where there are no videos; ``auto`` takes about ``n`` frames of all together."""
    videos = [each for each in items.sources if each.file.kind == "video"]
    if given is None or not videos:
        return None
    pace = _pace(items, n) if given == "auto" else float(given)
    return f"{pace:.4g} frames per second", frames_per_second(items, pace)


def _pace(items: Items, n: int) -> float:
    """The pace, of 40 halvings of an interval, that takes the number nearest to ``n``."""
    low, high = 1e-3, 1e3
    for _ in range(40):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if len(frames_per_second(items, middle)) < n else (low, middle)
    near = sorted((low, high), key=lambda pace: abs(len(frames_per_second(items, pace)) - n))
    return near[0]
