"""The network of the small classifier, and what goes into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["last_linear", "picture_network", "squares", "tensor_of"]

Pixels = npt.NDArray[np.uint8]


def picture_network(torch: Any, classes: int, width: int, dropout: float) -> Any:
    """Pictures (b, 3, s, s) to logits (b, classes): four convolutions, their mean over the picture, one linear layer.

    ``width`` : channels of the first layer, the last has four times as many.  dropout : share of what is left out.
    """
    nn = torch.nn

    def block(into: int, out: int) -> list[Any]:
        return [nn.Conv2d(into, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU(inplace=True)]

    return nn.Sequential(
        *block(3, width),
        nn.MaxPool2d(2),
        *block(width, 2 * width),
        nn.MaxPool2d(2),
        nn.Dropout(dropout / 2),
        *block(2 * width, 4 * width),
        *block(4 * width, 4 * width),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Dropout(dropout),
        nn.Linear(4 * width, classes),
    )


def last_linear(torch: Any, network: Any) -> Any:
    """The last linear layer, whose input is the embedding. Raises `InputError` where the network has none."""
    found = [each for each in network.modules() if isinstance(each, torch.nn.Linear)]
    if not found:
        raise InputError("The network has no linear layer, so nothing says what its embedding is.")
    return found[-1]


def squares(pictures: Any, size: int) -> Pixels:
    """(n, 3, size, size) uint8 of pictures (h, w, 3) or (h, w) uint8 of any sizes, the middle of longer ones."""
    if not len(pictures):
        return np.zeros((0, 3, size, size), dtype=np.uint8)
    return np.stack([_square(np.asarray(each), size) for each in pictures])


def tensor_of(torch: Any, pixels: Pixels) -> Any:
    """Numbers around 0 for the network."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).float().sub_(128).div_(64)


def _square(picture: Pixels, size: int) -> Pixels:
    colours: Sequence[int] = picture.shape[2:]
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3) or tuple(colours) not in ((), (3,)) or not picture.size:
        raise InputError(f"A picture is {picture.dtype} of shape {picture.shape}; expected (h, w, 3) or (h, w) uint8.")
    if picture.ndim == 2:
        picture = np.repeat(picture[:, :, None], 3, axis=2)
    if picture.shape[:2] != (size, size):
        from PIL import Image, ImageOps

        picture = np.asarray(ImageOps.fit(Image.fromarray(picture), (size, size), Image.Resampling.BILINEAR))
    return picture.transpose(2, 0, 1)
