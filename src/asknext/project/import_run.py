"""`ImportRun`: one import from its first batch to its last."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection

from asknext.errors import DataError
from asknext.formats import Reject
from asknext.project.class_names import ClassNames
from asknext.project.folder import Project
from asknext.project.import_report import ImportReport
from asknext.project.occurrences import Occurrences
from asknext.project.rejects import RejectsFile
from asknext.store import items
from asknext.store.settings import get_setting, set_setting

__all__ = ["COLUMNS", "ImportRun"]

COLUMNS = "columns"
RESERVED = "control_reserved"  # the share of the first import; a reserve with two shares is no random sample


class ImportRun:
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

    @contextmanager
    def batch(self) -> Iterator[Connection]:
        """The transaction of one batch, a part of the one around everything when strict."""
        with nullcontext(self._conn) if self._conn is not None else self.project.database.write() as conn:
            yield conn

    def count(self, rows: int, rejects: Sequence[Reject]) -> None:
        """So many rows have been stored, but for those that were refused."""
        for each in rejects:
            self._rejects.add(each)
        self.rows += rows

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
