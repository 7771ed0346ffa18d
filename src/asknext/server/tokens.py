"""`Keeper`: the token that opens a server beyond its own machine, log-in sessions, and a brake on guessing."""

from __future__ import annotations

import hmac
import os
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from asknext.errors import ProjectError
from asknext.people.secret import hashed, new_secret
from asknext.store.database import Database
from asknext.store.sessions import add_session, drop_session, purge_sessions, session_expires

__all__ = ["COOKIE", "Keeper", "token_of"]

COOKIE = "asknext_session"
SESSION_SECONDS = 7 * 86_400.0
TRIES, TRIES_SECONDS = 10, 300.0


def token_of(folder: Path) -> tuple[str, str | None]:
    """The hash of the project's token and, where it was made just now, the token itself, to be shown once.

    Raises
    ------
    ProjectError : the file ``token`` does not hold a hash.
    """
    path = folder / "token"
    if path.exists():
        kept = path.read_text(encoding="utf-8").strip()
        if len(kept) != 64 or any(each not in "0123456789abcdef" for each in kept):
            raise ProjectError(f"{path} holds no token's hash: delete the file, and the next start makes a new token.")
        return kept, None
    token = new_secret()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(hashed(token) + "\n")
    return hashed(token), token


class Keeper:
    """Says who may come in.

    Parameters
    ----------
    token_hash : of the one token. clock : seconds since 1970.
    """

    def __init__(self, db: Database, token_hash: str, *, clock: Callable[[], float] = time.time) -> None:
        self._db, self._hash, self._clock = db, token_hash, clock
        self._sessions: dict[str, float] = {}
        self._wrong: deque[float] = deque(maxlen=TRIES)

    def wait(self) -> float:
        """Seconds until the next try is allowed, 0 for now."""
        if len(self._wrong) < TRIES:
            return 0.0
        return max(0.0, self._wrong[0] + TRIES_SECONDS - self._clock())

    def is_token(self, token: str) -> bool:
        """Whether this is the token; the time it takes does not depend on the answer."""
        right = hmac.compare_digest(hashed(token), self._hash)
        if not right:
            self._wrong.append(self._clock())
        return right

    def open_session(self) -> tuple[str, int]:
        """A new session: what to keep in the cookie, and for how many seconds."""
        secret, now = new_secret(), self._clock()
        with self._db.write() as conn:
            purge_sessions(conn, now)
            add_session(conn, hashed(secret), now, now + SESSION_SECONDS)
        self._sessions[hashed(secret)] = now + SESSION_SECONDS
        return secret, int(SESSION_SECONDS)

    def knows(self, secret: str) -> bool:
        """Whether ``secret`` is a session that has not ended."""
        key = hashed(secret)
        expires = self._sessions.get(key)
        if expires is None:
            with self._db.read() as conn:
                expires = session_expires(conn, key)
            if expires is not None:
                self._sessions[key] = expires
        return expires is not None and expires > self._clock()

    def close_session(self, secret: str) -> None:
        """End a session at once."""
        self._sessions.pop(hashed(secret), None)
        with self._db.write() as conn:
            drop_session(conn, hashed(secret))
