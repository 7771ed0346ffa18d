"""Who holds which item, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from asknext.store.schema import item, lease

__all__ = [
    "Lease",
    "expired_leases",
    "free_among",
    "free_in_draw_order",
    "free_skipped",
    "lease_of",
    "leases_of",
    "leases_on",
    "purge_leases",
    "release_item",
    "release_leases",
    "renew_leases",
    "take_leases",
]


@dataclass(frozen=True)
class Lease:
    """One item in one session's hands until ``expires`` (seconds since 1970)."""

    item: int
    session: str
    annotator: str
    taken: float
    expires: float
    stream: str
    ranking: int | None


# These words must stand in a query as they are, or SQLite does not use the partial index of open items.
_ASKABLE = text("item.state = 0 AND item.copy_of IS NULL")
_NOT_HELD = ~select(lease.c.item).where(lease.c.item == item.c.pos, lease.c.expires > bindparam("now")).exists()

# Here they must not (the plus hides them): by the partial index SQLite goes through every open item to find a few.
_FREE_AMONG = select(item.c.pos).where(
    item.c.pos.in_(bindparam("among", expanding=True)),
    item.c.control.is_(False),
    text("+item.state = 0 AND item.copy_of IS NULL"),
    _NOT_HELD,
)
_FREE_IN_DRAW_ORDER = (
    select(item.c.pos)
    .where(_ASKABLE, item.c.control == bindparam("control"), _NOT_HELD)
    .order_by(item.c.control, item.c.draw)
    .limit(bindparam("most"))
)
_FREE_SKIPPED = (
    select(item.c.pos, item.c.draw)
    .where(
        text("item.state <> 0 AND item.state = 2 AND item.copy_of IS NULL"), item.c.draw > bindparam("after"), _NOT_HELD
    )
    .order_by(item.c.draw)
    .limit(bindparam("most"))
)
_LEASE = select(
    lease.c.item, lease.c.session, lease.c.annotator, lease.c.taken, lease.c.expires, lease.c.stream, lease.c.ranking
)
_OF_SESSION = _LEASE.where(lease.c.session == bindparam("session"), lease.c.expires > bindparam("now")).order_by(
    lease.c.taken, lease.c.item
)
_ON = _LEASE.where(lease.c.item.in_(bindparam("among", expanding=True)))
_RENEW = (
    update(lease)
    .where(lease.c.session == bindparam("who"), lease.c.item.in_(bindparam("among", expanding=True)))
    .values(expires=bindparam("until"))
)
_RELEASE = delete(lease).where(
    lease.c.session == bindparam("who"), lease.c.item.in_(bindparam("among", expanding=True))
)
_DROP = delete(lease).where(lease.c.item.in_(bindparam("among", expanding=True)))
_EXPIRED = select(lease.c.item).where(lease.c.expires > bindparam("since"), lease.c.expires <= bindparam("now"))
_RELEASE_ITEM = delete(lease).where(lease.c.item == bindparam("which"))


def free_among(conn: Connection, among: Sequence[int], now: float) -> set[int]:
    """Those of ``among`` that the strategy may ask now: open, no copy, no control item, in nobody's hands."""
    return set(conn.execute(_FREE_AMONG, {"among": list(among), "now": now}).scalars())


def free_in_draw_order(conn: Connection, control: bool, most: int, now: float) -> list[int]:
    """Up to ``most`` free open items of the control reserve, or outside it, in the order of ``draw``."""
    return list(conn.execute(_FREE_IN_DRAW_ORDER, {"control": control, "most": most, "now": now}).scalars())


def free_skipped(conn: Connection, after: float, most: int, now: float) -> list[tuple[int, float]]:
    """Up to ``most`` free skipped items (pos, draw) whose draw is greater than ``after``."""
    found = conn.execute(_FREE_SKIPPED, {"after": after, "most": most, "now": now})
    return [(row.pos, row.draw) for row in found]


def leases_of(conn: Connection, session: str, now: float) -> list[Lease]:
    """What ``session`` holds, oldest first."""
    return [Lease(*row) for row in conn.execute(_OF_SESSION, {"session": session, "now": now})]


def leases_on(conn: Connection, items: Sequence[int]) -> dict[int, Lease]:
    """The leases on ``items``, expired ones too."""
    return {row.item: Lease(*row) for row in conn.execute(_ON, {"among": list(items)})} if items else {}


def lease_of(conn: Connection, which: int) -> Lease | None:
    """The lease on one item, be it expired."""
    return leases_on(conn, [which]).get(which)


def take_leases(conn: Connection, leases: Sequence[Lease]) -> None:
    """Store ``leases`` in place of what was (expired) on their items."""
    if not leases:
        return
    conn.execute(_DROP, {"among": [each.item for each in leases]})
    conn.execute(insert(lease), [each.__dict__ for each in leases])


def renew_leases(conn: Connection, session: str, items: Sequence[int], expires: float) -> None:
    """Put off the end of ``session``'s leases on ``items``; an expired one that nobody took revives."""
    if items:
        conn.execute(_RENEW, {"who": session, "among": list(items), "until": expires})


def release_leases(conn: Connection, session: str, items: Sequence[int]) -> None:
    """Give back ``items``, as far as ``session`` holds them."""
    if items:
        conn.execute(_RELEASE, {"who": session, "among": list(items)})


def release_item(conn: Connection, which: int) -> None:
    """End whatever lease there is on an item."""
    conn.execute(_RELEASE_ITEM, {"which": which})


def expired_leases(conn: Connection, since: float, now: float) -> list[int]:
    """Items whose lease ended after ``since`` and not after ``now``."""
    return list(conn.execute(_EXPIRED, {"since": since, "now": now}).scalars())


def purge_leases(conn: Connection, before: float) -> None:
    """Forget leases that ended before ``before``."""
    conn.execute(delete(lease).where(lease.c.expires < before))
