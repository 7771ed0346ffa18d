"""`Workspace`: a folder of projects that people work on together."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from asknext.errors import ProjectError, UnknownName
from asknext.people.people import People
from asknext.people.project_name import checked_project_name, is_project_name
from asknext.people.workspace_settings import WorkspaceSettings, load_settings
from asknext.store.database import Database
from asknext.store.people.tables import PEOPLE_TABLES

__all__ = [
    "Workspace",
    "add_project_folder",
    "begin_without_members",
    "create_workspace",
    "is_workspace",
    "open_workspace",
    "remove_project_folder",
]

SETTINGS, DATABASE, PROJECT_SETTINGS = "workspace.yaml", "people.db", "asknext.yaml"


class Workspace:
    """An opened workspace. Close it, or use it in a ``with`` block.

    Attributes
    ----------
    folder, settings, database : where it is, what workspace.yaml says, and the database of its people.
    people : accounts, roles, invitations, sessions, tokens and the audit log.
    """

    def __init__(self, folder: Path, settings: WorkspaceSettings, database: Database) -> None:
        self.folder, self.settings, self.database = folder, settings, database
        hours, days = settings.sessions.idle_hours, settings.sessions.days
        self.people = People(database, idle=hours * 3600, longest=days * 86_400)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the people's database."""
        self.database.close()

    def projects(self) -> dict[str, Path]:
        """The folders of all projects by name, in the order of names."""
        inside = [each.name for each in self.folder.iterdir() if is_project_name(each.name)]
        found = {name: self.folder_of(name) for name in {*inside, *self.settings.projects}}
        return {name: folder for name, folder in sorted(found.items()) if folder is not None}

    def folder_of(self, name: str) -> Path | None:
        """The folder of one project, or None where there is no project of that name."""
        if not is_project_name(name) or name in self.settings.left_out:
            return None
        folder = self.folder / self.settings.projects.get(name, name)
        return folder if (folder / PROJECT_SETTINGS).is_file() else None


def is_workspace(folder: Path | str) -> bool:
    """Whether there is a workspace.yaml in ``folder``."""
    return (Path(folder) / SETTINGS).is_file()


def create_workspace(folder: Path | str, title: str = "asknext", database: str | None = None) -> Workspace:
    """Make a workspace in ``folder``, which may exist and hold projects.

    Parameters
    ----------
    database : ``postgresql://...`` or ``env:NAME``; None for the file people.db.

    Raises
    ------
    ProjectError : it is a workspace already, or a project, or cannot be written.
    """
    import yaml  # type: ignore[import-untyped]

    path = Path(folder)
    if is_workspace(path):
        raise ProjectError(f"{path} is a workspace already.")
    if (path / PROJECT_SETTINGS).is_file():
        raise ProjectError(f"{path} is a project: make the workspace in the folder above it, or in another one.")
    given = {"title": title} if database is None else {"title": title, "database": {"url": database}}
    try:
        path.mkdir(parents=True, exist_ok=True)
        with open(path / SETTINGS, "x", encoding="utf-8", opener=_for_oneself) as file:
            yaml.safe_dump(given, file, allow_unicode=True)
    except OSError as error:
        raise ProjectError(f"The workspace cannot be made in {path}: {error.strerror}.") from None
    return open_workspace(path)


def open_workspace(folder: Path | str) -> Workspace:
    """Open the workspace in ``folder``.

    Raises
    ------
    ProjectError : it is none. InputError, DataError : its settings cannot be used.
    """
    path = Path(folder)
    if not is_workspace(path):
        raise ProjectError(f"{path} is no workspace: type 'asknext workspace init {path}' to make one.")
    settings = load_settings(path / SETTINGS)
    return Workspace(path, settings, _database(path, settings))


def add_project_folder(workspace: Workspace, name: str, folder: Path, *, by: str = "") -> None:
    """Take a project that lies elsewhere into the workspace under ``name``.

    Raises
    ------
    ProjectError : the folder is no project, or the name is taken. InputError : the name cannot be one.
    """
    checked_project_name(name)
    if not (folder / PROJECT_SETTINGS).is_file():
        raise ProjectError(f"{folder} is no project: there is no {PROJECT_SETTINGS} in it.")
    if name in workspace.projects():
        raise ProjectError(f"The workspace has a project {name!r} already: give another name.")
    place = os.path.relpath(folder, workspace.folder)

    def added(given: dict[str, Any]) -> None:
        _listed(given, name, left_out=False)
        if place != name:
            given.setdefault("projects", {})[name] = place

    _change_settings(workspace.folder / SETTINGS, added)
    workspace.people.members.drop_all(name, by=by)


def remove_project_folder(workspace: Workspace, name: str, *, by: str) -> Path:
    """Take a project out of the workspace with everybody's roles in it; its folder, which stays as it is.

    Raises
    ------
    UnknownName : there is no such project.
    """
    folder = workspace.projects().get(name)
    if folder is None:
        raise UnknownName("project", name, workspace.projects())

    def removed(given: dict[str, Any]) -> None:
        if (given.get("projects") or {}).pop(name, None) is None or (workspace.folder / name).exists():
            _listed(given, name, left_out=True)

    _change_settings(workspace.folder / SETTINGS, removed)
    workspace.people.members.drop_all(name, by=by)
    return folder


def begin_without_members(folder: Path, *, by: str) -> None:
    """A project was made newly in ``folder``: where that is in a workspace, nobody who was in an old one is in it."""
    place = folder.resolve()
    if not is_workspace(place.parent) or not is_project_name(place.name):
        return
    with open_workspace(place.parent) as workspace:
        workspace.people.members.drop_all(place.name, by=by)
    if place.name in workspace.settings.left_out:
        _change_settings(place.parent / SETTINGS, lambda given: _listed(given, place.name, left_out=False))


def _listed(given: dict[str, Any], name: str, *, left_out: bool) -> None:
    names = [each for each in given.get("left_out") or [] if each != name]
    given["left_out"] = [*names, name] if left_out else names


def _change_settings(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    import yaml

    given = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    change(given)
    about, made = path.stat(), path.with_suffix(".new")
    with open(made, "w", encoding="utf-8", opener=_for_oneself) as file:
        yaml.safe_dump(given, file, allow_unicode=True, sort_keys=False)
    # the file may hold secrets, and whoever types the command need not be whom the server runs as
    os.chmod(made, about.st_mode & 0o777)
    with contextlib.suppress(PermissionError):
        os.chown(made, about.st_uid, about.st_gid)
    os.replace(made, path)


def _for_oneself(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _database(folder: Path, settings: WorkspaceSettings) -> Database:
    address = settings.database_address()
    if address is None:
        made = not (folder / DATABASE).exists()
        database = Database(folder / DATABASE, PEOPLE_TABLES)
        if made:
            os.chmod(folder / DATABASE, 0o600)
        return database
    return Database(address, PEOPLE_TABLES)
