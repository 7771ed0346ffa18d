"""`Client`: a server and the projects on it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from asknext.client.answers import ProjectInfo, read
from asknext.client.connection import Connection, filled
from asknext.client.project import ProjectClient

__all__ = ["Client"]

ALONE, IN_WORKSPACE = "/api/v1", "/api/v1/projects/{project}"


class Client:
    """A server of asknext.

    ::

        with Client("http://127.0.0.1:8000") as server:
            project = server.project()

    Parameters
    ----------
    url : where it is. token : what lets one in; a server on one's own machine that serves one project asks for none.
    timeout : seconds to wait for an answer. attempts : for what may be sent twice.
    """

    def __init__(self, url: str, token: str | None = None, *, timeout: float = 60.0, attempts: int = 5) -> None:
        self._connection = Connection(url, token, timeout=timeout, attempts=attempts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def project(self, name: str | None = None) -> ProjectClient:
        """A project of a workspace by its name, or the one that is served alone."""
        base = ALONE if name is None else filled(IN_WORKSPACE, project=name)
        return ProjectClient(self._connection, base)

    def projects(self) -> tuple[ProjectInfo, ...]:
        """The projects of a workspace that one has something to do with."""
        found = self._connection.call("GET", "/api/v1/projects")
        return tuple(read(ProjectInfo, each) for each in found["projects"])

    def alive(self) -> bool:
        """Whether the server answers."""
        return bool(self._connection.call("GET", "/healthz")["status"] == "ok")

    def ready(self) -> bool:
        """Whether it can store answers; raises where it says why not."""
        return bool(self._connection.call("GET", "/readyz")["status"] == "ok")

    def metrics(self) -> str:
        """Its counts, in the text format of Prometheus."""
        return str(self._connection.call("GET", "/metrics"))
