"""`MediaSelection`: what to choose from which media, by what, and where to leave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Detector", "Duplicates", "MediaSelection", "Predictions"]


@dataclass(frozen=True)
class Predictions:
    """Predictions that stand in a file or folder: ``format`` and ``task`` as `asknext convert` knows them.

    ``floor`` : objects with a lower score do not count. ``classes`` : only these count; all of them where empty.
    """

    path: Path
    format: str | None = None
    task: str | None = None
    floor: float = 0.0
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Detector:
    """A detector in an ONNX file that is run on every picture; ``overlap`` is from where on two boxes of a class are
    one object. ``names`` are the classes in the model's order, "coco" stands for its 80.
    """

    path: Path
    names: tuple[str, ...]
    floor: float = 0.15
    overlap: float = 0.5
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duplicates:
    """What counts as there twice: ``exact`` contents; perceptual hashes that differ in at most ``bits`` of 64;
    embeddings (scaled to length 1) at most ``distance`` apart. None is not looked at.
    """

    exact: bool = True
    bits: int | None = None
    distance: float | None = None


@dataclass(frozen=True)
class MediaSelection:
    """What to choose from which media, and where to leave it. Each field is a key of the file, but
    for ``text``, the whole of it, ``given``, what stands in it, and ``folder``, which names are relative to."""

    input: tuple[Path, ...]
    n: int | float
    strategies: tuple[Any, ...] = ("diversity",)
    output: Path | None = None
    kind: str | None = None
    column: str = "path"
    media: Path | None = None
    embeddings: str = "default"
    predictions: Predictions | None = None
    model: Detector | None = None
    queries: Mapping[str, Path] = field(default_factory=dict)
    preselected: tuple[Path, ...] = ()
    skip_processed: bool = False
    duplicates: Duplicates = Duplicates()
    frames_per_second: float | None = None
    most_per_video: int | None = None
    sequence_length: int = 1
    baseline: float | str | None = "auto"
    seed: int = 0
    files: str = "copy"
    frame_format: str = "jpg"
    cache: Path | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    folder: Path = Path()
