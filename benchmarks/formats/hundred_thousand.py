"""100,000 boxes on 10,000 images out and in: one format, in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from asknext.annotations import Annotated, Annotation, Box, LabelClass, Picture
from asknext.formats.exchange import Options, open_labels, write_labels

FORMATS = ("coco", "yolo", "voc", "labelme", "label-studio", "huggingface", "predictions", "csv", "parquet", "asknext")
IMAGES, EACH, WIDTH, HEIGHT = 10_000, 10, 640, 480
_NAMES = {"coco": "x.json", "label-studio": "x.json", "csv": "x.csv", "parquet": "x.parquet"}
_FOLDERS = ("yolo", "voc", "labelme", "predictions")
_CLASSES = tuple(LabelClass(f"class {at}") for at in range(80))


def items(*, scored: bool) -> Iterator[Annotated]:
    """Boxes with coordinates in hundredths of a pixel."""
    rng = np.random.default_rng(0)
    for image in range(IMAGES):
        corners = np.round(rng.uniform(0, (400, 300), (EACH, 2)), 2)
        sizes = np.round(rng.uniform(5, (200, 150), (EACH, 2)), 2)
        labels = rng.integers(len(_CLASSES), size=EACH)
        said = tuple(
            Annotation(Box(*corner, *size), _CLASSES[label].name, 0.5 if scored else None)
            for corner, size, label in zip(corners.tolist(), sizes.tolist(), labels.tolist(), strict=True)
        )
        name, picture = f"{image:06d}.png", Picture(WIDTH, HEIGHT)
        yield Annotated(name, picture, () if scored else said, said if scored else ())


def measured(name: str) -> dict[str, float]:
    """Seconds of processor time, MB on disk, and MB of memory beyond those before."""
    format = {"csv": "table", "parquet": "table"}.get(name, name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("x" if name in _FOLDERS else _NAMES.get(name, "x.jsonl"))
        images = Path(folder) / "images"
        if name == "yolo":
            _blank(images)
        before, start = _memory(), time.process_time()
        write_labels(items(scored=name == "predictions"), _CLASSES, path, format)
        written, between = time.process_time() - start, _memory()
        start = time.process_time()
        source = open_labels(path, format, Options(images=images if name == "yolo" else None))
        count = sum(len(each.said) for each in source if isinstance(each, Annotated))
        read = time.process_time() - start
        assert count == IMAGES * EACH, count
        size = sum(each.stat().st_size for each in ([path] if path.is_file() else path.rglob("*")) if each.is_file())
        made = _seconds_to_make(scored=name == "predictions")
    return {
        "write": written - made, "read": read, "disk": size / 1e6, "write_memory": between - before,
        "read_memory": _memory() - before,
    }  # fmt: skip


def _seconds_to_make(*, scored: bool) -> float:
    start = time.process_time()
    for _ in items(scored=scored):
        pass
    return time.process_time() - start


def _blank(folder: Path) -> None:
    """The smallest images there are, hard links to one."""
    from PIL import Image

    folder.mkdir()
    first = folder / "000000.png"
    Image.new("1", (WIDTH, HEIGHT)).save(first)
    for image in range(1, IMAGES):
        (folder / f"{image:06d}.png").hardlink_to(first)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
