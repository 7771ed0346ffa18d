"""`Problems`: everything that is wrong with a study, collected, so that all of it can be said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from asknext.errors import AsknextError, DataError, InputError, MissingInput, UnknownName

__all__ = ["Problems"]

T = TypeVar("T")
_SHOWN = 20


class Problems:
    """Collects errors by the path of the key that caused them, such as ``strategies[2].beta``.

    Parameters
    ----------
    line_of : path -> place in the file, such as ``study.yaml:12``; "" where it is not from a file.
    """

    def __init__(self, line_of: Callable[[str], str] | None = None) -> None:
        self._line_of = line_of or (lambda path: "")
        self._found: list[str] = []
        self._first: AsknextError | None = None

    def __bool__(self) -> bool:
        return bool(self._found)

    @contextmanager
    def at(self, path: str, given: Any = None) -> Iterator[None]:
        """Errors inside are those of the key at ``path``, which holds ``given``; the rest is checked all the same."""
        try:
            yield
        except (InputError, DataError, MissingInput) as error:
            self.add(_deepest(path, given, error), str(error), error)

    def add(self, path: str, message: str, error: AsknextError | None = None) -> None:
        """One more."""
        place = self._line_of(path)
        known = path and not message.startswith(path) and f" {path}" not in message
        text = (f"{place}: " if place else "") + (f"{path}: " if known else "") + message
        self._first = self._first or error
        if text not in self._found:
            self._found.append(text)

    def stop(self) -> None:
        """Raise `InputError` with all of them; do nothing where there are none."""
        if not self._found:
            return
        if len(self._found) == 1:
            raise InputError(self._found[0]) from self._first
        shown = "\n".join(f"- {each}" for each in self._found[:_SHOWN])
        more = f"\n- ... and {len(self._found) - _SHOWN} more" if len(self._found) > _SHOWN else ""
        raise InputError(f"The study has {len(self._found)} problems:\n{shown}{more}")


def _deepest(path: str, given: Any, error: AsknextError) -> str:
    """With the key that is unknown, where that stands right here."""
    if isinstance(error, UnknownName) and isinstance(given, Mapping) and error.found in given:
        return f"{path}.{error.found}"
    return path
