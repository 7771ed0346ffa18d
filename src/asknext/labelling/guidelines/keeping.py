"""The guidelines of a project: the newest version saved, else the file that the settings name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from asknext.errors import InputError
from asknext.labelling.guidelines.rendering import LONGEST_GUIDELINES
from asknext.project.folder import Project
from asknext.store.guidelines import add_guidelines, newest_guidelines

__all__ = ["Guidelines", "guidelines_of", "save_guidelines"]

FILE = "file"
ELSEWHERE = (
    "The guidelines that `asknext.yaml` names lie outside of the project's folder and are not shown. Whoever manages "
    "the project: put the file into that folder, and its name after `guidelines:`."
)


@dataclass(frozen=True)
class Guidelines:
    """Markdown, and who saved it when; version 0 is the file that the settings name, None where there is none."""

    text: str | None
    version: int = 0
    at: float | None = None
    annotator: str | None = None


def guidelines_of(conn: Connection, project: Project) -> Guidelines:
    """The guidelines as annotators see them now."""
    row = newest_guidelines(conn)
    if row is None:
        return Guidelines(_file(project))
    return Guidelines(row.text, row.version, row.at, row.annotator)


def save_guidelines(
    conn: Connection, project: Project, text: str, *, annotator: str, now: float, based_on: int | None = None
) -> Guidelines:
    """Store a new version; the file stays as it is, and its text is kept as the version before the first.

    Parameters
    ----------
    based_on : the version that was edited; None where it does not matter.

    Raises
    ------
    InputError : the text is too long, or no text, or somebody saved another version meanwhile.
    """
    before = guidelines_of(conn, project)
    if based_on is not None and based_on != before.version:
        who = before.annotator or "somebody"
        raise InputError(
            f"{who} saved version {before.version} of the guidelines while you were writing. Your text was not saved: "
            "look at theirs, then save again."
        )
    if len(text) > LONGEST_GUIDELINES or "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise InputError(f"Guidelines are text of {LONGEST_GUIDELINES:,} characters at most.")
    if before.version == 0 and before.text is not None and before.text != ELSEWHERE:
        add_guidelines(conn, at=now, annotator=FILE, text=before.text)
    version = add_guidelines(conn, at=now, annotator=annotator, text=text)
    return Guidelines(text, version, now, annotator)


def _file(project: Project) -> str | None:
    if not project.config.guidelines:
        return None
    # a backup of somebody else's may name any file of this machine, and machines send guidelines out
    path = (project.folder / project.config.guidelines).resolve()
    if not path.is_relative_to(project.folder.resolve()):
        return ELSEWHERE
    if not path.is_file():
        return None
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read(LONGEST_GUIDELINES)
