"""A project made from the command line: with its guidelines and its data in it, or not at all."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from asknext.cli.console import Console
from asknext.errors import AsknextError, InputError

if TYPE_CHECKING:
    from asknext.project.config import Config
    from asknext.project.import_report import ImportReport

__all__ = ["guidelines_name", "make_project"]

GUIDELINES = "guidelines.md"


def make_project(
    folder: Path, config: Config, sources: list[Path], guidelines: Path | None, *, strict: bool, console: Console
) -> ImportReport | None:
    """The project with its data in it, or no project: a failed import leaves nothing behind."""
    from asknext.cli.import_ import import_with_progress
    from asknext.project.folder import create_project

    was_there = set(folder.iterdir()) if folder.is_dir() else None
    project = create_project(folder, config)
    try:
        with project:
            _copy_guidelines(folder, guidelines)
            return import_with_progress(project, sources, strict=strict, console=console) if sources else None
    except BaseException:
        with contextlib.suppress(AsknextError):  # the error that is raised already is the one to tell
            project.destroy()
        project.close()
        _remove_made(folder, was_there)
        raise


def guidelines_name(folder: Path, given: Path | None) -> str | None:
    """What the settings call the guidelines ``given``, once they are in the project's folder."""
    if given is None:
        return None
    place, path = folder.resolve(), given.resolve()
    return path.relative_to(place).as_posix() if path.is_relative_to(place) else GUIDELINES


def _copy_guidelines(folder: Path, given: Path | None) -> None:
    """Guidelines are read from inside of the project's folder alone, so those from elsewhere are copied there."""
    if given is None or given.resolve().is_relative_to(folder.resolve()):
        return
    try:
        with open(folder / GUIDELINES, "xb") as file:
            file.write(given.read_bytes())
    except FileExistsError:
        raise InputError(f"{folder / GUIDELINES} exists already: give that file, or move it away.") from None


def _remove_made(folder: Path, was_there: set[Path] | None) -> None:
    import shutil

    if was_there is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in set(folder.iterdir()) - was_there:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
