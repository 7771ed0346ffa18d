"""Every error asknext raises on purpose.

    AsknextError
    ├── InputError          an argument is wrong: what was found, what was expected, how to mend it
    │   ├── UnknownName     a name is not in a list of names; the nearest ones are offered
    │   └── MissingInput    a strategy, rule or model needs something that was not given
    ├── DataError           a file, row or column is wrong; says where
    ├── ProjectError        a folder is not a project, or not in a state for what was asked
    ├── PoolExhausted       more items were asked for than are left
    └── MissingExtra        an optional package is not installed; says what to type

Messages are one or more whole sentences for the person who made the mistake.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "AsknextError",
    "DataError",
    "InputError",
    "MissingExtra",
    "MissingInput",
    "PoolExhausted",
    "ProjectError",
    "UnknownName",
]


SHOWN = 40
SHORT = 10


class AsknextError(Exception):
    """Something the user can mend; the message says how."""


class InputError(AsknextError, ValueError):
    """An argument has a value that cannot be used."""


class UnknownName(InputError):
    """A name is not among the known ones.

    Parameters
    ----------
    kind : what the name stands for, e.g. ``"strategy"`` or ``"column"``.
    found : the name as given.
    known : every name that would have worked.
    where : an optional place, e.g. a file name.
    """

    def __init__(self, kind: str, found: object, known: Iterable[object], where: str = "") -> None:
        self.kind, self.found, self.known = kind, found, sorted(known, key=str)
        near = self._near()
        place = f" in {where}" if where else ""
        hint = f"Did you mean {' or '.join(map(_written, near))}?{self._rest()}" if near else f"Known: {self._all()}."
        super().__init__(f"There is no {kind} {_written(found)}{place}. {hint}")

    def _near(self) -> list[object]:
        by_text = {str(each): each for each in self.known}
        return [by_text[each] for each in difflib.get_close_matches(str(self.found), by_text, n=3, cutoff=0.5)]

    def _all(self) -> str:
        # Beside a 2 only the quotes tell what is a text.
        shown = str if all(isinstance(each, str) for each in self.known) else _written
        return (", ".join(map(shown, self.known[:SHOWN])) + (", ..." if len(self.known) > SHOWN else "")) or "none"

    def _rest(self) -> str:
        """How to see the other names; where the name was nearly right, a long list would bury the answer."""
        if self.kind == "strategy":
            return " asknext.strategies() lists them all."
        return f" There are {len(self.known):,}; any other name lists them." if len(self.known) > SHORT else ""


def _written(value: object) -> str:
    """As it is written in code: '2' and 2 are not the same. numpy's own forms would only bewilder."""
    return repr(value) if type(value).__module__ == "builtins" else repr(str(value))


class MissingInput(InputError):
    """Something needed was not given."""


class DataError(AsknextError, ValueError):
    """A file, row or column cannot be read as it is.

    Parameters
    ----------
    reason : what was found and what was expected.
    source, line, column : where; any of them may be unknown.
    """

    def __init__(self, reason: str, *, source: str = "", line: int | None = None, column: str | None = None) -> None:
        self.reason, self.source, self.line, self.column = reason, source, line, column
        place = source
        if line is not None:
            place += f":{line}" if place else f"line {line}"
        if column is not None:
            place += f", column {column!r}" if place else f"column {column!r}"
        super().__init__(f"{place}: {reason}" if place else reason)


class ProjectError(AsknextError):
    """A folder is not an asknext project, or not ready for what was asked."""


class PoolExhausted(InputError):
    """More items were asked for than are left to ask about."""


class MissingExtra(AsknextError, ImportError):
    """An optional package is needed and absent.

    Parameters
    ----------
    feature : what was asked for, as the subject of a sentence.
    package : the import that failed.
    extra : the name of the extra that brings it.
    """

    def __init__(self, feature: str, package: str, extra: str) -> None:
        super().__init__(f"{feature} needs {package}, which is not installed. Type: pip install 'asknext[{extra}]'")
