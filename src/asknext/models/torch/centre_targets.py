"""What the small detector should have said about a picture, and how far it was from that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.models.torch.centre_network import STRIDE

__all__ = ["Corners", "centre_loss", "centre_targets"]

Corners = npt.NDArray[np.float32]
_SPREAD = 0.54 / 6  # of the bumps on the heat map, in sides of the box (Liu et al. 2020)


def centre_targets(
    boxes: Corners, numbers: Sequence[int], classes: int, height: int, width: int
) -> npt.NDArray[np.float32]:
    """(classes + 5, h, w) float32 for a picture of ``height`` x ``width`` pixels.

    First a heat map a class, a bump of height 1 at each centre (Zhou et al. 2019); then left, top, right and bottom of
    the box that a cell speaks for; last its weight, the bump itself over the root of the box's area, so that every
    cell near a centre learns and large boxes do not outvote small ones (TTFNet, Liu et al. 2020).

    Parameters
    ----------
    boxes : (k, 4) corners in pixels.  numbers : (k,) class of each.
    """
    rows, columns = height // STRIDE, width // STRIDE
    target = np.zeros((classes + 5, rows, columns), dtype=np.float32)
    y, x = (np.arange(rows) + 0.5) * float(STRIDE), (np.arange(columns) + 0.5) * float(STRIDE)
    # the smallest last: it wins where boxes overlap
    for at in np.argsort(-_area(boxes), kind="stable"):
        left, top, right, bottom = boxes[at].tolist()
        bump = _bump(y, (top + bottom) / 2, bottom - top)[:, None] * _bump(x, (left + right) / 2, right - left)
        bump /= max(float(bump.max()), 1e-6)
        target[numbers[at]] = np.maximum(target[numbers[at]], bump)
        inside = bump > 0.1
        target[classes : classes + 4, inside] = np.array([left, top, right, bottom])[:, None]
        target[-1, inside] = bump[inside] / bump[inside].sum() * np.log(max(right - left, 2) * max(bottom - top, 2))
    return target


def centre_loss(torch: Any, said: Any, target: Any) -> Any:
    """Focal loss of the heat maps (Zhou et al. 2019) and 5 times the generalised overlap loss (Rezatofighi et al. 2019)
    of the boxes, both over the number of objects; a tensor without a dimension.

    ``said`` : (b, classes + 4, h, w) of the network.  ``target`` : (b, classes + 5, h, w).
    """
    classes = said.shape[1] - 4
    heat, bumps = said[:, :classes], target[:, :classes]
    sure = heat.sigmoid().clamp(1e-4, 1 - 1e-4)
    centre = bumps >= 0.999
    hits = torch.log(sure) * (1 - sure) ** 2 * centre
    misses = torch.log(1 - sure) * sure**2 * (1 - bumps) ** 4 * ~centre
    objects = centre.sum().clamp(min=1)
    weights = target[:, -1]
    boxes = _overlap_loss(torch, corners_said(torch, said[:, classes:]), target[:, classes : classes + 4])
    return -(hits + misses).sum() / objects + 5 * (boxes * weights).sum() / weights.sum().clamp(min=1)


def corners_said(torch: Any, edges: Any) -> Any:
    """(b, 4, h, w) corners in pixels, of distances that the network gave as (b, 4, h, w) logarithms of cells."""
    rows, columns = edges.shape[2:]
    y = ((torch.arange(rows) + 0.5) * STRIDE)[:, None].expand(rows, columns)
    x = ((torch.arange(columns) + 0.5) * STRIDE)[None].expand(rows, columns)
    reach = edges.clamp(-4, 6).exp() * STRIDE
    return torch.stack([x - reach[:, 0], y - reach[:, 1], x + reach[:, 2], y + reach[:, 3]], dim=1)


def _overlap_loss(torch: Any, one: Any, other: Any) -> Any:
    """(b, h, w): 1 - generalised intersection over union."""
    low, high = torch.maximum(one[:, :2], other[:, :2]), torch.minimum(one[:, 2:], other[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=1)
    total = (one[:, 2:] - one[:, :2]).prod(dim=1) + (other[:, 2:] - other[:, :2]).prod(dim=1) - shared
    around = (torch.maximum(one[:, 2:], other[:, 2:]) - torch.minimum(one[:, :2], other[:, :2])).prod(dim=1)
    return 1 - shared / total.clamp(min=1e-6) + (around - total) / around.clamp(min=1e-6)


def _bump(at: npt.NDArray[np.floating[Any]], centre: float, side: float) -> npt.NDArray[np.float64]:
    return np.asarray(np.exp(-((at - centre) ** 2) / (2 * max(side * _SPREAD, STRIDE / 3) ** 2)))


def _area(boxes: Corners) -> npt.NDArray[np.float64]:
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), dtype=np.float64).reshape(-1)
