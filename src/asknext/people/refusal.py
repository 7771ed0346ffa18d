"""Why somebody is turned away."""

from __future__ import annotations

from asknext.errors import AsknextError

__all__ = ["Forbidden", "TooManyTries", "Unknown", "WrongLogin"]


class Forbidden(AsknextError):
    """Whoever asks may not do this."""


class Unknown(AsknextError):
    """There is no such thing, or none that whoever asks may know of."""


class WrongLogin(AsknextError):
    """Name and password do not belong together; which of them is wrong is not said."""


class TooManyTries(AsknextError):
    """There were too many tries; ``seconds`` until the next one is allowed."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds
