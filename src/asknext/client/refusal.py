"""What can go wrong between a program and a server."""

from __future__ import annotations

from asknext.errors import AsknextError

__all__ = ["ServerAway", "ServerRefused"]


class ServerRefused(AsknextError):
    """The server answered, and said no: ``status`` of HTTP, ``code`` for programs, the message for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class ServerAway(AsknextError):
    """No answer came, however often it was asked."""
