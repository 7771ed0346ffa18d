"""A folder in the way of YOLO: data.yaml, images/ and labels/ with a text file for each image."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from asknext.annotations import Annotated, Annotation, LabelClass, Picture
from asknext.annotations.numbers import whole
from asknext.errors import DataError
from asknext.formats.exchange.image_sizes import ImageSizes
from asknext.formats.exchange.plain_yaml import read_yaml
from asknext.formats.exchange.safe_name import file_below, safe_name
from asknext.formats.exchange.source import Refused, attempt, named
from asknext.formats.exchange.yolo_lines import TASKS, shape_of
from asknext.formats.folder import IMAGE_NAMES
from asknext.formats.rows import Reject, shortened

__all__ = ["YoloFolder"]

_SPLITS = ("train", "val", "test")
_LONGEST = 20_000_000


class _Entry(NamedTuple):
    name: str
    split: str | None
    image: str
    labels: str


class YoloFolder:
    """Boxes, outlines, keypoints or turned boxes with their images.

    Parameters
    ----------
    path : the folder that holds data.yaml, images/ and labels/; or data.yaml itself. task : detect, segment, pose or
    obb; "auto" is pose where data.yaml has ``kpt_shape``, else boxes and outlines by how many numbers a line has.
    images : where the images lie, if not in the folder; their sizes are needed.

    A line that ends with a score is a prediction. An image without a label file has no object. Raises `DataError`
    where this is no such folder.
    """

    def __init__(self, path: Path, *, task: str = "auto", images: Path | None = None) -> None:
        if task not in ("auto", *TASKS):
            raise DataError(f"there is no task {task!r}; known are auto, {', '.join(TASKS)}")
        self.root = path.parent if path.is_file() else path
        self.name, self.notes = str(path), list[str]()
        config = path if path.is_file() else self.root / "data.yaml"
        self._config = read_yaml(config) if config.is_file() else {}
        if not self._config and not (self.root / "labels").is_dir():
            raise DataError("has neither data.yaml nor labels/, as a folder of YOLO has", source=self.name)
        self.classes = _classes(self._config.get("names"), self.root, self.name)
        self._names = {each.number: each.name for each in self.classes}
        self.keypoints = _keypoints(self._config.get("kpt_shape"), self.name)
        self._task = "pose" if task == "auto" and self.keypoints else task
        if self._task == "pose" and self.keypoints is None:
            raise DataError("a pose needs kpt_shape: [points, 2 or 3] in data.yaml", source=self.name)
        self._sizes = ImageSizes(images or self.root)
        self._elsewhere = images is not None

    def __iter__(self) -> Iterator[Annotated | Reject]:
        refused = Refused(self.name)
        entries = _once(self._entries(refused))
        yield from refused
        names = Counter(each.name for each in entries)
        for each in entries:
            name = each.name if names[each.name] == 1 else f"{each.split}/{each.name}"
            yield from self._read(each, name)

    def _entries(self, refused: Refused) -> Iterator[_Entry]:
        found = False
        for split in _SPLITS:
            given = self._config.get(split)
            for place in given if isinstance(given, list) else [given] if given else []:
                listed = attempt(refused, f"data.yaml, {split}", place, self._listed, place, split)
                yield from listed or ()
                found = True
        if not found:
            yield from self._by_labels()

    def _listed(self, place: Any, split: str) -> list[_Entry]:
        """The images of a folder or of a list in a text file; each file is looked for from the folder of data.yaml."""
        base = (
            safe_name(self._config.get("path") or ".") + "/" if self._config.get("path") not in (None, ".", "") else ""
        )
        name = safe_name(base + str(place))
        if name.endswith(".txt"):
            lines = file_below(self.root, name).read_text(encoding="utf-8-sig").split("\n")
            images = [base + safe_name(line.strip()) for line in lines if line.strip()]
            return [
                _entry(each, f"images/{split}" if f"images/{split}/" in each else "images", split) for each in images
            ]
        if not (self.root / name).is_dir():
            labels = _below(self.root / _labels_folder(name), (".txt",))
            stems = [f"{name}/{each.removesuffix('.txt')}" for each in labels]
            return [_entry(self._with_ending(each), name, split) for each in stems]
        return [_entry(f"{name}/{each}", name, split) for each in _below(self.root / name, IMAGE_NAMES)]

    def _by_labels(self) -> Iterator[_Entry]:
        for each in _below(self.root / "labels", (".txt",)):
            yield _entry(self._with_ending(f"images/{each.removesuffix('.txt')}"), "images", None)

    def _with_ending(self, stem: str) -> str:
        """The image whose name lacks its ending."""
        inner = stem.partition("images/")[2] if self._elsewhere else stem
        for ending in (*IMAGE_NAMES, *(each.upper() for each in IMAGE_NAMES)):
            if (self._sizes.root / (inner + ending)).is_file():
                return stem + ending
        return stem + ".jpg"

    def _read(self, entry: _Entry, name: str) -> Iterator[Annotated | Reject]:
        refused = Refused(self.name)
        image = self._elsewhere_name(entry.name) if self._elsewhere else entry.image
        size = attempt(refused, name, entry.image, self._sizes.of, image)
        lines = None if size is None else attempt(refused, entry.labels, "", self._lines, entry.labels)
        if size is not None and lines is not None:
            width, height = size.upright
            found = [
                attempt(refused, f"{entry.labels}:{at}", line, self._annotation, line, width, height)
                for at, line in lines
            ]
            made = [each for each in found if each is not None]
            yield Annotated(
                name,
                Picture(width, height),
                tuple(each for each in made if each.score is None),
                tuple(each for each in made if each.score is not None),
                {} if entry.split is None else {"split": entry.split},
            )
        yield from refused

    def _elsewhere_name(self, name: str) -> str:
        """Below the folder of images, with its folders or without."""
        last = name.rpartition("/")[2]
        return last if not (self._sizes.root / name).is_file() and (self._sizes.root / last).is_file() else name

    def _lines(self, name: str) -> list[tuple[int, str]]:
        if not (self.root / name).exists():
            return []
        path = file_below(self.root, name)
        if path.stat().st_size > _LONGEST:
            raise DataError(f"has more than {_LONGEST:,} bytes")
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise DataError("is not UTF-8") from None
        return [(at, line) for at, line in enumerate(lines, 1) if line.strip()]

    def _annotation(self, line: str, width: int, height: int) -> Annotation:
        category, shape, score = shape_of(line, self._task, self.keypoints, width, height)
        if self._names and category not in self._names:
            raise DataError(f"the class {category} is not among the {len(self._names)} names of data.yaml")
        return Annotation(shape, self._names.get(category, str(category)), score)


def _once(entries: Iterable[_Entry]) -> list[_Entry]:
    """Every image once; one that is of several splits is of none, as where data.yaml names one folder for all."""
    found: dict[str, _Entry] = {}
    for each in entries:
        first = found.setdefault(each.image, each)
        if first.split != each.split:
            found[each.image] = first._replace(split=None)
    return list(found.values())


def _entry(image: str, folder: str, split: str | None) -> _Entry:
    head, _, inner = image.rpartition("images/") if "images/" in image else ("", "", image)
    labels = f"{head}labels/{inner}" if "images/" in image else image
    name = image.rpartition(folder.rstrip("/") + "/")[2] if folder.rstrip("/") + "/" in image else image
    return _Entry(name, split, image, f"{os.path.splitext(labels)[0]}.txt")


def _labels_folder(images: str) -> str:
    return "labels".join(images.rsplit("images", 1))


def _below(folder: Path, endings: tuple[str, ...]) -> Iterator[str]:
    """Files below a folder, sorted; links to folders are not entered."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if name.lower().endswith(endings) and not name.startswith("."):
                yield os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")


def _classes(found: Any, root: Path, source: str) -> tuple[LabelClass, ...]:
    plain = root / "classes.txt"
    if found is None and plain.is_file():
        found = [line.strip() for line in plain.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    if found is None:
        return ()
    pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else None
    if pairs is None:
        raise DataError(f"names is {shortened(found)[:60]!r}, expected a list or numbers with names", source=source)
    try:
        return tuple(LabelClass(named(name), whole(at, "the number of a class", 0, 10**6)) for at, name in pairs)
    except DataError as error:
        raise DataError(f"names: {error.reason}", source=source) from None


def _keypoints(found: Any, source: str) -> tuple[int, int] | None:
    if found is None:
        return None
    if not isinstance(found, list) or len(found) != 2 or found[1] not in (2, 3):
        raise DataError(f"kpt_shape is {shortened(found)[:40]}, expected [points, 2 or 3]", source=source)
    return whole(found[0], "kpt_shape", 1, 1_000), found[1]
