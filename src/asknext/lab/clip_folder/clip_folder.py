"""`ClipFolder`: features and labels of the clips of a folder, matched."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, UnknownName
from asknext.lab.clip_folder.feature_file import ENDINGS, read_feature_file, write_feature_file
from asknext.lab.clip_folder.joining import Joined, join
from asknext.lab.clip_folder.label_records import NONE_OF_THEM, LabelRecord, read_label_records

__all__ = ["ClipFolder", "read_clip_folder", "write_clip_folder"]

_LABELS = (".json", ".jsonl")


@dataclass(frozen=True)
class ClipFolder:
    """Clips with both features and labels.

    Attributes
    ----------
    assets : m names.  vectors : (m, d) float32.  labels : m sets of classes, empty where none of them holds.
    joined : which rows they are, and how many found no partner.
    """

    assets: tuple[str, ...]
    vectors: npt.NDArray[np.float32]
    labels: tuple[frozenset[str], ...]
    joined: Joined

    @property
    def classes(self) -> tuple[str, ...]:
        """Every class that a clip holds, by name."""
        return tuple(sorted(frozenset[str]().union(*self.labels)))

    def notes(self) -> tuple[str, ...]:
        """Sentences on what did not match."""
        found = self.joined
        empty = sum(not each for each in self.labels)
        said = [f"{len(self.labels):,} clips have features and labels, {empty:,} of them none of the classes."]
        if found.records_without_features:
            said.append(f"{found.records_without_features:,} records of labels have no features and were left out.")
        if found.features_without_labels:
            said.append(f"{found.features_without_labels:,} rows of features have no labels and were left out.")
        if found.several_records:
            said.append(f"{found.several_records:,} clips have several records; they hold what more than half say.")
        return tuple(said)


def read_clip_folder(
    folder: Path, *, features: str | None = None, labels: str | None = None, vectors: str = "combined"
) -> ClipFolder:
    """Read and match what a folder holds.

    Parameters
    ----------
    features, labels : names of files; None = the one file that it can be.
    vectors : the column of features: ``combined``, ``audio``, ``video``, or another one.

    Raises
    ------
    DataError : a file is absent or wrong, or nothing matches.  UnknownName : there is no such column.
    """
    if not folder.is_dir():
        raise DataError("there is no such folder", source=str(folder))
    label_path = _found(folder, labels, _LABELS, "labels")
    feature_path = _found(folder, features, ENDINGS, "features", label_path)
    table, records = read_feature_file(feature_path), read_label_records(label_path)
    if vectors not in table or vectors == "asset":
        raise UnknownName("column of vectors", vectors, [name for name in table if name != "asset"], feature_path.name)
    assets = table["asset"].tolist()
    _check_distinct(assets, feature_path)
    joined = join(assets, records)
    if not joined.rows:
        raise DataError(_nothing_matches(assets, records), source=str(folder))
    rows = list(joined.rows)
    return ClipFolder(tuple(assets[row] for row in rows), table[vectors][rows], joined.labels, joined)


def write_clip_folder(
    folder: Path, table: Mapping[str, npt.NDArray[Any]], labels: Sequence[frozenset[str]], etags: Sequence[str]
) -> None:
    """Write ``features.npz`` and ``labels.json`` in the layout that `read_clip_folder` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    write_feature_file(table, folder / "features.npz")
    records = [
        {"etag": etag, "data": str(asset), "labels": sorted(held) or [NONE_OF_THEM]}
        for asset, held, etag in zip(table["asset"], labels, etags, strict=True)
    ]
    (folder / "labels.json").write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")


def _found(folder: Path, name: str | None, endings: Sequence[str], what: str, other: Path | None = None) -> Path:
    if name is not None:
        path = folder / name
        if not path.is_file():
            raise DataError(f"there is no such file (of {what})", source=str(path))
        return path
    fitting = [
        each for each in sorted(folder.iterdir()) if each.name.lower().endswith(tuple(endings)) and each != other
    ]
    named = [each for each in fitting if each.name.startswith(what)] or fitting
    if len(named) != 1:
        pickles = [each.name for each in folder.iterdir() if each.suffix in (".pkl", ".pickle", ".p")]
        mend = f" Convert the pickle first: asknext lab convert {pickles[0]}" if pickles and what == "features" else ""
        reason = f"has {len(named)} files that can be the {what} ({', '.join(endings)}); name one by {what}:"
        raise DataError(reason + mend, source=str(folder))
    return named[0]


def _check_distinct(assets: Sequence[str], path: Path) -> None:
    if len(set(assets)) != len(assets):
        twice = next(each for each in assets if assets.count(each) > 1)
        raise DataError(f"has the asset {twice!r} twice", source=str(path))


def _nothing_matches(assets: Sequence[str], records: Sequence[LabelRecord]) -> str:
    if not records:
        return "has no record of labels"
    return f"no record of labels matches an asset: assets are like {assets[0]!r}, addresses like {records[0].data!r}"
