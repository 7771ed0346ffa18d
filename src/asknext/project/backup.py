"""`back_up`: a whole project in one file, as it was at one moment, while people go on working."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table

from asknext import __version__
from asknext.errors import ProjectError
from asknext.project.archive import MANIFEST, MEDIA, SETTINGS, FileFacts, Manifest, is_sound_name, table_file
from asknext.project.config_file import save_config
from asknext.project.database_config import DatabaseConfig
from asknext.project.folder import Project
from asknext.project.stored_files import files_of
from asknext.store.dump import count_rows, dumped_rows, dumped_tables
from asknext.store.events import last_event
from asknext.store.items import contents

__all__ = ["Progress", "back_up"]

EVERY = 5_000

Progress = Callable[[int, int], None]
"""Called now and then with rows or files that are done, and how many there are."""


def back_up(project: Project, target: Path | str, *, media: bool = False, progress: Progress | None = None) -> Manifest:
    """Write the settings and all tables to ``target``, a tar file that appears whole or not at all; its manifest.

    The tables are those of one moment between two commits. What can be computed again (arrays), what lives for
    minutes (leases, web sessions) and the address of the database are left out.

    Parameters
    ----------
    media : also the files that items stand for.

    Raises
    ------
    ProjectError : a file of an item is not there or has a name that cannot be restored, or the target cannot be
    written.
    """
    target = Path(target)
    try:
        with _appearing(target) as tar, project.database.read() as conn:
            return _Writing(project, conn, tar, target.parent, progress).all(media=media)
    except OSError as error:
        raise ProjectError(f"{target} could not be written: {error.strerror or error}.") from error


@contextmanager
def _appearing(target: Path) -> Iterator[tarfile.TarFile]:
    """A new tar file that takes the name of ``target`` once it is whole and on the disk; only its owner may read it."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield tar
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class _Writing:
    """One backup on its way."""

    def __init__(
        self, project: Project, conn: Connection, tar: tarfile.TarFile, room: Path, progress: Progress | None
    ) -> None:
        self._project, self._conn, self._tar, self._room = project, conn, tar, room
        self._files: dict[str, FileFacts] = {}
        self._say, self._done, self._total = progress or (lambda _done, _total: None), 0, 0
        self._now = time.time()

    def all(self, *, media: bool) -> Manifest:
        tables = dumped_tables(self._project.database.layout)
        counts = {name: count_rows(self._conn, table) for name, table in tables.items()}
        self._total = sum(counts.values())
        for table in tables.values():
            self._add_table(table)
        if media:
            self._add_media()
        self._add_settings(media=media)
        manifest = Manifest(
            self._project.database.layout.version,
            self._now,
            self._project.config.title,
            last_event(self._conn),
            dict(self._files),
            __version__,
        )
        self._add(MANIFEST, io.BytesIO(manifest.text().encode()))
        return manifest

    def _add_table(self, table: Table) -> None:
        # first to a file of its own: a tar file says how long a member is before it begins
        with tempfile.TemporaryFile(dir=self._room) as file:
            before = self._done
            file.writelines(self._lines(table))
            self._add(table_file(table.name), file, rows=self._done - before)

    def _lines(self, table: Table) -> Iterator[bytes]:
        yield _line([column.name for column in table.columns])
        for row in dumped_rows(self._conn, table):
            yield _line(row)
            self._step()

    def _add_media(self) -> None:
        folder = self._project.media
        if folder is None:
            return
        kind = self._project.config.content
        stored = (content for _pos, _hash, content, _copy_of in contents(self._conn))
        paths = sorted({path for content in stored for path in files_of(kind, content)})
        self._total += len(paths)
        for path in paths:
            if not is_sound_name(MEDIA + path):
                raise ProjectError(
                    f"The picture {path!r} could not be restored, for its name leads elsewhere or has control "
                    "characters: make the backup without pictures."
                )
            if not (folder / path).is_file():
                raise ProjectError(f"{folder / path} is not there, so the backup would not be whole: put it back.")
            with open(folder / path, "rb") as file:
                self._add(MEDIA + path, file)
            self._step()

    def _add_settings(self, *, media: bool) -> None:
        config = replace(self._project.config, database=DatabaseConfig())  # the address may hold a password
        if media and self._project.media is not None:
            config = replace(config, media=MEDIA.rstrip("/"))
        with tempfile.TemporaryDirectory() as folder:
            save_config(config, Path(folder) / SETTINGS)
            self._add(SETTINGS, io.BytesIO((Path(folder) / SETTINGS).read_bytes()))

    def _add(self, name: str, file: IO[bytes], rows: int | None = None) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = file.seek(0, os.SEEK_END), int(self._now), 0o600
        file.seek(0)
        self._tar.addfile(member, summed := _Summed(file))
        self._files[name] = FileFacts(member.size, summed.sum.hexdigest(), rows)

    def _step(self) -> None:
        self._done += 1
        if self._done % EVERY == 0 or self._done == self._total:
            self._say(self._done, self._total)


class _Summed:
    """A file that is read once, and its sum."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sum.update(data)
        return data


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
