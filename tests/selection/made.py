"""Folders of small pictures and videos, and selections from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from asknext.selection import Selected, select_media
from asknext.selection.configuration import configuration_of


def pictures(folder: Path, count: int, *, seed: int = 0) -> Path:
    """``0.png`` ... of random colours."""
    folder.mkdir(parents=True, exist_ok=True)
    cells = np.random.default_rng(seed).integers(0, 255, (count, 4, 4, 3)).astype(np.uint8)
    for at, each in enumerate(cells):
        Image.fromarray(np.kron(each, np.ones((10, 12, 1), dtype=np.uint8))).save(folder / f"{at}.png")
    return folder


def predictions(path: Path, objects: Mapping[str, Mapping[str, int]], names: tuple[str, ...] = ("cat", "dog")) -> Path:
    """COCO's form: so many boxes of each class in each image."""
    images = [{"id": at, "file_name": name, "width": 48, "height": 40} for at, name in enumerate(objects)]
    boxes = [
        {"image_id": at, "category_id": names.index(label), "bbox": [1, 1, 5, 5], "area": 25, "iscrowd": 0}
        for at, counts in enumerate(objects.values())
        for label, count in counts.items()
        for _ in range(count)
    ]
    told = {
        "images": images,
        "annotations": [{"id": number, **each} for number, each in enumerate(boxes)],
        "categories": [{"id": at, "name": name} for at, name in enumerate(names)],
    }
    path.write_text(json.dumps(told))
    return path


def selected(folder: Path, **keys: Any) -> Selected:
    """What a configuration with these keys gives; ``n`` and ``strategies`` are those of selection."""
    selection = {key: keys.pop(key) for key in ("n", "proportion", "strategies") if key in keys}
    return select_media(configuration_of({"output": "out", "selection": selection, **keys}, folder))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
