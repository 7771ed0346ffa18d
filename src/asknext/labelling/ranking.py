"""`Ranking`: the order in which items are asked, as a folder of arrays that is whole once it can be seen."""

from __future__ import annotations

import json
import math
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asknext.project.folder import Project
from asknext.store.database import StorageFailure
from asknext.store.rankings import add_ranking, add_round, newest_ranking

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["EXTERNAL", "Ranking", "current_folder", "current_ranking", "open_ranking", "publish_ranking"]

EXTERNAL = "external"
KEEP = 3


@dataclass(frozen=True)
class Ranking:
    """A published ranking, memory-mapped.

    Attributes
    ----------
    order : (m,) int64, rows that may be asked, best first. scores : (m,) float64 in the same order.
    places : (n,) int32, where each row stands in ``order``, -1 for nowhere.
    guesses : (n, 4) float32: class index, probability, second class index, its probability; None without a model.
    numbers : (n, 3) float32: prediction, and the ends of its interval; None without a model of numbers.
    meta : ``classes`` (ids, what the class indices mean), ``reasons`` of the first rows, ``sentence`` for the rest.
    """

    version: int
    strategy: str
    labels: int
    order: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    places: npt.NDArray[np.int32]
    guesses: npt.NDArray[np.float32] | None
    meta: Mapping[str, Any]
    numbers: npt.NDArray[np.float32] | None = None

    def place(self, row: int) -> int | None:
        """Where ``row`` stands in the order, or None."""
        place = int(self.places[row]) if 0 <= row < len(self.places) else -1
        return None if place < 0 else place

    def score(self, row: int) -> float | None:
        """The strategy's score of ``row``, or None where it has none."""
        place = self.place(row)
        value = float("nan") if place is None else float(self.scores[place])
        return value if math.isfinite(value) else None

    def sentence(self, row: int) -> str:
        """Why ``row`` stands where it stands."""
        place = self.place(row)
        reasons = self.meta.get("reasons", [])
        if place is not None and place < len(reasons) and reasons[place]:
            return str(reasons[place])
        return str(self.meta.get("sentence", ""))

    def guess(self, row: int) -> list[tuple[str, float]] | None:
        """The model's two best guesses for ``row`` as (class id, probability), or None."""
        if self.guesses is None or not 0 <= row < len(self.guesses):
            return None
        classes, values = self.meta.get("classes", []), self.guesses[row].tolist()
        pairs = [(values[0], values[1]), (values[2], values[3])]
        return [(classes[int(c)], p) for c, p in pairs if c >= 0 and int(c) < len(classes)] or None

    def number(self, row: int) -> dict[str, float] | None:
        """The model's number for ``row`` as value, low and high, or None."""
        if self.numbers is None or not 0 <= row < len(self.numbers):
            return None
        return dict(zip(("value", "low", "high"), self.numbers[row].tolist(), strict=True))


def open_ranking(project: Project, row: Any) -> Ranking | None:
    """The ranking that a row of the table stands for, or None where its folder was deleted or is broken."""
    folder = project.arrays / Path(row.file).name
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        arrays: dict[str, Any] = {name: _mapped(folder / f"{name}.npy") for name in ("order", "scores", "places")}
        said: dict[str, Any] = {
            name: _mapped(folder / f"{name}.npy") if (folder / f"{name}.npy").exists() else None
            for name in ("guesses", "numbers")
        }
    except (OSError, ValueError):
        return None
    return Ranking(row.version, row.strategy, row.labels, **arrays, **said, meta=meta)


def publish_ranking(
    project: Project,
    *,
    strategy: str,
    labels: int,
    order: npt.NDArray[np.int64],
    scores: npt.NDArray[np.float64],
    n: int,
    guesses: npt.NDArray[np.float32] | None = None,
    numbers: npt.NDArray[Any] | None = None,
    meta: Mapping[str, Any] | None = None,
    notes: Mapping[str, Any] | None = None,
    result: dict[str, Any] | None = None,
) -> int:
    """Write a ranking and, once all of it is on the disk, make it the newest; its version.

    Parameters
    ----------
    n : number of rows of the project. notes : of a strategy that learns between rounds.
    result : what the round found out, stored with the ranking.

    Raises
    ------
    StorageFailure : the disk is full; the ranking that was is still the newest.
    """
    name = f"ranking-{time.time_ns():x}-{os.getpid():x}"
    folder = project.arrays / name
    try:
        texts = {"meta": dict(meta or {})} | ({} if notes is None else {"notes": dict(notes)})
        _write(folder, _arrays(order, scores, n, {"guesses": guesses, "numbers": numbers}), texts)
        version = _store(project, name, strategy, labels, result)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise StorageFailure(f"The ranking could not be written: {error.strerror or error}.") from error
        raise
    _prune(project, name)
    return version


def _store(project: Project, name: str, strategy: str, labels: int, result: dict[str, Any] | None) -> int:
    now = time.time()
    with project.database.write() as conn:
        version = add_ranking(conn, at=now, strategy=strategy, labels=labels, file=name)
        if result is not None:
            add_round(conn, version=version, at=now, labels=labels, result=result)
    return version


def _arrays(
    order: npt.NDArray[np.int64],
    scores: npt.NDArray[np.float64],
    n: int,
    said: Mapping[str, npt.NDArray[Any] | None],
) -> dict[str, npt.NDArray[Any]]:
    import numpy as np  # late: a server that starts has no ranking to open yet

    order = np.ascontiguousarray(order, dtype=np.int64)
    places = np.full(n, -1, dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    arrays: dict[str, npt.NDArray[Any]] = {
        "order": order,
        "scores": np.ascontiguousarray(scores, dtype=np.float64),
        "places": places,
    }
    return arrays | {name: table.astype(np.float32, copy=False) for name, table in said.items() if table is not None}


def _write(folder: Path, arrays: dict[str, npt.NDArray[Any]], texts: dict[str, dict[str, Any]]) -> None:
    import numpy as np

    temporary = folder.with_name(f".{folder.name}")
    temporary.mkdir()
    try:
        for name, array in arrays.items():
            with open(temporary / f"{name}.npy", "wb") as file:
                np.save(file, array, allow_pickle=False)
                _flush(file)
        for name, values in texts.items():
            with open(temporary / f"{name}.json", "w", encoding="utf-8") as text:
                json.dump(values, text)
                _flush(text)
        os.replace(temporary, folder)
        _sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(project: Project, newest: str) -> None:
    """Remove all but the newest folders; a mapping that is open keeps its file until it is closed."""
    folders = sorted(project.arrays.glob("ranking-*"), key=lambda each: each.stat().st_mtime_ns)
    for folder in [each for each in folders if each.name != newest][: -(KEEP - 1)]:
        shutil.rmtree(folder, ignore_errors=True)
    hour_ago = time.time() - 3600
    for left in project.arrays.glob(".ranking-*"):
        if left.stat().st_mtime < hour_ago:
            shutil.rmtree(left, ignore_errors=True)


def _mapped(path: Path) -> Any:
    import numpy as np

    return np.load(path, mmap_mode="r", allow_pickle=False)


def current_ranking(project: Project) -> Ranking | None:
    """The newest ranking, or None."""
    with project.database.read() as conn:
        row = newest_ranking(conn)
    return None if row is None else open_ranking(project, row)


def current_folder(project: Project) -> Path | None:
    """Where the newest ranking is, or None; it may have been deleted."""
    with project.database.read() as conn:
        row = newest_ranking(conn)
    return None if row is None else project.arrays / Path(row.file).name
