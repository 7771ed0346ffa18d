"""`Project`: a folder on disk with settings, a database and derived arrays."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from asknext.errors import ProjectError
from asknext.project.config import Config
from asknext.project.config_file import load_config, save_config
from asknext.store.classes import LabelClass, add_class, all_classes
from asknext.store.database import Database
from asknext.store.items import count_items
from asknext.store.settings import set_setting

__all__ = ["Project", "create_project", "open_project"]

SETTINGS = "asknext.yaml"
DATABASE = "project.db"


class Project:
    """An opened project; cheap to make. Close it, or use it in a ``with`` block.

    Parameters
    ----------
    folder : where it is. config : its settings. database : opened on its ``project.db``.
    """

    def __init__(self, folder: Path, config: Config, database: Database) -> None:
        self.folder, self.config, self.database = folder, config, database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.database.close()

    @property
    def n(self) -> int:
        """How many items there are, copies counted."""
        with self.database.read() as conn:
            return count_items(conn)

    @property
    def classes(self) -> list[LabelClass]:
        """The classes in the order they are shown."""
        with self.database.read() as conn:
            return all_classes(conn)

    @property
    def arrays(self) -> Path:
        """The folder of what can be computed again."""
        return self._made("arrays")

    @property
    def rejects(self) -> Path:
        """The folder of what imports refused."""
        return self._made("rejects")

    @property
    def media(self) -> Path | None:
        """The folder that image paths are relative to, or None where none is set."""
        return None if self.config.media is None else (self.folder / self.config.media).resolve()

    def destroy(self) -> None:
        """Take the tables away from a database that is not in the folder; the folder is the caller's."""
        if self.config.database.url is not None:
            self.database.destroy()

    def change_config(self, config: Config) -> None:
        """Write new settings; they hold for this object at once."""
        save_config(config, self.folder / SETTINGS)
        self.config = config

    def _made(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(exist_ok=True)
        return path


def create_project(folder: Path | str, config: Config, *, begin: Callable[[Connection], None] | None = None) -> Project:
    """Make a project in ``folder``, which may exist and hold other files.

    All or nothing: the settings file is put in place last, and what was made is removed when a step fails.

    Parameters
    ----------
    begin : fills the new tables; default: with the classes of ``config``.

    Raises
    ------
    ProjectError : the folder or the place in the database is a project already, or the folder holds a database without
    settings, or cannot be written.
    """
    folder = Path(folder).resolve()
    _refuse_existing(folder)
    config = replace(config, database=config.database.settled(folder.name))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".asknext-init-") as staging:
            _make(Path(staging), folder, config, begin or partial(_begin, config))
    except OSError as error:
        raise ProjectError(f"No project could be made in {folder}: {error.strerror or error}.") from error
    return open_project(folder)


def open_project(folder: Path | str) -> Project:
    """Open the project in ``folder``.

    Raises
    ------
    ProjectError : the folder does not exist, or is not a project, or its database is gone.
    DataError, UnknownName : ``asknext.yaml`` cannot be used; the message says where.
    """
    folder = Path(folder).resolve()
    if not folder.is_dir():
        raise ProjectError(f"There is no folder {folder}. To make a project there: asknext init {folder} --data FILE")
    if not (folder / SETTINGS).is_file():
        raise ProjectError(f"{folder} is not an asknext project (it has no {SETTINGS}). To make one: asknext init")
    config = load_config(folder / SETTINGS)
    address = config.database.address()
    if address is not None:
        return Project(folder, config, Database(address, expect="old"))
    if not (folder / DATABASE).is_file():
        raise ProjectError(f"{folder} has {SETTINGS} but no {DATABASE}: put the database back from a copy.")
    return Project(folder, config, Database(folder / DATABASE))


def _refuse_existing(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ProjectError(f"{folder} is a file; a project is a folder. Choose another name.")
    if (folder / SETTINGS).exists():
        raise ProjectError(f"{folder} is an asknext project already. To add data to it: asknext import {folder} FILE")
    if (folder / DATABASE).exists():
        raise ProjectError(
            f"{folder} has a {DATABASE} but no {SETTINGS}: put {SETTINGS} back, or delete {DATABASE} to start anew."
        )


def _make(staging: Path, folder: Path, config: Config, begin: Callable[[Connection], None]) -> None:
    address = config.database.address()
    database = Database(staging / DATABASE if address is None else address, expect="new")
    try:
        with database.write() as conn:
            begin(conn)
        database.close()  # all of it is in the one file now
        save_config(config, staging / SETTINGS)
        _publish(staging, folder, (DATABASE, SETTINGS) if address is None else (SETTINGS,))
    except BaseException:
        if address is not None:
            database.destroy()
        raise
    finally:
        database.close()


def _begin(config: Config, conn: Connection) -> None:
    # so that answers a browser still holds never reach another project served at the same address
    set_setting(conn, "uid", secrets.token_hex(8))
    for each in config.classes:
        add_class(
            conn,
            each.name,
            key=each.key,
            description=each.description,
            keypoints=each.keypoints,
            skeleton=each.skeleton,
        )


def _publish(staging: Path, folder: Path, names: tuple[str, ...]) -> None:
    moved: list[Path] = []
    try:
        for name in names:
            # a link, unlike a rename, never replaces what another process has just made
            os.link(staging / name, folder / name)
            moved.append(folder / name)
        _sync(folder)
    except FileExistsError:
        _remove(moved)
        raise ProjectError(f"{folder} became an asknext project just now, by someone else.") from None
    except OSError:
        _remove(moved)
        raise


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
