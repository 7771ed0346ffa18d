"""Boxes read out of the maps of the small detector."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.models.double_boxes import without_doubles
from asknext.models.torch.centre_targets import corners_said

__all__ = ["centres_found"]

Floats = npt.NDArray[np.float32]
Found = tuple[Floats, Floats, npt.NDArray[np.int64]]


def centres_found(torch: Any, said: Any, floor: float, most: int, overlap: float) -> list[Found]:
    """For each picture corners (k, 4) in pixels, scores (k,) and numbers of classes (k,), the surest first.

    ``said`` : (b, classes + 4, h, w) of the network. A centre is a cell that none of its neighbours tops (Zhou et al.
    2019).  floor : the least score.  most : boxes a picture.  overlap : above it the less sure of two boxes goes.
    """
    heat = said[:, :-4].sigmoid()
    peaks = heat * (torch.nn.functional.max_pool2d(heat, 3, 1, 1) == heat)
    corners = corners_said(torch, said[:, -4:]).flatten(2).transpose(1, 2).numpy()
    scores, places = peaks.flatten(1).topk(min(most, peaks[0].numel()))
    cells = heat.shape[2] * heat.shape[3]
    each = zip(corners, scores.numpy(), places.numpy(), strict=True)
    return [_kept(box[at % cells], sure, at // cells, floor, overlap) for box, sure, at in each]


def _kept(corners: Floats, scores: Floats, numbers: npt.NDArray[np.int64], floor: float, overlap: float) -> Found:
    sure = scores >= floor
    corners, scores, numbers = corners[sure], scores[sure], numbers[sure]
    kept = without_doubles(corners, numbers, overlap)
    return corners[kept], scores[kept], numbers[kept]
