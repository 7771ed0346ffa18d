"""Every single answer out into a file: who said what of which item, beside what it became."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from asknext.errors import UnknownName
from asknext.formats import write_csv, write_jsonl, write_parquet
from asknext.project.annotate_config import WHOLE
from asknext.project.exporting import FORMATS, written_file
from asknext.project.folder import Project
from asknext.project.ontology.exported import Exported
from asknext.store.exported_votes import exported_votes
from asknext.store.label_value import whole_answer

__all__ = ["COLUMNS", "export_votes", "vote_blocks"]

COLUMNS = ("id", "annotator", "kind", "answer", "answered_at", "seconds", "stream", "score", "label", "agrees")
_NUMBERS: dict[str, type] = {"seconds": float, "score": float, "agrees": bool}


def export_votes(project: Project, format: str, output: Path | BinaryIO) -> int:
    """Write the current answer of every annotator on every item, in the order of items and names; how many.

    Columns: id of the item, annotator, kind (human, machine, import), answer, answered_at (ISO 8601, UTC), seconds,
    stream, score (of the strategy, or how sure a machine was), label (what the item's label is now), agrees.

    Parameters
    ----------
    format : csv, jsonl or parquet. output : a path, replaced as a whole once all is written, or a binary stream.

    Raises
    ------
    UnknownName : no such format. ProjectError : the file cannot be written.
    """
    counted: list[int] = [0]
    blocks = vote_blocks(project, format, counted)
    if isinstance(output, str | Path):
        written_file(blocks, Path(output))
    else:
        for block in blocks:
            output.write(block)
    return counted[0]


def vote_blocks(project: Project, format: str, counted: list[int] | None = None) -> Iterator[bytes]:
    """The same as blocks of bytes; ``counted[0]`` grows with the rows."""
    if format not in FORMATS:
        raise UnknownName("export format", format, FORMATS)
    return _blocks(project, format, counted if counted is not None else [0])


def _blocks(project: Project, format: str, counted: list[int]) -> Iterator[bytes]:
    with project.database.read() as conn:
        rows = _rows(conn, project.config.multilabel, project.config.task in WHOLE, format, counted)
        if format == "csv":
            yield from write_csv(COLUMNS, rows)
        elif format == "jsonl":
            yield from write_jsonl(COLUMNS, rows)
        else:
            yield from write_parquet(COLUMNS, rows, _NUMBERS)


def _rows(conn: Connection, several: bool, whole: bool, format: str, counted: list[int]) -> Iterator[Sequence[Any]]:
    exported = Exported(conn)

    @lru_cache(maxsize=4096)
    def shown(value: str | None) -> Any:
        if value is None:
            return None
        if whole:
            return whole_answer(value)
        names = exported.names(value, None)
        if not several:
            return names[0] if names else None
        return names if format == "jsonl" else json.dumps(names, ensure_ascii=False)

    for row in exported_votes(conn):
        counted[0] += 1
        answer, label = shown(row.value), shown(row.label)
        agrees = None if row.label is None else answer == label
        agreeing = json.dumps(agrees) if format == "csv" and agrees is not None else agrees
        given = (row.id, row.annotator, row.kind, answer, _iso(row.at), row.seconds, row.stream, row.score)
        yield (*given, label, agreeing)


def _iso(at: float) -> str:
    moment = datetime.datetime.fromtimestamp(at, datetime.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
