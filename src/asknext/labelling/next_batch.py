"""`next_batch`: the items to ask next, for whoever labels outside of the browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.errors import PoolExhausted, ProjectError
from asknext.labelling.present import AT_RANDOM
from asknext.labelling.ranking import EXTERNAL, Ranking, current_ranking
from asknext.labelling.stream import CONTROL, STRATEGY, is_turn
from asknext.labelling.training import run_round
from asknext.labelling.trial import ranked_by
from asknext.project.folder import Project
from asknext.project.usable_strategy import check_strategy
from asknext.store.browse import item_rows
from asknext.store.counts import count_labels
from asknext.store.events import last_event
from asknext.store.free_items import free_among, free_in_draw_order
from asknext.store.items import count_items
from asknext.store.settings import get_setting

__all__ = ["Asked", "NextBatch", "next_batch"]

BLOCK = 500
LEFT_OUT = "the others are answered, skipped, ignored, or in somebody's hands"


@dataclass(frozen=True)
class Asked:
    """One item of a batch: its ``stream`` (strategy or control), why it, and how much.

    ``score`` is None where the strategy has none, and for control items, which are drawn at random.
    """

    item: int
    id: str
    content: str
    stream: str
    score: float | None
    reason: str


@dataclass(frozen=True)
class NextBatch:
    """``items`` in the order to ask them, by which strategy, and how many ``labels`` its model knew.

    ``ranking`` is the version of the ranking the browsers follow too; None for an order made for this batch alone.
    """

    strategy: str
    ranking: int | None
    labels: int
    items: tuple[Asked, ...]


@dataclass(frozen=True)
class _Order:
    """Rows to ask, best first, and what is said of a row: (score, reason)."""

    strategy: str
    ranking: int | None
    labels: int
    rows: Sequence[int]
    about: Callable[[int], tuple[float | None, str]]


def next_batch(
    project: Project,
    n: int,
    *,
    strategy: str | Mapping[str, Any] | None = None,
    progress: Callable[..., None] | None = None,
) -> NextBatch:
    """The ``n`` items most worth asking that are open and in nobody's hands, control items among them.

    Control items take the project's share of the turns, in the order of their draw; the turns are counted by the
    labels there are, so that small batches come to the same share, and the same project gives the same batch. A
    round is run first where answers came after the newest ranking. Another ``strategy`` than the project's orders
    this batch alone; nothing is published.

    Raises
    ------
    UnknownName, InputError : ``strategy`` cannot be used. PoolExhausted : fewer than ``n`` items are left.
    """
    if strategy is None or strategy == project.config.strategy:
        order = _published(project, progress)
    else:
        check_strategy(strategy, project.config.task)
        order = _trial(project, strategy, progress)
    with project.database.read() as conn:
        items = tuple(_items(conn, project, order, n))
    return NextBatch(order.strategy, order.ranking, order.labels, items)


def _published(project: Project, progress: Callable[..., None] | None) -> _Order:
    ranking = current_ranking(project)
    if ranking is None or not _is_fresh(project, ranking):
        run_round(project, progress=progress)
        ranking = current_ranking(project)
    if ranking is None:
        raise ProjectError("The new ranking could not be read back; look at the project folder's permissions.")
    made = ranking
    return _Order(
        made.strategy, made.version, made.labels, made.order.tolist(), lambda row: (made.score(row), made.sentence(row))
    )


def _trial(project: Project, strategy: str | Mapping[str, Any], progress: Callable[..., None] | None) -> _Order:
    labels, batch = ranked_by(project, strategy, progress=progress)
    place = {row: at for at, row in enumerate(batch.indices.tolist())}
    name = strategy if isinstance(strategy, str) else str(strategy["name"])

    def about(row: int) -> tuple[float | None, str]:
        score = float(batch.scores[place[row]])
        return (score if score == score else None), batch.reasons[place[row]]

    return _Order(name, None, labels, list(place), about)


def _is_fresh(project: Project, ranking: Ranking) -> bool:
    wanted = project.config.strategy
    with project.database.read() as conn:
        seen, items = get_setting(conn, "trained_event", -1), get_setting(conn, "trained_items", -1)
        knows_all = seen == last_event(conn) and items == count_items(conn)
    return knows_all and ranking.strategy in (EXTERNAL, wanted if isinstance(wanted, str) else wanted.get("name"))


def _items(conn: Connection, project: Project, order: _Order, n: int) -> Iterator[Asked]:
    now = time.time()
    control = free_in_draw_order(conn, True, n, now)
    strategy = _free(conn, order.rows, n, now)
    if len(strategy) + len(control) < n:
        raise PoolExhausted(_too_many(n, len(strategy), len(control)))
    first, share, seed = count_labels(conn), project.config.control, project.config.seed
    drawn = [_draw(is_turn(first + turn, share, seed), strategy, control) for turn in range(n)]
    rows = item_rows(conn, [row for row, _ in drawn])
    for row, stream in drawn:
        score, reason = (None, AT_RANDOM) if stream == CONTROL else order.about(row)
        yield Asked(row, rows[row].id, rows[row].content, stream, score, reason)


def _draw(is_control: bool, strategy: list[int], control: list[int]) -> tuple[int, str]:
    """The next item of the stream whose turn it is; where that one is dry, of the other."""
    if control and (is_control or not strategy):
        return control.pop(0), CONTROL
    return strategy.pop(0), STRATEGY


def _free(conn: Connection, order: Sequence[int], most: int, now: float) -> list[int]:
    found: list[int] = []
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        free = free_among(conn, block, now)
        found += [row for row in block if row in free]
        if len(found) >= most:
            break
    return found[:most]


def _too_many(n: int, strategy: int, control: int) -> str:
    return (
        f"{n:,} items were asked for, and {strategy + control:,} can be asked now ({strategy:,} by the strategy, "
        f"{control:,} of the control reserve); {LEFT_OUT}."
    )
