"""`SharedData`: data sets on the disk while a study runs, for every process to map them rather than be sent them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.lab.data_sets.data_set import DataSet

__all__ = ["SharedData"]


class SharedData:
    """Data sets in ``folder``, each by its fingerprint. What is there belongs to one run and goes with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data_sets: Iterable[DataSet]) -> None:
        """Write them, in place of what was there; raises `DataError` where the disk takes no more."""
        self.remove()
        try:
            for data in data_sets:
                _write(self.folder / data.fingerprint[:32], data)
        except OSError as error:
            self.remove()
            raise DataError(
                f"the data sets could not be written there for the processes ({error.strerror or error}): make room",
                source=str(self.folder),
            ) from error

    def get(self, fingerprint: str) -> DataSet:
        """The data set, its arrays mapped from the files."""
        return _read(self.folder / fingerprint[:32])

    def remove(self) -> None:
        """Take the files away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _write(folder: Path, data: DataSet) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {"embeddings": data.embeddings, "test_rows": data.test_rows}
    if isinstance(data.content, np.ndarray):
        arrays["content"] = data.content
    for name, array in arrays.items():
        if array is not None:
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
    told = {
        "name": data.name, "labels": data.labels, "classes": list(data.classes), "multilabel": data.multilabel,
        "numbers": data.numbers, "fingerprint": data.fingerprint, "ids": data.ids,
        "content": None if "content" in arrays else data.content,
        "columns": {name: _column(folder, place, values) for place, (name, values) in enumerate(data.columns.items())},
    }  # fmt: skip
    (folder / "data.json").write_text(json.dumps(told), encoding="utf-8")


def _column(folder: Path, place: int, values: Any) -> Any:
    """The name of its file, or the values where they are objects."""
    array = np.asarray(values)
    if array.dtype.kind == "O":
        return array.tolist()
    np.save(folder / f"column{place}.npy", array, allow_pickle=False)
    return f"column{place}"


def _read(folder: Path) -> DataSet:
    told = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    labels = [tuple(label) for label in told["labels"]] if told["multilabel"] else told["labels"]
    content = told["content"] if told["content"] is not None else _mapped(folder, "content")
    return DataSet(
        name=told["name"], content=content, labels=labels, classes=tuple(told["classes"]),
        multilabel=told["multilabel"], embeddings=_mapped(folder, "embeddings"),
        columns={name: _values(folder, kept) for name, kept in told["columns"].items()},
        test_rows=_mapped(folder, "test_rows"), ids=told["ids"], fingerprint=told["fingerprint"],
        numbers=told["numbers"],
    )  # fmt: skip


def _values(folder: Path, kept: Any) -> npt.NDArray[Any]:
    return np.array(kept, dtype=object) if isinstance(kept, list) else _mapped(folder, kept)


def _mapped(folder: Path, name: str) -> Any:
    path = folder / f"{name}.npy"
    return np.load(path, mmap_mode="r", allow_pickle=False) if path.is_file() else None
