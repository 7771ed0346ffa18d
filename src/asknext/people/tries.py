"""`Tries`: how often somebody may try to log in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from asknext.people.refusal import TooManyTries

if TYPE_CHECKING:
    from limits import RateLimitItem

__all__ = ["Tries"]

WINDOW = 15
"""Minutes."""
HERE, ACCOUNT, ADDRESS = 10, 50, 200
"""Tries in that time: of one account from one address; of one account from anywhere; from one address."""


class Tries:
    """Counts tries, in this process; a server that starts anew begins at nothing.

    Few tries of one account from one address stop whoever guesses; more from anywhere, so that nobody can shut
    somebody else out with ten wrong passwords; many from one address, where a whole office may sit.
    """

    def __init__(self) -> None:
        from limits import RateLimitItemPerMinute
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._here, self._account, self._address = (
            RateLimitItemPerMinute(most, WINDOW, kind)
            for most, kind in ((HERE, "here"), (ACCOUNT, "account"), (ADDRESS, "address"))
        )

    def count(self, account: str, address: str) -> None:
        """Count one try.

        Raises
        ------
        TooManyTries : there were too many; this one is not made.
        """
        for limit, keys in self._limits(account, address):
            if not self._limiter.hit(limit, *keys):
                seconds = max(1.0, self._limiter.get_window_stats(limit, *keys).reset_time - time.time())
                raise TooManyTries(f"Too many tries: wait {_spoken(seconds)} and try again.", seconds)

    def forget(self, account: str, address: str, *, everywhere: bool = False) -> None:
        """The try was right: those before it from there are forgiven, or ``everywhere`` all of that account.

        For a person that would give whoever guesses meanwhile, from elsewhere, as many tries again.
        """
        self._limiter.clear(self._here, account, address)
        if everywhere:
            self._limiter.clear(self._account, account)

    def _limits(self, account: str, address: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
        return [
            (self._address, (address,)),
            (self._here, (account, address)),
            (self._account, (account,)),
        ]


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 90 else f"{seconds / 60:.0f} minutes"
