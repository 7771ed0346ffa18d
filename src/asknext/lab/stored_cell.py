"""`StoredCell`: the parts of a history that come of the rounds of one stored cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import UnknownName
from asknext.lab.run_store import StoredRound
from asknext.loop.stop_set import stop_set_rows
from asknext.measures.intervals import wilson
from asknext.measures.metrics import METRICS, score
from asknext.pool.task import REGRESSION
from asknext.stopping.round_of import round_of

__all__ = ["StoredCell"]

Table = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_CONTROL, _CONTROL_KEY = 50, 23
_KEPT = 3


class StoredCell:
    """Makes the parts of each round; predictions are read when they are needed, and the last few are kept.

    Parameters
    ----------
    rounds : of one cell, at least one, oldest first.  seed : of stop set and control items.
    looked_for : the class of a screening, or None.
    """

    def __init__(self, rounds: Sequence[StoredRound], seed: int, looked_for: Any) -> None:
        self._rounds = rounds
        self._pool_rows = rounds[0].pool_rows
        self._stop = stop_set_rows(len(self._pool_rows), seed)
        self._scored_stop = _fixed(rounds, seed)
        self._tables: dict[tuple[str, int], Table | None] = {}
        self._given = [_given(each) for each in rounds]
        self._answers = [each.answers[given] for each, given in zip(rounds, self._given, strict=True)]
        self._seconds = np.cumsum([each.select_seconds + each.fit_seconds + each.predict_seconds for each in rounds])
        self._cost = np.cumsum([each.cost for each in rounds])
        self._code = None if looked_for is None else _code(rounds[0].classes, looked_for)
        self._control = None if self._code is None else _controls(rounds[0], self._code, seed)

    # ------------------------------------------------------------------ the parts

    def plain(self, place: int) -> dict[str, Any]:
        """What needs no predictions."""
        stored = self._rounds[place]
        scores = {name: value for name, value in stored.metrics.items() if not np.isnan(value)}
        m = len(stored.evaluated_rows)
        return {
            "labels": stored.labels,
            "scores": scores,
            "intervals": {"accuracy": wilson(scores["accuracy"] * m, m)} if "accuracy" in scores and m else {},
            "seconds": float(self._seconds[place]),
            "cost": float(self._cost[place]),
            "remaining": len(self._pool_rows) - stored.labels - self._left_out(place),
            "classes": None if stored.task == REGRESSION else 2 if stored.multilabel else len(stored.classes),
        }

    def stop_set(self, place: int) -> dict[str, Any]:
        """How its predictions stand."""
        now = self._stop_table(place)
        return {} if now is None else self._made(place, stop=now, pool=now[:0])

    def change(self, place: int) -> dict[str, Any]:
        """How its predictions moved."""
        now, before = self._stop_table(place), self._stop_table(place - 1)
        return {} if now is None or before is None else self._made(place, stop=now, stop_before=before, pool=now[:0])

    def pool(self, place: int) -> dict[str, Any]:
        """What the model thinks of the items that are left; without predictions on them, of the stop set."""
        now, before = self._pool(place), self._pool(place - 1)
        if now is None:
            now, before = self._stop_table(place), self._stop_table(place - 1)
            return {} if now is None else self._made(place, pool=now, pool_before=before)
        left = self._unlabelled(place)
        return self._made(place, pool=now[left], pool_before=None if before is None else before[left])

    def batch(self, place: int) -> dict[str, Any]:
        """What the model before thought of the items that were labelled then."""
        before, first = self._pool(place - 1), self._pool(0)
        if before is None or self._rounds[0].task == REGRESSION:
            return {}
        rows = self._places(self._rounds[place].rows[self._given[place]])
        of_first = None if first is None else first[rows]
        return self._made(place, batch=before[rows], answers=self._answers[place], batch_first=of_first)

    def trained(self, place: int) -> dict[str, Any]:
        """Scores on the answers that the model was fitted on."""
        stored, table = self._rounds[place], self._pool(place)
        names = [name for name in stored.metrics if name in METRICS]
        if table is None or not names or stored.labels == 0:
            return {}
        answers, told = np.concatenate(self._answers[: place + 1]), table[self._places(stored.labelled_rows)]
        return {"train_scores": {name: score(name, answers, told) for name in names}}

    def screening(self, place: int) -> dict[str, Any]:
        """What was found of the class looked for, and what is thought of the rest."""
        if self._code is None:
            return {}
        left, table = self._unlabelled(place), self._pool(place)
        found: dict[str, Any] = {"relevance": _is(np.concatenate(self._answers[: place + 1]), self._code)}
        if self._control is not None:
            found["control"] = ~left[self._control]
        if table is not None:
            likely = table[:, self._code]
            found["found_likely"] = likely[self._places(self._rounds[place].labelled_rows)]
            found["left_likely"] = likely[left]
        return found

    # ------------------------------------------------------------------ predictions

    def _made(self, place: int, **tables: Table | None) -> dict[str, Any]:
        stored = self._rounds[place]
        return dict(vars(round_of(stored.labels, multilabel=stored.multilabel, **tables)))

    def _pool(self, place: int) -> Table | None:
        return self._table("pool", place)

    def _stop_table(self, place: int) -> Table | None:
        """(s, C) of the stop set; held-out data without their labels will do for one."""
        table = self._pool(place)
        if table is not None:
            return np.asarray(table[self._stop])
        table = None if self._scored_stop is None else self._table("scored", place)
        return None if table is None else np.asarray(table[self._scored_stop])

    def _table(self, part: str, place: int) -> Table | None:
        if place < 0 or self._rounds[0].task == REGRESSION:
            return None
        key = part, place
        if key not in self._tables:
            stored = self._rounds[place]
            self._tables[key] = stored.pool_probabilities() if part == "pool" else stored.probabilities()
            late = [each for each in self._tables if each[1] > 0]  # the first round is looked at again and again
            if len(late) > _KEPT:
                del self._tables[late[0]]
        return self._tables[key]

    # ------------------------------------------------------------------ rows

    def _places(self, rows: Ints) -> Ints:
        return np.asarray(np.searchsorted(self._pool_rows, rows), dtype=np.int64)

    def _unlabelled(self, place: int) -> Flags:
        left = np.ones(len(self._pool_rows), dtype=bool)
        left[self._places(self._rounds[place].labelled_rows)] = False
        return left

    def _left_out(self, place: int) -> int:
        """Rows without a label that are not to be asked again."""
        return sum(int(each.set_aside.sum()) for each in self._rounds[: place + 1] if each.set_aside is not None)


def _fixed(rounds: Sequence[StoredRound], seed: int) -> Ints | None:
    """Places of a stop set among the rows scored, where these are the same in every round."""
    rows = rounds[0].evaluated_rows
    same = all(np.array_equal(each.evaluated_rows, rows) for each in rounds[1:])
    return stop_set_rows(len(rows), seed) if same and len(rows) else None


def _controls(first: StoredRound, code: int, seed: int) -> Ints:
    relevant = np.flatnonzero(_is(first.pool_truth, code))
    return np.sort(np.random.default_rng([seed, _CONTROL_KEY]).permutation(relevant)[:_CONTROL])


def _given(stored: StoredRound) -> Flags:
    if stored.task == REGRESSION:
        return np.asarray(~np.isnan(stored.answers))
    return np.asarray(stored.answers >= 0 if stored.answers.ndim == 1 else (stored.answers >= 0).all(axis=1))


def _is(codes: Table, code: int) -> Flags:
    return np.asarray(codes == code if codes.ndim == 1 else codes[:, code] == 1)


def _code(classes: Sequence[Any], wanted: Any) -> int:
    if wanted not in classes:
        raise UnknownName("class", wanted, classes)
    return list(classes).index(wanted)
