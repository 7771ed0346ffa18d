"""A project out into a file: a stream in the order of the items, whole or not there at all."""

from __future__ import annotations

import datetime
import itertools
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from asknext.errors import ProjectError, UnknownName
from asknext.formats import write_csv, write_jsonl, write_parquet
from asknext.project.annotate_config import WHOLE
from asknext.project.folder import Project
from asknext.project.import_run import COLUMNS
from asknext.project.layout import ANSWER, DECISION, META, PROVENANCE
from asknext.project.ontology.exported import Exported
from asknext.store import items
from asknext.store.browse import STATES
from asknext.store.label_value import whole_answer
from asknext.store.settings import get_setting

__all__ = ["FORMATS", "export", "export_blocks", "written_file"]

FORMATS = ("csv", "jsonl", "parquet")
SEEN = 4096
_STATES = {state: name for name, state in STATES.items()}
_NUMBERS: dict[str, type] = {
    "seconds": float,
    "score": float,
    "ranking": int,
    "flagged": bool,
    "votes": int,
    "confidence": float,
    "ontology": int,
}


def export(
    project: Project,
    format: str,
    output: Path | BinaryIO,
    *,
    only_labelled: bool = True,
    ontology_version: int | None = None,
) -> int:
    """Write items with their labels; gives how many rows.

    Columns: id, the content (``text``, ``image`` or the row's own columns), label (class name), group, annotator,
    labelled_at (ISO 8601, UTC), seconds, stream, strategy, score, ranking, copy_of (id), flagged, state, comments
    (a JSON list), decided (how answers became the label: vote, consensus, review, correction, adjudication, import),
    reviewer, votes (answers it rests on), confidence (of the consensus), ontology (version of the classes at the time
    of the answer), a column ``label.QUESTION`` for each question that classes ask, then the metadata columns (with
    ``meta.`` before a name that stands for something else already). A copy carries the label of its first. The
    classes of a multi-label item are a list in JSONL and a JSON list as text elsewhere, so that "no class" (``[]``)
    and "no label" differ. In CSV a ' is put before text that a spreadsheet would take for a formula; import takes it
    away again.

    Parameters
    ----------
    format : csv, jsonl or parquet. output : a path, replaced as a whole once all is written, or a binary stream.
    only_labelled : leave out what has no label. ontology_version : tell labels by the names of that version of the
        classes; None: by those of today.

    Raises
    ------
    UnknownName : no such format. InputError : no such version. ProjectError : the file cannot be written.
    """
    counted = _Counted()
    blocks = export_blocks(
        project, format, only_labelled=only_labelled, counted=counted, ontology_version=ontology_version
    )
    if isinstance(output, str | Path):
        written_file(blocks, Path(output))
    else:
        for block in blocks:
            output.write(block)
    return counted.rows


class _Counted:
    rows = 0


def export_blocks(
    project: Project,
    format: str,
    *,
    only_labelled: bool = True,
    counted: _Counted | None = None,
    ontology_version: int | None = None,
) -> Iterator[bytes]:
    """The same as blocks of bytes, for sending on; memory does not grow with the project."""
    if format not in FORMATS:
        raise UnknownName("export format", format, FORMATS)
    return _blocks(project, format, only_labelled, counted or _Counted(), ontology_version)


def _blocks(
    project: Project, format: str, only_labelled: bool, counted: _Counted, version: int | None
) -> Iterator[bytes]:
    with project.database.read() as conn:
        table = _Table(conn, project, format, version)
        rows = table.rows(conn, only_labelled, counted)
        if format == "csv":
            yield from write_csv(table.columns, rows)
        elif format == "jsonl":
            yield from write_jsonl(table.columns, rows)
        else:
            yield from write_parquet(table.columns, rows, _NUMBERS)


class _Table:
    """The columns of an export, and how a row of the query becomes a row of the file."""

    def __init__(self, conn: Connection, project: Project, format: str, version: int | None) -> None:
        self._exported = Exported(conn, version)
        self._multilabel, self._json = project.config.multilabel, format == "jsonl"
        self._found: list[str] = get_setting(conn, COLUMNS, [])
        self._row = project.config.content == "row"
        self._whole = project.config.task in WHOLE
        self._flag: Callable[[Any], Any] = _cell if format == "csv" else bool
        self._flat: Callable[[Any], Any] = _same if self._json else _cell if format == "csv" else _text
        content = [] if self._row else [project.config.content]
        first = ["id", *content, "label", "group"]
        asked = list(self._exported.questions)
        taken, prefixes = {*first, *PROVENANCE, *DECISION}, (META, ANSWER)
        own = [META + name if name in taken or name.startswith(prefixes) else name for name in self._found]
        self.columns: Sequence[str] = [*first, *PROVENANCE, *DECISION, *asked, *own]

    def rows(self, conn: Connection, only_labelled: bool, counted: _Counted) -> Iterator[Sequence[Any]]:
        comments = _Comments(conn)
        label = lru_cache(maxsize=SEEN)(self._label)  # a multi-label project may have as many labels as items
        for each in items.exported_rows(conn, only_labelled=only_labelled):
            counted.rows += 1
            said = label(each[8], each[-1] if self._exported.of_the_past else None)
            yield self._values(each, said, comments.of(each[0]))

    def _values(self, each: Any, label: Any, comments: list[dict[str, str]] | None) -> list[Any]:
        _, id, content, meta, group, state, flagged, copy_of, _, annotator, at, *why = each
        stream, seconds, strategy, score, ranking, *decision, answer = why
        kept = content if self._row else meta
        own = json.loads(kept) if kept else {}
        said = comments if self._json or comments is None else json.dumps(comments, ensure_ascii=False)
        values = [id] if self._row else [id, content]
        values += (label, group, annotator, _iso(at), seconds, stream, strategy, score, ranking)
        values += (copy_of, self._flag(flagged), _STATES[state], said, *decision)
        values += [self._flat(answered) for answered in self._exported.answers(answer)]
        values += [self._flat(own.get(name)) for name in self._found]
        return values

    def _label(self, value: str | None, answer: str | None) -> Any:
        if self._whole and value is not None:
            return whole_answer(value)
        names = None if value is None else self._exported.names(value, answer)
        if names is None or not self._multilabel:
            return names[0] if names else None
        return names if self._json else json.dumps(names, ensure_ascii=False)


class _Comments:
    """Comments beside a walk over the items in order, read as the walk goes on."""

    def __init__(self, conn: Connection) -> None:
        groups = itertools.groupby(items.comments(conn), key=lambda each: each[0])
        self._groups, self._next = groups, next(groups, None)

    def of(self, pos: int) -> list[dict[str, str]] | None:
        while self._next is not None and self._next[0] < pos:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != pos:
            return None
        return [{"text": value or "", "annotator": who, "at": _iso(at) or ""} for _, value, who, at in self._next[1]]


def _iso(at: float | None) -> str | None:
    if at is None:
        return None
    return datetime.datetime.fromtimestamp(at, datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _same(value: Any) -> Any:
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, bool | dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def written_file(blocks: Iterator[bytes], path: Path) -> None:
    """Write ``blocks`` to ``path``, which is replaced as a whole once all are written.

    Raises
    ------
    ProjectError : the file cannot be written; what was there stays.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            for block in blocks:
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise ProjectError(f"{path} cannot be written: {error.strerror}.") from None
        raise
