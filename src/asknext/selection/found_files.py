"""Which images, videos and recordings there are to choose from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asknext.errors import DataError, InputError
from asknext.formats.folder import IMAGE_NAMES, file_within
from asknext.formats.opening import open_source
from asknext.formats.rows import Reject, shortened
from asknext.media import SOUND_NAMES, VIDEO_NAMES

__all__ = ["Found", "FoundFile", "Problem", "find_files"]

TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """``name`` is unique, with ``/``; ``kind`` is image, video or audio; ``metadata`` what a table says of it."""

    name: str
    path: Path
    kind: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that cannot be used, or of which ``frames`` were lost, and why."""

    file: str
    reason: str
    frames: int | None = None


@dataclass
class Found:
    """The files in the order of their inputs, what was wrong, and sentences about what was passed over."""

    files: list[FoundFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find_files(
    inputs: tuple[Path, ...], kind: str | None = None, column: str = "path", media: Path | None = None
) -> Found:
    """The files in folders, in tables, or named themselves; folders are walked in the order of names.

    ``kind`` : only these. ``column`` : where a table names its files, which are relative to ``media`` or to the table.
    Hidden files are passed over and links are not followed out of the folder. Raises `DataError` where an input is
    not there, `InputError` where nothing is found.
    """
    found = Found()
    for path in inputs:
        prefix = f"{path.resolve().name}/" if len(inputs) > 1 else ""
        for one in _of_input(path, column, media, found):
            if isinstance(one, Problem):
                found.problems.append(one)
            elif kind is None or one.kind == kind:
                found.files.append(FoundFile(prefix + one.name, one.path, one.kind, one.metadata))
    _check(found, inputs)
    return found


def kind_of(name: str) -> str | None:
    """image, video or audio, by the ending; None for anything else."""
    ending = os.path.splitext(name)[1].lower()
    kinds = {"image": IMAGE_NAMES, "video": VIDEO_NAMES, "audio": SOUND_NAMES}
    return next((kind for kind, endings in kinds.items() if ending in endings), None)


def _check(found: Found, inputs: tuple[Path, ...]) -> None:
    if not found.files and not found.problems:
        places = ", ".join(map(str, inputs))
        raise InputError(f"There are no images, videos or recordings in {places}: name a folder that holds some.")
    kinds = {each.kind for each in found.files}
    if "audio" in kinds and len(kinds) > 1:
        raise InputError(
            f"There are {' and '.join(sorted(kinds))} files, which no one embedding compares: choose one with 'kind:'."
        )
    seen = set[str]()
    for each in found.files:
        if each.name in seen:
            raise InputError(f"Two files have the name {each.name!r}: give each input a folder name of its own.")
        seen.add(each.name)


def _of_input(path: Path, column: str, media: Path | None, found: Found) -> Iterator[FoundFile | Problem]:
    if path.is_dir():
        yield from _of_folder(path, found)
    elif not path.exists():
        raise DataError("there is no such file or folder", source=str(path))
    elif path.suffix.lower() in TABLES:
        yield from _of_table(path, column, (media or path.parent).resolve())
    elif (kind := kind_of(path.name)) is not None:
        yield FoundFile(path.name, path, kind)
    else:
        raise DataError("is no folder, table, image, video or recording by its name", source=str(path))


def _of_folder(path: Path, found: Found) -> Iterator[FoundFile | Problem]:
    root, others = path.resolve(), 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(each for each in files if not each.startswith(".")):
            kind = kind_of(name)
            others += kind is None
            if kind is not None:
                yield _one(root, Path(folder, name), kind)
    if others:
        found.notes.append(f"{path}: {others:,} file(s) of other kinds were passed over.")


def _one(root: Path, path: Path, kind: str) -> FoundFile | Problem:
    name = shortened(path.relative_to(root).as_posix())
    try:
        return FoundFile(name, file_within(root, path), kind)
    except DataError as error:
        return Problem(name, error.reason)


def _of_table(path: Path, column: str, root: Path) -> Iterator[FoundFile | Problem]:
    for row in open_source(path, "row"):
        if isinstance(row, Reject):
            yield Problem(path.name, f"line {row.line}: {row.reason}")
        elif not isinstance(row.values.get(column), str):
            yield Problem(path.name, f"line {row.line}: the column {column!r} names no file")
        else:
            yield _of_row(root, row.values[column], {k: v for k, v in row.values.items() if k != column})


def _of_row(root: Path, name: str, metadata: Mapping[str, Any]) -> FoundFile | Problem:
    kind = kind_of(name)
    if kind is None:
        return Problem(name, "is no image, video or recording by its name")
    try:
        real = file_within(root, root / name)
    except (DataError, OSError, ValueError) as error:
        return Problem(name, str(error))
    return FoundFile(Path(name).as_posix(), real, kind, metadata)
