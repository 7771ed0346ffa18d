"""What a machine said, stored as that of an annotator, with what it has cost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.machines.brief import Answered, Guess
from asknext.labelling.server_uid import MACHINE_UID, kept_secret
from asknext.labelling.work import Work
from asknext.project.outside_config import MachineConfig
from asknext.store.browse import item_rows
from asknext.store.events import append_event, known_uids
from asknext.store.settings import get_setting, set_setting

__all__ = ["STREAM", "Spent", "annotator_of", "keep", "spent_by"]

STREAM = "machine"


@dataclass(frozen=True)
class Spent:
    """What a machine has done and cost so far; ``cost`` in the money of its prices."""

    items: int = 0
    unusable: int = 0
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0


def annotator_of(name: str) -> str:
    """Under which name the answers of a machine stand."""
    return f"machine:{name}"


def spent_by(conn: Connection, name: str) -> Spent:
    """What the machine has done and cost so far."""
    return Spent(**get_setting(conn, _key(name), {}))


def keep(
    conn: Connection, work: Work, config: MachineConfig, name: str, answered: Answered, *, asked: int, now: float
) -> Spent:
    """Store what a request brought, each answer once, and what it has cost; what was spent so far.

    An answer that is sure enough counts as a vote; any other is kept as a suggestion. On gold items and on the reserve
    that measures the model no machine has a vote.
    """
    rows = item_rows(conn, [each.pos for each in answered.guesses])
    votes = [each for each in answered.guesses if _is_vote(config, each, rows.get(each.pos))]
    uids = _uids(conn, name, [*rows, *(each.pos for each in answered.guesses), *answered.unusable])
    known = known_uids(conn, list(uids.values()))
    _vote(conn, work, name, uids, votes)
    for each in answered.guesses:
        if each not in votes and uids[each.pos] not in known:
            _suggest(conn, name, uids, each.pos, now, json.dumps(list(each.classes)), each.confidence)
    for pos, reason in answered.unusable.items():
        if uids[pos] not in known:
            _suggest(conn, name, uids, pos, now, None, None, reason)
    return _pay(conn, config, name, answered, asked)


def _is_vote(config: MachineConfig, guess: Guess, row: Any) -> bool:
    if config.vote is None or guess.confidence < config.vote or row is None:
        return False
    return not row.control and row.gold is None


def _vote(conn: Connection, work: Work, name: str, uids: Mapping[int, str], votes: list[Guess]) -> None:
    actions: list[Mapping[str, Any]] = [
        {"uid": uids[each.pos], "kind": "label", "item": each.pos, "value": list(each.classes)}
        | {"confidence": each.confidence}
        for each in votes
    ]
    work.do(conn, annotator_of(name), annotator_of(name), actions, machine=True)


def _suggest(
    conn: Connection,
    name: str,
    uids: Mapping[int, str],
    pos: int,
    now: float,
    value: str | None,
    confidence: float | None,
    reason: str | None = None,
) -> None:
    who = annotator_of(name)
    common = {"uid": uids[pos], "at": now, "annotator": who, "session": who, "item": pos, "kind": "suggest"}
    append_event(conn, **common, value=value, score=confidence, stream=STREAM, current=False, reason=reason)


def _pay(conn: Connection, config: MachineConfig, name: str, answered: Answered, asked: int) -> Spent:
    before = spent_by(conn, name)
    tokens = answered.tokens_in * config.price_in + answered.tokens_out * config.price_out
    after = Spent(
        items=before.items + len(answered.guesses),
        unusable=before.unusable + len(answered.unusable),
        requests=before.requests + 1,
        tokens_in=before.tokens_in + answered.tokens_in,
        tokens_out=before.tokens_out + answered.tokens_out,
        cost=before.cost + tokens / 1e6 + config.price_per_item * asked,
    )
    set_setting(conn, _key(name), asdict(after))
    return after


def _uids(conn: Connection, name: str, items: Iterable[int]) -> dict[int, str]:
    """The uid of an answer on each item: the same whenever it comes, and nobody else's."""
    begin = f"{MACHINE_UID}{name}/{kept_secret(conn, 'machine_uids')}"
    return {pos: f"{begin}/{pos}" for pos in items}


def _key(name: str) -> str:
    return f"machine_{name}"
