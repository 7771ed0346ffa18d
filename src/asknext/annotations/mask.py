"""Masks: which pixels of an image belong to an object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from asknext.annotations.json_fields import fields, listed
from asknext.annotations.numbers import whole
from asknext.annotations.run_lengths import Runs, area_of, compact, packed, pixels_of, runs_of, unpacked
from asknext.errors import DataError

__all__ = ["MOST_PIXELS", "Mask"]

MOST_PIXELS = 50_000_000


@dataclass(frozen=True, slots=True)
class Mask:
    """The pixels of an object in an upright image of ``height`` and ``width``, as COCO's text of run lengths.

    Equal masks have equal ``counts``, however they were made. Raises `DataError` where the runs do not cover the image
    exactly or it has over 50 million pixels.
    """

    height: int
    width: int
    counts: str

    kind: ClassVar[str] = "mask"

    def __post_init__(self) -> None:
        if not isinstance(self.counts, str):
            raise DataError(f"the run lengths are {type(self.counts).__name__}, expected COCO's text")
        _check_size(self.height, self.width)
        runs = unpacked(self.counts)
        _check_runs(runs, self.height, self.width)
        object.__setattr__(self, "counts", packed(compact(runs)))

    @classmethod
    def of_runs(cls, height: int, width: int, runs: Any) -> Self:
        """From run lengths, column by column, the first one of zeros (COCO's uncompressed form)."""
        _check_size(height, width)
        try:
            found = np.asarray(runs)
            if found.dtype.kind not in "iu" or found.ndim != 1 or not len(found):
                raise ValueError
        except (ValueError, OverflowError):
            raise DataError("the run lengths are no list of whole numbers") from None
        found = found.astype(np.int64)
        _check_runs(found, height, width)
        return cls(height, width, packed(compact(found)))

    @classmethod
    def of_pixels(cls, pixels: npt.NDArray[Any]) -> Self:
        """From a (height, width) array; what is not zero is inside."""
        if pixels.ndim != 2:
            raise DataError(f"a mask has the shape {pixels.shape}, expected (height, width)")
        _check_size(pixels.shape[0], pixels.shape[1])
        height, width = pixels.shape
        return cls(height, width, packed(runs_of(pixels)))

    @property
    def runs(self) -> Runs:
        """(k,) int64 run lengths, column by column, the first one of zeros."""
        return unpacked(self.counts)

    def pixels(self) -> npt.NDArray[np.bool_]:
        """(height, width) whether each pixel is inside."""
        return pixels_of(self.runs, self.height, self.width)

    @property
    def area(self) -> float:
        """How many pixels are inside."""
        return float(area_of(self.runs))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the pixels inside; raises `DataError` where there is none."""
        ends = np.cumsum(self.runs)
        firsts, lasts = ends[0:-1:2], ends[1::2] - 1
        if len(lasts) == 0:
            raise DataError("a mask without a pixel has no bounds")
        whole_columns = bool((firsts // self.height != lasts // self.height).any())
        top = 0 if whole_columns else (firsts % self.height).min()
        bottom = self.height if whole_columns else (lasts % self.height).max() + 1
        return float(firsts[0] // self.height), float(top), float(lasts[-1] // self.height + 1), float(bottom)

    def to_json(self) -> dict[str, Any]:
        return {"size": [self.height, self.width], "counts": self.counts}

    @classmethod
    def from_json(cls, found: Any) -> Self:
        size, counts = fields(found, cls.kind, ("size", "counts"))
        height, width = listed(size, "size of a mask", 2)
        return cls.of_runs(height, width, counts) if isinstance(counts, list) else cls(height, width, counts)


def _check_size(height: Any, width: Any) -> None:
    pixels = whole(height, "height of a mask", 1) * whole(width, "width of a mask", 1)
    if pixels > MOST_PIXELS:
        raise DataError(f"a mask has {height:,} x {width:,} pixels, more than {MOST_PIXELS:,}")


def _check_runs(runs: Runs, height: int, width: int) -> None:
    # each is looked at before the sum, which could overflow
    if runs.min() < 0 or runs.max() > MOST_PIXELS or len(runs) > 2 * MOST_PIXELS or runs.sum() != height * width:
        raise DataError(f"the run lengths do not cover {height:,} x {width:,} pixels exactly")
