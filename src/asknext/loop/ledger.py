"""`Ledger`: what is known and ignored, and every action that made it so, so that any of them can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from asknext.errors import InputError
from asknext.loop.label_space import Label
from asknext.pool.view import IntArray

__all__ = ["Action", "Ledger"]


@dataclass(frozen=True)
class Action:
    """One action of the user.

    Attributes
    ----------
    kind : ``"tell"``, ``"relabel"`` or ``"ignore"``.
    before, after : row -> label, for the rows whose label changed; a row absent in ``before`` had none.
    ignored : rows newly ignored.
    rounds : how many rounds were finished when it happened.
    """

    kind: str
    before: Mapping[int, Label] = field(default_factory=dict)
    after: Mapping[int, Label] = field(default_factory=dict)
    ignored: tuple[int, ...] = ()
    rounds: int = 0


class Ledger:
    """Labels and ignored rows of a pool of ``n`` items. Each change is checked whole before any of it is made."""

    def __init__(self, n: int, ignored: Iterable[int] = ()) -> None:
        self.n = n
        self.labels: dict[int, Label] = {}
        self.ignored: set[int] = set(ignored)
        self.actions: list[Action] = []
        self._digest = ""
        self._labelled: IntArray | None = None

    @property
    def labelled(self) -> IntArray:
        """(m,) rows with a label, rising: the order does not depend on the order of answers."""
        if self._labelled is None:
            self._labelled = np.sort(np.fromiter(self.labels, dtype=np.int64, count=len(self.labels)))
        return self._labelled.copy()

    @property
    def available(self) -> IntArray:
        """(u,) rows that may be asked, rising."""
        mask = np.ones(self.n, dtype=bool)
        mask[self.labelled] = False
        mask[list(self.ignored)] = False
        return np.flatnonzero(mask).astype(np.int64)

    @property
    def digest(self) -> str:
        """A hash of the labels: equal when a model fitted on them would be the same."""
        if not self._digest:
            text = repr([(row, self.labels[row]) for row in self.labelled.tolist()])
            self._digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return self._digest

    def tell(self, answers: Mapping[int, Label], rounds: int) -> None:
        """Add labels to rows that have none; raises `InputError` where one has."""
        known = [row for row in answers if row in self.labels]
        if known:
            raise InputError(
                f"Row {known[0]} has the label {self.labels[known[0]]!r} already. Use relabel({known[0]}, ...) to "
                f"change it; nothing was stored."
            )
        ignored = [row for row in answers if row in self.ignored]
        if ignored:
            raise InputError(f"Row {ignored[0]} is ignored, so it takes no label; nothing was stored.")
        self._do(Action("tell", {}, dict(answers), (), rounds))

    def relabel(self, answers: Mapping[int, Label], rounds: int) -> None:
        """Change labels; raises `InputError` where a row has none."""
        unknown = [row for row in answers if row not in self.labels]
        if unknown:
            raise InputError(f"Row {unknown[0]} has no label to change. Use tell; nothing was stored.")
        self._do(Action("relabel", {row: self.labels[row] for row in answers}, dict(answers), (), rounds))

    def ignore(self, rows: Iterable[int], rounds: int) -> None:
        """Never ask these rows; labels that they have are taken away."""
        fresh = tuple(row for row in rows if row not in self.ignored)
        self._do(Action("ignore", {row: self.labels[row] for row in fresh if row in self.labels}, {}, fresh, rounds))

    def undo(self) -> Action:
        """Take the last action back and return it; raises `InputError` where there is none."""
        if not self.actions:
            raise InputError("There is nothing to undo.")
        action = self.actions.pop()
        for row in action.after:
            del self.labels[row]
        self.labels.update(action.before)
        self.ignored.difference_update(action.ignored)
        self._digest, self._labelled = "", None
        return action

    def replay(self, actions: Iterable[Action]) -> None:
        """Do saved actions again; raises `InputError` where they do not fit together."""
        for action in actions:
            known = {row: self.labels[row] for row in action.before if row in self.labels}
            if known != dict(action.before) or self.ignored & set(action.ignored):
                raise InputError("The saved actions contradict each other.")
            self._do(action)

    def _do(self, action: Action) -> None:
        for row in action.before:
            del self.labels[row]
        self.labels.update(action.after)
        self.ignored.update(action.ignored)
        self.actions.append(action)
        self._digest, self._labelled = "", None
