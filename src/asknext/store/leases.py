"""Who holds which item, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from asknext.store.schema import lease

__all__ = [
    "Lease",
    "expired_leases",
    "lease_of",
    "leases_of",
    "leases_on",
    "purge_leases",
    "release_item",
    "release_item_from",
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


_LEASE = select(
    lease.c.item, lease.c.session, lease.c.annotator, lease.c.taken, lease.c.expires, lease.c.stream, lease.c.ranking
)
_OF_SESSION = _LEASE.where(lease.c.session == bindparam("session"), lease.c.expires > bindparam("now")).order_by(
    lease.c.taken, lease.c.item
)
_ON = _LEASE.where(lease.c.item.in_(bindparam("among", expanding=True)))
_ONE = _LEASE.where(lease.c.item == bindparam("which"), lease.c.session == bindparam("session"))
_RENEW = (
    update(lease)
    .where(lease.c.session == bindparam("who"), lease.c.item.in_(bindparam("among", expanding=True)))
    .values(expires=bindparam("until"))
)
_RELEASE = delete(lease).where(
    lease.c.session == bindparam("who"), lease.c.item.in_(bindparam("among", expanding=True))
)
# what ended, and what the same session held before, makes room; what others hold stays
_MAKE_ROOM = delete(lease).where(
    lease.c.item.in_(bindparam("among", expanding=True)),
    (lease.c.expires <= bindparam("now")) | (lease.c.session == bindparam("who")),
)
_EXPIRED = select(lease.c.item).where(lease.c.expires > bindparam("since"), lease.c.expires <= bindparam("now"))
_RELEASE_ITEM = delete(lease).where(lease.c.item == bindparam("which"))


def leases_of(conn: Connection, session: str, now: float) -> list[Lease]:
    """What ``session`` holds, oldest first."""
    return [Lease(*row) for row in conn.execute(_OF_SESSION, {"session": session, "now": now})]


def leases_on(conn: Connection, items: Sequence[int]) -> dict[int, list[Lease]]:
    """The leases on ``items``, expired ones too."""
    found: dict[int, list[Lease]] = {}
    for row in conn.execute(_ON, {"among": list(items)}) if items else ():
        found.setdefault(row.item, []).append(Lease(*row))
    return found


def lease_of(conn: Connection, which: int, session: str) -> Lease | None:
    """The lease that ``session`` has on one item, be it expired."""
    row = conn.execute(_ONE, {"which": which, "session": session}).one_or_none()
    return None if row is None else Lease(*row)


def take_leases(conn: Connection, leases: Sequence[Lease]) -> None:
    """Store ``leases``, all of one session and moment, beside those that live on their items."""
    if not leases:
        return
    first = leases[0]
    conn.execute(_MAKE_ROOM, {"among": [each.item for each in leases], "now": first.taken, "who": first.session})
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


def release_item_from(conn: Connection, which: int, streams: Sequence[str]) -> None:
    """End the leases by which an item is held in certain streams."""
    conn.execute(delete(lease).where(lease.c.item == which, lease.c.stream.in_(list(streams))))


def expired_leases(conn: Connection, since: float, now: float) -> list[int]:
    """Items whose lease ended after ``since`` and not after ``now``."""
    return list(conn.execute(_EXPIRED, {"since": since, "now": now}).scalars())


def purge_leases(conn: Connection, before: float) -> None:
    """Forget leases that ended before ``before``."""
    conn.execute(delete(lease).where(lease.c.expires < before))
