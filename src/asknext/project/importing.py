"""Data into a project: only what is new, in batches that each are whole, with every refusal written down."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection

from asknext.errors import DataError, InputError
from asknext.formats import Reject, Row, Source, open_source
from asknext.formats.rows import shortened
from asknext.project.candidate import Candidate, CandidateMaker
from asknext.project.class_names import ClassNames
from asknext.project.folder import Project
from asknext.project.layout import find_layout
from asknext.project.occurrences import Occurrences
from asknext.project.rejects import RejectsFile
from asknext.store import items
from asknext.store.gold_items import insert_gold
from asknext.store.items import Known
from asknext.store.queue_marker import mark_queue
from asknext.store.settings import get_setting, set_setting

__all__ = ["COLUMNS", "ImportReport", "Progress", "import_data", "import_rows"]

BATCH = 5_000
COLUMN_LIMIT = 1_000
COLUMNS = "columns"
UNMEASURED = ("row", "text")
RESERVED = "control_reserved"  # the share of the first import; a reserve with two shares is no random sample

Progress = Callable[[int, int, int], None]
"""Called after each batch with rows read, and ``done`` of ``total`` (bytes, or rows or files for some formats)."""


@dataclass
class ImportReport:
    """What an import did.

    added : new items, ``copies`` among them. known : rows that were there already. rejected : refused rows.
    labels : labels taken from the data. unread : labels that are no class's name; the item itself is in, without a
    label, and the rejects file says why. conflicts : labels not taken because the item has another one (also written
    to the rejects file; the item itself is in). gold : items that became gold. notes : sentences about how files were
    read.
    """

    added: int = 0
    known: int = 0
    copies: int = 0
    rejected: int = 0
    labels: int = 0
    gold: int = 0
    unread: int = 0
    conflicts: int = 0
    rejects_file: Path | None = None
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)


def import_data(
    project: Project, sources: Sequence[Path | str], *, strict: bool = False, progress: Progress | None = None
) -> ImportReport:
    """Import files and folders, one after another.

    Rows that are there already (same id, same content) are passed over, so a run that was cut off is simply started
    again. A bad row goes to a file below ``rejects/`` and the rest goes in.

    Parameters
    ----------
    strict : stop at the first bad row; then nothing of this call is kept.

    Raises
    ------
    DataError : a source cannot be read at all; with ``strict`` also the first bad row.
    UnknownName : a column is not there.
    """
    paths = [Path(each) for each in sources]
    opened = [_opened(project, path) for path in paths]
    media = _media(project, paths)
    run = _Run(project, ", ".join(path.name for path in paths[:1]), strict=strict)
    with run.transaction():
        for source in opened:
            maker = CandidateMaker(project.config, find_layout(project.config, source), source, media)
            for batch in _batched(source):
                run.store(batch, maker, source.name)
                if progress:
                    progress(run.rows, sum(each.done for each in opened), sum(each.total for each in opened))
            run.report.notes.extend(source.notes)
    return run.finish()


def import_rows(
    project: Project, rows: Iterable[Row | Reject], *, source: str = "rows", strict: bool = False
) -> ImportReport:
    """Import rows that come from anywhere, e.g. `asknext.formats.read_json_lines`. As `import_data`.

    Parameters
    ----------
    source : what to call it in messages.
    """
    maker = CandidateMaker(project.config, find_layout(project.config), None, project.media)
    run = _Run(project, source, strict=strict)
    with run.transaction():
        for batch in _batched(rows):
            run.store(batch, maker, source)
    return run.finish()


class _Run:
    """One import: what has been counted, and the state that lasts from batch to batch."""

    def __init__(self, project: Project, source: str, *, strict: bool) -> None:
        self.project, self.strict, self.started = project, strict, time.time()
        self.report, self.rows = ImportReport(), 0
        self._occurrences = Occurrences()
        self._classes = ClassNames(
            project.config.columns.label, grow=not project.config.classes, multilabel=project.config.multilabel
        )
        self._rejects = RejectsFile(project.rejects, source, self.started)
        self._conn: Connection | None = None
        self.columns: dict[str, None] = {}
        self.reserved = project.config.control
        self.id_column = project.config.columns.id

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction around everything when strict; else each batch has its own."""
        try:
            with self.project.database.write() if self.strict else nullcontext() as self._conn:
                yield
        finally:
            self.report.rejects_file = self._rejects.close()

    def store(self, batch: Sequence[Row | Reject], maker: CandidateMaker, source: str) -> None:
        """Add what is new of one batch, durably unless strict."""
        made = [_candidate(each, maker, source) for each in batch]
        with nullcontext(self._conn) if self._conn is not None else self.project.database.write() as conn:
            rejects = _Batch(conn, self, source).store(made)
        for reject in rejects:
            self._rejects.add(reject)
        self.rows += len(batch)

    def refuse(self, reject: Reject) -> Reject:
        """Count a bad row; when strict, stop."""
        if self.strict:
            raise DataError(reject.reason, source=reject.source, line=reject.line, column=reject.column)
        return reject

    def finish(self) -> ImportReport:
        self.report.seconds = time.time() - self.started
        return self.report

    @property
    def signature(self) -> dict[str, Any]:
        """What every label event of this import has in common."""
        session = f"import-{self.started:.6f}"
        return {"at": time.time(), "annotator": "import", "session": session, "stream": "import"}

    def class_names(self) -> dict[str, str]:
        return self._classes.names()

    def class_ids(self, conn: Connection, names: Sequence[str]) -> list[str]:
        return self._classes.ids(conn, names)

    def load(self, conn: Connection) -> None:
        """What every batch starts from; read again each time, since others may write in between."""
        items.prepare_bulk(conn)
        self._classes.load(conn)
        self.columns = dict.fromkeys(get_setting(conn, COLUMNS, []))
        reserved = get_setting(conn, RESERVED)
        if reserved is None:
            reserved = self.project.config.control
            set_setting(conn, RESERVED, reserved)
        self.reserved = float(reserved)

    def occurrences(self, hashes: Sequence[bytes]) -> list[int]:
        return self._occurrences.count(hashes)


