"""What strategies for detections and sequences pick: small images with boxes, sentences with tokens."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

import asknext

__all__ = ["boxes_picture", "tokens_picture"]

COLOURS = ("#0072b2", "#e69f00", "#009e73")
TILE, ACROSS, IMAGES, PICKS = 110, 6, 12, 5
LINE, SENTENCES = 26, 10


def boxes_picture(spec: Any, title: str, *, masks: bool) -> str:
    """Twelve images; the five that are picked are numbered."""
    rng = np.random.default_rng(4)
    images = [_image(rng, count) for count in (1, 2, 3, 0, 1, 4, 2, 1, 3, 2, 6, 1)]
    batch = asknext.select(spec, PICKS, detections=images, seed=0)
    ranks = {row: rank for rank, row in enumerate(batch.indices.tolist(), 1)}
    drawn = [part for row, image in enumerate(images) for part in _tile(row, image, ranks.get(row), masks)]
    return _page(TILE * ACROSS, TILE * (IMAGES // ACROSS), title, drawn)


def tokens_picture(spec: Any, title: str) -> str:
    """Ten sentences, a cell a token: the darker, the less sure the tagger is of it."""
    rng = np.random.default_rng(3)
    lengths = rng.integers(3, 15, SENTENCES)
    sentences = [rng.dirichlet(np.full(3, 0.35 if rng.random() < 0.5 else 0.08), length) for length in lengths]
    batch = asknext.select(spec, PICKS, sequences=sentences, seed=0)
    ranks = {row: rank for rank, row in enumerate(batch.indices.tolist(), 1)}
    drawn = []
    for row, sentence in enumerate(sentences):
        for at, p in enumerate(sentence):
            doubt = (1 - p.max()) * 1.5
            drawn.append(
                f'<rect x="{40 + at * 24}" y="{6 + row * LINE}" width="21" height="16" fill="#0072b2" '
                f'fill-opacity="{min(doubt, 1.0):.2f}" stroke="#999" stroke-width=".6"/>'
            )
        drawn += _rank(20, 14 + row * LINE, ranks.get(row))
    return _page(40 + 24 * 15, LINE * SENTENCES + 6, title, drawn)


def _image(rng: np.random.Generator, count: int) -> dict[str, Any]:
    corner, size = rng.uniform(0.05, 0.6, (count, 2)), rng.uniform(0.15, 0.35, (count, 2))
    corners = np.hstack([corner, corner + size])
    scores = rng.uniform(0.2, 1.0, count)
    probabilities = np.array(
        [_peaked(kind, score) for kind, score in zip(rng.integers(3, size=count), scores, strict=True)]
    )
    image = {"boxes": corners, "scores": scores, "probabilities": probabilities.reshape(count, 3)}
    moved = np.clip(corners + rng.normal(0, 0.05, corners.shape) * (1.2 - scores[:, None]), 0, 1)
    return image | {
        "views": [image | {"boxes": np.sort(moved.reshape(-1, 2, 2), axis=1).reshape(-1, 4)}],
        "mask": _mask(rng),
    }


def _peaked(kind: int, score: float) -> Any:
    p = np.full(3, (1 - score) / 2 * 0.9)
    p[kind] = 0.0
    p[kind] = 1.0 - p.sum()
    return p


def _mask(rng: np.random.Generator) -> Any:
    """A round object with a sharp or a blurred edge."""
    at, (x, y), sharpness = np.arange(22) / 22, rng.uniform(0.35, 0.65, 2), rng.choice([4.0, 12.0, 40.0])
    away = np.hypot(at[:, None] - y, at[None, :] - x)
    return 1 / (1 + np.exp(sharpness * (away - 0.25)))


def _tile(row: int, image: dict[str, Any], rank: int | None, masks: bool) -> list[str]:
    left, top = row % ACROSS * TILE, row // ACROSS * TILE
    parts = [
        f'<rect x="{left + 2}" y="{top + 2}" width="{TILE - 4}" height="{TILE - 4}" fill="#f3f3f3" stroke="#bbb"/>'
    ]
    parts += _cells(image["mask"], left, top) if masks else _outlines(image, left, top)
    return parts + _rank(left + 14, top + 14, rank)


def _cells(mask: Any, left: int, top: int) -> list[str]:
    side = (TILE - 8) / len(mask)
    return [
        f'<rect x="{left + 4 + j * side:.1f}" y="{top + 4 + i * side:.1f}" width="{side + 0.1:.1f}" '
        f'height="{side + 0.1:.1f}" fill="#0072b2" opacity="{mask[i, j]:.2f}"/>'
        for i, j in np.argwhere(mask > 0.02)
    ]


def _outlines(image: dict[str, Any], left: int, top: int) -> list[str]:
    parts, scale = [], TILE - 8
    for (x0, y0, x1, y1), score, p in zip(image["boxes"], image["scores"], image["probabilities"], strict=True):
        colour, x, y = COLOURS[int(p.argmax())], left + 4 + x0 * scale, top + 4 + y0 * scale
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{(x1 - x0) * scale:.1f}" height="{(y1 - y0) * scale:.1f}" '
            f'fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        parts.append(f'<text class="score" x="{x + 3:.1f}" y="{y + 11:.1f}" font-size="9">{score:.2f}</text>')
    return parts


def _rank(x: float, y: float, rank: int | None) -> list[str]:
    if rank is None:
        return []
    return [
        f'<circle cx="{x}" cy="{y}" r="9" fill="#fff" stroke="#000" stroke-width="1.6"/>',
        f'<text class="rank" x="{x}" y="{y + 3.5}" font-size="10" text-anchor="middle">{rank}</text>',
    ]


def _page(width: float, height: float, title: str, parts: list[str]) -> str:
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'font-family="sans-serif">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    return "\n".join([*head, *parts, "</svg>"])
