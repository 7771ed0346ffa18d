"""One batch of an import: what is new of it is stored, and the rest told apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection

from asknext.errors import DataError
from asknext.formats import Reject, Row
from asknext.formats.rows import shortened
from asknext.project.candidate import Candidate, CandidateMaker
from asknext.project.import_run import COLUMNS, ImportRun
from asknext.store import items
from asknext.store.gold_items import insert_gold
from asknext.store.items import Known
from asknext.store.queue_marker import mark_queue
from asknext.store.settings import set_setting

__all__ = ["UNMEASURED", "store_batch"]

COLUMN_LIMIT = 1_000
UNMEASURED = ("row", "text")


def store_batch(run: ImportRun, batch: Sequence[Row | Reject], maker: CandidateMaker, source: str) -> None:
    """Add what is new of one batch, durably unless strict."""
    made = [_candidate(each, maker, source) for each in batch]
    with run.batch() as conn:
        rejects = _Batch(conn, run, source).store(made)
    run.count(len(batch), rejects)


class _Batch:
    """Adds the candidates of one batch inside one transaction."""

    def __init__(self, conn: Connection, run: ImportRun, source: str) -> None:
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
