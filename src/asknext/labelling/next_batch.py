"""`next_batch`: the items to ask next, for whoever labels outside of the browser."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.errors import PoolExhausted, ProjectError
from asknext.labelling.ranking import Ranking, current_ranking
from asknext.labelling.training import run_round
from asknext.project.folder import Project
from asknext.store.browse import item_rows
from asknext.store.events import last_event
from asknext.store.items import count_items
from asknext.store.leases import free_among
from asknext.store.settings import get_setting

__all__ = ["Asked", "next_batch"]

BLOCK = 500


@dataclass(frozen=True)
class Asked:
    """One item of a batch: why it, and how much (``score`` is None where the strategy has none)."""

    item: int
    id: str
    content: str
    score: float | None
    reason: str


def next_batch(
    project: Project,
    n: int,
    *,
    strategy: str | Mapping[str, Any] | None = None,
    progress: Callable[..., None] | None = None,
) -> tuple[Ranking, list[Asked]]:
    """The ranking and its ``n`` best items that are open and in nobody's hands.

    A round is run first where answers came after the newest ranking, or another strategy is wanted.

    Raises
    ------
    PoolExhausted : fewer than ``n`` items are left.
    """
    wanted = project.config.strategy if strategy is None else strategy
    ranking = current_ranking(project)
    if ranking is None or not _is_fresh(project, ranking, wanted):
        run_round(_with_strategy(project, wanted), progress=progress)
        ranking = current_ranking(project)
    if ranking is None:
        raise ProjectError("The new ranking could not be read back; look at the project folder's permissions.")
    found = _best(project, ranking, n)
    if len(found) < n:
        raise PoolExhausted(f"{n:,} items were asked for, and {len(found):,} are left that can be asked.")
    return ranking, found


def _is_fresh(project: Project, ranking: Ranking, wanted: str | Mapping[str, Any]) -> bool:
    with project.database.read() as conn:
        seen, items = get_setting(conn, "trained_event", -1), get_setting(conn, "trained_items", -1)
        knows_all = seen == last_event(conn) and items == count_items(conn)
    return knows_all and ranking.strategy == (wanted if isinstance(wanted, str) else wanted.get("name"))


def _with_strategy(project: Project, strategy: str | Mapping[str, Any]) -> Project:
    return Project(project.folder, dataclasses.replace(project.config, strategy=strategy), project.database)


def _best(project: Project, ranking: Ranking, n: int) -> list[Asked]:
    found: list[Asked] = []
    with project.database.read() as conn:
        for start in range(0, len(ranking.order), BLOCK):
            found += _free_ones(conn, ranking, ranking.order[start : start + BLOCK].tolist())
            if len(found) >= n:
                break
    return found[:n]


def _free_ones(conn: Connection, ranking: Ranking, items: list[int]) -> list[Asked]:
    rows, free = item_rows(conn, items), free_among(conn, items, time.time())
    return [
        Asked(pos, rows[pos].id, rows[pos].content, ranking.score(pos), ranking.sentence(pos))
        for pos in items
        if pos in free
    ]
