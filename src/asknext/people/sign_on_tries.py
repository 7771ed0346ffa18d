"""`SignOnTries`: log-ins that have begun elsewhere and not come back yet."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from asknext.people.secret import hashed, new_secret

__all__ = ["SignOnTries", "SignOnTry"]

SECONDS = 600.0
MOST = 10_000


@dataclass(frozen=True)
class SignOnTry:
    """One log-in under way.

    Attributes
    ----------
    state : goes to the provider and comes back once. nonce : comes back inside of the signed token.
    verifier : shows to the provider that who fetches the token is who began (RFC 7636).
    next : the page to go to. invitation : the secret of one that is taken up by this.
    person : who ties their account here to the one there; None for somebody who comes in.
    """

    state: str
    nonce: str
    verifier: str
    next: str
    began: float
    invitation: str | None = None
    person: int | None = None

    @property
    def challenge(self) -> str:
        """The verifier's SHA-256, as RFC 7636 writes it."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class SignOnTries:
    """Kept in this process: who is under way when the server starts anew begins again.

    Parameters
    ----------
    clock : seconds, of any beginning.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._tries, self._lock = clock, dict[str, SignOnTry](), threading.Lock()

    def begin(self, next_: str, *, invitation: str | None = None, person: int | None = None) -> SignOnTry:
        """A new one; the oldest goes where there are too many."""
        secrets = (new_secret(), new_secret(), new_secret())
        made = SignOnTry(*secrets, next_, self._clock(), invitation, person)
        with self._lock:
            while len(self._tries) >= MOST:
                self._tries.pop(next(iter(self._tries)))
            self._tries[hashed(made.state)] = made
        return made

    def take(self, state: str) -> SignOnTry | None:
        """The one that ``state`` belongs to, once and within ten minutes."""
        with self._lock:
            found = self._tries.pop(hashed(state), None)
        return found if found is not None and self._clock() - found.began < SECONDS else None
