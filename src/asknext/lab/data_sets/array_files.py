"""``.npz`` with members for content and labels, or an ``.npy`` file with the labels in another."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, UnknownName
from asknext.formats.array_file import read_array, read_values
from asknext.lab.data_sets.source import Read
from asknext.lab.data_sets.unpacked import MOST_BYTES, existing_file
from asknext.lab.settings import Settings

__all__ = ["read_arrays"]

_CONTENT, _LABEL = ("X", "x", "content", "data"), ("y", "Y", "label", "labels", "target")


def read_arrays(given: Settings, path: Path, folder: Path) -> Read:
    """``content``, ``label``, ``test_content``, ``test_label``, ``columns``: names of members of an ``.npz`` file
    (default: X and y); an ``.npy`` file of content needs ``labels_file``. Nothing is ever unpickled.

    Raises
    ------
    DataError : a member is no array of the right shape, or too large.  UnknownName : no such member.
    """
    if path.suffix == ".npy":
        labels = read_values(existing_file(given.text("labels_file"), folder))
        return _read(_checked(read_array(path), path), labels, {}, None, path)
    members = _members(path)
    content = _member(given, "content", members, path, _CONTENT)
    labels = _member(given, "label", members, path, _LABEL)
    tests = None
    if "test_content" in given or "test_label" in given:
        more, truth = (_member(given, f"test_{key}", members, path, ()) for key in ("content", "label"))
        tests = np.arange(len(content), len(content) + len(more))
        content, labels = np.concatenate([content, more]), np.concatenate([labels, truth])
    columns = {name: _one(name, members, path, given, "columns") for name in given.texts("columns", [])}
    return _read(_checked(content, path), labels, columns, tests, path)


def _read(
    content: npt.NDArray[Any],
    labels: npt.NDArray[Any],
    columns: dict[str, npt.NDArray[Any]],
    tests: npt.NDArray[np.int64] | None,
    path: Path,
) -> Read:
    for name, values in {"labels": labels, **columns}.items():
        if len(values) != len(content):
            raise DataError(f"{len(values):,} {name} for {len(content):,} rows; expected one each.", source=str(path))
    plain = labels if labels.ndim == 2 else labels.tolist()
    if content.ndim == 1:
        return Read([str(each) for each in content.tolist()], plain, columns, tests)
    return Read(content, plain, columns, tests)


def _checked(content: npt.NDArray[Any], path: Path) -> npt.NDArray[Any]:
    if content.ndim == 1 and content.dtype.kind == "U":
        return content
    if content.ndim < 2 or content.dtype.kind not in "fiub" or not len(content):
        expected = "expected numbers of shape (n, d), pictures, or n texts"
        raise DataError(f"The content is {content.dtype} of shape {content.shape}; {expected}.", source=str(path))
    if content.dtype.kind == "f" and not np.isfinite(content).all():
        row = int(np.flatnonzero(~np.isfinite(content.reshape(len(content), -1)).all(axis=1))[0])
        raise DataError(f"Row {row} (from 0) of the content holds NaN or infinity.", source=str(path))
    return np.array(content)


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            found, size = archive.namelist(), sum(each.file_size for each in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise DataError(f"This is no .npz file that can be read: {error}.", source=str(path)) from None
    if size > MOST_BYTES:
        raise DataError(
            f"This holds {size:,} bytes once unpacked, and at most {MOST_BYTES:,} are read.", source=str(path)
        )
    return [name.removesuffix(".npy") for name in found]


def _member(given: Settings, key: str, members: list[str], path: Path, usual: tuple[str, ...]) -> npt.NDArray[Any]:
    name = given.text(key, None)
    if name is None:
        name = next((each for each in usual if each in members), None)
    if name is None:
        raise given.wrong(key, f"a member of {path.name}: {', '.join(members)}")
    return _one(name, members, path, given, key)


def _one(name: str, members: list[str], path: Path, given: Settings, key: str) -> npt.NDArray[Any]:
    if name not in members:
        raise UnknownName("member", name, members, where=f"{path.name} ({given.where}.{key})")
    return read_array(f"{path}:{name}")
