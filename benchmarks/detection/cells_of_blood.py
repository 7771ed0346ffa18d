"""The pictures and boxes of `bccd_detection`: red and white blood cells and platelets, 640 x 480."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.shared_data import shared_file

from asknext.annotations import Annotated
from asknext.formats.exchange import open_labels
from asknext.formats.image_file import decode_image

__all__ = ["CLASSES", "CellsOfBlood", "cells_of_blood"]

CLASSES = ("RBC", "WBC", "Platelets")


@dataclass(frozen=True)
class CellsOfBlood:
    """Pictures by name, and the items of the three parts that their makers fixed: 140, 30 and 50."""

    pictures: dict[str, npt.NDArray[np.uint8]]
    train: tuple[Annotated, ...]
    val: tuple[Annotated, ...]
    test: tuple[Annotated, ...]

    def shown(self, items: Any) -> list[npt.NDArray[np.uint8]]:
        """The pictures of items."""
        return [self.pictures[item.name] for item in items]


def cells_of_blood() -> CellsOfBlood:
    """Raises `Absent` where the data are not there."""
    items = [
        each for each in open_labels(shared_file("bccd_detection/annotations_coco.json")) if isinstance(each, Annotated)
    ]
    with zipfile.ZipFile(shared_file("bccd_detection/images_voc.zip")) as packed:
        pictures = {item.name: decode_image(packed.read(f"images/{item.name}"), item.name) for item in items}
    parts = {name: tuple(item for item in items if item.meta["split"] == name) for name in ("train", "val", "test")}
    return CellsOfBlood(pictures, **parts)