class _Batch:
    """Adds the candidates of one batch inside one transaction."""

    def __init__(self, conn: Connection, run: _Run, source: str) -> None:
        self._conn, self._run, self._source = conn, run, source
        self._rejects: list[Reject] = []
        self._items: list[dict[str, Any]] = []
        self._events: dict[int, dict[str, Any]] = {}
        self._labels: dict[int, str | None] = {}
        self._gold: dict[int, dict[str, Any]] = {}
        self._known: dict[str, Known] = {}
        self._firsts: dict[bytes, Known] = {}
        run.load(conn)
        self._next = items.count_items(conn)

    def store(self, made: Sequence[Candidate | Reject]) -> list[Reject]:
        """Add them; gives what was refused, in order."""
        columns = len(self._run.columns)
        sound = [pair for each in made if (pair := self._checked(each)) is not None]
        named = self._named([each for each, _ in sound])
        self._known = items.items_by_id(self._conn, [str(each.id) for each in named])
        self._firsts = items.first_with_hash(self._conn, [each.hash for each in named])
        for each, (_, label) in zip(named, sound, strict=True):
            self._add(each, label)
        self._write(columns)
        return sorted(self._rejects, key=lambda each: each.line or 0)

    def _checked(self, each: Candidate | Reject) -> tuple[Candidate, list[str] | None] | None:
        """A candidate with the ids of its classes (None where it has no label that can be read); None if refused."""
        if isinstance(each, Reject):
            self._refuse(each)
            return None
        try:
            if not self._run.columns.keys() >= set(each.names):
                self._check_columns(each)
        except DataError as error:
            self._refuse(Reject(self._source, each.line, error.column, error.reason, shortened(each.content)))
            return None
        return each, None if each.label is None else self._class_ids(each, each.label)

    def _class_ids(self, each: Candidate, names: list[str]) -> list[str] | None:
        try:
            return self._run.class_ids(self._conn, names)
        except DataError as error:
            reason = error.reason if self._run.strict else f"{error.reason} The item is in, without this label."
            self._refuse(Reject(self._source, each.line, error.column, reason, shortened(each.content)), "unread")
            return None

    def _check_columns(self, each: Candidate) -> None:
        new = [name for name in each.names if name not in self._run.columns]
        if len(self._run.columns) + len(new) > COLUMN_LIMIT:
            raise DataError(f"with this row there would be more than {COLUMN_LIMIT:,} columns", column=new[0])
        self._run.columns.update(dict.fromkeys(new))

    def _named(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Each with an id; without one of its own it is named by its content, a second one with -2 behind, ..."""
        bare = [each for each in candidates if each.id is None]
        numbers = iter(self._run.occurrences([each.hash for each in bare])) if bare else iter(())
        return [each if each.id is not None else _named_by_content(each, next(numbers)) for each in candidates]

    def _add(self, each: Candidate, label: list[str] | None) -> None:
        known = self._known.get(str(each.id))
        if known is not None and known.hash != each.hash:
            reason = f"the id {shortened(each.id)!r} stands for another content already"
            self._refuse(Reject(self._source, each.line, self._run.id_column, reason, shortened(each.content)))
            return
        if known is None:
            known = self._added(each)
        else:
            self._run.report.known += 1
        if label is not None:
            self._label(each, known, label)
        if each.gold is not None:
            self._make_gold(each, known, each.gold)

    def _added(self, each: Candidate) -> Known:
        first = self._firsts.get(each.hash)
        draw = _draw(self._run.project.config.seed, str(each.id))
        # a copy is never asked; it shares the stream of its first, so that no control content trains a strategy
        control = first.control if first else draw < self._run.reserved
        label = first.label if first else None
        made = Known(self._next, str(each.id), each.hash, first.pos if first else self._next, control, label)
        self._items.append(
            {
                "pos": made.pos,
                "id": made.id,
                "hash": each.hash,
                "content": each.content,
                "meta": each.meta,
                "grp": each.group,
                "copy_of": first.pos if first else None,
                "draw": draw,
                "control": control,
                **({} if self._run.project.config.columns.skill is None else {"skill": each.skill}),
                **({} if self._run.project.config.content in UNMEASURED else {"facts": each.facts}),
            }
        )
        self._next += 1
        self._known[made.id] = made
        self._firsts.setdefault(each.hash, made)
        self._run.report.added += 1
        self._run.report.copies += first is not None
        return made

    def _label(self, each: Candidate, known: Known, ids: list[str]) -> None:
        """Give the item, or the one it is a copy of, its label, unless a person or another row was first."""
        value = json.dumps(ids)
        current = self._labels.setdefault(known.first, known.label)
        uid = _label_uid(known.hash, value)
        if current is None:
            self._labels[known.first] = value
            self._events[known.first] = {**self._run.signature, "uid": uid, "item": known.first, "value": value}
        elif current != value and not items.known_uids(self._conn, [uid]):
            reason = f"{known.id!r} is labelled {self._shown(current)} already; this label was not taken"
            self._refuse(
                Reject(self._source, each.line, self._run.project.config.columns.label, reason, value), "conflicts"
            )

    def _make_gold(self, each: Candidate, known: Known, names: list[str]) -> None:
        """Keep the right answer of an item that checks annotators; the first one that is said stays."""
        ids = self._class_ids(each, names)
        if ids is not None:
            value = json.dumps(ids)
            uid = "gold-" + _label_uid(known.hash, "")
            self._gold.setdefault(known.first, {**self._run.signature, "uid": uid, "item": known.first, "value": value})

    def _shown(self, value: str) -> str:
        names = self._run.class_names()
        return ", ".join(repr(names.get(each, each)) for each in json.loads(value)) or "with no class"

    def _write(self, columns: int) -> None:
        items.insert_items(self._conn, self._items)
        # what an import said once and a person took back is not said again
        said = items.known_uids(self._conn, [each["uid"] for each in self._events.values()])
        events = [each for each in self._events.values() if each["uid"] not in said]
        items.insert_labels(self._conn, events)
        self._run.report.labels += len(events)
        self._write_gold()
        if len(self._run.columns) > columns:
            set_setting(self._conn, COLUMNS, list(self._run.columns))

    def _write_gold(self) -> None:
        said = items.known_uids(self._conn, [each["uid"] for each in self._gold.values()])
        new = [each for each in self._gold.values() if each["uid"] not in said]
        self._run.report.gold += len(new)
        if new:
            insert_gold(self._conn, new)
        if new or self._run.project.config.columns.skill is not None:
            mark_queue(self._conn)

    def _refuse(self, reject: Reject, count: Literal["rejected", "conflicts", "unread"] = "rejected") -> None:
        self._rejects.append(self._run.refuse(reject))
        setattr(self._run.report, count, getattr(self._run.report, count) + 1)


def _candidate(each: Row | Reject, maker: CandidateMaker, source: str) -> Candidate | Reject:
    if isinstance(each, Reject):
        return each
    try:
        return maker.make(each)
    except DataError as error:
        raw = json.dumps(each.values, ensure_ascii=False, default=str)
        return Reject(source, each.line, error.column, error.reason, shortened(raw))


def _named_by_content(each: Candidate, number: int) -> Candidate:
    name = each.hash.hex()
    return each._replace(id=name if number == 1 else f"{name}-{number}")


def _draw(seed: int, id: str) -> float:
    """Uniform in [0, 1), the same for the same seed and id on every machine."""
    digest = hashlib.blake2b(f"{seed}\0{id}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) * 2.0**-53


def _label_uid(hash: bytes, value: str) -> str:
    return "import-" + hashlib.blake2b(hash + value.encode(), digest_size=16).hexdigest()


def _batched(rows: Iterable[Row | Reject]) -> Iterator[list[Row | Reject]]:
    stream = iter(rows)
    while batch := list(itertools.islice(stream, BATCH)):
        yield batch


def _opened(project: Project, path: Path) -> Source:
    config = project.config
    if (path / "asknext.yaml").is_file():
        raise InputError(f"{path} is a project; give a file, or a folder of pictures or texts.")
    return open_source(path, config.content, **dataclasses.asdict(config.reading))


def _media(project: Project, paths: Sequence[Path]) -> Path | None:
    """The folder files lie in; the first import says it where the settings do not."""
    if project.config.content in UNMEASURED or not paths:
        return project.media
    if project.media is None:
        folder = (paths[0] if paths[0].is_dir() else paths[0].parent).resolve()
        project.change_config(dataclasses.replace(project.config, media=str(folder)))
    return project.media
