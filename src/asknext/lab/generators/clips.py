"""Clips of everyday occasions: made vectors of sound and picture, five classes of which a clip may hold several.

A look-alike of a pool of about 1,000 home videos whose audio and video vectors came from networks: classes go together
as occasions do (Christmas is a holiday with gifts and family), some clips hold none, vectors are positive and of
length 1, and a linear model tells the classes apart well but not perfectly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.generators.checked_parameters import check_number, check_whole

__all__ = ["CLASSES", "Clips", "clips"]

CLASSES = ("family moments", "gift giving", "halloween", "holiday", "shopping scenes")
Floats = npt.NDArray[np.float64]

# Share of the clips, then the chance of each class, in the order of CLASSES.
_OCCASIONS: Mapping[str, tuple[float, tuple[float, ...]]] = {
    "christmas at home": (0.11, (0.75, 0.65, 0.00, 0.95, 0.03)),
    "christmas shopping": (0.06, (0.20, 0.45, 0.00, 0.80, 0.95)),
    "birthday": (0.09, (0.80, 0.75, 0.02, 0.10, 0.02)),
    "halloween night": (0.08, (0.45, 0.03, 0.95, 0.45, 0.02)),
    "costumes in a shop": (0.03, (0.15, 0.05, 0.85, 0.25, 0.90)),
    "mall": (0.08, (0.10, 0.10, 0.02, 0.05, 0.92)),
    "journey": (0.10, (0.45, 0.02, 0.01, 0.80, 0.10)),
    "evening at home": (0.16, (0.85, 0.04, 0.01, 0.08, 0.01)),
    "sport": (0.11, (0.10, 0.00, 0.00, 0.03, 0.01)),
    "talking to the camera": (0.10, (0.04, 0.03, 0.02, 0.04, 0.05)),
    "screen recording": (0.08, (0.00, 0.00, 0.01, 0.00, 0.01)),
}
_LEAST = 10
_TOPICS = 24  # what a clip shows besides: places, music, light
_AUDIO, _VIDEO = (1.0, 1.9), (1.0, 2.2)  # strength of occasion and classes, and of what differs from clip to clip


@dataclass(frozen=True)
class Clips:
    """Made clips.

    Attributes
    ----------
    content : (n, d) float32, sound and picture side by side.  audio, video : its two parts.
    labels : n tuples of classes, empty where none holds.  classes : the five.
    assets, etags : n names, n versions.  columns : ``occasion`` (n,) what the clip was made from.
    """

    content: npt.NDArray[np.float32]
    audio: npt.NDArray[np.float32]
    video: npt.NDArray[np.float32]
    labels: list[tuple[str, ...]]
    classes: tuple[str, ...]
    assets: list[str]
    etags: list[str]
    columns: Mapping[str, npt.NDArray[Any]]


def clips(clips: int = 1_000, seed: int = 0, audio: int = 64, video: int = 128, noise: float = 1.0) -> Clips:
    """Make clips.

    Parameters
    ----------
    clips : how many.  seed : decides everything.  audio, video : length of their vectors.
    noise : how much clips of one kind differ; 0 = not at all, 1 = as vectors of networks do.

    Raises
    ------
    InputError : a size below 10, a negative seed or noise.
    """
    for name, value in (("clips", clips), ("audio", audio), ("video", video)):
        check_whole("clips", name, value, _LEAST)
    check_whole("clips", "seed", seed, 0)
    check_number("clips", "noise", noise)
    rng = np.random.default_rng([seed, 31])
    shares = np.array([share for share, _ in _OCCASIONS.values()])
    occasion = rng.choice(len(shares), size=clips, p=shares / shares.sum())
    chances = np.array([each for _, each in _OCCASIONS.values()])
    held = rng.random((clips, len(CLASSES))) < chances[occasion]
    topics = rng.gamma(0.4, 1.0, (clips, _TOPICS))
    sound = _vectors(occasion, held, topics, audio, _AUDIO, noise, rng)
    picture = _vectors(occasion, held, topics, video, _VIDEO, noise, rng)
    assets = [f"https://clips.example/{seed}/{row:05d}.mp4" for row in range(clips)]
    return Clips(
        np.hstack([sound, picture]), sound, picture,
        [tuple(name for name, is_held in zip(CLASSES, row, strict=True) if is_held) for row in held.tolist()],
        CLASSES, assets, [sha256(asset.encode()).hexdigest()[:16] for asset in assets],
        {"occasion": np.array(list(_OCCASIONS))[occasion]},
    )  # fmt: skip


def _vectors(
    occasion: npt.NDArray[np.int64],
    held: npt.NDArray[np.bool_],
    topics: Floats,
    size: int,
    strengths: tuple[float, float],
    noise: float,
    rng: np.random.Generator,
) -> npt.NDArray[np.float32]:
    """(n, size) of length 1: what occasion, classes and topics add up to, cut off below 0 as networks do."""
    signal, spread = strengths
    of_occasion, of_class, of_topic = (
        rng.standard_normal((many, size)) for many in (len(_OCCASIONS), len(CLASSES), _TOPICS)
    )
    total = signal * (0.6 * of_occasion[occasion] + 0.5 * held @ of_class)
    total += noise * spread * (topics @ of_topic / np.sqrt(_TOPICS * 0.4) + rng.standard_normal((len(held), size)))
    positive = np.maximum(total, 0.0)
    unit = positive / np.linalg.norm(positive, axis=1, keepdims=True)
    # Sums differ in their last bits from machine to machine; what is kept of them does not.
    found: npt.NDArray[np.float32] = unit.round(5).astype(np.float32)
    return found
