"""`restore`: a project from a backup, in a new folder, on either database."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError, StatementError

from asknext import __version__
from asknext.errors import DataError, ProjectError
from asknext.project.archive import MEDIA, SETTINGS, checked_members, read_manifest, table_file
from asknext.project.backup import Progress
from asknext.project.caution import cautious_config, pause_webhooks
from asknext.project.config import Config
from asknext.project.config_file import load_config
from asknext.project.database_config import DatabaseConfig
from asknext.project.folder import Project, create_project
from asknext.store.dump import are_dumped, dumped_tables, load_rows
from asknext.store.layout import PROJECT_TABLES

__all__ = ["restore"]

LONGEST_LINE = 256 << 20
_PIECE = 1 << 20


def restore(
    source: Path | str,
    folder: Path | str,
    *,
    database: DatabaseConfig | None = None,
    progress: Progress | None = None,
    trusted: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Project:
    """Make the project of a backup in ``folder``; all of it or nothing. Every sum is checked before anything is made.

    Parameters
    ----------
    database : where it is to live; default: a file in the folder, wherever it lived before.
    trusted : whether its machines, webhooks and addresses go on as they were; ``tell`` is told what does not.

    Raises
    ------
    DataError : the file is no backup, is damaged or not whole, or was made by a newer asknext.
    ProjectError : there is a project in ``folder`` or at the place in the database already.
    """
    source, folder = Path(source), Path(folder).resolve()
    try:
        with tarfile.open(source, "r:") as archive:
            restoring = _Restoring(archive, progress, trusted=trusted)
            project = restoring.make(folder, database or DatabaseConfig())
    except DataError as error:
        raise DataError(error.reason, source=str(source), line=error.line) from None
    except (tarfile.TarError, EOFError):
        raise DataError("This is no backup of asknext (a tar file), or it was cut off.", source=str(source)) from None
    for each in restoring.said:
        (tell or _nothing)(each)
    return project


class _Restoring:
    """One backup that is read."""

    def __init__(self, archive: tarfile.TarFile, progress: Progress | None, *, trusted: bool) -> None:
        self._trusted = trusted
        self.said: list[str] = []
        self._archive, self._members = archive, checked_members(archive)
        self._manifest = read_manifest(archive, self._members)
        self._say, self._done = progress or (lambda _done, _total: None), 0
        self._total = sum(each.rows or 0 for each in self._manifest.files.values())

    def make(self, folder: Path, database: DatabaseConfig) -> Project:
        self._check_version()
        self._check_sums()
        config = replace(self._config(), database=database)
        if not self._trusted:
            config, self.said = cautious_config(config, folder)
        media = [name for name in self._members if name.startswith(MEDIA)]
        if not media:
            return create_project(folder, config, begin=self._load)
        return self._with_media(folder, config, media)

    def _with_media(self, folder: Path, config: Config, names: list[str]) -> Project:
        place, there = folder / MEDIA, folder.exists()
        if place.exists():
            raise ProjectError(
                f"{place} exists already: choose another one, or remove it if left by a restore that was stopped."
            )
        try:
            for name in names:
                self._extract(name, folder / name)
            return create_project(folder, config, begin=self._load)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            if not there:
                with suppress(OSError):  # somebody else may have put something there meanwhile
                    folder.rmdir()
            raise

    def _check_version(self) -> None:
        found, known = self._manifest.tables, PROJECT_TABLES.version
        if found == known:
            return
        from asknext.store.migrations import known_versions

        if found not in known_versions():
            maker = self._manifest.asknext or "newer than this one"
            raise DataError(
                f"The backup has tables of version {found!r}, and this asknext ({__version__}) knows {known!r} and "
                f"older ones. To restore it, install the asknext that made it ({maker}), or a newer one."
            )

    def _check_sums(self) -> None:
        for name, facts in self._manifest.files.items():
            found, file = hashlib.sha256(), self._opened(name)
            while piece := file.read(_PIECE):
                found.update(piece)
            if found.hexdigest() != facts.sha256:
                raise DataError(f"The file {name!r} in it is damaged: its sum is not that of the manifest.")

    def _config(self) -> Config:
        with tempfile.TemporaryDirectory() as folder:
            self._extract(SETTINGS, Path(folder) / SETTINGS)
            return load_config(Path(folder) / SETTINGS)

    def _extract(self, name: str, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as target:
            shutil.copyfileobj(self._opened(name), target, _PIECE)
            target.flush()
            os.fsync(target.fileno())

    def _load(self, conn: Connection) -> None:
        if self._manifest.tables == PROJECT_TABLES.version:
            self._fill(conn, dumped_tables())
        else:
            from asknext.store.migrations import bring_to_newest, make_older_tables

            self._fill(conn, are_dumped(make_older_tables(conn, self._manifest.tables)))
            bring_to_newest(conn)
        if not self._trusted:
            self.said = [*self.said, *pause_webhooks(conn)]

    def _fill(self, conn: Connection, tables: Mapping[str, Table]) -> None:
        for name, table in tables.items():
            if table_file(name) not in self._members:
                raise DataError(f"The table {name!r} is missing in it.")
            lines = self._lines(table_file(name))
            try:
                load_rows(conn, table, _columns(next(lines)), lines)
            except (DBAPIError, StatementError, ValueError, KeyError, TypeError, StopIteration, RuntimeError):
                raise DataError(f"The table {name!r} in it cannot be read: it is damaged.") from None

    def _lines(self, name: str) -> Iterator[Any]:
        file = self._opened(name)
        while line := file.readline(LONGEST_LINE):
            yield json.loads(line)
            self._done += 1
            if self._done % 5_000 == 0:
                self._say(min(self._done, self._total), self._total)

    def _opened(self, name: str) -> IO[bytes]:
        file = self._archive.extractfile(self._members[name])
        assert file is not None  # a plain file
        return file


def _nothing(_said: str) -> None:
    """Nobody wants to know."""


def _columns(line: Any) -> list[str]:
    if not isinstance(line, list):
        raise TypeError("no list of names")
    return [str(name) for name in line]
