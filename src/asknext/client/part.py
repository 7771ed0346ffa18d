"""`Part`: one subject of a project's interface, below the place where that project is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from asknext.client.connection import Connection, filled

__all__ = ["Part"]


class Part:
    """Calls the routes of one subject.

    Parameters
    ----------
    base : where the routes of the project begin: ``/api/v1``, or ``/api/v1/projects/NAME``.
    """

    def __init__(self, connection: Connection, base: str) -> None:
        self._connection, self._base = connection, base

    def _call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        again: bool | None = None,
        **places: object,
    ) -> Any:
        return self._connection.call(method, self._base + filled(path, **places), body, query=query, again=again)

    def _upload(self, method: str, path: str, lines: Iterable[Mapping[str, Any]]) -> Any:
        return self._connection.upload(method, self._base + path, lines)

    def _download(
        self, path: str, query: Mapping[str, Any] | None = None, **places: object
    ) -> AbstractContextManager[Iterator[bytes]]:
        return self._connection.download(self._base + filled(path, **places), query)
