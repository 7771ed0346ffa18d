"""`StorageFailure`: what disks and database servers do wrong, each as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError

from asknext.errors import ProjectError

__all__ = ["StorageFailure", "translated"]

FULL = "The disk is full: nothing of this was stored. Make room and try again."
BROKEN = "The disk refused to write: nothing of this was stored. Look at the disk's health and its free space."
BUSY = "The project's database was kept busy by another process for too long: try again."
DAMAGED = "The project's database is damaged: restore it from a copy, or export what can still be read."
AWAY = (
    "The PostgreSQL server does not answer: see that it runs and can be reached, and try again. "
    "Nothing is stored twice when an answer is sent again."
)
STRANGER = (
    "The PostgreSQL server refused the user name or the password: see the database's url in the settings, "
    "and PGPASSWORD or the file .pgpass for the password."
)
NO_DATABASE = "The PostgreSQL server has no database of that name: make it with createdb, or mend the url."
CROWDED = "The PostgreSQL server has no connection left: end some, or raise its max_connections."
FORBIDDEN = "The user may not do this in the PostgreSQL database: grant it CREATE on the database or the schema."
SLOW = "The PostgreSQL server took too long over this and was stopped: nothing of this was stored. Try again."
READ_ONLY = "The PostgreSQL server only reads, as a standby does: give the address of the main server."

# what SQLite says, and what libpq says while connecting, when there is no code yet
_WORDS = {
    "password authentication failed": STRANGER,
    "no password supplied": STRANGER,
    "no pg_hba.conf entry": STRANGER,
    "role ": STRANGER,
    "too many clients": CROWDED,
    "connection slots are reserved": CROWDED,
    "does not exist": NO_DATABASE,
    "full": FULL,
    "too big": FULL,
    "i/o error": BROKEN,
    "readonly": "The project's database cannot be written: give yourself write permission on its folder.",
    "unable to open": "The project's database cannot be opened: see that its folder exists and is writable.",
    "locked": BUSY,
    "malformed": DAMAGED,
    "not a database": "The file project.db is not an SQLite database: restore it from a copy.",
}

# PostgreSQL 15 documentation, appendix A: error codes; a class has two characters
_CODES = {
    "08": AWAY,
    "57P01": AWAY,
    "57P02": AWAY,
    "57P03": AWAY,
    "28": STRANGER,
    "3D": NO_DATABASE,
    "53100": FULL,
    "53300": CROWDED,
    "53": "The PostgreSQL server has too little memory or disk: nothing of this was stored. Make room and try again.",
    "42501": FORBIDDEN,
    "55P03": BUSY,
    "40": BUSY,
    "57014": SLOW,
    "25006": READ_ONLY,
    "58": BROKEN,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}


class StorageFailure(ProjectError):
    """The disk or the database refused to work; nothing of the attempt was stored."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the driver says about disk, file and server into a sentence; a wrong value stays what it is.

    Raises
    ------
    StorageFailure : with the sentence.
    """
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except DBAPIError as error:
        sentence = _by_code(error) if hasattr(error.orig, "sqlstate") else _by_words(error)
        if sentence is None:
            raise
        raise StorageFailure(sentence) from error


def _by_code(error: DBAPIError) -> str | None:
    code = getattr(error.orig, "sqlstate", None)
    if code is None:
        broke = isinstance(error, OperationalError | InterfaceError)
        return _by_words(error) or AWAY if broke else None
    return _CODES.get(code) or _CODES.get(code[:2])


def _by_words(error: DBAPIError) -> str | None:
    said = str(error.orig).lower()
    return next((sentence for words, sentence in _WORDS.items() if words in said), None)
