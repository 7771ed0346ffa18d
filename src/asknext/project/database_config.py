"""`DatabaseConfig`: where a project's database is."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace

from asknext.errors import DataError, InputError

__all__ = ["DatabaseConfig"]

ENVIRONMENT = "env:"


@dataclass(frozen=True)
class DatabaseConfig:
    """Without ``url`` the file ``project.db`` in the project's folder.

    Attributes
    ----------
    url : ``postgresql://user@host:5432/database``, or ``env:NAME`` for the variable of the environment that holds it.
    A password is best left to PGPASSWORD or the file ``.pgpass``, for the settings are there to be read.
    schema : the schema of PostgreSQL that is the project's alone.

    Raises
    ------
    DataError : the url is no address of PostgreSQL.
    """

    url: str | None = field(default=None, repr=False)  # it may hold a password
    schema: str | None = None

    def __post_init__(self) -> None:
        if self.url is not None and not self.url.startswith((ENVIRONMENT, "postgresql://", "postgresql+psycopg://")):
            raise DataError(
                "Found another kind of address, expected postgresql://user@host:5432/database or env:NAME.",
                column="database.url",
            )

    def settled(self, name: str) -> DatabaseConfig:
        """The same with a schema, made from ``name`` where none is said; so a folder may be renamed later."""
        if self.url is None or self.schema is not None or "schema=" in self.url:
            return self
        return replace(self, schema=_schema_named(name))

    def address(self) -> str | None:
        """The address for `asknext.store.Database`, or None for the file.

        Raises
        ------
        InputError : the variable of the environment is not set.
        """
        if self.url is None:
            return None
        url = _looked_up(self.url)
        joint = "&" if "?" in url else "?"
        return url if self.schema is None else f"{url}{joint}schema={self.schema}"


def _looked_up(url: str) -> str:
    if not url.startswith(ENVIRONMENT):
        return url
    name = url.removeprefix(ENVIRONMENT)
    found = os.environ.get(name)
    if not found:
        raise InputError(
            f"The settings take the database's address from the variable {name}, and it is not set: "
            f"export {name}=postgresql://user@host:5432/database"
        )
    return found


def _schema_named(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
    return f"asknext_{slug}" if slug else "asknext"
