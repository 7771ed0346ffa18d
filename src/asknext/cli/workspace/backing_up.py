"""A whole workspace in a folder of its own, and back: its people and each of its projects."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from asknext.errors import DataError, ProjectError

__all__ = ["back_up_workspace", "is_workspace_backup", "restore_workspace"]

MANIFEST, PEOPLE, PROJECTS, SETTINGS = "workspace-backup.json", "people.db", "projects", "workspace.yaml"
PLACES = ("database", "projects")
"""Settings that stay behind: an address may hold a password, and projects come to lie inside."""


def back_up_workspace(folder: Path, target: Path, *, media: bool) -> tuple[int, list[str]]:
    """Write the new folder ``target``, which appears whole or not at all; rows about people, and names of projects.

    People are those of one moment, and so is each project.

    Raises
    ------
    ProjectError : there is something at ``target``, or a project cannot be backed up.
    """
    from asknext.people.copying import copy_people
    from asknext.people.workspace import open_workspace
    from asknext.project.backup import back_up
    from asknext.project.folder import open_project
    from asknext.store.database import Database
    from asknext.store.people.tables import PEOPLE_TABLES

    with open_workspace(folder) as workspace, _appearing(target) as made:
        (made / PROJECTS).mkdir()
        copy = Database(made / PEOPLE, PEOPLE_TABLES)
        try:
            rows = copy_people(workspace.database, copy)
        finally:
            copy.close()
        _write_settings(folder / SETTINGS, made / SETTINGS)
        for name, place in workspace.projects().items():
            with open_project(place) as project:
                back_up(project, made / PROJECTS / f"{name}.tar", media=media)
        sums = {path.relative_to(made).as_posix(): _sum(path) for path in sorted(made.rglob("*")) if path.is_file()}
        (made / MANIFEST).write_text(json.dumps({"format": "asknext workspace backup", "files": sums}, indent=1))
        return rows, list(workspace.projects())


def is_workspace_backup(source: Path) -> bool:
    """Whether `back_up_workspace` wrote it."""
    return (source / MANIFEST).is_file()


def restore_workspace(
    source: Path, folder: Path, *, database: str | None, trusted: bool, tell: Callable[[str], None]
) -> list[str]:
    """Make the workspace in ``folder``, which must not be there; all of it or nothing. Names of its projects.

    Parameters
    ----------
    database : of its people, ``postgresql://...`` or ``env:NAME``; None for the file people.db.

    Raises
    ------
    DataError : the backup is damaged. ProjectError : ``folder`` is there already, or the database is not empty.
    """
    from asknext.people.project_name import checked_project_name
    from asknext.project.restore import restore

    names = [checked_project_name(Path(each).stem) for each in _checked(source) if each.startswith(f"{PROJECTS}/")]
    with _appearing(folder) as made:
        for name in names:
            restore(source / PROJECTS / f"{name}.tar", made / name, trusted=trusted, tell=tell).close()
        _write_settings(source / SETTINGS, made / SETTINGS, database)
        _restore_people(source / PEOPLE, made)
    return names


def _restore_people(source: Path, folder: Path) -> None:
    from asknext.people.copying import copy_people
    from asknext.people.workspace import open_workspace
    from asknext.store.database import Database
    from asknext.store.people.tables import PEOPLE_TABLES, person

    with tempfile.TemporaryDirectory(dir=folder) as place:
        copy = Path(shutil.copyfile(source, Path(place) / PEOPLE))  # an older one is brought to the newest tables
        people = Database(copy, PEOPLE_TABLES, expect="old")
        try:
            with open_workspace(folder) as workspace:
                with workspace.database.read() as conn:
                    if conn.execute(person.select().limit(1)).first() is not None:
                        raise ProjectError(f"There are people in {workspace.database.place} already: name another.")
                copy_people(people, workspace.database)
        finally:
            people.close()


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A folder that takes the name of ``target`` once it is whole; only its owner may look into it."""
    if target.exists():
        raise ProjectError(f"{target} is there already: name a new folder.")
    try:
        staging = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=f".{target.name}-"))
    except OSError as error:
        raise ProjectError(f"No folder can be made beside {target}: {error.strerror}.") from None
    try:
        yield staging
        for path in [*staging.rglob("*"), staging]:
            _to_disk(path)
        os.rename(staging, target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_settings(source: Path, target: Path, database: str | None = None) -> None:
    import yaml  # type: ignore[import-untyped]

    given: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8")) or {}
    kept = {name: value for name, value in given.items() if name not in PLACES}
    kept |= {} if database is None else {"database": {"url": database}}
    target.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    target.chmod(0o600)  # it may hold secrets


def _checked(source: Path) -> list[str]:
    """The names of its files, once each has the sum that was written down."""
    try:
        files = json.loads((source / MANIFEST).read_text(encoding="utf-8"))["files"]
        right = {SETTINGS, PEOPLE} <= set(files) and all(_is_ours(source, name) for name in files)
        wrong = [name for name, found in files.items() if right and _sum(source / name) != found]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DataError("This backup of a workspace is not whole: its list of files cannot be read.") from None
    if not right or wrong:
        name = wrong[0] if wrong else MANIFEST
        raise DataError(f"The file {name!r} in it is damaged: its sum is not that of the list.", source=str(source))
    return list(files)


def _is_ours(source: Path, name: str) -> bool:
    """Whether a backup has a file of this name, which leads nowhere else."""
    folder, _, inner = name.rpartition("/")
    known = name in (SETTINGS, PEOPLE) or (folder == PROJECTS and inner.endswith(".tar"))
    return known and not (source / name).is_symlink()


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
