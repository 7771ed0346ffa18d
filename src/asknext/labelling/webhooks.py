"""A project's webhooks: add, change, give a new secret, see what was delivered, send again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from asknext.errors import InputError, UnknownName
from asknext.labelling.outside import checked_url
from asknext.store.events import last_event
from asknext.store.settings import get_setting, set_setting
from asknext.store.webhooks import (
    FAILED,
    SENT,
    WAITING,
    Webhook,
    add_webhook,
    all_webhooks,
    change_deliveries,
    change_webhook,
    count_deliveries,
    deliveries_of,
    drop_webhook,
)

__all__ = [
    "KINDS",
    "change",
    "deliveries",
    "listed",
    "make",
    "new_secret",
    "one_webhook",
    "remove",
    "send_again",
    "signing_secrets",
]

KINDS = (
    *("accept", "adjudicate", "comment", "correct", "flag", "gold", "ignore", "label", "prioritise", "question"),
    *("reject", "reply", "requeue", "resolve", "skip", "undo", "unflag", "unignore"),
)
MOST = 20
BOTH_HOLD = 86_400.0


def make(
    conn: Connection, url: str, kinds: Sequence[str] = (), *, by: str, now: float, past: bool = False
) -> dict[str, Any]:
    """Add a webhook; what `listed` says of it, and its ``secret``, which is shown this once.

    Parameters
    ----------
    kinds : of event; none for all. past : whether what has happened so far is sent, too.

    Raises
    ------
    InputError : the URL cannot be asked, or there are too many webhooks. UnknownName : no such kind.
    """
    checked_url(url)
    if len(all_webhooks(conn)) >= MOST:
        raise InputError(f"A project has at most {MOST} webhooks; remove one first.")
    secret, cursor = _secret(), 0 if past else last_event(conn)
    made = add_webhook(conn, url=url, secret=secret, kinds=checked_kinds(kinds), created=now, by=by, cursor=cursor)
    return {**_one(conn, made), "secret": secret}


def change(
    conn: Connection,
    which: int,
    *,
    url: str | None = None,
    kinds: Sequence[str] | None = None,
    active: bool | None = None,
) -> dict[str, Any]:
    """Change what is given; what `listed` says of it.

    Raises
    ------
    InputError : there is no such webhook, or the URL cannot be asked. UnknownName : no such kind.
    """
    if url is not None:
        checked_url(url)
    checked = None if kinds is None else checked_kinds(kinds)
    values = {"url": url, "kinds": checked, "active": active}
    given = {name: value for name, value in values.items() if value is not None}
    one_webhook(conn, which)
    if given:
        change_webhook(conn, which, **given)
    return _one(conn, which)


def new_secret(conn: Connection, which: int, *, now: float) -> dict[str, Any]:
    """Give the webhook another secret, shown this once. Messages are signed with both for a day, so none is refused."""
    old, secret = one_webhook(conn, which), _secret()
    set_setting(conn, _old(which), {"secret": old.secret, "until": now + BOTH_HOLD})
    change_webhook(conn, which, secret=secret)
    return {**_one(conn, which), "secret": secret}


def signing_secrets(conn: Connection, hook: Webhook, now: float) -> list[str]:
    """What messages are signed with: the secret, and for a day after a change the one before it."""
    old = get_setting(conn, _old(hook.id))
    return [hook.secret] if old is None or old["until"] <= now else [hook.secret, old["secret"]]


def remove(conn: Connection, which: int) -> None:
    """Remove the webhook; what was still on its way to it is not sent.

    Raises
    ------
    InputError : there is none.
    """
    one_webhook(conn, which)
    set_setting(conn, _old(which), None)
    drop_webhook(conn, which)


def listed(conn: Connection) -> list[dict[str, Any]]:
    """Every webhook: id, url, kinds, active, created, by, waiting, sent, failed; never its secret."""
    counts = count_deliveries(conn)
    return [_shown(each, counts.get(each.id, {})) for each in all_webhooks(conn)]


def deliveries(
    conn: Connection, which: int, *, status: str | None = None, before: int | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """What was sent or is to be, the newest first: id, seq, status, attempts, answer, at, next_at."""
    one_webhook(conn, which)
    return [dict(each._mapping) for each in deliveries_of(conn, which, status=status, before=before, limit=limit)]


def send_again(
    conn: Connection, which: int, *, now: float, ids: Sequence[int] | None = None, sent: bool = False
) -> int:
    """Send what was given up, all of it or ``ids``, once more; with ``sent`` what had arrived instead. How many."""
    one_webhook(conn, which)
    state = SENT if sent else FAILED
    return change_deliveries(conn, which, state, ids, status=WAITING, attempts=0, next_at=now)


def one_webhook(conn: Connection, which: int) -> Webhook:
    """The webhook with this number.

    Raises
    ------
    InputError : there is none.
    """
    found = [each for each in all_webhooks(conn) if each.id == which]
    if not found:
        raise InputError(f"There is no webhook {which}.")
    return found[0]


def checked_kinds(kinds: Sequence[str]) -> list[str]:
    """``kinds`` sorted, or all for none.

    Raises
    ------
    UnknownName : one of them is no kind of event.
    """
    for each in kinds:
        if each not in KINDS:
            raise UnknownName("kind of event", each, KINDS)
    return sorted(set(kinds) or KINDS)


def _one(conn: Connection, which: int) -> dict[str, Any]:
    return _shown(one_webhook(conn, which), count_deliveries(conn).get(which, {}))


def _shown(hook: Webhook, counts: dict[str, int]) -> dict[str, Any]:
    shown = {name: getattr(hook, name) for name in ("id", "url", "active", "created", "by")}
    return {**shown, "kinds": list(hook.kinds), **{each: counts.get(each, 0) for each in ("waiting", "sent", "failed")}}


def _secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


def _old(which: int) -> str:
    return f"webhook_{which}_before"
