"""Two chance views of a picture, and the loss that wants their embeddings alike (SimCLR, Chen et al. 2020)."""

from __future__ import annotations

from typing import Any

__all__ = ["agreement_loss", "chance_view"]

_LEAST, _GREY, _LIGHT = 0.35, 0.2, 0.4


def chance_view(torch: Any, pictures: Any) -> Any:
    """(b, 3, s, s) of as many pictures, numbers from 0 to 1: a part cut out and scaled, mirrored, other light and
    colours, or grey. Random numbers are PyTorch's own.
    """
    count = len(pictures)
    cut = _cut(torch, pictures, count)
    light = 1 + _LIGHT * (2 * torch.rand(3, count, 1, 1, 1) - 1)
    middle = cut.mean(dim=(1, 2, 3), keepdim=True)
    shown = (middle + (cut - middle) * light[0]) * light[1]
    grey = shown.mean(dim=1, keepdim=True)
    colour = torch.where(torch.rand(count, 1, 1, 1) < _GREY, torch.zeros(1), light[2])
    return (grey + (shown - grey) * colour).clamp(0, 1)


def agreement_loss(torch: Any, first: Any, second: Any, temperature: float) -> Any:
    """Cross-entropy of finding the other view of a picture among all views (NT-Xent), a tensor without a dimension.

    ``first``, ``second`` : (b, d) embeddings of two views of the same pictures, in the same order.
    """
    both = torch.nn.functional.normalize(torch.cat([first, second]), dim=1)
    alike = both @ both.T / temperature
    alike.fill_diagonal_(float("-inf"))
    size = len(first)
    other = torch.cat([torch.arange(size, 2 * size), torch.arange(size)])
    return torch.nn.functional.cross_entropy(alike, other)


def _cut(torch: Any, pictures: Any, count: int) -> Any:
    """A square part of at least `_LEAST` of the area, at any place, scaled back to the whole size."""
    side = (_LEAST + (1 - _LEAST) * torch.rand(count)).sqrt()
    place = (1 - side)[:, None] * (2 * torch.rand(count, 2) - 1)
    mirrored = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    rows = torch.zeros(count, 2, 3)
    rows[:, 0, 0], rows[:, 1, 1], rows[:, :, 2] = side * mirrored, side, place
    grid = torch.nn.functional.affine_grid(rows, list(pictures.shape), align_corners=False)
    return torch.nn.functional.grid_sample(pictures, grid, padding_mode="reflection", align_corners=False)
