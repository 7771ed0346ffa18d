"""`write_soft_labels`: soft labels as a CSV or JSONL file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.labelling.weak import WeakStudy

__all__ = ["write_soft_labels"]


def write_soft_labels(found: WeakStudy, path: Path, least: float) -> int:
    """Columns id, label, probability, then ``p.CLASS`` of each class and ``functions`` (names of those that labelled
    the item); items whose likeliest class has a probability of ``least`` and more. Gives how many.

    Raises
    ------
    InputError : the file's name ends in neither .csv nor .jsonl.
    """
    from asknext.formats import write_csv, write_jsonl
    from asknext.quality.weak import training_set

    writers: dict[str, Any] = {".csv": write_csv, ".jsonl": write_jsonl}
    if path.suffix not in writers:
        raise InputError(f"Soft labels are written as .csv or .jsonl; found {path.name!r}.")
    kept = training_set(found.soft, least=least)
    columns = ["id", "label", "probability", *(f"p.{each.name}" for each in found.classes), "functions"]
    with path.open("wb") as file:
        for block in writers[path.suffix](columns, _rows(found, kept.rows.tolist(), kept.labels.tolist())):
            file.write(block)
    return len(kept.rows)


def _rows(found: WeakStudy, rows: list[int], labels: list[int]) -> Iterator[list[Any]]:
    for row, label in zip(rows, labels, strict=True):
        shares = [round(float(value), 6) for value in found.soft.probabilities[row]]
        spoke = [name for name, code in zip(found.names, found.matrix[row], strict=True) if code >= 0]
        yield [found.ids[row], found.classes[label].name, shares[label], *shares, "; ".join(spoke)]
