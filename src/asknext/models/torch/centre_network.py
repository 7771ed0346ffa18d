"""The network of the small detector: where centres of objects are, and how far their edges."""

from __future__ import annotations

from typing import Any

__all__ = ["STRIDE", "centre_network"]

STRIDE = 4
_RARE = 0.02


def centre_network(torch: Any, classes: int, width: int) -> Any:
    """Pictures (b, 3, h, w) to maps (b, classes + 4, h / 4, w / 4): logits of centres, then left, top, right, bottom.

    ``width`` : channels of the first layers; sides must be multiples of 8.
    """
    nn = torch.nn

    def block(into: int, out: int, stride: int = 1, spread: int = 1) -> list[Any]:
        convolution = nn.Conv2d(into, out, 3, stride, padding=spread, dilation=spread, bias=False)
        return [convolution, nn.BatchNorm2d(out), nn.ReLU(inplace=True)]

    last = nn.Conv2d(2 * width, classes + 4, 1)
    network = nn.Sequential(
        *block(3, width, 2),
        *block(width, 2 * width, 2),
        *block(2 * width, 4 * width, 2),
        *block(4 * width, 4 * width, spread=2),
        *block(4 * width, 4 * width, spread=4),
        *block(4 * width, 4 * width),
        nn.Conv2d(4 * width, 8 * width, 1),
        nn.PixelShuffle(2),
        *block(2 * width, 2 * width),
        last,
    )
    # centres are rare: without this the first steps would only learn that (Lin et al. 2017)
    nn.init.constant_(last.bias[:classes], torch.logit(torch.tensor(_RARE)).item())
    nn.init.constant_(last.bias[classes:], 1.0)
    return network
