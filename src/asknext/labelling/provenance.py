"""`asked_by`: which strategy an item came by to whoever answers it, as it is kept beside the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.queue import Queue
from asknext.labelling.stream import CONTROL, STRATEGY
from asknext.store.leases import Lease
from asknext.store.rankings import strategy_of

__all__ = ["Provenance", "asked_by"]

RANDOM = "random"


@dataclass(frozen=True)
class Provenance:
    """The strategy by whose ranking an item was handed out and its score there; all None where nobody was asked."""

    strategy: str | None = None
    score: float | None = None
    ranking: int | None = None


def asked_by(conn: Connection, queue: Queue, held: Lease | None, stream: str, row: Any) -> Provenance:
    """By what the lease ``held`` came about; an answer outside of a queue of new items was asked for by no strategy."""
    if held is None or held.stream != stream or stream not in (STRATEGY, CONTROL):
        return Provenance()
    if stream == CONTROL or held.ranking is None:
        return Provenance(RANDOM, ranking=held.ranking)
    ranking = queue.ranking_of(held.ranking)
    if ranking is None:  # too old to be remembered, or of before a restart
        return Provenance(strategy_of(conn, held.ranking), ranking=held.ranking)
    if ranking.place(row.pos) is None:
        return Provenance(RANDOM, ranking=held.ranking)
    return Provenance(ranking.strategy, ranking.score(row.pos), held.ranking)
