"""`Tally`: counts what a run has done, and reckons how long the rest will take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from asknext.lab.run_store import FinishedRound
from asknext.lab.running.progress import Failure, Progress, RunningCell
from asknext.lab.study.cell import Cell

__all__ = ["Tally"]


@dataclass
class _AtWork:
    rounds: int
    began: float


class Tally:
    """Counts cells and rounds.

    Parameters
    ----------
    cells : those to be computed.  planned : id -> rounds.
    done, failed : cells of earlier runs.
    listener : told how far it is.
    """

    def __init__(
        self, cells: Sequence[Cell], planned: Mapping[str, int], done: int, failed: int,
        listener: Callable[[Progress], None] | None,
    ) -> None:  # fmt: skip
        self._cells = {cell.id: cell for cell in cells}
        self._planned, self._listener = planned, listener
        self.done, self.failed, self._total = done, failed, done + failed + len(cells)
        self._waiting = len(cells)
        self._at_work: dict[str, _AtWork] = {}
        self._began = monotonic()
        self._open = Counter(cell.combination for cell in cells)
        self._spent: dict[tuple[str, ...], list[float]] = {}  # combination -> seconds and cells

    def begin(self, cell: str, rounds: int) -> None:
        """A cell is at work, with so many rounds from before."""
        self._waiting -= 1
        self._at_work[cell] = _AtWork(rounds, monotonic())

    def add_rounds(self, rounds: Sequence[tuple[str, FinishedRound]]) -> None:
        """Rounds are on the disk."""
        for cell, finished in rounds:
            at_work = self._at_work[cell]
            at_work.rounds = finished.number + 1
        self.tell("round")

    def finish(self, cell: str) -> None:
        """A cell has all of its rounds."""
        at_work = self._at_work.pop(cell)
        combination = self._cells[cell].combination
        self._open[combination] -= 1
        spent = self._spent.setdefault(combination, [0.0, 0.0])
        spent[0] += monotonic() - at_work.began
        spent[1] += 1
        self.done += 1
        self.tell("done")

    def fail(self, cell: str, failure: Failure) -> None:
        """A cell cannot go on."""
        self._at_work.pop(cell)
        self._open[self._cells[cell].combination] -= 1
        self.failed += 1
        self.tell("failed", failure)

    def tell(self, event: str, failure: Failure | None = None) -> None:
        """Whoever wants to know."""
        if self._listener is None:
            return
        now = monotonic()
        running = tuple(
            RunningCell(self._cells[cell].shown, at.rounds, self._planned[cell], now - at.began)
            for cell, at in self._at_work.items()
        )
        self._listener(
            Progress(
                self.done, self.failed, self._waiting, self._total, running, now - self._began, self._left(now), event,
                failure,
            )
        )  # fmt: skip

    def _left(self, now: float) -> float | None:
        """Seconds: what is finished says what the like of it will take; the unknown takes what is usual."""
        if not self._spent:
            return None
        usual = sum(seconds for seconds, _ in self._spent.values()) / sum(cells for _, cells in self._spent.values())
        total = 0.0
        for combination, cells in self._open.items():
            seconds, count = self._spent.get(combination, (usual, 1.0))
            total += cells * seconds / count
        total -= sum(now - at.began for at in self._at_work.values())
        return max(0.0, total) / max(1, len(self._at_work))
