"""Which record of labels belongs to which row of features."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from asknext.lab.clip_folder.label_records import LabelRecord, majority_labels

__all__ = ["Joined", "join"]


@dataclass(frozen=True)
class Joined:
    """Rows of features that have labels.

    Attributes
    ----------
    rows : numbers of rows, rising.  labels : of each the classes it holds.
    records_without_features, features_without_labels : how many of each found no partner.
    several_records : how many rows have more than one record; they hold what more than half of those say.
    votes : of each row its records.
    """

    rows: tuple[int, ...]
    labels: tuple[frozenset[str], ...]
    records_without_features: int
    features_without_labels: int
    several_records: int
    votes: tuple[tuple[LabelRecord, ...], ...]


def join(assets: Sequence[str], records: Sequence[LabelRecord]) -> Joined:
    """Match by the whole address; what is left then by the file's name, then by that without its ending.

    A name that fits several rows of features, or several addresses, fits none: a wrong label is worse than none.
    """
    row_of: dict[str, int] = {}
    for form in (str, _file_name, _stem):
        row_of.update(_matched(assets, {record.data for record in records}, row_of, form))
    votes: dict[int, list[LabelRecord]] = defaultdict(list)
    for record in records:
        if record.data in row_of:
            votes[row_of[record.data]].append(record)
    rows = tuple(sorted(votes))
    return Joined(
        rows,
        tuple(majority_labels(votes[row]) for row in rows),
        sum(record.data not in row_of for record in records),
        len(assets) - len(rows),
        sum(len(votes[row]) > 1 for row in rows),
        tuple(tuple(votes[row]) for row in rows),
    )


def _matched(
    assets: Sequence[str], addresses: set[str], known: dict[str, int], form: Callable[[str], str]
) -> dict[str, int]:
    taken = set(known.values())
    rows, wanted = defaultdict(list), defaultdict(list)
    for row, asset in enumerate(assets):
        if row not in taken:
            rows[form(asset)].append(row)
    for address in addresses - known.keys():
        wanted[form(address)].append(address)
    return {
        found[0]: rows[name][0] for name, found in wanted.items() if len(found) == 1 and len(rows.get(name, ())) == 1
    }


def _file_name(address: str) -> str:
    plain = address.split("?", 1)[0].split("#", 1)[0].replace("\\", "/")
    return PurePosixPath(unquote(plain)).name


def _stem(address: str) -> str:
    return PurePosixPath(_file_name(address)).stem
