"""Uids of events that the server makes by itself: nobody can take one before it is used."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.outcome import Outcome
from asknext.store.settings import get_setting, set_setting

__all__ = ["BULK_UID", "MACHINE_UID", "PRIORITY_UID", "is_servers", "kept_secret", "refusal", "secret_part"]

BULK_UID, MACHINE_UID, PRIORITY_UID = "bulk-", "machine/", "prioritise-"


def is_servers(given: Any) -> bool:
    """Whether an action that somebody sent has a uid as only the server makes them."""
    uid = given.get("uid") if isinstance(given, Mapping) else None
    return isinstance(uid, str) and uid.startswith((BULK_UID, MACHINE_UID, PRIORITY_UID))


def refusal(given: Mapping[str, Any]) -> Outcome:
    """What becomes of it."""
    uid = str(given["uid"])
    return Outcome(uid, "refused", f"A uid that begins like {uid[:60]!r} is the server's own; make another one.")


def secret_part() -> str:
    """What nobody can guess."""
    return secrets.token_hex(8)


def kept_secret(conn: Connection, key: str) -> str:
    """The secret part that is kept below ``key``, made when it is first asked for."""
    found = get_setting(conn, key)
    if found is None:
        found = secret_part()
        set_setting(conn, key, found)
    return str(found)
